"""Meetings for people's own calendars (RFC 5545): one meeting, one committee, all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from meetings.bodies.queries import body_by_slug, council_name
from meetings.publicsite.pages import answer
from meetings.publicsite.queries import last_changes, version_of
from meetings.publicsite.timezones import timezone_component
from meetings.schedule.models import MeetingMode, MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of, meetings_between
from meetings.web.access import public
from meetings.web.doors import now, reading
from meetings.web.pagecache import kept
from meetings.web.services import services

bp = Blueprint("calendars", __name__)

#: how far back and ahead a feed goes
_BACK, _AHEAD = timedelta(days=92), timedelta(days=800)
#: how often a calendar may well look again
_REFRESH = timedelta(hours=4)


@bp.get("/meetings/<meeting_id>.ics")
@public
def meeting(meeting_id: str) -> ResponseReturnValue:
    """One meeting."""
    with reading() as session:
        version_of(session, meeting_id)
        row = meeting_of(session, meeting_id)
        return _calendar(session, row.title, [row], f"{row.body_slug}-{_local(row.starts_at):%Y-%m-%d}")


@bp.get("/bodies/<slug>.ics")
@public
def body(slug: str) -> ResponseReturnValue:
    """The meetings of one committee."""
    with reading() as session:
        found = body_by_slug(session, slug)
        return _calendar(session, found.name, _around_now(session, found.id), found.slug)


@bp.get("/calendar.ics")
@public
def everything() -> ResponseReturnValue:
    """All meetings."""
    with reading() as session:
        name = f"{council_name(session)}: meetings"
        return _calendar(session, name, _around_now(session, None), "meetings")


def _around_now(session: Session, body_id: str | None) -> list[MeetingRow]:
    return meetings_between(session, now() - _BACK, now() + _AHEAD, body_id)


def _calendar(session: Session, name: str, meetings: Sequence[MeetingRow], filename: str) -> Response:
    changed = last_changes(session, [m.id for m in meetings])
    calendar = Calendar()
    calendar.add("prodid", "-//Witan//Council meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    if meetings:
        calendar.add_component(timezone_component(services().config.timezone, *_years(meetings)))
    for meeting in meetings:
        calendar.add_component(_event(meeting, changed.get(meeting.id, meeting.starts_at)))
    response = answer(kept(calendar.to_ical(), "text/calendar"))
    response.headers["Content-Disposition"] = f'inline; filename="{filename}.ics"'
    return response


def _event(meeting: MeetingRow, changed: datetime) -> Event:
    """One entry. Everything in it comes from the meeting, so the same meeting is always the same text."""
    cancelled = meeting.status is MeetingStatus.CANCELLED
    event = Event()
    # No host in it: a council that moves to another address keeps the entries in people's calendars.
    event.add("uid", f"{meeting.id}@witan")
    event.add("sequence", meeting.ics_sequence)
    event.add("dtstamp", changed.replace(microsecond=0))
    event.add("last-modified", changed.replace(microsecond=0))
    event.add("dtstart", _stated(meeting.starts_at))
    event.add("dtend", _stated(meeting.planned_end))
    # Many calendars show the title and not the status.
    event.add("summary", f"Cancelled: {meeting.title}" if cancelled else meeting.title)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    address = f"{_root()}/meetings/{meeting.id}"
    event.add("url", address)
    if place := _place(meeting):
        event.add("location", place)
    event.add("description", _description(meeting, address))
    return event


def _place(meeting: MeetingRow) -> str:
    if meeting.mode is MeetingMode.REMOTE:
        return meeting.place or "Online"
    return meeting.place


def _description(meeting: MeetingRow, address: str) -> str:
    lines = [meeting.notice, meeting.mode.label, f"Agenda and papers: {address}"]
    if meeting.broadcast_url and meeting.status is not MeetingStatus.CANCELLED:
        lines.append(f"Watch: {meeting.broadcast_url}")
    return "\n".join(line for line in lines if line)


def _root() -> str:
    """The address people use, without a slash at its end."""
    return (services().config.public_url or request.host_url).rstrip("/")


def _stated(moment: datetime) -> datetime:
    """By the council's clock; in the hour that the clock shows twice, by UTC, or it would be read as the first."""
    local = _local(moment)
    return moment if local.fold else local


def _local(moment: datetime) -> datetime:
    return moment.astimezone(services().config.timezone)


def _years(meetings: Collection[MeetingRow]) -> tuple[int, int]:
    years = [_local(m.starts_at).year for m in meetings]
    return min(years), max(years) + 1
