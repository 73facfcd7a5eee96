"""A topic of figures as tables: the same cells are shown on the page, drawn as a chart, sent as CSV and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from meetings.deadlines.rules.base import Citation
from meetings.statistics.charts import Chart

#: a share of fewer than this is given as figures only: a percentage would say more than is known
FEW = 10


@dataclass(frozen=True)
class Cell:
    """`text` for people; `value` for machines; `href` leads on."""

    text: str
    value: str | int | None = None
    href: str = ""

    @property
    def plain(self) -> str | int:
        """What a spreadsheet gets."""
        return self.text if self.value is None else self.value


Cells = str | int | Cell


@dataclass(frozen=True)
class Table:
    """One table. `numeric`: its columns of figures. `empty`: what is said where it has no rows."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cells, ...], ...]
    numeric: tuple[int, ...] = ()
    chart: Chart | None = None
    empty: str = "There is nothing to count in this period."
    note: str = ""

    def machine(self) -> list[tuple[str | int, ...]]:
        """The rows without links and units."""
        return [tuple(c.plain if isinstance(c, Cell) else c for c in row) for row in self.rows]

    def as_data(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "key": self.key,
            "title": self.title,
            "columns": list(self.head),
            "rows": [list(row) for row in self.machine()],
        }


@dataclass(frozen=True)
class Note:
    """How something was counted, and where the law says so."""

    text: str
    citation: Citation | None = None


@dataclass(frozen=True)
class Figure:
    """A large number with what it counts."""

    number: str
    label: str


@dataclass(frozen=True)
class Drawing:
    """A vote as seats, with the same in words."""

    title: str
    href: str
    svg: Markup
    words: str


@dataclass(frozen=True)
class Topic:
    """One subject: what it comes to in a sentence, its tables, and how it was counted."""

    key: str
    title: str
    sentence: str
    tables: tuple[Table, ...]
    how: tuple[Note, ...] = ()
    figures: tuple[Figure, ...] = ()
    drawings: tuple[Drawing, ...] = ()

    def table(self, key: str) -> Table | None:
        """One of its tables."""
        return next((t for t in self.tables if t.key == key), None)


def share(part: int, whole: int) -> Cell:
    """A percentage, and nothing where there are too few to speak of one."""
    if whole < FEW:
        return Cell("–", "")
    percent = round(100 * part / whole)
    return Cell(f"{percent}%", percent)


def of(part: int, whole: int) -> str:
    """18 of 20."""
    return f"{part} of {whole}"


def duration(seconds: int) -> str:
    """2 h 40 min."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return f"{seconds} s"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def time_cell(seconds: int) -> Cell:
    """A length of time: in words for people, in minutes for machines."""
    return Cell(duration(seconds), round(seconds / 60))


def short_day(day: date | None) -> str:
    """9 Feb 2021; empty for none."""
    return f"{day.day} {day:%b %Y}" if day else ""


def day_cell(day: date | None, href: str = "", none: str = "–") -> Cell:
    """A day."""
    return Cell(short_day(day), day.isoformat(), href) if day else Cell(none, "")


def chart_of(table_key: str, title: str, sentence: str, chart: Sequence[Any], *keys: str) -> Chart:
    """A chart for a table."""
    return Chart(f"chart-{table_key}", title, sentence, tuple(chart), keys)
