"""What comes of a call-in: scrutiny lets it stand or sends it on, and whoever decides again says what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from meetings.deadlines.queries import law_of
from meetings.decisions.events import CallInConcluded, DecisionReconsidered
from meetings.decisions.models import Decision, DecisionCallIn
from meetings.decisions.rules.calling import CallInState, Outcome, Reconsidered, reconsider_by
from meetings.decisions.rules.document import NoticeKind, Part, Section
from meetings.decisions.rules.standing import Hold
from meetings.decisions.rules.wording import outcome_words
from meetings.decisions.usecases.common import body_of_call_in, locked_call_in, newest, stream_of
from meetings.decisions.usecases.issuing import Draft, issue
from meetings.decisions.usecases.letters import tell_concerned
from meetings.decisions.usecases.publishing import publish_correction
from meetings.forwardplan.rules.planned import day_words
from meetings.kernel.checks import Checks
from meetings.kernel.errors import WrongState
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

_HOLDS = {
    Outcome.LET_STAND: Hold.NONE,
    Outcome.REFERRED_BACK: Hold.REFERRED_BACK,
    Outcome.REFERRED_COUNCIL: Hold.REFERRED_COUNCIL,
}


@dataclass(frozen=True)
class ConcludeCallIn:
    """What scrutiny made of it, in words for the notice, on that day."""

    call_in_id: str
    outcome: Outcome
    text: str
    on: date


@dataclass(frozen=True)
class Reconsider:
    """What whoever decided, or the council, made of it. `decision`: the new words where it is changed."""

    call_in_id: str
    result: Reconsidered
    text: str
    on: date
    decision: str = ""


@use_case(permission=Permission.PUBLISH, scope=body_of_call_in)
def conclude_call_in(work: Work, command: ConcludeCallIn) -> None:
    """Enter what scrutiny made of it and publish that. Raises WrongState unless it is valid, Invalid."""
    call_in, row = locked_call_in(work, command.call_in_id)
    if call_in.state is not CallInState.VALID:
        raise WrongState("Scrutiny looks at a call-in that was accepted, and settles it once.")
    assert call_in.lodged_at is not None, "a call-in is lodged before it is accepted"
    since = call_in.lodged_at.astimezone(work.timezone).date()
    text = _checked(work, command.text, command.on, "Say what scrutiny decided and why", since)
    call_in.state, call_in.outcome = CallInState.CONCLUDED, command.outcome
    call_in.outcome_on, call_in.outcome_text = command.on, text
    row.hold = _HOLDS[command.outcome]
    row.effective_on = command.on if command.outcome is Outcome.LET_STAND else None
    if command.outcome is not Outcome.LET_STAND:
        call_in.reconsider_by = reconsider_by(law_of(work.session), command.on)
    work.session.flush()
    fact = CallInConcluded(
        call_in.id, row.id, row.reference, command.outcome.value, text, command.on, row.effective_on
    )
    work.record(stream_of(work, row), fact)
    _tell(work, row, call_in, command.outcome.label, text, f"call-in-concluded:{call_in.id}")


@use_case(permission=Permission.PUBLISH, scope=body_of_call_in)
def reconsider(work: Work, command: Reconsider) -> None:
    """Enter what became of it when it was looked at again, and publish that.

    It cannot be called in a second time. Raises WrongState unless it was sent on, Invalid.
    """
    call_in, row = locked_call_in(work, command.call_in_id)
    # An earlier call-in of the same decision, one that was not valid, is not what sent it on.
    sent_on = call_in.outcome in (Outcome.REFERRED_BACK, Outcome.REFERRED_COUNCIL)
    held = row.hold in (Hold.REFERRED_BACK, Hold.REFERRED_COUNCIL)
    if not (sent_on and held) or call_in.reconsidered is not None:
        raise WrongState("This decision does not wait to be looked at again.")
    text = _checked(work, command.text, command.on, "Say what was decided and why", call_in.outcome_on)
    checks = Checks()
    changed = command.result is Reconsidered.CHANGED
    checks.that(bool(command.decision.strip()) or not changed, "decision", "Write the decision as changed")
    checks.done()
    call_in.reconsidered, call_in.reconsidered_on = command.result, command.on
    call_in.reconsidered_text = text
    ended = command.result is Reconsidered.ENDED
    row.hold = Hold.ENDED if ended else Hold.NONE
    row.effective_on = None if ended else command.on
    work.session.flush()
    fact = DecisionReconsidered(
        call_in.id, row.id, row.reference, command.result.value, text, command.on, row.effective_on
    )
    work.record(stream_of(work, row), fact)
    if changed:
        record = newest(work, row)
        new = replace(record, decision=command.decision.strip())
        if new != record:
            publish_correction(work, row, new, f"Changed after call-in: {outcome_words(record, text)}")
    _tell(work, row, call_in, command.result.label, text, f"call-in-again:{call_in.id}")


def _checked(work: Work, text: str, on: date, missing: str, since: date | None) -> str:
    checks = Checks()
    clean = checks.text("text", text)
    checks.that(bool(clean), "text", missing)
    checks.that(on <= work.today, "on", "The day cannot lie in the future")
    if since is not None:
        checks.that(
            on >= since, "on", f"This was asked for on {day_words(since)}: the day cannot lie before that"
        )
    checks.done()
    return clean


def _tell(work: Work, row: Decision, call_in: DecisionCallIn, label: str, text: str, key: str) -> None:
    record = newest(work, row)
    title, text = record.public().title, outcome_words(record, text)
    if row.effective_on:
        then = f"The decision may be carried out from {day_words(row.effective_on)}."
    elif row.hold is Hold.ENDED:
        then = "The decision will not be carried out."
    else:
        by = f" by {day_words(call_in.reconsider_by)}" if call_in.reconsider_by else ""
        then = f"The decision is looked at again{by}; it is not carried out before that."
    parts = (Part("Outcome", (label, *text.split("\n"))), Part("What happens next", (then,)))
    section = Section(f"{row.reference}: {title}", parts=parts)
    issue(work, Draft(NoticeKind.OUTCOME, title, [row], sections=(section,)))
    letter = f"{row.reference}, {title}\n\n{label}: {text}\n\n{then}"
    tell_concerned(work, row, record, call_in, f"{label}: {row.reference} {title}", letter, key)
