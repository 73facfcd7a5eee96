"""Form fields that need reading: dates in three boxes, page numbers, and what was typed, to show it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from meetings.kernel.errors import DomainError, Invalid

_MONTHS = {
    name: n
    for n, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_PARTS = ("day", "month", "year")


def typed(form: Mapping[str, str], *names: str, dates: tuple[str, ...] = ()) -> dict[str, Any]:
    """What was typed, by field, ready for the macros that show it again."""
    values: dict[str, Any] = {name: form.get(name, "") for name in names}
    for name in dates:
        values[name] = {part: form.get(f"{name}-{part}", "").strip() for part in _PARTS}
    return values


def date_of(
    form: Mapping[str, str],
    name: str,
    errors: dict[str, str],
    *,
    missing: str = "",
    default: date | None = None,
) -> date | None:
    """The date in three boxes. Empty boxes give the default, or the complaint `missing` when there is one."""
    day, month, year = (form.get(f"{name}-{part}", "").strip() for part in _PARTS)
    if not (day or month or year):
        if default is None and missing:
            errors.setdefault(name, missing)
        return default
    try:
        number = _MONTHS.get(month[:3].lower()) or int(month)
        return date(_full_year(year), number, int(day))
    except ValueError:
        errors.setdefault(name, "Enter a real date, such as 9 2 2027")
        return None


def day_before(day: date) -> date:
    """The last day of what was entered by mistake: it never took effect."""
    return day - timedelta(days=1)


def page_number(args: Mapping[str, str]) -> int:
    """The page that was asked for; 1 for anything else than a number."""
    text = args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def local_path(text: str | None) -> str | None:
    """A path on this site to go on to, or None: an address that leads anywhere else is not followed."""
    if not text or not text.startswith("/") or text[1:2] in ("/", "\\") or "\\" in text:
        return None
    if any(ord(c) < 33 or ord(c) == 127 for c in text):
        return None
    parts = urlsplit(text)
    return None if parts.scheme or parts.netloc else text


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 2:
        return 2000 + year
    if not 1900 <= year <= 2200:
        raise ValueError("no year of a living council")
    return year


def complaints(error: DomainError) -> dict[str, str]:
    """What to show of a refused form: each field's own message, or one line for all of it."""
    fields = error.fields if isinstance(error, Invalid) else {}
    return fields or {"": error.message}
