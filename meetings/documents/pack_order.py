"""What a pack is to be made of: its parts in order, and the number that each of their pages has for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from string import ascii_lowercase
from typing import Any

#: What an address in a front sheet begins with that leads to a part of the pack.
LINK = "pack:"


@dataclass(frozen=True)
class Numbers:
    """A run of page numbers: 41 to 84, or E3 to E9 in the exempt part, which counts by itself."""

    first: int
    last: int
    prefix: str = ""

    def label(self, number: int) -> str:
        """`41`, `E3`."""
        return f"{self.prefix}{number}"

    @property
    def short(self) -> str:
        """`41 to 84`."""
        if self.first == self.last:
            return self.label(self.first)
        return f"{self.label(self.first)} to {self.label(self.last)}"

    @property
    def words(self) -> str:
        """`pages 41 to 84`, `page E3`."""
        return f"page {self.short}" if self.first == self.last else f"pages {self.short}"

    def labels(self, pages: int) -> list[str]:
        """The label of each of so many pages, whatever the run was made for: numbers given never change.

        Fewer pages than numbers: the last page stands for the rest (`43 to 84`). More: they go on as `84a`, `84b`.
        """
        span = self.last - self.first + 1
        if pages < span:
            rest = Numbers(self.first + pages - 1, self.last, self.prefix)
            return [self.label(self.first + n) for n in range(pages - 1)] + [rest.short]
        more = [f"{self.label(self.last)}{_letters(n)}" for n in range(pages - span)]
        return [self.label(n) for n in range(self.first, self.last + 1)] + more


def _letters(number: int) -> str:
    """a … z, aa, ab …"""
    high, low = divmod(number, 26)
    return (ascii_lowercase[high - 1] if high else "") + ascii_lowercase[low]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A document of the pack. `path` is its PDF on this machine."""

    key: str
    path: str
    #: its own bookmark, and what its tags are called
    title: str
    #: the bookmark it stands under; parts that follow one another with the same one share it
    chapter: str
    numbers: Numbers
    #: at the top of its first page, such as "Agenda item 6"
    corner: str = ""
    #: pictures of pages: said so to those who cannot see them
    scanned: bool = False


@dataclass(frozen=True, kw_only=True)
class Order:
    """A pack to make. `mark` is printed across every page; `personal` leaves room for a reader's name."""

    title: str
    parts: tuple[Part, ...]
    lang: str = "en-GB"
    mark: str = ""
    personal: bool = False
    #: every part begins on the front of a sheet when it is printed on both sides
    double_sided: bool = False


@dataclass(frozen=True)
class Made:
    """What became of a part: its pages, whether it is tagged, whether it says that it keeps to PDF/UA."""

    pages: int
    tagged: bool
    claims_ua: bool


@dataclass(frozen=True)
class Outcome:
    """What became of an order. With anything refused (key: why) there is no pack."""

    pages: int = 0
    parts: Mapping[str, Made] | None = None
    refused: Mapping[str, str] | None = None

    @property
    def done(self) -> bool:
        """Whether there is a pack."""
        return not self.refused


def order_to_json(order: Order) -> dict[str, Any]:
    """As JSON-ready data."""
    return asdict(order)


def order_from_json(data: Mapping[str, Any]) -> Order:
    """The order again."""
    parts = tuple(Part(**{**p, "numbers": Numbers(**p["numbers"])}) for p in data["parts"])
    return Order(**{**data, "parts": parts})


def outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    """As JSON-ready data."""
    return asdict(outcome)


def outcome_from_json(data: Mapping[str, Any]) -> Outcome:
    """The outcome again."""
    parts = {key: Made(**made) for key, made in (data["parts"] or {}).items()}
    return Outcome(data["pages"], parts, data["refused"])


def replaced(order: Order, parts: Mapping[str, Part]) -> Order:
    """The order with other parts in the places of those with the same keys."""
    return replace(order, parts=tuple(parts.get(p.key, p) for p in order.parts))


def chapters(parts: Sequence[Part]) -> Iterator[tuple[str, list[Part]]]:
    """The parts under their first-level bookmarks."""
    group: list[Part] = []
    for part in parts:
        if group and part.chapter != group[-1].chapter:
            yield group[-1].chapter, group
            group = []
        group.append(part)
    if group:
        yield group[-1].chapter, group
