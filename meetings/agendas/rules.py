"""Pure rules of agendas: how items are numbered and moved, which come back at every meeting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from meetings.kernel.secrecy import Sensitivity


class ItemKind(StrEnum):
    """A heading groups items; an item has a number and is taken at the meeting."""

    HEADING = "heading"
    ITEM = "item"


class PaperKind(StrEnum):
    """What a paper is to its item."""

    REPORT = "report"
    APPENDIX = "appendix"
    BACKGROUND = "background"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind in words."""
        return {"background": "Background paper", "other": "Other paper"}.get(
            self.value, self.value.capitalize()
        )


class Tag(StrEnum):
    """What an item is about, where the law has a rule for it."""

    BUDGET = "budget"
    PLANNING = "planning"
    LICENSING = "licensing"
    EDUCATION = "education"
    #: decided on the merits of a case by those who heard the whole of it
    QUASI_JUDICIAL = "quasi_judicial"
    #: whether members with an interest are given leave to take part: open to them
    DISPENSATION = "dispensation"


#: Tags of items on which only those who heard the whole of it vote.
QUASI_JUDICIAL = frozenset({Tag.PLANNING.value, Tag.LICENSING.value, Tag.QUASI_JUDICIAL.value})


@dataclass(frozen=True)
class BackgroundPaper:
    """A document that a report rests on. Published works need not be open to inspection with it."""

    title: str
    published: bool = False
    #: where it can be read: an address or a place
    where: str = ""


@dataclass(frozen=True)
class Line:
    """What numbering needs to know of a line."""

    kind: ItemKind
    fixed_number: str = ""


class Numbering(StrEnum):
    """How a body numbers the items of its agendas."""

    MEETING = "meeting"
    YEAR = "year"
    SLASH = "slash"
    DOT = "dot"

    @property
    def label(self) -> str:
        """The scheme with an example."""
        return {
            "meeting": "1, 2, 3 at each meeting",
            "year": "Running on through the municipal year: 43, 44, 45",
            "slash": "Running on, with the year after it: 43/26",
            "dot": "Running on, with the year before it: 26.43",
        }[self.value]

    def printed(self, number: int, year: int) -> str:
        """A number as it is printed; `year` is that in which the municipal year begins."""
        short = f"{year % 100:02d}"
        return {"slash": f"{number}/{short}", "dot": f"{short}.{number}"}.get(self.value, str(number))


@dataclass(frozen=True)
class Count:
    """Where the numbers of an agenda begin: after how many items of the year, and how they are printed."""

    scheme: Numbering = Numbering.MEETING
    after: int = 0
    year: int = 0


def numbered(lines: Iterable[Line], count: Count | None = None) -> list[str]:
    """The printed number of each line: items 1, 2, 3 … through the whole agenda, headings none. `count` None: from 1.

    A fixed number is printed as it is. If it is a whole number the count goes on from it; "7a" or "43/26"
    stands between its neighbours and uses up no number.
    """
    count = count or Count()
    numbers, last = [], count.after
    for line in lines:
        if line.kind is ItemKind.HEADING:
            numbers.append("")
        elif line.fixed_number:
            numbers.append(line.fixed_number)
            last = _whole(line.fixed_number, last)
        else:
            last += 1
            numbers.append(count.scheme.printed(last, count.year))
    return numbers


def _whole(number: str, otherwise: int) -> int:
    digits = number.strip().rstrip(".")
    return int(digits) if digits.isascii() and digits.isdigit() else otherwise


def moved(order: Sequence[str], item_id: str, by: int) -> tuple[str, ...]:
    """The order with one line moved up (by -1) or down (+1); unchanged at the ends."""
    ids = list(order)
    at = ids.index(item_id)
    to = min(max(at + by, 0), len(ids) - 1)
    ids.insert(to, ids.pop(at))
    return tuple(ids)


_ORDER = (Sensitivity.PUBLIC, Sensitivity.EXEMPT, Sensitivity.CONFIDENTIAL)


def stricter(one: Sensitivity, other: Sensitivity) -> Sensitivity:
    """The more secret of two marks: a paper is never more open than its item."""
    return max(one, other, key=_ORDER.index)


_STANDING = re.compile(
    r"\b(apolog|substitut|declar|disclosures? of|interests|minutes"
    r"|public (questions|participation|speaking|forum)|questions (from|by) (the )?public"
    r"|petitions|deputations|announcements|urgent (business|items?)"
    r"|exclusion of|work programme|forward plan|date of (the )?next)",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"^(draft |confirm\w* (of )?(the )?)?minutes\b", re.IGNORECASE)
MINUTES_TITLE = "Minutes of the last meeting"


def is_standing(title: str) -> bool:
    """Whether an item comes back at every meeting: apologies, declarations, minutes, urgent business."""
    return _STANDING.search(title) is not None


def is_minutes_item(title: str) -> bool:
    """Whether an item is the one at which the minutes of the last meeting are confirmed."""
    return _MINUTES.search(title) is not None


def minutes_text(held_on: str) -> str:
    """What that item says."""
    return f"<p>To confirm the minutes of the meeting held on {held_on} as a correct record.</p>"


def usual_place(lines: Iterable[tuple[str, str]]) -> str | None:
    """The line, of ids and titles, below which new business goes: urgent business stands last. None: at the end."""
    above = None
    for line_id, title in lines:
        if title.casefold().startswith("urgent"):
            return above
        above = line_id
    return None
