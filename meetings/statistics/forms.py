"""Which period and which committee were asked for, from the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from meetings.bodies.queries import BodyRow
from meetings.statistics.rules.periods import Period, calendar_years, council_years, from_to
from meetings.web.fields import date_of, typed

_DATES = "dates"


@dataclass(frozen=True)
class Choice:
    """What was asked for, with everything the form offers. What makes no sense is told in `errors`."""

    period: Period
    periods: tuple[Period, ...]
    body: BodyRow | None = None
    bodies: tuple[BodyRow, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """As it stands in an address."""
        given = {"period": self.period.key}
        if self.period.key == _DATES:
            given |= {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        if self.body is not None:
            given["body"] = self.body.slug
        return urlencode(given)

    @property
    def words(self) -> str:
        """The period in words."""
        first, last = (f"{d.day} {d:%B %Y}" for d in (self.period.first, self.period.last))
        return f"{first} to {last}"


def choice_of(
    args: Mapping[str, str], annual: Sequence[date], today: date, bodies: Sequence[BodyRow] = ()
) -> Choice:
    """The council year that runs, of all committees, unless something else is asked for."""
    periods = (*council_years(annual, today), *calendar_years(today))
    errors: dict[str, str] = {}
    found = next((p for p in periods if p.key == args.get("period")), periods[0])
    if args.get("period") == _DATES:
        found = _dates(args, errors) or found
    body = next((b for b in bodies if b.slug == args.get("body")), None)
    values = typed(args, "period", dates=("from", "to"))
    if found.key == _DATES:
        values["from"], values["to"] = found.first, found.last
    return Choice(found, periods, body, tuple(bodies), values, errors)


def _dates(args: Mapping[str, str], errors: dict[str, str]) -> Period | None:
    first = _date(args, "from", errors, "Enter the first day")
    last = _date(args, "to", errors, "Enter the last day")
    if first is None or last is None:
        return None
    try:
        return from_to(first, last)
    except ValueError as error:
        errors["to"] = str(error)
        return None


def _date(args: Mapping[str, str], name: str, errors: dict[str, str], missing: str) -> date | None:
    """A day in three boxes, or whole as a link has it."""
    text = args.get(name, "")
    if text:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is not None and 1900 <= day.year <= 2200:
            return day
        errors[name] = "Enter a real date, such as 9 2 2027"
        return None
    return date_of(args, name, errors, missing=missing)
