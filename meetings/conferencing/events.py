"""Facts about remote rooms and broadcasts. None of them holds an address that lets somebody in, or any other secret."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact


@fact("conferencing.room_asked")
@dataclass(frozen=True)
class RoomAsked(Fact):
    """A remote room is to be arranged. `instead_of`: the provider whose room it replaces; `reason`: why."""

    key: str
    provider: str
    record: bool
    audience: bool
    instead_of: str = ""
    reason: str = ""


@fact("conferencing.room_ready")
@dataclass(frozen=True)
class RoomReady(Fact):
    """The room is there."""

    key: str
    provider: str


@fact("conferencing.room_failed")
@dataclass(frozen=True)
class RoomFailed(Fact):
    """The room could not be arranged, or not as wished."""

    key: str
    provider: str
    reason: str
    remedy: str = ""


@fact("conferencing.room_dropped")
@dataclass(frozen=True)
class RoomDropped(Fact):
    """The room is no longer wanted."""

    key: str
    provider: str
    reason: str = ""


@fact("conferencing.room_gone")
@dataclass(frozen=True)
class RoomGone(Fact):
    """The provider has taken the room away."""

    key: str
    provider: str


@fact("conferencing.broadcast_asked")
@dataclass(frozen=True)
class BroadcastAsked(Fact):
    """A broadcast is to be arranged."""

    key: str
    provider: str
    privacy: str
    instead_of: str = ""
    reason: str = ""


@fact("conferencing.broadcast_ready")
@dataclass(frozen=True)
class BroadcastReady(Fact):
    """The broadcast is there; the public watches at this address."""

    key: str
    provider: str
    watch_url: str


@fact("conferencing.broadcast_failed")
@dataclass(frozen=True)
class BroadcastFailed(Fact):
    """The broadcast could not be arranged, or not as wished."""

    key: str
    provider: str
    reason: str
    remedy: str = ""


@fact("conferencing.broadcast_dropped")
@dataclass(frozen=True)
class BroadcastDropped(Fact):
    """The broadcast is no longer wanted."""

    key: str
    provider: str
    reason: str = ""


@fact("conferencing.broadcast_gone")
@dataclass(frozen=True)
class BroadcastGone(Fact):
    """The provider has taken the broadcast away."""

    key: str
    provider: str


@fact("conferencing.stream_aimed")
@dataclass(frozen=True)
class StreamAimed(Fact):
    """The picture of the room goes to the broadcast once it is started."""

    room_key: str
    broadcast_key: str


@fact("conferencing.step_marked")
@dataclass(frozen=True)
class StepMarked(Fact):
    """Somebody has done a step by hand, or says that it is not done after all."""

    origin: str
    key: str
    title: str
    done: bool


@fact("conferencing.person_invited")
@dataclass(frozen=True)
class PersonInvited(Fact):
    """Somebody who is not a member of the body may come into the room."""

    person_id: str
    name: str
    why: str = ""
    #: also while the public is excluded
    stays: bool = False


@fact("conferencing.invitation_ended")
@dataclass(frozen=True)
class InvitationEnded(Fact):
    """They may not any longer."""

    person_id: str
    name: str


@fact("conferencing.host_went_in")
@dataclass(frozen=True)
class HostWentIn(Fact):
    """An officer was handed a fresh link that opens the room as its host."""

    name: str
    provider: str
