"""The deadline calendar as data: what was asked for, as a list in four groups or as a month."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from meetings.deadlines.clocks import Due, DueKind

#: how far back what is late is looked for, and how far ahead the list goes
BACK, AHEAD = timedelta(days=120), timedelta(days=120)
#: what is "soon": not the week of the calendar, or a Friday would know nothing of Monday
SOON = timedelta(days=7)
PAGE = 60
_SHOW = ("todo", "late", "all")


@dataclass(frozen=True)
class Asked:
    """What the address asks for. `show`: what is still to do (late or to come), what is late, or all."""

    view: str = "list"
    month: date = date.min
    body_id: str = ""
    kind: DueKind | None = None
    show: str = "todo"

    @property
    def days(self) -> tuple[date, date]:
        """First and last day shown in the month's grid, whole weeks from Monday."""
        last = date(
            self.month.year, self.month.month, calendar.monthrange(self.month.year, self.month.month)[1]
        )
        return self.month - timedelta(days=self.month.weekday()), last + timedelta(days=6 - last.weekday())

    def href(self, **changes: Any) -> str:
        """The address of the same with something changed."""
        other = replace(self, **changes)
        words = {
            "view": "month" if other.view == "month" else "",
            "month": f"{other.month:%Y-%m}" if other.view == "month" else "",
            "body": other.body_id,
            "kind": other.kind.value if other.kind else "",
            "show": "" if other.show == "todo" else other.show,
        }
        query = urlencode({k: v for k, v in words.items() if v})
        return f"/desk/deadlines?{query}" if query else "/desk/deadlines"


@dataclass(frozen=True)
class Group:
    """Deadlines under one heading."""

    title: str
    dues: tuple[Due, ...]


def asked(args: Mapping[str, str], today: date) -> Asked:
    """Read the address; what is no month, kind or choice is left out."""
    kind = args.get("kind", "")
    show = args.get("show", "todo")
    return Asked(
        view="month" if args.get("view") == "month" else "list",
        month=_month(args.get("month", ""), today),
        body_id=args.get("body", ""),
        kind=DueKind(kind) if kind in set(DueKind) else None,
        show=show if show in _SHOW else "todo",
    )


def narrowed(dues: Sequence[Due], wanted: Asked, today: date) -> list[Due]:
    """Those of the body, kind and state that were asked for."""
    return [
        d
        for d in dues
        if (not wanted.body_id or d.body_id == wanted.body_id)
        and (wanted.kind is None or d.kind is wanted.kind)
        and (wanted.show == "all" or (d.late(today) if wanted.show == "late" else not d.done))
    ]


def grouped(dues: Sequence[Due], today: date) -> list[Group]:
    """Late, today, the next seven days, later, done before today; without those that are empty."""
    last = today + SOON
    groups = [
        Group("Late", tuple(d for d in dues if d.late(today))),
        Group("Today", tuple(d for d in dues if d.on == today)),
        Group("Next seven days", tuple(d for d in dues if today < d.on <= last)),
        Group("Later", tuple(d for d in dues if d.on > last)),
        Group("Done in time or since", tuple(d for d in dues if d.on < today and d.done)),
    ]
    return [g for g in groups if g.dues]


def month_days(wanted: Asked, dues: Sequence[Due], today: date) -> list[dict[str, Any]]:
    """The days of the grid, as the month component takes them."""
    first, last = wanted.days
    by_day: dict[date, list[Due]] = {}
    for due in dues:
        by_day.setdefault(due.on, []).append(due)
    return [
        {
            "number": day.day,
            "label": f"{day:%A} {day.day} {day:%B %Y}",
            "outside": day.month != wanted.month.month,
            "today": day == today,
            "events": [_event(d, today) for d in by_day.get(day, ())],
        }
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
    ]


def step(month: date, by: int) -> date:
    """The first day of a month before or after."""
    year, number = divmod(month.year * 12 + month.month - 1 + by, 12)
    return date(year, number + 1, 1)


def state_of(due: Due, today: date) -> tuple[str, str]:
    """Where it stands, in words and a colour."""
    if due.done:
        return "Done", "green"
    if due.on < today:
        days = (today - due.on).days
        return f"Late by {days} day{'' if days == 1 else 's'}", "red"
    if due.on == today:
        return "Today", "orange"
    days = (due.on - today).days
    return "Tomorrow" if days == 1 else f"In {days} days", "orange" if days <= 3 else "grey"


def _event(due: Due, today: date) -> dict[str, str]:
    status = "Done" if due.done else "Late" if due.late(today) else ""
    text = f"{due.title} ({due.body_name})" if due.body_name else due.title
    return {"href": due.link, "time": "", "text": text, "status": status}


def _month(text: str, today: date) -> date:
    year, _, number = text.partition("-")
    if year.isdecimal() and number.isdecimal() and 2000 <= int(year) <= 2200 and 1 <= int(number) <= 12:
        return date(int(year), int(number), 1)
    return today.replace(day=1)
