"""The record as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from meetings.admin.queries import RecordLine
from meetings.web.sheets import as_csv

HEAD = ("Number", "Time (UTC)", "Council time", "Who", "What", "Kind", "Details", "Hash")


def record_csv(lines: Iterable[RecordLine], timezone: ZoneInfo) -> str:
    """Every fact as a row."""
    return as_csv(HEAD, (_row(line, timezone) for line in lines))


def _row(line: RecordLine, timezone: ZoneInfo) -> tuple[str | int, ...]:
    details = "; ".join(f"{name}: {value}" for name, value in line.details)
    council_time = f"{line.at.astimezone(timezone):%Y-%m-%d %H:%M:%S}"
    return (line.seq, line.at.isoformat(), council_time, line.who, line.what, line.kind, details, line.leaf)
