"""A register as plain data: what pages, print, Word files and spreadsheets are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a register lists."""

    ATTENDANCE = "attendance"
    VOTES = "votes"
    INTERESTS = "interests"

    @property
    def label(self) -> str:
        """Its title."""
        return {
            "attendance": "Attendance return",
            "votes": "Register of votes",
            "interests": "Register of interests declared",
        }[self.value]

    @property
    def hint(self) -> str:
        """What it says."""
        return {
            "attendance": "Who was expected, who was there, who sent apologies or a substitute",
            "votes": "Every declared vote with its figures and, where names were recorded, the names",
            "interests": "Who declared which interest on what, and what they did about it",
        }[self.value]


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: lines of text, the first of which may lead to a page."""

    lines: tuple[str, ...] = ()
    href: str = ""

    @property
    def text(self) -> str:
        """All of it on one line, for a spreadsheet."""
        return "; ".join(line for line in self.lines if line)


def cell(*lines: str | int, href: str = "") -> Cell:
    """A cell of these lines; empty ones are left out."""
    return Cell(tuple(str(line) for line in lines if line != ""), href)


@dataclass(frozen=True)
class Table:
    """`numeric`: which columns are figures."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class Register:
    """A whole register. `lead` stands above the tables, `notes` say below how it is counted."""

    kind: Kind
    council: str
    body: str
    when: str
    lead: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    #: what is said where there is nothing to list
    empty: str = ""
    #: not for publication: it holds what comes of exempt items
    restricted: bool = False

    @property
    def title(self) -> str:
        """What it is called."""
        return self.kind.label

    @property
    def is_wide(self) -> bool:
        """Whether it is printed across the page."""
        return any(len(table.head) > 6 for table in self.tables)

    def csv_rows(self) -> tuple[Sequence[str], Iterator[list[str]]]:
        """The tables as one, with a first column that says which, where there are several."""
        tables = [t for t in self.tables if t.rows]
        head = tables[0].head if tables else ("Nothing",)
        same = all(t.head == head for t in tables)
        if same and len(tables) <= 1:
            return head, ([c.text for c in row] for t in tables for row in t.rows)
        if same:
            return ("List", *head), ([t.caption, *(c.text for c in row)] for t in tables for row in t.rows)
        return ("List", "Column", "Value"), (
            [t.caption, title, c.text]
            for t in tables
            for row in t.rows
            for title, c in zip(t.head, row, strict=True)
        )
