"""Today's meeting and the next one of each committee that also meets online have a room and a broadcast."""

from __future__ import annotations

from datetime import timedelta

from meetings.conferencing.rules import Origin
from meetings.conferencing.usecases import ArrangeRemote, MarkStep, arrange_remote, mark_step_done
from meetings.conferencing.wishes import sealed
from meetings.connections.calls import carry_out_due
from meetings.kernel.actor import SYSTEM
from meetings.runtime.jobs import JobContext
from meetings.schedule.models import MeetingMode, MeetingStatus
from meetings.schedule.queries import MeetingRow, upcoming

_BY_HAND = "manual"
_PHONE = "0113 496 0123"
_GOING_ON = (MeetingStatus.OPEN, MeetingStatus.ADJOURNED)


def load_remote(context: JobContext) -> None:
    """Arranged as an officer does, and carried out as the worker does: nothing of it needs an account."""
    runner = context.runner
    with runner.read() as session:
        found = upcoming(session, runner.clock.now(), limit=60, public_only=False)
    chosen: dict[str, MeetingRow] = {}
    for meeting in found:
        if _today(context, meeting):
            chosen[meeting.id] = meeting
        elif meeting.status is MeetingStatus.PLANNED and meeting.mode is not MeetingMode.IN_PERSON:
            chosen.setdefault(meeting.body_id, meeting)
    for meeting in chosen.values():
        runner.run(arrange_remote, _wanted(context, meeting), actor=SYSTEM)
    carry_out_due(context)
    for meeting in chosen.values():
        if _today(context, meeting):
            for origin, key in ((Origin.ROOM, "waiting-room"), (Origin.BROADCAST, "start")):
                runner.run(mark_step_done, MarkStep(meeting.id, origin, key), actor=SYSTEM)


def _today(context: JobContext, meeting: MeetingRow) -> bool:
    near = abs(meeting.starts_at - context.runner.clock.now()) < timedelta(hours=12)
    return meeting.status in _GOING_ON or (meeting.status is MeetingStatus.PLANNED and near)


def _wanted(context: JobContext, meeting: MeetingRow) -> ArrangeRemote:
    room = {
        "link": f"https://rooms.northmoor.example/{meeting.body_slug}?pwd=x7Kq2",
        "dial_in": _PHONE,
        "passcode": "4471 902",
    }
    watch = {"watch": f"https://video.northmoor.example/watch/{meeting.body_slug}"}
    return ArrangeRemote(
        meeting.id, _BY_HAND, _BY_HAND, sealed(context.vault, room), sealed(context.vault, watch)
    )
