"""Entering planned decisions and changing them; nothing here is published."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.db.record import council_stream
from meetings.forwardplan import queries
from meetings.forwardplan.events import DecisionChanged, DecisionPlanned
from meetings.forwardplan.models import PlanEntry, Status
from meetings.forwardplan.rules.changes import desk_changes_between
from meetings.forwardplan.rules.planned import PlannedDecision
from meetings.forwardplan.usecases.checking import checked
from meetings.forwardplan.usecases.common import (
    add_version,
    body_of_entry,
    lock_council,
    next_reference,
    open_entry,
    require_plan,
)
from meetings.kernel.checks import LINE, Checks
from meetings.kernel.errors import Denied, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class PlanDecision:
    """Enter a decision in the plan."""

    decision: PlannedDecision


@dataclass(frozen=True)
class ChangeDecision:
    """`base_version` is the version that was looked at."""

    entry_id: str
    base_version: int
    decision: PlannedDecision
    note: str = ""


class ChangedMeanwhile(WrongState):
    """Somebody else saved another version since this officer looked."""


def _body_of_decision(_session: Session, command: PlanDecision) -> str:
    return command.decision.body_id


@use_case(permission=Permission.PREPARE_MEETING, scope=_body_of_decision)
def plan_decision(work: Work, command: PlanDecision) -> str:
    """Enter a decision; officers alone see it until its notice. Returns its id. Raises Invalid, WrongState."""
    require_plan(work)
    decision = checked(work, command.decision)
    stream_id = lock_council(work)
    entry = PlanEntry(
        id=new_id(),
        reference=next_reference(work),
        body_id=decision.body_id,
        decide_on=decision.decide_on,
        status=Status.PLANNED,
        status_before=Status.PLANNED,
        version=0,
        noticed_version=0,
    )
    work.session.add(entry)
    work.session.flush()
    version = add_version(work, entry, decision, "Entered")
    work.record(stream_id, DecisionPlanned(entry.id, entry.reference, decision.title, version.sha256))
    return entry.id


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_entry)
def change_decision(work: Work, command: ChangeDecision) -> int:
    """Save a further version; what was published stays as it is. Returns the newest version's number.

    Raises ChangedMeanwhile, WrongState once it is decided or withdrawn, Invalid.
    """
    entry = open_entry(work, command.entry_id)
    if entry.version != command.base_version:
        raise ChangedMeanwhile("Somebody else changed this decision while you were editing it.")
    moved = command.decision.body_id != entry.body_id
    if moved and not work.actor.may(Permission.PREPARE_MEETING, command.decision.body_id, work.today):
        raise Denied("Your account does not look after the body that you chose.")
    before = queries.content_of(work.session, entry.id, entry.version)
    after = checked(work, command.decision)
    if after == before:
        return entry.version
    checks = Checks()
    note = checks.line("note", command.note, longest=LINE * 2)
    checks.done()
    version = add_version(work, entry, after, note)
    changed = tuple(c.label for c in desk_changes_between(before, after))
    fact = DecisionChanged(entry.id, entry.reference, version.number, version.sha256, changed, note)
    work.record(council_stream(work.session), fact)
    return version.number
