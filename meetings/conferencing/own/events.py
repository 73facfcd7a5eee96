"""Facts about the council's own video room. Who was connected when is kept as attendance, not as facts."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact


@fact("video.person_let_in")
@dataclass(frozen=True)
class PersonLetIn(Fact):
    """Somebody who waited was let into the room."""

    name: str


@fact("video.person_put_out")
@dataclass(frozen=True)
class PersonPutOut(Fact):
    """Somebody was put out of the room, and waits again if they come back."""

    name: str


@fact("video.room_emptied")
@dataclass(frozen=True)
class RoomEmptied(Fact):
    """The room was ended for everybody."""
