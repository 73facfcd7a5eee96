"""What comes out of a source, one thing after another, with the place it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from meetings.admin.moderngov.imported import (
    ImportedCommittees,
    ImportedMeeting,
    ImportedMeetings,
    ImportedWards,
)


@dataclass(frozen=True)
class LoadedCommittees:
    origin: str
    committees: ImportedCommittees


@dataclass(frozen=True)
class LoadedMeetings:
    origin: str
    meetings: ImportedMeetings


@dataclass(frozen=True)
class LoadedWards:
    origin: str
    wards: ImportedWards


@dataclass(frozen=True)
class LoadedMeeting:
    origin: str
    meeting: ImportedMeeting


@dataclass(frozen=True)
class NotRead:
    """A document that was asked for and gave nothing; the message says why."""

    origin: str
    message: str


Loaded = LoadedCommittees | LoadedMeetings | LoadedWards | LoadedMeeting | NotRead


@dataclass(frozen=True)
class Progress:
    done: int
    #: None while it is not known
    total: int | None
    what: str


Told = Callable[[Progress], None]


def untold(_: Progress) -> None:
    """Nobody is waiting to hear."""


class Source(Protocol):
    """Somewhere meetings come from."""

    @property
    def where(self) -> str: ...

    def load(self, told: Told = untold) -> Iterator[Loaded]:
        """The lists first, then the meetings. Raises Invalid when nothing at all can be had."""
        ...
