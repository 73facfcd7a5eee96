"""Days on which the offices are closed: several at a time, because a Christmas closure is one decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from meetings.db.record import council_stream
from meetings.deadlines.events import ClosureAdded, ClosureRemoved
from meetings.deadlines.models import OfficeClosure
from meetings.deadlines.usecases.profile import note_change
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.people.usecases.grants import lock_council
from meetings.runtime.usecase import CONFLICTS, use_case, whole_council
from meetings.runtime.work import Work

_TAKEN = "Somebody else entered one of these days at the same moment. Look at the list again."
CONFLICTS.update({"office_closure.day": _TAKEN, "uq_office_closure_day": _TAKEN})
#: A mistyped year must not fill the table.
MOST_DAYS = 60


@dataclass(frozen=True)
class AddClosures:
    """Days with one name. `mourning`: a day appointed for public mourning or thanksgiving."""

    days: tuple[date, ...]
    name: str
    mourning: bool = False


@dataclass(frozen=True)
class RemoveClosure:
    """A closure that was a mistake or is called off."""

    closure_id: str


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def add_closure(work: Work, command: AddClosures) -> int:
    """Add the days that are not there yet. How many were added. Raises Invalid."""
    checks = Checks()
    name = checks.line("name", command.name, missing="Say why the offices are closed")
    checks.that(bool(command.days), "days", "Enter at least one day")
    checks.that(len(command.days) <= MOST_DAYS, "days", f"Enter {MOST_DAYS} days or fewer at a time")
    checks.done()
    lock_council(work.session)
    wanted = sorted(set(command.days))
    known = set(work.session.scalars(select(OfficeClosure.day).where(OfficeClosure.day.in_(wanted))))
    facts = []
    for day in wanted:
        if day in known:
            continue
        row = OfficeClosure(id=new_id(), day=day, name=name, mourning=command.mourning)
        row.by, row.by_id, row.at = work.actor.name, work.actor.account_id, work.now
        work.session.add(row)
        facts.append(ClosureAdded(row.id, day, name, command.mourning))
    if facts:
        note_change(work)
        work.record(council_stream(work.session), *facts)
    return len(facts)


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def remove_closure(work: Work, command: RemoveClosure) -> None:
    """Remove one day. Raises NotFound."""
    lock_council(work.session)
    row = work.session.get(OfficeClosure, command.closure_id)
    if row is None:
        raise NotFound("This day has been removed already.")
    work.session.delete(row)
    note_change(work)
    work.record(council_stream(work.session), ClosureRemoved(row.id, row.day, row.name, row.mourning))
