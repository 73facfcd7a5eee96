"""Meetings for people's own calendars (RFC 5545): one meeting, one committee, all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.bodies.queries import body_by_slug, council_name
from meetings.documents.calendars import calendar_of
from meetings.publicsite.pages import answer
from meetings.publicsite.queries import last_changes, version_of
from meetings.schedule.calendars import entry_of
from meetings.schedule.queries import MeetingRow, meeting_of, meetings_between
from meetings.web.access import public
from meetings.web.doors import now, reading
from meetings.web.pagecache import kept
from meetings.web.services import services

bp = Blueprint("calendars", __name__)

#: how far back and ahead a feed goes
_BACK, _AHEAD = timedelta(days=92), timedelta(days=800)


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
    entries = [entry_of(m, changed.get(m.id, m.starts_at), _root()) for m in meetings]
    response = answer(kept(calendar_of(name, entries, services().config.timezone), "text/calendar"))
    response.headers["Content-Disposition"] = f'inline; filename="{filename}.ics"'
    return response


def _root() -> str:
    """The address people use, without a slash at its end."""
    return (services().config.public_url or request.host_url).rstrip("/")


def _local(moment: datetime) -> datetime:
    return moment.astimezone(services().config.timezone)
