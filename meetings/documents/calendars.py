"""Calendar files (RFC 5545): feeds that people follow, and invitations that reach their own calendars (RFC 5546)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Conference, Event, vCalAddress

from meetings.documents.timezones import timezone_component

_PRODUCT = "-//Witan//Council meetings//EN"
#: how often a calendar may well look again
_REFRESH = timedelta(hours=4)


@dataclass(frozen=True)
class CalendarEntry:
    """An entry, told completely: the same entry is always the same text."""

    uid: str
    #: grows with each change; a calendar keeps the entry with the greatest
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False
    #: where one joins online (RFC 7986, 5.11)
    conference: str = ""


def calendar_of(name: str, entries: Sequence[CalendarEntry], tz: ZoneInfo) -> bytes:
    """A feed."""
    calendar = _calendar()
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    _fill(calendar, entries, tz)
    return bytes(calendar.to_ical())


def invitation(
    entry: CalendarEntry, tz: ZoneInfo, *, organizer: tuple[str, str], attendee: tuple[str, str]
) -> bytes:
    """One entry for one person's calendar: a REQUEST, or a CANCEL once it is cancelled.

    Organizer and attendee are each a name and an address. No reply is asked for: members answer on their own page.
    """
    calendar = _calendar()
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if entry.cancelled else "REQUEST")
    (event,) = _fill(calendar, [entry], tz)
    event["ORGANIZER"] = _person(*organizer)
    guest = _person(*attendee)
    guest.params["CUTYPE"] = "INDIVIDUAL"
    guest.params["ROLE"] = "REQ-PARTICIPANT"
    guest.params["PARTSTAT"] = "NEEDS-ACTION"
    guest.params["RSVP"] = "FALSE"
    event.add("attendee", guest)
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    return calendar


def _fill(calendar: Calendar, entries: Sequence[CalendarEntry], tz: ZoneInfo) -> list[Event]:
    if entries:
        calendar.add_component(timezone_component(tz, *_years(entries, tz)))
    events = [_event(entry, tz) for entry in entries]
    for event in events:
        calendar.add_component(event)
    return events


def _event(entry: CalendarEntry, tz: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.replace(microsecond=0))
    event.add("last-modified", entry.changed_at.replace(microsecond=0))
    event.add("dtstart", _stated(entry.starts_at, tz))
    event.add("dtend", _stated(entry.ends_at, tz))
    # Many calendars show the title and not the status.
    event.add("summary", f"Cancelled: {entry.summary}" if entry.cancelled else entry.summary)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.url:
        event.add("url", entry.url)
    if entry.conference:
        event.conferences = [Conference(entry.conference, feature="VIDEO", label="Join the meeting online")]
    if entry.location:
        event.add("location", entry.location)
    event.add("description", entry.description)
    return event


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    if name:
        person.params["CN"] = name.replace('"', "'")
    return person


def _stated(moment: datetime, tz: ZoneInfo) -> datetime:
    """By the council's clock; in the hour that the clock shows twice, by UTC, or it would be read as the first."""
    local = moment.astimezone(tz)
    return moment if local.fold else local


def _years(entries: Collection[CalendarEntry], tz: ZoneInfo) -> tuple[int, int]:
    years = [entry.starts_at.astimezone(tz).year for entry in entries]
    return min(years), max(years) + 1
