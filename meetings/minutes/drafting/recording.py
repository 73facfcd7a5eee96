"""Where each item begins in the recording of the meeting, as a link that opens it there."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from meetings.db.record import Entry
from meetings.room.events import ItemTaken, MeetingOpened


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
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https"):
        return ""
    if host.endswith("youtube.com") or host == "youtu.be":
        query = [(k, v) for k, v in parse_qsl(parts.query) if k != "t"]
        return urlunsplit(parts._replace(query=urlencode([*query, ("t", f"{seconds}s")])))
    if host.endswith("vimeo.com"):
        return urlunsplit(parts._replace(fragment=f"t={seconds}s"))
    return ""
