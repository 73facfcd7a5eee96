"""The public calendar as data: which meetings were asked for, as a list or as a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from meetings.bodies.queries import BodyRow, bodies
from meetings.minutes.queries import minutes_status_of
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import Listing, MeetingRow, count_of, listed, meetings_between
from meetings.web.doors import now, reading, today
from meetings.web.fields import page_number
from meetings.web.formats import long_date, time_of_day
from meetings.web.services import services

PAGE = 20
PERIODS = {"coming": False, "past": True}
_FIRST, _LAST = date(1974, 4, 1), date(2199, 12, 1)
_MARKS = {
    MeetingStatus.CANCELLED: "Cancelled",
    MeetingStatus.ADJOURNED: "Adjourned",
}


def calendar_page(args: Mapping[str, str]) -> dict[str, Any]:
    """What the calendar's page shows for these parameters; those that make no sense are left aside."""
    month = _month(args.get("month", ""))
    with reading() as session:
        known = bodies(session, active=None)
        body = next((b for b in known if b.slug == args.get("body")), None)
        if args.get("view") == "month":
            days = _days(month)
            start, end = _moment(days[0]), _moment(days[-1] + timedelta(days=1))
            rows = meetings_between(session, start, end, body.id if body else None)
            return _shared(known, body, "month", month) | _month_view(month, days, rows, body)
        period = args.get("period") if args.get("period") in PERIODS else "coming"
        listing = Listing(now(), PERIODS[period or ""], (body.id,) if body else None)
        count, page = count_of(session, listing), page_number(args)
        rows = listed(session, listing, PAGE, (page - 1) * PAGE)
        minutes = minutes_status_of(session, [row.id for row in rows])
    return _shared(known, body, "list", month) | {
        "period": period,
        "count": count,
        "page": page,
        "pages": -(-count // PAGE),
        "pages_href": _href(body=body.slug if body else "", period=period or "") + "&page={page}",
        "meetings": rows,
        "with_minutes": {meeting_id for meeting_id, row in minutes.items() if row.is_public},
    }


def _shared(known: Sequence[BodyRow], body: BodyRow | None, view: str, month: date) -> dict[str, Any]:
    slug = body.slug if body else ""
    return {
        "view": view,
        "body": body,
        "body_options": [(b.slug, b.name) for b in known if b.is_active or b is body],
        "list_href": _href(body=slug),
        "month_href": _href(view="month", body=slug, month=f"{month:%Y-%m}"),
    }


def _month_view(
    month: date, days: Sequence[date], rows: Sequence[MeetingRow], body: BodyRow | None
) -> dict[str, Any]:
    tz = services().config.timezone
    by_day: dict[date, list[dict[str, str]]] = {}
    for row in rows:
        event = {
            "href": f"/meetings/{row.id}",
            "time": time_of_day(row.starts_at, tz),
            "text": f"{row.title} (on now)" if row.status is MeetingStatus.OPEN else row.title,
            "status": _MARKS.get(row.status, ""),
        }
        by_day.setdefault(row.starts_at.astimezone(tz).date(), []).append(event)
    cells = [
        {
            "number": day.day,
            "label": long_date(day, tz),
            "outside": day.month != month.month,
            "today": day == today(),
            "events": by_day.get(day, []),
        }
        for day in days
    ]
    slug = body.slug if body else ""
    before, after = _step(month, -1), _step(month, 1)
    return {
        "caption": f"{month:%B %Y}",
        "month": f"{month:%Y-%m}",
        "days": cells,
        "has_events": bool(rows),
        "before": (f"{before:%B %Y}", _href(view="month", body=slug, month=f"{before:%Y-%m}")),
        "after": (f"{after:%B %Y}", _href(view="month", body=slug, month=f"{after:%Y-%m}")),
    }


def _month(text: str) -> date:
    """The first day of the month that was asked for, this month for anything that is none."""
    try:
        first = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return today().replace(day=1)
    return min(max(first, _FIRST), _LAST)


def _step(month: date, months: int) -> date:
    number = month.year * 12 + month.month - 1 + months
    return min(max(date(number // 12, number % 12 + 1, 1), _FIRST), _LAST)


def _days(month: date) -> list[date]:
    """The days of the whole weeks that the month touches, from a Monday on."""
    first = month - timedelta(days=month.weekday())
    last = _step(month, 1) - timedelta(days=1)
    weeks = (last - first).days // 7 + 1
    return [first + timedelta(days=n) for n in range(7 * weeks)]


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), services().config.timezone)


def _href(**wanted: str) -> str:
    given = {name: value for name, value in wanted.items() if value}
    return "/meetings?" + urlencode(given) if given else "/meetings"
