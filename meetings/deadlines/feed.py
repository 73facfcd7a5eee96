"""Deadlines for an officer's own calendar program (RFC 5545): whole days, with rule and link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from meetings.deadlines.clocks import Due

#: how far back and ahead the feed goes
BACK, AHEAD = timedelta(days=62), timedelta(days=400)
_REFRESH = timedelta(hours=2)


def calendar_text(dues: Sequence[Due], name: str, root: str, at: datetime, today: date) -> bytes:
    """The feed. `root` is the address of this site; only titles that may leave the house are in it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Witan//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for due in dues:
        calendar.add_component(_event(due, root, at, today))
    text: bytes = calendar.to_ical()
    return text


def _event(due: Due, root: str, at: datetime, today: date) -> Event:
    event = Event()
    # The key may hold words of an inside title.
    event.add("uid", f"{sha256(due.key.encode()).hexdigest()[:32]}@witan")
    event.add("dtstamp", at.replace(microsecond=0))
    event.add("dtstart", due.on)
    event.add("dtend", due.on + timedelta(days=1))
    mark = "Done: " if due.done else "Late: " if due.late(today) else ""
    body = f" ({due.body_name})" if due.body_name else ""
    event.add("summary", f"{mark}{due.outside_title}{body}")
    event.add("description", _description(due, root))
    event.add("categories", [due.kind.label])
    event.add("url", f"{root}{due.link}")
    # A deadline fills nobody's day.
    event.add("transp", "TRANSPARENT")
    # Such a calendar may be shared with colleagues by mistake; programs hide what is marked so.
    event.add("class", "CONFIDENTIAL")
    return event


def _description(due: Due, root: str) -> str:
    lines = []
    if due.citation:
        verified = "" if due.citation.verified else " (not verified)"
        lines.append(f"{due.citation.text}{verified}")
    lines.append(f"{root}{due.link}")
    return "\n".join(lines)
