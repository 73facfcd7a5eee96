"""The desk's home page as data: what to hold today, what to prepare, what is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.schedule.desk import PanelData, PanelRow, panels_for
from meetings.schedule.duties import duty_panels
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import Listing, MeetingRow, in_preparation, listed, to_hold
from meetings.schedule.rules import bodies_for, days_between
from meetings.web.formats import date_and_time

_OVERDUE = timedelta(days=30)
_SOON = 7
#: Minutes and actions stand below the preparation and must not drown in a year's calendar.
_SHOWN = 8
#: What is late or due stands first.
_DUTIES = 0


@dataclass(frozen=True)
class DeskHome:
    """Meetings to hold today first, then the panels in their order."""

    today: tuple[MeetingRow, ...]
    panels: tuple[PanelData, ...]
    is_officer: bool


def desk_home(session: Session, actor: Actor, now: datetime, tz: ZoneInfo) -> DeskHome:
    """What this person has to do."""
    day = now.astimezone(tz).date()
    start = datetime.combine(day, time(), tz)
    found = panels_for(session, actor)
    found += [(_DUTIES, panel) for panel in duty_panels(session, actor, day)]
    prepares = actor.may(Permission.PREPARE_MEETING, None, day)
    today: list[MeetingRow] = []
    if prepares:
        bodies = bodies_for(actor, Permission.PREPARE_MEETING, day)
        today = to_hold(session, bodies, start, start + timedelta(days=1))
        waiting = in_preparation(session, bodies, now - _OVERDUE)
        found.append((10, _preparation(waiting, now, tz)))
        over = listed(session, Listing(now, True, bodies, public_only=False), limit=6)
        found.append((90, _recent(over, tz)))
    elif actor.may(Permission.UPLOAD_PAPER, None, day):
        bodies = bodies_for(actor, Permission.UPLOAD_PAPER, day)
        coming = listed(session, Listing(now, False, bodies, public_only=False), limit=30)
        found.append((10, _uploads(coming, now, tz)))
    panels = [panel for _, panel in sorted(found, key=lambda f: f[0])]
    return DeskHome(tuple(today), tuple(panels), prepares)


def _preparation(meetings: list[MeetingRow], now: datetime, tz: ZoneInfo) -> PanelData:
    rows = tuple(
        _row(m, now, tz, f"/desk/meetings/{m.id}", "Not public yet" if not m.is_public else "Announced")
        for m in meetings[:_SHOWN]
    )
    empty = "No meeting waits for its agenda."
    rest = len(meetings) - len(rows)
    more = f"{rest} more and all other meetings" if rest else "All meetings"
    return PanelData("In preparation", rows, empty, (more, "/desk/meetings"))


def _uploads(meetings: list[MeetingRow], now: datetime, tz: ZoneInfo) -> PanelData:
    open_ones = [m for m in meetings if m.status is not MeetingStatus.CANCELLED]
    rows = tuple(_row(m, now, tz, f"/desk/meetings/{m.id}/papers", "") for m in open_ones)
    return PanelData("Upload a paper", rows, "There are no meetings to come.")


def _recent(meetings: list[MeetingRow], tz: ZoneInfo) -> PanelData:
    rows = tuple(
        PanelRow(
            f"/desk/meetings/{m.id}",
            m.title,
            date_and_time(m.starts_at, tz),
            "Cancelled" if m.status is MeetingStatus.CANCELLED else "",
            "red",
        )
        for m in meetings
    )
    more = ("All past meetings", "/desk/meetings?period=past")
    return PanelData("Recent meetings", rows, "No meeting has been held yet.", more)


def _row(meeting: MeetingRow, now: datetime, tz: ZoneInfo, link: str, state: str) -> PanelRow:
    day, today = meeting.starts_at.astimezone(tz).date(), now.astimezone(tz).date()
    days = (day - today).days
    colour = "red" if days < 0 else "orange" if days <= _SOON else "grey"
    facts = [date_and_time(meeting.starts_at, tz), state]
    return PanelRow(link, meeting.title, " · ".join(f for f in facts if f), days_between(today, day), colour)
