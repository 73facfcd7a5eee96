"""Where each item begins in the recording of the meeting, as a link that opens it there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from meetings.db.record import Entry
from meetings.room.events import ItemTaken, MeetingOpened

_URL = re.compile(
    r"(?P<start>https?://(?P<host>[^/?#\s:@]+)(?:/[^?#\s]*)?)(?:\?(?P<query>[^#\s]*))?(?:#\S*)?", re.ASCII
)


def moments(entries: Iterable[Entry], url: str) -> dict[str, str]:
    """By item, counted from the moment the meeting was opened; empty for a service whose links cannot say when."""
    opened = None
    found: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry.fact, MeetingOpened) and opened is None:
            opened = entry.at
        elif isinstance(entry.fact, ItemTaken) and opened is not None:
            link = moment(url, int((entry.at - opened).total_seconds()))
            if link:
                found.setdefault(entry.fact.item_id, link)
    return found


def moment(url: str, seconds: int) -> str:
    """The same recording, opened so many seconds in."""
    parts = _URL.fullmatch(url.strip())
    if parts is None:
        return ""
    host = parts["host"].lower()
    if host in ("youtu.be", "youtube.com") or host.endswith(".youtube.com"):
        kept = [p for p in (parts["query"] or "").split("&") if p and not p.startswith("t=")]
        return f"{parts['start']}?{'&'.join([*kept, f't={seconds}s'])}"
    if host == "vimeo.com" or host.endswith(".vimeo.com"):
        query = f"?{parts['query']}" if parts["query"] else ""
        return f"{parts['start']}{query}#t={seconds}s"
    return ""
