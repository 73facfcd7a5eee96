"""The record as a table for a spreadsheet, which must not take a cell for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from meetings.admin.queries import RecordLine

HEAD = ("Number", "Time (UTC)", "Council time", "Who", "What", "Kind", "Details", "Hash")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def record_csv(lines: Iterable[RecordLine], timezone: ZoneInfo) -> str:
    """CSV as spreadsheets read it: with a byte order mark, so that they take it for UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for line in lines:
        details = "; ".join(f"{name}: {value}" for name, value in line.details)
        council_time = f"{line.at.astimezone(timezone):%Y-%m-%d %H:%M:%S}"
        cells = (line.at.isoformat(), council_time, line.who, line.what, line.kind, details, line.leaf)
        writer.writerow([line.seq, *(guarded(cell) for cell in cells)])
    return f"\ufeff{out.getvalue()}"


def guarded(cell: str) -> str:
    """A cell that begins like a formula gets a quotation mark before it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
