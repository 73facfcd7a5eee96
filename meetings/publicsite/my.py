"""A member's own page: the meeting that is on, those to come, new papers, the last votes."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience
from meetings.publicsite import queries
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.schedule.rules import audience_of, bodies_for
from meetings.web.access import needs
from meetings.web.doors import current_actor, now, reading, today
from meetings.web.services import services

bp = Blueprint("my", __name__)


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
        meetings = [*coming.now, *coming.next]
        papers = queries.new_papers(session, [m.id for m in meetings], reads_as)
        ballots, _ = (
            queries.recorded_ballots_of(session, actor.person_id, 5, audience_of=reads_as)
            if actor.person_id
            else ([], False)
        )
    tz = services().config.timezone
    today_ids = {m.id for m in coming.next if _is_today(m, day, tz)}
    return render_template(
        "public/my.html",
        on_now=coming.now,
        today=[m for m in coming.next if m.id in today_ids],
        later=[m for m in coming.next if m.id not in today_ids],
        papers=papers,
        meetings={m.id: m for m in meetings},
        ballots=ballots,
    )


def _is_today(meeting: MeetingRow, day: date, tz: ZoneInfo) -> bool:
    """Whether it is still to be held today."""
    return meeting.status is MeetingStatus.PLANNED and meeting.starts_at.astimezone(tz).date() == day
