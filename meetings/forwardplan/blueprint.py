"""The blueprint that the desk's pages of the forward plan share, and what each of them asks first."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from meetings.bodies.queries import BodyRow, bodies
from meetings.forwardplan import queries
from meetings.forwardplan.queries import EntryRow
from meetings.forwardplan.standing import Standing, standing_of
from meetings.kernel.errors import NotFound
from meetings.kernel.permissions import Permission
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, upcoming
from meetings.schedule.rules import bodies_for
from meetings.web.doors import current_actor, may, now, today
from meetings.web.formats import short_date
from meetings.web.services import services

bp = Blueprint("forwardplan", __name__)
HOME = "/desk/forward-plan"


def desk_entry(session: Session, entry_id: str) -> EntryRow:
    """The entry, if this officer looks after its body. Raises the same NotFound as for an unknown one."""
    row = queries.entry_of(session, entry_id)
    if not may(Permission.PREPARE_MEETING, row.body_id):
        raise NotFound(queries.NO_ENTRY)
    return row


def desk_standing(session: Session, entry_id: str) -> Standing:
    """The same with how it stands before the law."""
    return standing_of(session, desk_entry(session, entry_id), now(), services().config.timezone)


def my_bodies(session: Session) -> list[BodyRow]:
    """The bodies this officer looks after, the cabinet first: that is whose decisions are planned."""
    mine = bodies_for(current_actor(), Permission.PREPARE_MEETING, today())
    found = [b for b in bodies(session) if mine is None or b.id in mine]
    return sorted(found, key=lambda b: (b.kind.value != "cabinet", b.name.casefold()))


def meetings_to_choose(session: Session, chosen: list[BodyRow]) -> list[tuple[str, str]]:
    """Coming meetings of these bodies, to link a decision to."""
    ids = {b.id for b in chosen}
    rows = upcoming(session, now(), limit=400, public_only=False)
    tz = services().config.timezone
    return [
        (m.id, f"{short_date(m.starts_at, tz)}: {m.title}") for m in rows if m.body_id in ids and _open(m)
    ]


def shown(template: str, status: int = 200, **context: Any) -> tuple[str, int]:
    """A page with its status."""
    return render_template(f"forwardplan/{template}.html", **context), status


def _open(meeting: MeetingRow) -> bool:
    return meeting.status is MeetingStatus.PLANNED
