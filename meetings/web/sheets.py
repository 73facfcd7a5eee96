"""Tables for a spreadsheet, which must not take a cell for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def guarded(cell: str) -> str:
    """A cell that begins like a formula gets a quotation mark before it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    """CSV as spreadsheets read it: with a byte order mark, so that they take it for UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return f"\ufeff{out.getvalue()}"


def csv_headers(filename: str) -> dict[str, str]:
    """How the answer is sent: a download of that name."""
    return {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{filename}"',
    }
