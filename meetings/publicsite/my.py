"""A member's own page: the meeting that is on, those to come, new papers, the last votes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.bodies.queries import seats_of
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience
from meetings.minutes.life.waiting import Wanted, waiting_for
from meetings.publicsite import queries
from meetings.publicsite.queries.news import my_meetings
from meetings.schedule.members.queries import own_part
from meetings.schedule.members.usecases import MarkSeen, mark_seen
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.schedule.rules import audience_of, bodies_for
from meetings.web.access import needs
from meetings.web.doors import current_actor, now, reading, run, today
from meetings.web.services import services

bp = Blueprint("my", __name__)
#: a meeting that began this long ago may still go on
_BACK = timedelta(days=2)
#: whether they come is asked from then on, or once there is an agenda
_SOON = timedelta(days=28)


@bp.get("/my")
@needs(Permission.JOIN_AS_MEMBER)
def home() -> ResponseReturnValue:
    """What a member needs today."""
    actor, day = current_actor(), today()

    def reads_as(body_id: str) -> Audience:
        return audience_of(actor, body_id, day)

    bodies = bodies_for(actor, Permission.JOIN_AS_MEMBER, day)
    with reading() as session:
        coming = queries.coming(session, now(), limit=12, bodies=bodies)
        replies, sits_in = own_part(session, actor.person_id, now() - _BACK) if actor.person_id else ({}, [])
        meetings = _without_visits(session, [*coming.now, *coming.next], actor, day, sits_in)
        papers = queries.new_papers(session, [m.id for m in meetings], reads_as)
        mine = my_meetings(session, meetings, papers, actor, sits_in, replies)
        ballots, _ = (
            queries.recorded_ballots_of(session, actor.person_id, 5, audience_of=reads_as)
            if actor.person_id
            else ([], False)
        )
        chairs = {
            g.body_id for g in actor.grants if g.body_id and actor.may(Permission.PRESIDE, g.body_id, day)
        }
        minutes = waiting_for(session, bodies, chairs, actor.person_id, day)
    tz = services().config.timezone
    on_now = [m for m in meetings if m.status in queries.GOING_ON]
    today_ids = {m.id for m in meetings if _is_today(m, day, tz)}
    return render_template(
        "public/my.html",
        on_now=on_now,
        today=[m for m in meetings if m.id in today_ids],
        later=[x for x in mine if x.meeting not in on_now],
        papers=[p for x in mine for p in x.papers],
        meetings={m.id: m for m in meetings},
        soon={m.id for m in meetings if m.agenda_version or m.starts_at - now() < _SOON},
        any_news=any(x.news for x in mine),
        ballots=ballots,
        pressing=[m for m in minutes if m.wanted is not Wanted.CORRECT],
        drafts=[m for m in minutes if m.wanted is Wanted.CORRECT],
    )


@bp.post("/my/seen")
@needs(Permission.JOIN_AS_MEMBER)
def all_seen() -> ResponseReturnValue:
    """Nothing is new any longer."""
    actor, day = current_actor(), today()
    bodies = bodies_for(actor, Permission.JOIN_AS_MEMBER, day)
    with reading() as session:
        coming = queries.coming(session, now(), limit=12, bodies=bodies)
    run(mark_seen, MarkSeen(tuple(m.id for m in (*coming.now, *coming.next))))
    flash("Everything is marked as seen.", "success")
    return redirect("/my", 303)


def _without_visits(
    session: Session, meetings: Sequence[MeetingRow], actor: Actor, day: date, sits_in: Collection[str]
) -> list[MeetingRow]:
    """Without those of a committee on which somebody only sits in, and at another meeting."""
    if actor.person_id is None or not sits_in:
        return list(meetings)
    own = {s.body_id for s in seats_of(session, actor.person_id, day)}
    visited = {m.body_id for m in meetings if m.id in sits_in} - own
    return [m for m in meetings if m.body_id not in visited or m.id in sits_in]


def _is_today(meeting: MeetingRow, day: date, tz: ZoneInfo) -> bool:
    """Whether it is still to be held today."""
    return meeting.status is MeetingStatus.PLANNED and meeting.starts_at.astimezone(tz).date() == day
