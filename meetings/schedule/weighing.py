"""How the day of a meeting stands with the law of notice, for the pages on which a day is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from meetings.deadlines.notice import DayVerdict
from meetings.deadlines.notice_pages import verdict_for
from meetings.kernel.errors import NotFound
from meetings.web.doors import reading
from meetings.web.fields import date_of


def verdict_on_form(body_id: str, values: Mapping[str, Any]) -> DayVerdict | None:
    """The verdict on the date in a form, as it was typed or as it is saved; None without a real date."""
    chosen = values.get("date")
    if isinstance(chosen, Mapping):
        chosen = date_of({f"date-{part}": str(text) for part, text in chosen.items()}, "date", {})
    if not isinstance(chosen, date):
        return None
    try:
        with reading() as session:
            return verdict_for(session, body_id, chosen)
    except NotFound:
        return None
