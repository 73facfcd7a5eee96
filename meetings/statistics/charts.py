"""Charts as SVG of our own: bars, time lines, and the half circle of a vote. Pure: they need no page and no web.

Each has a title and a description and is followed by a table with the same figures. Lengths are given in per cent and
text in the size of the page, so that a chart fills any width and stays readable on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from meetings.documents.patterns import FILLS, INK, paint, patterns
from meetings.voting.hemicycle import VotedSeat, hemicycle, in_words, neutral, of_totals

__all__ = ["Bar", "Chart", "VotedSeat", "bars", "hemicycle", "in_words", "neutral", "of_totals"]

_ROW, _KEY, _BAR = 46, 24, 18
#: the part of the width that bars may fill; what is beside them is their figure
_SPAN = 76.0
_LONGEST = 38
#: rows that are sure to fit on a printed page
_SHEET = 16
#: more rows than this are a table, not a chart
MOST = 80


@dataclass(frozen=True)
class Bar:
    """A line of a chart: its parts one behind the other, and the figure in words. `start`: where it begins."""

    label: str
    parts: tuple[float, ...]
    figure: str
    start: float = 0.0


@dataclass(frozen=True)
class Chart:
    """A chart and what it says in a sentence. `keys` name the parts of a bar, in order."""

    key: str
    title: str
    sentence: str
    bars: tuple[Bar, ...]
    keys: tuple[str, ...] = ()

    @property
    def svg(self) -> Markup:
        """Drawn; nothing where there is nothing to draw."""
        return bars(self.key, self.title, self.sentence, self.bars, self.keys)


def bars(key: str, title: str, sentence: str, rows: Sequence[Bar], keys: Sequence[str] = ()) -> Markup:
    """Horizontal bars, as long as the longest needs; empty for none, and for more than can be taken in.

    Many come as several drawings one below the other, so that no page ends in the middle of a bar: the first says
    what all of them show.
    """
    most = max((row.start + sum(row.parts) for row in rows), default=0)
    if not rows or len(rows) > MOST or most <= 0:
        return Markup("")
    top = _KEY * len(keys) + (8 if keys else 0)
    legend = [_legend(n, text, key) for n, text in enumerate(keys)]
    first = [_bar(row, top + n * _ROW, most, key) for n, row in enumerate(rows[:_SHEET])]
    name = escape(key)
    said = (
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(sentence)}</desc>'
        f"{patterns(key)}"
    )
    about = f'role="img" aria-labelledby="{name}-title {name}-desc"'
    sheets = [_svg(about, top + len(first) * _ROW, said + "".join(legend + first))]
    for start in range(_SHEET, len(rows), _SHEET):
        drawn = [_bar(row, n * _ROW, most, key) for n, row in enumerate(rows[start : start + _SHEET])]
        sheets.append(_svg('aria-hidden="true"', len(drawn) * _ROW, "".join(drawn)))
    return Markup("").join(sheets)


def _svg(about: str, height: int, drawn: str) -> Markup:
    return Markup(
        f'<svg class="stat-chart" width="100%" height="{height}" {about} focusable="false" '
        f'xmlns="http://www.w3.org/2000/svg">{drawn}</svg>'
    )


def _legend(number: int, text: str, key: str) -> str:
    y = number * _KEY
    return f"{_box(0, 22, y + 2, 16, FILLS[number], key, unit='')}{_text('30', y + 15, text)}"


def _bar(row: Bar, y: int, most: float, key: str) -> str:
    label = row.label if len(row.label) <= _LONGEST else row.label[: _LONGEST - 1].rstrip() + "…"
    found = [_text("0", y + 15, label)]
    at = row.start
    for fill, value in zip(FILLS, row.parts, strict=False):
        if value > 0:
            found.append(_box(_SPAN * at / most, _SPAN * value / most, y + 21, _BAR, fill, key))
        at += value
    found.append(_text("100%", y + 35, row.figure, end=True))
    return "".join(found)


def _box(x: float, width: float, y: int, height: int, fill: str, key: str, unit: str = "%") -> str:
    return (
        f'<rect class="stat-fill stat-fill--{fill}" x="{x:.2f}{unit}" y="{y}" width="{max(width, 0.3):.2f}{unit}" '
        f'height="{height}" fill="{paint(fill, key)}" stroke="{INK}" stroke-width="1"/>'
    )


def _text(x: str, y: int, text: str, *, end: bool = False) -> str:
    anchor = ' text-anchor="end"' if end else ""
    weight = ' font-weight="700"' if end else ""
    return (
        f'<text class="stat-text" x="{x}" y="{y}" font-size="16" fill="{INK}" font-family="inherit"{anchor}{weight}>'
        f"{escape(text)}</text>"
    )
