"""Arranging a meeting's remote room and broadcast together, changing the provider, and giving them up."""

from __future__ import annotations

from dataclasses import dataclass, field

from meetings.conferencing.events import BroadcastAsked, BroadcastDropped, RoomAsked, RoomDropped
from meetings.conferencing.models import Broadcast, FormerBroadcast, FormerRoom, RemoteRoom
from meetings.conferencing.rules import Origin, Privacy, Status, What
from meetings.conferencing.usecases.asking import (
    ask_broadcast,
    ask_broadcast_again,
    ask_room,
    ask_room_again,
    forget_steps,
)
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import broadcast_at, lock_meeting

CONFLICTS["remote_room"] = "Somebody else arranged the remote room at the same moment. Look at it again."
GOING_ON = (MeetingStatus.OPEN, MeetingStatus.ADJOURNED)
LONGEST_REASON = 300


@dataclass(frozen=True)
class ArrangeRemote:
    """Provider "": what there is stays as it is. `given`: what the officer entered, locked by the vault."""

    meeting_id: str
    room_provider: str = ""
    broadcast_provider: str = ""
    room_given: bytes | None = field(default=None, repr=False)
    broadcast_given: bytes | None = field(default=None, repr=False)
    record: bool = False
    audience: bool = False
    privacy: Privacy = Privacy.PUBLIC
    #: why another provider is taken, for the record
    reason: str = ""
    #: what there is of these is no longer wanted
    give_up: tuple[What, ...] = ()


@dataclass(frozen=True)
class DropRemote:
    """Give up the room, the broadcast, or both."""

    meeting_id: str
    what: tuple[What, ...]
    reason: str = ""


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def arrange_remote(work: Work, command: ArrangeRemote) -> None:
    """Ask for a room and a broadcast, each at its provider; another provider than before replaces what there was.

    Said twice it is arranged once. Raises Invalid when nothing is asked for, WrongState once the meeting is over.
    """
    meeting = lock_meeting(work.session, command.meeting_id)
    _must_be_to_come(meeting)
    if not (command.room_provider or command.broadcast_provider or command.give_up):
        raise Invalid(
            "Choose where the meeting is held or where it is broadcast.",
            {"room": "Choose where the meeting is held or where it is broadcast"},
        )
    if len(command.reason) > LONGEST_REASON:
        raise Invalid("Shorten the reason.", {"reason": f"Shorten the reason to {LONGEST_REASON} characters"})
    if command.give_up:
        _may_be_dropped(meeting)
        drop(work, meeting, command.give_up, command.reason)
    if command.room_provider:
        _arrange_room(work, meeting, command)
    if command.broadcast_provider:
        _arrange_broadcast(work, meeting, command)


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def drop_remote(work: Work, command: DropRemote) -> None:
    """Take away the room or the broadcast of a meeting that has not begun. Raises WrongState."""
    meeting = lock_meeting(work.session, command.meeting_id)
    _may_be_dropped(meeting)
    drop(work, meeting, command.what, command.reason)


def drop(work: Work, meeting: Meeting, what: tuple[What, ...], reason: str = "") -> None:
    """The same for a use case that has the meeting in hand. What is given up already stays so."""
    room = work.session.get(RemoteRoom, meeting.id)
    if What.ROOM in what and room is not None and room.state.stands:
        _let_go_room(work, room, reason)
    broadcast = work.session.get(Broadcast, meeting.id)
    if What.BROADCAST in what and broadcast is not None and broadcast.state.stands:
        _let_go_broadcast(work, meeting, broadcast, reason)


def _may_be_dropped(meeting: Meeting) -> None:
    if meeting.status in GOING_ON:
        raise WrongState(
            "The meeting is going on. Choose another provider, or end the room and the broadcast at the desk."
        )


def _must_be_to_come(meeting: Meeting) -> None:
    if meeting.status is MeetingStatus.CANCELLED:
        raise WrongState("This meeting was cancelled.")
    if meeting.status is MeetingStatus.CLOSED:
        raise WrongState("This meeting is over.")


def _arrange_room(work: Work, meeting: Meeting, command: ArrangeRemote) -> None:
    old = work.session.get(RemoteRoom, meeting.id)
    if old is not None and old.provider == command.room_provider and old.state.stands:
        _change_room(work, old, command)
        return
    instead_of = ""
    if old is not None:
        instead_of = old.provider if old.state.stands else ""
        _keep_former_room(work, meeting, old, command.reason)
    room = RemoteRoom(
        meeting_id=meeting.id,
        key=new_id(),
        provider=command.room_provider,
        state=Status.ASKED,
        given=command.room_given,
        record=command.record,
        audience=command.audience,
        emergency=meeting.status in GOING_ON,
        arranged_at=work.now,
        asked=0,
    )
    work.session.add(room)
    work.session.flush()
    reason = command.reason.strip()
    fact = RoomAsked(room.key, room.provider, room.record, room.audience, instead_of, reason)
    work.record(meeting.id, fact)
    ask_room(work, room, "create")


def _change_room(work: Work, room: RemoteRoom, command: ArrangeRemote) -> None:
    """Asked for again at the same provider: what was entered or chosen now counts, what failed is tried again."""
    given = command.room_given if command.room_given is not None else room.given
    same = (room.record, room.audience) == (command.record, command.audience) and given == room.given
    room.given, room.record, room.audience = given, command.record, command.audience
    if room.state is Status.FAILED:
        ask_room_again(work, room)
    elif not same:
        work.record(room.meeting_id, RoomAsked(room.key, room.provider, room.record, room.audience))
        ask_room(work, room, "update")


def _keep_former_room(work: Work, meeting: Meeting, old: RemoteRoom, reason: str) -> None:
    if old.state.stands:
        _let_go_room(work, old, reason, keep=meeting.status in GOING_ON)
    names = [c.key for c in FormerRoom.__table__.columns if c.key != "replaced_at"]
    former = FormerRoom(**{n: getattr(old, n) for n in names}, replaced_at=work.now)
    work.session.delete(old)
    work.session.flush()
    work.session.add(former)


def _let_go_room(work: Work, room: RemoteRoom, reason: str, *, keep: bool = False) -> None:
    """`keep`: it was used already; it is ended, and what its provider has of it stays there."""
    room.state = Status.CANCELLING
    forget_steps(work, room.meeting_id, Origin.ROOM, Origin.AIM)
    work.record(room.meeting_id, RoomDropped(room.key, room.provider, reason.strip()))
    ask_room(work, room, "cancel", keep=keep)


def _arrange_broadcast(work: Work, meeting: Meeting, command: ArrangeRemote) -> None:
    old = work.session.get(Broadcast, meeting.id)
    if old is not None and old.provider == command.broadcast_provider and old.state.stands:
        _change_broadcast(work, old, command)
        return
    instead_of = ""
    if old is not None:
        instead_of = old.provider if old.state.stands else ""
        _keep_former_broadcast(work, meeting, old, command.reason)
    made = Broadcast(
        meeting_id=meeting.id,
        key=new_id(),
        provider=command.broadcast_provider,
        state=Status.ASKED,
        given=command.broadcast_given,
        privacy=command.privacy,
        emergency=meeting.status in GOING_ON,
        arranged_at=work.now,
        asked=0,
    )
    work.session.add(made)
    work.session.flush()
    reason = command.reason.strip()
    work.record(meeting.id, BroadcastAsked(made.key, made.provider, made.privacy.value, instead_of, reason))
    ask_broadcast(work, made, "prepare")


def _change_broadcast(work: Work, row: Broadcast, command: ArrangeRemote) -> None:
    given = command.broadcast_given if command.broadcast_given is not None else row.given
    same = row.privacy is command.privacy and given == row.given
    row.given, row.privacy = given, command.privacy
    if row.state is Status.FAILED:
        ask_broadcast_again(work, row)
    elif not same:
        work.record(row.meeting_id, BroadcastAsked(row.key, row.provider, row.privacy.value))
        ask_broadcast(work, row, "update")


def _keep_former_broadcast(work: Work, meeting: Meeting, old: Broadcast, reason: str) -> None:
    if old.state.stands:
        _let_go_broadcast(work, meeting, old, reason, keep=meeting.status in GOING_ON)
    names = [c.key for c in FormerBroadcast.__table__.columns if c.key != "replaced_at"]
    former = FormerBroadcast(**{n: getattr(old, n) for n in names}, replaced_at=work.now)
    work.session.delete(old)
    work.session.flush()
    work.session.add(former)


def _let_go_broadcast(
    work: Work, meeting: Meeting, row: Broadcast, reason: str, *, keep: bool = False
) -> None:
    row.state = Status.CANCELLING
    forget_steps(work, row.meeting_id, Origin.BROADCAST, Origin.AIM)
    if row.watch_url and meeting.broadcast_url == row.watch_url:
        broadcast_at(work, meeting, "")
    work.record(row.meeting_id, BroadcastDropped(row.key, row.provider, reason.strip()))
    ask_broadcast(work, row, "cancel", keep=keep)
