"""Checks of what was typed: all complaints of a form are collected, then said together."""

from __future__ import annotations

import re
from datetime import date, timedelta

from meetings.kernel.errors import Invalid

LINE = 200
#: What no feed, no Word file and no PostgreSQL column can carry, and nobody types: some pasting brings it along.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: Line and page ends of word processors.
_BREAKS = re.compile("\r\n|[\x0b\x0c]")


def printable(text: str) -> str:
    """Text with line feeds for every kind of break, and without what cannot be printed."""
    return _UNPRINTABLE.sub("", _BREAKS.sub("\n", text))


class Checks:
    """Collects one complaint a field; `done` raises them."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}

    def that(self, holds: bool, field: str, message: str) -> None:
        """Complain of a field unless this holds; the first complaint of a field stays."""
        if not holds:
            self.fields.setdefault(field, message)

    def line(self, field: str, value: str, missing: str = "", longest: int = LINE) -> str:
        """One line of text with single blanks; required when `missing` says what to answer without it."""
        clean = " ".join(printable(value).split())
        self.that(bool(clean) or not missing, field, missing)
        self.that(len(clean) <= longest, field, f"Use {longest} characters or fewer")
        return clean

    def text(self, field: str, value: str, longest: int = 5000) -> str:
        """Several lines of text, line ends as line feeds."""
        clean = printable(value).strip()
        self.that(len(clean) <= longest, field, f"Use {longest} characters or fewer")
        return clean

    def span(self, first: date, last: date | None, field: str = "valid_to") -> None:
        """The last day must not lie before the first."""
        self.that(last is None or last >= first, field, "The last day must be on or after the first day")

    def ending(self, first: date, last: date, field: str = "valid_to") -> None:
        """A last day; the day before the first one says that it never took effect: it was a mistake."""
        self.that(last >= first - timedelta(days=1), field, "The last day must be on or after the first day")

    def done(self, message: str = "") -> None:
        """Raise Invalid if anything was wrong, with the one complaint or all of them as its message."""
        if not self.fields:
            return
        complaints = list(self.fields.values())
        one = (
            complaints[0]
            if len(complaints) == 1
            else "Some of this needs correcting: " + "; ".join(complaints)
        )
        raise Invalid(message or one, self.fields)
