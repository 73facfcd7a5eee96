"""What is entered about a councillor's time limits: attendance elsewhere, approvals, suspensions, duties met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.db.record import council_stream
from meetings.deadlines.member_events import MemberEntryMade, MemberEntryWithdrawn
from meetings.deadlines.models import MemberEntry
from meetings.deadlines.rules.entries import EntryKind
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.people.models import Person
from meetings.runtime.usecase import use_case, whole_council
from meetings.runtime.work import Work


@dataclass(frozen=True)
class MakeEntry:
    """What happened when, and why or where. `until`: the last day of a period or of an approval."""

    person_id: str
    kind: EntryKind
    on: date
    reason: str
    until: date | None = None


@dataclass(frozen=True)
class WithdrawEntry:
    """It was a mistake; it stays in the record."""

    entry_id: str


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def make_entry(work: Work, command: MakeEntry) -> str:
    """Enter it. Returns its id. Raises Invalid, NotFound."""
    if work.session.get(Person, command.person_id) is None:
        raise NotFound("There is no such person.")
    checks = Checks()
    reason = checks.text("reason", command.reason, longest=1000)
    checks.that(bool(reason), "reason", "Say what it was, or the reason and the minute it stands in")
    checks.that(command.on <= work.today, "on", "The day cannot be in the future")
    checks.that(not command.kind.is_period or command.until is not None, "until", "Enter the last day")
    checks.span(command.on, command.until, "until")
    checks.done()
    until = command.until if command.kind.is_period or command.kind is EntryKind.APPROVED else None
    row = MemberEntry(
        id=new_id(),
        person_id=command.person_id,
        kind=command.kind,
        on=command.on,
        until=until,
        reason=reason,
        by=work.actor.name,
        by_id=work.actor.account_id,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    fact = MemberEntryMade(row.id, row.person_id, row.kind, row.on, row.until, reason)
    work.record(council_stream(work.session), fact)
    return row.id


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def withdraw_entry(work: Work, command: WithdrawEntry) -> str:
    """Take it back. Returns the person's id. Raises NotFound, WrongState."""
    row = work.session.get(MemberEntry, command.entry_id, with_for_update=True)
    if row is None:
        raise NotFound("There is no such entry.")
    if row.withdrawn_at is not None:
        raise WrongState("This entry has been taken back already.")
    row.withdrawn_at, row.withdrawn_by = work.now, work.actor.name
    fact = MemberEntryWithdrawn(row.id, row.person_id, row.kind)
    work.record(council_stream(work.session), fact)
    return row.person_id
