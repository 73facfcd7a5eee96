"""Reads about one councillor: attendance, and how they voted where names were recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body, Membership, Term
from meetings.bodies.queries.spans import took_effect
from meetings.kernel.secrecy import Audience, may_see_names
from meetings.motions.models import Motion
from meetings.motions.rules import MotionKind
from meetings.publicsite.queries.lines import AudienceOf, Line, as_public, line_for, open_lines
from meetings.room.models import Attendance
from meetings.room.rules import Capacity
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.voting.models import Ballot, RollEntry, Vote
from meetings.voting.rules import Choice, Outcome, VoteMethod, VoteState


@dataclass(frozen=True)
class AttendanceLine:
    """The meetings of one body that a member was expected at, and those they came to."""

    body_slug: str
    body_name: str
    expected: int
    present: int


@dataclass(frozen=True)
class BallotLine:
    """One member's part in a recorded vote; `choice` None: present, and cast nothing."""

    vote_id: str
    meeting_id: str
    body_name: str
    declared_at: datetime
    item: Line
    kind: MotionKind
    text: str
    choice: Choice | None
    outcome: Outcome


def is_public_person(session: Session, person_id: str) -> bool:
    """Whether somebody is or was a councillor or a member of a body: only they have a public page."""
    term = exists().where(Term.person_id == person_id, took_effect(Term))
    seat = exists().where(Membership.person_id == person_id, took_effect(Membership))
    return bool(session.scalar(select(or_(term, seat))))


def attendance_of(session: Session, person_id: str, since: datetime, tz: ZoneInfo) -> list[AttendanceLine]:
    """By body: public meetings held since then while somebody sat on it, and whether they came. Two queries.

    Held are meetings that were opened and closed and whose attendance was taken. Co-opted members without a vote
    are expected like all others; who came for a part of a meeting was present.
    """
    spans = _spans(session, person_id)
    if not spans:
        return []
    anybody = exists().where(Attendance.meeting_id == Meeting.id)
    came = exists().where(
        Attendance.meeting_id == Meeting.id,
        Attendance.person_id == person_id,
        Attendance.capacity.in_((Capacity.MEMBER, Capacity.NON_VOTING)),
    )
    query = (
        select(Meeting.body_id, Body.slug, Body.name, Meeting.starts_at, came)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            Meeting.body_id.in_(spans),
            Meeting.is_public,
            Meeting.status == MeetingStatus.CLOSED,
            Meeting.starts_at >= since,
            anybody,
        )
    )
    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for body_id, slug, name, starts_at, was_there in session.execute(query):
        day = starts_at.astimezone(tz).date()
        if any(first <= day and (last is None or day <= last) for first, last in spans[body_id]):
            found[name, slug].append(bool(was_there))
    return [AttendanceLine(slug, name, len(c), sum(c)) for (name, slug), c in sorted(found.items())]


def recorded_ballots_of(
    session: Session,
    person_id: str,
    limit: int,
    before: str | None = None,
    audience_of: AudienceOf = as_public,
) -> tuple[list[BallotLine], bool]:
    """How somebody voted where names were recorded, the latest first, and whether there is more.

    `before` is the id of the vote after which the list goes on. Pages are filled up past what may not be shown,
    so that their length gives nothing away. Two queries, unless much is exempt.
    """
    query = _ballots(person_id)
    if before is not None:
        place = select(Vote.declared_at).where(Vote.id == before).scalar_subquery()
        query = query.where(or_(Vote.declared_at < place, and_(Vote.declared_at == place, Vote.id > before)))
    found: list[BallotLine] = []
    size = 2 * limit + 1
    start = 0
    while True:
        rows = session.execute(query.limit(size).offset(start)).all()
        lines = open_lines(session, {row.meeting_id for row in rows}, audience_of)
        found += _lines(rows, lines, audience_of)
        if len(found) > limit or len(rows) < size:
            return found[:limit], len(found) > limit
        start += size


def _lines(rows: Any, lines: Any, audience_of: AudienceOf) -> Iterator[BallotLine]:
    for row in rows:
        item = line_for(lines, row.meeting_id, row.item_id)
        audience = audience_of(row.body_id)
        if row.private and audience is Audience.PUBLIC:
            continue
        if item is not None and may_see_names(recorded=True, declared=True, audience=audience):
            yield BallotLine(
                row.vote_id,
                row.meeting_id,
                row.body_name,
                row.declared_at,
                item,
                row.kind,
                row.text,
                row.choice,
                row.outcome,
            )


def _ballots(person_id: str) -> Select[*tuple[Any, ...]]:
    mine = and_(Ballot.vote_id == Vote.id, Ballot.person_id == person_id)
    return (
        select(
            Vote.id.label("vote_id"),
            Vote.meeting_id,
            Meeting.body_id,
            Body.name.label("body_name"),
            Vote.declared_at,
            Motion.item_id,
            Motion.kind,
            Motion.text,
            Motion.private,
            Ballot.choice,
            Vote.outcome,
        )
        .join(RollEntry, and_(RollEntry.vote_id == Vote.id, RollEntry.person_id == person_id))
        .join(Motion, Motion.id == Vote.motion_id)
        .join(Meeting, Meeting.id == Vote.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .outerjoin(Ballot, mine)
        .where(
            Vote.method == VoteMethod.RECORDED,
            Vote.state == VoteState.DECLARED,
            Vote.declared_at.is_not(None),
            Meeting.is_public,
        )
        .order_by(Vote.declared_at.desc(), Vote.id)
    )


def _spans(session: Session, person_id: str) -> dict[str, list[tuple[date, date | None]]]:
    query = select(Membership.body_id, Membership.valid_from, Membership.valid_to).where(
        Membership.person_id == person_id, took_effect(Membership)
    )
    found: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for body_id, first, last in session.execute(query):
        found[body_id].append((first, last))
    return found
