"""What the officers' desk shows of rooms and broadcasts: a step of each meeting, and what needs somebody now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meetings.conferencing.models import Broadcast, RemoteRoom, RemoteStep
from meetings.conferencing.offers import MANUAL, broadcast_offers, name_of, room_offers, usual
from meetings.conferencing.queries import broadcast_of_meeting, habit_of, room_of_meeting
from meetings.conferencing.rules import Status
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.ports.providers import Provider
from meetings.schedule.desk import PanelData, PanelRow, Step, StepAction, desk_panel, meeting_step
from meetings.schedule.models import Meeting, MeetingMode, MeetingStatus
from meetings.schedule.queries import MeetingRow, meetings_by_id, to_hold
from meetings.schedule.rules import bodies_for
from meetings.web.doors import now, today
from meetings.web.formats import long_date
from meetings.web.services import services

#: the desk speaks of meetings this near
_SOON = timedelta(days=7)
_TITLE = "Remote room and broadcast"


@meeting_step("remote", order=35)
def remote_step(session: Session, meeting: MeetingRow, _actor: Actor) -> Step | None:
    """Arranged, being arranged, or to be arranged by one press. Meetings in person alone need none."""
    home = f"/desk/meetings/{meeting.id}/remote"
    room, row = room_of_meeting(session, meeting.id), broadcast_of_meeting(session, meeting.id)
    standing = [r for r in (room, row) if r is not None and r.state.stands]
    look = StepAction("See the room and the broadcast", home)
    if not standing:
        return _unarranged(session, meeting, home) if meeting.status is MeetingStatus.PLANNED else None
    if meeting.status not in (MeetingStatus.PLANNED, MeetingStatus.OPEN, MeetingStatus.ADJOURNED):
        return Step(_TITLE, True, "", (look,))
    failed = next((r for r in standing if r.state is Status.FAILED), None)
    if failed is not None:
        return Step(_TITLE, False, f"{failed.error} {failed.remedy}".strip(), (look,))
    if any(r.state is Status.ASKED for r in standing):
        return Step(_TITLE, False, "It is being arranged.", (look,))
    left = _undone(session, meeting.id)
    if left:
        return Step(_TITLE, False, f"{left} step{'s' if left > 1 else ''} left to be done by hand.", (look,))
    return Step(_TITLE, True, f"{_named(room, row)}.", (look,))


def _named(room: RemoteRoom | None, row: Broadcast | None) -> str:
    providers = services().providers
    said = []
    if room is not None and room.state.stands:
        said.append(f"Room: {name_of(providers.conferencing, room.provider)}")
    if row is not None and row.state.stands:
        said.append(f"Broadcast: {name_of(providers.broadcast, row.provider)}")
    return ". ".join(said)


def _undone(session: Session, meeting_id: str) -> int:
    query = select(RemoteStep.key).where(RemoteStep.meeting_id == meeting_id, RemoteStep.done_at.is_(None))
    return len(session.scalars(query).all())


def _unarranged(session: Session, meeting: MeetingRow, home: str) -> Step | None:
    """Offered by one press as the body had it last; nothing where it meets in person and was never broadcast."""
    online = meeting.mode is not MeetingMode.IN_PERSON
    habit = habit_of(session, meeting.body_id, but=meeting.id)
    if not online and (habit is None or not habit.broadcast_provider):
        return None
    providers = services().providers
    choice = usual(session, meeting, room_offers(session, providers), broadcast_offers(session, providers))
    choose = StepAction("Choose", home)
    said = [_spoken(choice.room, "the same link", providers.conferencing)] if choice.room else []
    if choice.broadcast:
        said.append(_spoken(choice.broadcast, "the same watch address", providers.broadcast))
    new_address = MANUAL in (choice.room, choice.broadcast) and not choice.source
    if not said or new_address:
        return Step(
            _TITLE, False, "Say where people take part online and where the public watches.", (choose,)
        )
    words = " and ".join(dict.fromkeys(said))
    text = f"As at the last meeting: {words}." if choice.source else f"Usual here: {words}."
    press = StepAction("Arrange both now" if len(said) > 1 else "Arrange it now", f"{home}/usual", post=True)
    return Step(_TITLE, False, text, (press, choose))


def _spoken(key: str, by_hand: str, providers: Mapping[str, Provider]) -> str:
    return by_hand if key == MANUAL else name_of(providers, key)


@desk_panel(order=15)
def rooms_in_trouble(session: Session, actor: Actor) -> PanelData | None:
    """What failed or is left to do by hand at meetings of the next days."""
    if not actor.may(Permission.PREPARE_MEETING, None, today()):
        return None
    mine = bodies_for(actor, Permission.PREPARE_MEETING, today())
    soon = [m.id for m in to_hold(session, mine, now() - timedelta(hours=12), now() + _SOON)]
    if not soon:
        return None
    failed = _failed(session, soon)
    left = set(
        session.scalars(
            select(RemoteStep.meeting_id).where(RemoteStep.meeting_id.in_(soon), RemoteStep.done_at.is_(None))
        )
    )
    tz = services().config.timezone
    rows = tuple(
        PanelRow(
            f"/desk/meetings/{m.id}/remote",
            m.title,
            f"{long_date(m.starts_at, tz)}: {failed.get(m.id) or 'steps are left to be done by hand'}",
            "Failed" if m.id in failed else "To do",
            "red" if m.id in failed else "yellow",
        )
        for m in meetings_by_id(session, failed.keys() | left).values()
    )
    return PanelData("Remote rooms and broadcasts", rows) if rows else None


def _failed(session: Session, meeting_ids: list[str]) -> dict[str, str]:
    query = (
        select(Meeting.id, RemoteRoom.error, Broadcast.error)
        .outerjoin(RemoteRoom, RemoteRoom.meeting_id == Meeting.id)
        .outerjoin(Broadcast, Broadcast.meeting_id == Meeting.id)
        .where(
            Meeting.id.in_(meeting_ids),
            or_(RemoteRoom.state == Status.FAILED, Broadcast.state == Status.FAILED),
        )
    )
    return {key: room or row or "It failed." for key, room, row in session.execute(query)}
