"""What the officers' desk shows of minutes: those to finish, and where each meeting's stand."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.minutes.document import MinutesStatus
from meetings.minutes.queries import minutes_of, to_finish
from meetings.minutes.rules import STATUS_WORDS
from meetings.schedule.desk import PanelData, PanelRow, Step, StepAction, desk_panel, meeting_step
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.schedule.rules import bodies_for
from meetings.web.doors import today
from meetings.web.formats import long_date
from meetings.web.services import services

COLOURS = {
    MinutesStatus.DRAFT: "yellow",
    MinutesStatus.APPROVED: "blue",
    MinutesStatus.PUBLISHED: "teal",
    MinutesStatus.CONFIRMED: "green",
}
_NEXT = {
    MinutesStatus.DRAFT: "The draft is ready: read it, complete it and approve it.",
    MinutesStatus.APPROVED: "The minutes are approved. Publish them for the public to read.",
    MinutesStatus.PUBLISHED: "The public reads them as a draft. The next suitable meeting confirms them.",
    MinutesStatus.CONFIRMED: "The minutes are confirmed and signed.",
}

_TO_SIGN = "The minutes are confirmed. Whoever presided signs them."


@desk_panel(order=20)
def minutes_to_finish(session: Session, actor: Actor) -> PanelData | None:
    """Minutes that are not confirmed yet, the last meeting first."""
    day = today()
    if not actor.may(Permission.WRITE_MINUTES, None, day):
        return None
    found = to_finish(session, bodies_for(actor, Permission.WRITE_MINUTES, day))
    tz = services().config.timezone
    rows = tuple(
        PanelRow(
            f"/desk/meetings/{meeting_id}/minutes",
            body,
            long_date(starts_at, tz),
            STATUS_WORDS[status],
            COLOURS[status],
        )
        for meeting_id, body, starts_at, status in found
    )
    return PanelData(
        "Minutes to finish",
        rows,
        "No minutes are waiting to be finished.",
        ("All past meetings", "/desk/meetings?period=past"),
    )


@meeting_step("minutes", order=50)
def minutes_step(session: Session, meeting: MeetingRow, actor: Actor) -> Step:
    """Where the minutes of a meeting stand, and what is next."""
    if meeting.status is not MeetingStatus.CLOSED:
        return Step("Minutes", False, "They are drafted from the record when the meeting closes.")
    row = minutes_of(session, meeting.id)
    link = StepAction("Go to the minutes", f"/desk/meetings/{meeting.id}/minutes")
    if not actor.may(Permission.APPROVE_MINUTES, meeting.body_id, today()):
        return Step("Minutes", row is not None and row.is_confirmed, "")
    if row is None:
        return Step("Minutes", False, "There are no minutes yet.", (link,))
    life = StepAction("From draft to record", f"/desk/meetings/{meeting.id}/minutes/life")
    text = _NEXT[row.status] if row.signed_by or not row.is_confirmed else _TO_SIGN
    return Step("Minutes", row.is_confirmed, text, (link, life))
