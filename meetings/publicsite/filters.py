"""Small words of the public pages: short dates, months, hosts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from urllib.parse import urlsplit

from flask import Blueprint

from meetings.schedule.queries import MeetingRow
from meetings.web.services import services


def weekday_date(moment: datetime) -> str:
    """Tue 8 Dec."""
    day = _local(moment)
    return f"{day:%a} {day.day} {day:%b}"


def year(moment: datetime) -> str:
    """2026."""
    return f"{_local(moment):%Y}"


def by_month(meetings: Iterable[MeetingRow]) -> list[tuple[str, list[MeetingRow]]]:
    """Meetings that are in order of time, under the names of their months."""
    return [
        (month, list(rows)) for month, rows in groupby(meetings, lambda m: f"{_local(m.starts_at):%B %Y}")
    ]


def host(address: str) -> str:
    """The site that an address leads to: www.youtube.com."""
    return urlsplit(address).hostname or ("this site" if address.startswith("/") else "another website")


def install(bp: Blueprint) -> None:
    """Make them filters of the templates."""
    for function in (weekday_date, year, by_month, host):
        bp.add_app_template_filter(function)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(services().config.timezone)
