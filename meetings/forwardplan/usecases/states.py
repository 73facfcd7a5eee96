"""What becomes of a planned decision: put off, withdrawn, taken, and brought back; noticed ones with a notice of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from meetings.db.record import council_stream
from meetings.forwardplan import queries
from meetings.forwardplan.events import (
    DecisionDeferred,
    DecisionReopened,
    DecisionTaken,
    DecisionWithdrawn,
)
from meetings.forwardplan.models import NoticeKind, PlanEntry, Status
from meetings.forwardplan.rules.notices import entry_section
from meetings.forwardplan.rules.planned import day_words
from meetings.forwardplan.usecases.checking import checked
from meetings.forwardplan.usecases.common import add_version, body_of_entry, locked_entry, open_entry
from meetings.forwardplan.usecases.issuing import Draft, contacts, issue, last_of, words_of
from meetings.forwardplan.usecases.publishing import note_given, refuse_incomplete
from meetings.kernel.checks import Checks
from meetings.kernel.errors import WrongState
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

LONGEST_REASON = 1000


@dataclass(frozen=True)
class DeferDecision:
    """Put it off; the reason is published. With a meeting, the day is the meeting's."""

    entry_id: str
    decide_on: date
    reason: str
    decide_to: date | None = None
    meeting_id: str | None = None


@dataclass(frozen=True)
class WithdrawDecision:
    """It is not to be taken; the reason is published."""

    entry_id: str
    reason: str


@dataclass(frozen=True)
class DecisionMade:
    """It was taken on that day."""

    entry_id: str
    decided_on: date


@dataclass(frozen=True)
class BringBack:
    """Undo a withdrawal or a decision that was marked by mistake; the reason is published."""

    entry_id: str
    reason: str


@use_case(permission=Permission.PUBLISH, scope=body_of_entry)
def defer_decision(work: Work, command: DeferDecision) -> None:
    """Put a decision off to a later day. If notice of it was given, a notice tells of the change at once.

    Raises WrongState once it is decided or withdrawn, Invalid without a reason or for a day that is not later.
    """
    entry = open_entry(work, command.entry_id)
    reason = _reason(command.reason, "Say why it is put off")
    before = queries.content_of(work.session, entry.id, entry.version)
    moved = replace(
        before, decide_on=command.decide_on, decide_to=command.decide_to, meeting_id=command.meeting_id
    )
    after = checked(work, moved)
    checks = Checks()
    later = after.decide_on > before.decide_on
    checks.that(later, "meeting_id" if command.meeting_id else "decide_on", "Choose a later day than now")
    checks.done()
    add_version(work, entry, after, f"Put off: {reason}")
    entry.status, entry.decided_on = Status.DEFERRED, None
    entry.status_reason = (
        f"Put off from {day_words(before.decide_on)} to {day_words(after.decide_on)}: {reason}"
    )
    work.session.flush()
    fact = DecisionDeferred(entry.id, entry.reference, before.decide_on, after.decide_on, reason)
    work.record(council_stream(work.session), fact)
    _tell(work, entry, entry.status_reason)


@use_case(permission=Permission.PUBLISH, scope=body_of_entry)
def withdraw_decision(work: Work, command: WithdrawDecision) -> None:
    """Take a decision out of the plan. Raises WrongState if it is decided or withdrawn already, Invalid."""
    entry = open_entry(work, command.entry_id)
    reason = _reason(command.reason, "Say why it is withdrawn")
    entry.status_before, entry.status, entry.status_reason = entry.status, Status.WITHDRAWN, reason
    work.session.flush()
    work.record(council_stream(work.session), DecisionWithdrawn(entry.id, entry.reference, reason))
    _tell(work, entry, f"Withdrawn: {reason}")


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_entry)
def mark_decided(work: Work, command: DecisionMade) -> None:
    """Note that it was taken. Raises WrongState if it is decided or withdrawn already, Invalid for a day to come."""
    entry = open_entry(work, command.entry_id)
    checks = Checks()
    checks.that(
        command.decided_on <= work.today, "decided_on", "The day of the decision cannot lie in the future"
    )
    checks.done()
    entry.status_before, entry.status = entry.status, Status.DECIDED
    entry.status_reason, entry.decided_on = "", command.decided_on
    work.session.flush()
    work.record(council_stream(work.session), DecisionTaken(entry.id, entry.reference, command.decided_on))


@use_case(permission=Permission.PUBLISH, scope=body_of_entry)
def bring_back(work: Work, command: BringBack) -> None:
    """Let a withdrawn or decided entry stand where it stood before. Raises WrongState if it is open, Invalid."""
    entry = locked_entry(work, command.entry_id)
    if entry.status.is_open:
        raise WrongState("This decision is in the plan already.")
    reason = _reason(command.reason, "Say why it is brought back")
    entry.status, entry.decided_on, entry.status_reason = entry.status_before, None, ""
    if entry.status is Status.DEFERRED:
        entry.status_reason = _last_deferral(work, entry)
    work.session.flush()
    work.record(council_stream(work.session), DecisionReopened(entry.id, entry.reference, reason))
    _tell(work, entry, f"Brought back into the plan: {reason}")


def _tell(work: Work, entry: PlanEntry, change: str) -> None:
    """The public was told of the decision, so it is told of this."""
    if not entry.noticed_version:
        return
    # What was never published does not slip out with a withdrawal.
    words = words_of(work, entry, 0 if entry.status.is_open else entry.noticed_version)
    if entry.status.is_open:
        refuse_incomplete([words])
    draft = Draft(
        kind=NoticeKind.CHANGE,
        title=words.decision.title,
        sections=(entry_section(words),),
        entries=(entry,),
        changes=(change,),
        corrects=last_of(work, entry, NoticeKind.PLAN, NoticeKind.CHANGE),
        body_id=entry.body_id,
        contact=contacts([words]),
        closed=words.decision.privacy.closed,
        reasons=change,
    )
    issue(work, draft)
    if entry.status.is_open:
        note_given(work, entry, words)


def _last_deferral(work: Work, entry: PlanEntry) -> str:
    texts = [e.text for e in queries.history_of(work.session, entry.id) if e.text.startswith("Put off")]
    return texts[-1] if texts else ""


def _reason(text: str, missing: str) -> str:
    checks = Checks()
    reason = checks.line("reason", text, missing, LONGEST_REASON)
    checks.done()
    return reason
