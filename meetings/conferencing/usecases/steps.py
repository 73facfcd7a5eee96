"""What officers do by hand and by one press: steps marked done, calls tried again, people invited."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.conferencing.events import InvitationEnded, PersonInvited, StepMarked
from meetings.conferencing.models import Broadcast, Invited, RemoteRoom, RemoteStep
from meetings.conferencing.rules import Origin, Status, What
from meetings.conferencing.usecases.asking import (
    ask_broadcast,
    ask_broadcast_again,
    ask_room,
    ask_room_again,
)
from meetings.connections.queries import calls_of
from meetings.connections.usecases import RetryCall as CallAgain
from meetings.connections.usecases import retry_call as call_again
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.people.models import Person
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting


@dataclass(frozen=True)
class MarkStep:
    """A step is done, or it is not after all."""

    meeting_id: str
    origin: Origin
    key: str
    done: bool = True


@dataclass(frozen=True)
class RetryCall:
    """Try again what failed with the room or the broadcast."""

    meeting_id: str
    what: What
    #: one call that is tried again at once; empty: whatever failed with the whole
    call_id: str = ""


@dataclass(frozen=True)
class Invite:
    """Let somebody in who is not a member of the body."""

    meeting_id: str
    person_id: str
    why: str = ""
    #: also while the public is excluded
    stays: bool = False


@dataclass(frozen=True)
class EndInvitation:
    """No longer let them in."""

    meeting_id: str
    person_id: str


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def mark_step_done(work: Work, command: MarkStep) -> None:
    """Say that a step by hand is done, or take that back. Said already changes nothing. Raises NotFound."""
    row = work.session.get(RemoteStep, (command.meeting_id, command.origin, command.key))
    if row is None:
        raise NotFound("This step is not there any more. Look at the page again.")
    if (row.done_at is not None) == command.done:
        return
    row.done_at = work.now if command.done else None
    row.done_by = work.actor.name if command.done else ""
    work.record(command.meeting_id, StepMarked(row.origin.value, row.key, row.title, command.done))


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def retry_call(work: Work, command: RetryCall) -> None:
    """Ask again for what failed, with the same key: what is there already is found, not made again.

    Raises WrongState if nothing of it failed.
    """
    lock_meeting(work.session, command.meeting_id)
    if command.call_id:
        if command.call_id not in {c.id for c in calls_of(work.session, command.meeting_id)}:
            raise NotFound("There is no such call for this meeting.")
        call_again(work, CallAgain(command.call_id))
    elif command.what is What.ROOM:
        _retry_room(work, command.meeting_id)
    else:
        _retry_broadcast(work, command.meeting_id)


def _retry_room(work: Work, meeting_id: str) -> None:
    room = work.session.get(RemoteRoom, meeting_id)
    if room is None or not room.error:
        raise WrongState("Nothing failed with the remote room: there is nothing to try again.")
    if room.state is Status.CANCELLING:
        room.error = room.remedy = ""
        ask_room(work, room, "cancel")
    else:
        ask_room_again(work, room)


def _retry_broadcast(work: Work, meeting_id: str) -> None:
    row = work.session.get(Broadcast, meeting_id)
    if row is None or not row.error:
        raise WrongState("Nothing failed with the broadcast: there is nothing to try again.")
    if row.state is Status.CANCELLING:
        row.error = row.remedy = ""
        ask_broadcast(work, row, "cancel")
    else:
        ask_broadcast_again(work, row)


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def invite(work: Work, command: Invite) -> None:
    """Let somebody into the room of this meeting. Invited already changes nothing. Raises NotFound."""
    person = work.session.get(Person, command.person_id)
    if person is None:
        raise NotFound("There is no such person.")
    if work.session.get(Invited, (command.meeting_id, person.id)) is not None:
        return
    why = " ".join(command.why.split())[:200]
    work.session.add(
        Invited(
            meeting_id=command.meeting_id,
            person_id=person.id,
            why=why,
            stays=command.stays,
            invited_at=work.now,
            invited_by=work.actor.name,
        )
    )
    work.record(command.meeting_id, PersonInvited(person.id, person.name, why, command.stays))
    _seat_again(work, command.meeting_id)


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def end_invitation(work: Work, command: EndInvitation) -> None:
    """Take an invitation back; the seat goes with it. Not invited changes nothing."""
    row = work.session.get(Invited, (command.meeting_id, command.person_id))
    if row is None:
        return
    person = work.session.get(Person, command.person_id)
    work.session.delete(row)
    work.record(command.meeting_id, InvitationEnded(command.person_id, person.name if person else ""))
    _seat_again(work, command.meeting_id)


def _seat_again(work: Work, meeting_id: str) -> None:
    room = work.session.get(RemoteRoom, meeting_id)
    if room is not None and room.state is Status.READY:
        ask_room(work, room, "seat")
