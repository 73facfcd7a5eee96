"""Facts about packs."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact


@fact("packs.built")
@dataclass(frozen=True)
class PackBuilt(Fact):
    """A pack can be had: `edition` 0 is the whole, another number what came with that version of the agenda."""

    kind: str
    edition: int
    pages: int
    sha256: str


@fact("packs.listed")
@dataclass(frozen=True)
class PacksListed(Fact):
    """The public page shows page numbers and files as they are now: of so many papers and items."""

    papers: int
    items: int


@fact("packs.opened")
@dataclass(frozen=True)
class PackOpened(Fact):
    """Somebody was given a copy of a restricted pack with their name on it. On the council's stream."""

    meeting_id: str
    kind: str
    edition: int
    sha256: str


@fact("packs.asked")
@dataclass(frozen=True)
class PackAsked(Fact):
    """An officer asked for the packs to be made again, or for a draft."""

    kind: str


@fact("packs.sides_chosen")
@dataclass(frozen=True)
class SidesChosen(Fact):
    """Whether the packs of a body are laid out for printing on both sides. On the council's stream."""

    body_id: str
    double_sided: bool
