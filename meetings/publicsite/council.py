"""The public pages of committees and of councillors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from meetings.bodies.queries import (
    CouncillorRow,
    body_by_slug,
    chairs,
    councillors,
    groups,
    member_counts,
    members_of,
    seats_of,
    terms_of,
    wards,
)
from meetings.bodies.queries import bodies as all_bodies
from meetings.kernel.errors import NotFound
from meetings.minutes.queries import minutes_status_of
from meetings.people.queries import person_by_slug
from meetings.people.rules import name_key
from meetings.publicsite import queries
from meetings.publicsite.pages import page
from meetings.registers.queries import declarations_by, own_votes_by
from meetings.schedule.queries import Listing, MeetingRow, listed
from meetings.web.access import public
from meetings.web.doors import now, reading, today
from meetings.web.services import services

bp = Blueprint("council", __name__)

NOBODY = "There is no councillor or member of a committee at this address."
_PERIOD = timedelta(days=365)
_BALLOTS = 20
_COMING, _PAST = 10, 8


@bp.get("/bodies")
@public
def bodies() -> ResponseReturnValue:
    """Every committee, with its chair and its next meeting."""
    with reading() as session:
        listing = all_bodies(session)
        coming = listed(session, Listing(now(), past=False), limit=200)
        counts, presiding = member_counts(session, today()), chairs(session, today())
    following: dict[str, MeetingRow] = {}
    for meeting in coming:
        if meeting.status.value != "cancelled":
            following.setdefault(meeting.body_id, meeting)
    return page("public/bodies.html", bodies=listing, following=following, counts=counts, chairs=presiding)


@bp.get("/bodies/<slug>")
@public
def body(slug: str) -> ResponseReturnValue:
    """A committee: what it is for, who sits on it, its meetings."""
    with reading() as session:
        found = body_by_slug(session, slug)
        members = members_of(session, found.id, today())
        coming = listed(session, Listing(now(), False, (found.id,)), limit=_COMING)
        past = listed(session, Listing(now(), True, (found.id,)), limit=_PAST)
        minutes = minutes_status_of(session, [m.id for m in past])
    with_minutes = {meeting_id for meeting_id, row in minutes.items() if row.is_public}
    return page(
        "public/body.html", body=found, members=members, coming=coming, past=past, with_minutes=with_minutes
    )


@bp.get("/councillors")
@public
def list_councillors() -> ResponseReturnValue:
    """Councillors by name, ward or group; found by any part of either."""
    words = " ".join(request.args.get("q", "").split())[:100]
    ward, group = request.args.get("ward", ""), request.args.get("group", "")
    with reading() as session:
        everybody = councillors(session, today())
        all_wards, all_groups = wards(session, today()), groups(session, today())
    ward_names = {w.slug: w.name for w in all_wards if w.councillors}
    group_names = {g.slug: g.name for g in all_groups if g.councillors}
    found = [
        c
        for c in everybody
        if _matches(c, words)
        and (ward not in ward_names or c.ward == ward_names[ward])
        and (group not in group_names or c.group == group_names[group])
    ]
    by = request.args.get("by", "name")
    return page(
        "public/councillors.html",
        words=words,
        ward=ward if ward in ward_names else "",
        group=group if group in group_names else "",
        ward_options=list(ward_names.items()),
        group_options=list(group_names.items()),
        by=by if by in _GROUPED else "name",
        sections=_GROUPED.get(by, _one_list)(found),
        count=len(found),
        everybody=len(everybody),
    )


@bp.get("/councillors/<slug>")
@public
def councillor(slug: str) -> ResponseReturnValue:
    """One councillor: ward, group, committees, attendance, recorded votes."""
    before = request.args.get("before") or None
    config = services().config
    with reading() as session:
        person = person_by_slug(session, slug)
        if person is None or not queries.is_public_person(session, person.id):
            raise NotFound(NOBODY)
        terms = terms_of(session, person.id)
        seats = seats_of(session, person.id, today())
        attendance = queries.attendance_of(session, person.id, now() - _PERIOD, config.timezone)
        ballots, more = queries.recorded_ballots_of(session, person.id, _BALLOTS, before)
        own_votes = own_votes_by(session, person.id, config.timezone)
        declared = declarations_by(session, person.id, config.timezone)
    term = next(
        (t for t in terms if t.valid_from <= today() and (not t.valid_to or today() <= t.valid_to)), None
    )
    return page(
        "public/councillor.html",
        person=person,
        term=term,
        terms=terms,
        seats=seats,
        attendance=attendance,
        expected=sum(line.expected for line in attendance),
        present=sum(line.present for line in attendance),
        ballots=ballots,
        more=ballots[-1].vote_id if more else None,
        before=before,
        own_votes=own_votes,
        declared=declared,
    )


def _matches(councillor: CouncillorRow, words: str) -> bool:
    """Whether every word that was typed is in the name, the ward or the group; accents do not matter."""
    text = name_key(f"{councillor.name} {councillor.ward} {councillor.group}")
    return all(name_key(word) in text for word in words.split())


Sections = list[tuple[str, list[CouncillorRow]]]


def _one_list(found: list[CouncillorRow]) -> Sections:
    return [("", found)] if found else []


def _by(what: Callable[[CouncillorRow], str], nothing: str) -> Callable[[list[CouncillorRow]], Sections]:
    def sections(found: list[CouncillorRow]) -> Sections:
        held: dict[str, list[CouncillorRow]] = {}
        for one in found:
            held.setdefault(what(one), []).append(one)
        return [(name or nothing, held[name]) for name in sorted(held, key=lambda n: (not n, n.lower()))]

    return sections


_GROUPED: dict[str, Any] = {
    "name": _one_list,
    "ward": _by(lambda c: c.ward, "No ward"),
    "group": _by(lambda c: c.group, "No group"),
}
