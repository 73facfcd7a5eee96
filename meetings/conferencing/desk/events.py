"""Facts of the broadcast desk."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.conferencing.desk.rules import Press, Rehearsal
from meetings.kernel.facts import Fact, fact
from meetings.ports.broadcast import Phase


@fact("broadcast.pressed")
@dataclass(frozen=True)
class DeskPressed(Fact):
    """An officer pressed a button of the desk: a wish, not yet what the public sees."""

    press: Press
    by: str


@fact("broadcast.seen")
@dataclass(frozen=True)
class FeedSeen(Fact):
    """What the public gets has changed: as the service says, or as a person saw. `public` None: it cannot be told."""

    phase: Phase
    receiving: bool | None
    public: bool | None
    health: str = ""
    #: a person's name; empty: the service itself said so
    by: str = ""
    detail: str = ""


@fact("broadcast.unreadable")
@dataclass(frozen=True)
class FeedUnreadable(Fact):
    """The service does not say what the public gets."""

    reason: str


@fact("broadcast.not_done")
@dataclass(frozen=True)
class NotDone(Fact):
    """What was asked for was given up."""

    operation: str
    reason: str
    remedy: str = ""


@fact("broadcast.held_back")
@dataclass(frozen=True)
class HeldBack(Fact):
    """The public is excluded: the broadcast is being stopped. `again`: it had come back by itself."""

    exclusion_id: str
    again: bool = False


@fact("broadcast.released")
@dataclass(frozen=True)
class Released(Fact):
    """The public has been let back in: the broadcast goes on."""

    exclusion_id: str = ""


@fact("broadcast.rehearsal")
@dataclass(frozen=True)
class RehearsalChanged(Fact):
    """A test run that the public never sees began, worked, was taken away, or failed."""

    state: Rehearsal
    detail: str = ""


@fact("broadcast.forgotten")
@dataclass(frozen=True)
class StreamForgotten(Fact):
    """The meeting has been over for a while, and something is still being sent."""

    minutes: int
    public: bool
