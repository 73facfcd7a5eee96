"""What providers did, written down: in the one transaction that also marks the call done. Written twice it is once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select

from meetings.conferencing.events import (
    BroadcastFailed,
    BroadcastGone,
    BroadcastReady,
    RoomFailed,
    RoomGone,
    RoomReady,
    StreamAimed,
)
from meetings.conferencing.models import Broadcast, RemoteRoom, RemoteStep, Seat
from meetings.conferencing.queries import broadcast_by_key, room_by_key
from meetings.conferencing.rules import Origin, Privacy, Status
from meetings.conferencing.usecases.asking import aim_when_both_stand, ask_room
from meetings.runtime.work import Work
from meetings.schedule.usecases import broadcast_at, lock_meeting


@dataclass(frozen=True)
class SealedStep:
    """A step to be done by hand as it is kept: secret values locked, the others readable."""

    key: str
    title: str
    text: str
    pastes: tuple[dict[str, Any], ...] = ()
    secrets: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class RoomMade:
    """A room as the provider made it or changed it."""

    key: str
    ref: str
    inside: bytes | None = field(repr=False)
    steps: tuple[SealedStep, ...]
    #: the mark of what it was asked for
    wished: str
    #: whether everybody gets a seat of their own there
    seats: bool = False


@dataclass(frozen=True)
class BroadcastMade:
    """A broadcast as the provider made it or changed it."""

    key: str
    ref: str
    watch_url: str
    embed_url: str
    target: bytes | None = field(repr=False)
    steps: tuple[SealedStep, ...]
    wished: str


def room_made(work: Work, made: RoomMade) -> None:
    """The room is there, or as wished now. One that was given up meanwhile only remembers what is to be taken away."""
    room = room_by_key(work.session, made.key)
    if room is None:
        return
    another = room.ref not in ("", made.ref)
    room.ref, room.inside, room.wished = made.ref, made.inside, made.wished
    if not isinstance(room, RemoteRoom) or not room.state.stands:
        return
    keep_steps(work, room.meeting_id, Origin.ROOM, made.steps)
    room.error = room.remedy = ""
    if another:
        work.session.execute(delete(Seat).where(Seat.room_key == room.key))
    if room.state is not Status.READY or another:
        room.state, room.ready_at = Status.READY, work.now
        work.record(room.meeting_id, RoomReady(room.key, room.provider))
        aim_when_both_stand(work, room.meeting_id)
        if made.seats:
            ask_room(work, room, "seat")


def broadcast_made(work: Work, made: BroadcastMade) -> None:
    """The broadcast is there: the public is told where to watch."""
    row = broadcast_by_key(work.session, made.key)
    if row is None:
        return
    another = row.ref not in ("", made.ref)
    row.ref, row.wished, row.target = made.ref, made.wished, made.target
    row.watch_url, row.embed_url = made.watch_url, made.embed_url
    if not isinstance(row, Broadcast) or not row.state.stands:
        return
    keep_steps(work, row.meeting_id, Origin.BROADCAST, made.steps)
    row.error = row.remedy = ""
    _tell_the_public(work, row)
    if row.state is not Status.READY or another:
        row.state, row.ready_at = Status.READY, work.now
        work.record(row.meeting_id, BroadcastReady(row.key, row.provider, row.watch_url))
    # Also after a change: the provider may take the picture at another place now.
    aim_when_both_stand(work, row.meeting_id)


def _tell_the_public(work: Work, row: Broadcast) -> None:
    """Where to watch. Of one that nobody but the channel itself can watch nobody is told."""
    meeting = lock_meeting(work.session, row.meeting_id)
    if row.privacy is not Privacy.PRIVATE:
        broadcast_at(work, meeting, row.watch_url)
    elif meeting.broadcast_url == row.watch_url:
        broadcast_at(work, meeting, "")


def room_gone(work: Work, key: str, *, kept: bool = False) -> None:
    """The provider has it no more, or (kept) has ended it."""
    room = room_by_key(work.session, key)
    if room is not None and room.state is Status.CANCELLING:
        room.state = Status.ENDED if kept else Status.CANCELLED
        work.record(room.meeting_id, RoomGone(room.key, room.provider))


def broadcast_gone(work: Work, key: str, *, kept: bool = False) -> None:
    """The provider has it no more, or (kept) has ended it."""
    row = broadcast_by_key(work.session, key)
    if row is not None and row.state is Status.CANCELLING:
        row.state = Status.ENDED if kept else Status.CANCELLED
        work.record(row.meeting_id, BroadcastGone(row.key, row.provider))


def room_failed(work: Work, key: str, reason: str, remedy: str) -> None:
    """It could not be made, or not as wished: an officer is told why and what to do."""
    room = room_by_key(work.session, key)
    if room is None:
        return
    room.error, room.remedy, room.wished = reason, remedy, ""
    if isinstance(room, RemoteRoom) and room.state.stands:
        room.state = Status.FAILED
    work.record(room.meeting_id, RoomFailed(room.key, room.provider, reason, remedy))


def broadcast_failed(work: Work, key: str, reason: str, remedy: str) -> None:
    """The same for a broadcast."""
    row = broadcast_by_key(work.session, key)
    if row is None:
        return
    row.error, row.remedy, row.wished = reason, remedy, ""
    if isinstance(row, Broadcast) and row.state.stands:
        row.state = Status.FAILED
    work.record(row.meeting_id, BroadcastFailed(row.key, row.provider, reason, remedy))


def stream_aimed(work: Work, key: str, broadcast_key: str, steps: tuple[SealedStep, ...]) -> None:
    """The room's picture will go to the broadcast, but for what is left to do by hand."""
    room = room_by_key(work.session, key)
    row = broadcast_by_key(work.session, broadcast_key)
    if isinstance(room, RemoteRoom) and isinstance(row, Broadcast):
        keep_steps(work, room.meeting_id, Origin.AIM, steps)
        if not steps:
            # The room sends the picture by itself: no encoder needs setting up.
            of_meeting = RemoteStep.meeting_id == room.meeting_id
            encoder = RemoteStep.key.endswith("encoder")
            work.session.execute(
                delete(RemoteStep).where(of_meeting, RemoteStep.origin == Origin.BROADCAST, encoder)
            )
            work.record(room.meeting_id, StreamAimed(room.key, row.key))


def keep_steps(work: Work, meeting_id: str, origin: Origin, steps: Sequence[SealedStep]) -> None:
    """These steps and no others. One that is done stays done while it says the same."""
    rows = work.session.scalars(
        select(RemoteStep).where(RemoteStep.meeting_id == meeting_id, RemoteStep.origin == origin)
    )
    stored = {row.key: row for row in rows}
    for key in stored.keys() - {s.key for s in steps}:
        work.session.delete(stored[key])
    for n, step in enumerate(steps):
        row = stored.get(step.key)
        if row is None:
            row = RemoteStep(meeting_id=meeting_id, origin=origin, key=step.key, title=step.title, pastes=[])
            work.session.add(row)
        elif (row.title, row.text, row.pastes) != (step.title, step.text, list(step.pastes)):
            row.done_at, row.done_by = None, ""
        row.position, row.title, row.text = n, step.title, step.text
        row.pastes, row.secrets = list(step.pastes), step.secrets
    work.session.flush()
