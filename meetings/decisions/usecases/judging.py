"""A call-in that was received: whether it is valid, a lawyer's opinion, taken back, and on to scrutiny's agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.agendas.usecases import AddItem, add_item
from meetings.deadlines.queries import law_of
from meetings.decisions.events import CallInJudged, CallInListed, CallInWithdrawn, OpinionRecorded
from meetings.decisions.models import Decision, DecisionCallIn
from meetings.decisions.queries import scrutiny_bodies
from meetings.decisions.rules.calling import ADVERSE, PROCESS, CallInState, effective_after, lodging
from meetings.decisions.rules.document import NoticeKind, Part, Section
from meetings.decisions.rules.standing import Hold
from meetings.decisions.rules.wording import call_in_item, call_in_parts
from meetings.decisions.usecases.common import body_of_call_in, locked_call_in, newest, stream_of
from meetings.decisions.usecases.issuing import Draft, issue, moment_words
from meetings.decisions.usecases.letters import tell_concerned
from meetings.forwardplan.rules.planned import day_words
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Denied, WrongState
from meetings.kernel.permissions import Permission, Role
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import meeting_of

#: What the keys of waiting business begin with.
KEY = "call-in:"


@dataclass(frozen=True)
class RecordOpinion:
    """A barrister's or solicitor's opinion on the ground of adverse effect (Northern Ireland)."""

    call_in_id: str
    by: str
    given_on: date
    text: str
    supports: bool


@dataclass(frozen=True)
class JudgeCallIn:
    """The monitoring officer decides. `scrutiny_id`: the committee that looks at a valid one."""

    call_in_id: str
    valid: bool
    reason: str
    scrutiny_id: str | None = None


@dataclass(frozen=True)
class WithdrawCallIn:
    """Those who called it in take it back."""

    call_in_id: str
    reason: str


@dataclass(frozen=True)
class ListCallIn:
    """Put it on the agenda of a meeting of the committee."""

    call_in_id: str
    meeting_id: str


@use_case(permission=Permission.OVERRIDE_LAW, scope=body_of_call_in)
def record_opinion(work: Work, command: RecordOpinion) -> None:
    """Keep the opinion. Raises WrongState unless it waits for one, Invalid."""
    call_in, row = locked_call_in(work, command.call_in_id)
    if call_in.state is not CallInState.LODGED or ADVERSE not in (call_in.grounds or ()):
        raise WrongState("No opinion is needed on this call-in.")
    checks = Checks()
    by = checks.line("by", command.by, "Enter the barrister or solicitor who gave the opinion")
    text = checks.text("text", command.text)
    checks.that(bool(text), "text", "Say what the opinion comes to")
    checks.that(command.given_on <= work.today, "given_on", "The opinion cannot lie in the future")
    checks.done()
    call_in.opinion_by, call_in.opinion_on, call_in.opinion_text = by, command.given_on, text
    call_in.opinion_supports = command.supports
    work.session.flush()
    fact = OpinionRecorded(call_in.id, row.reference, by, command.given_on, command.supports)
    work.record(stream_of(work, row), fact)


@use_case(permission=Permission.OVERRIDE_LAW, scope=body_of_call_in)
def judge_call_in(work: Work, command: JudgeCallIn) -> None:
    """Decide whether it is valid, with the reason. A valid one goes to scrutiny; the decision waits.

    Raises Denied for anybody but a monitoring officer, WrongState unless it was received, Invalid.
    """
    call_in, row = locked_call_in(work, command.call_in_id)
    roles = work.actor.roles(work.today, row.body_id)
    if not work.actor.is_system and Role.MONITORING not in roles:
        raise Denied("The monitoring officer decides whether a call-in is valid.")
    if call_in.state is not CallInState.LODGED or call_in.lodged_at is None or row.counts_from is None:
        raise WrongState("This call-in does not wait to be decided on.")
    checks = Checks()
    reason = checks.text("reason", command.reason)
    checks.that(bool(reason), "reason", "Say why it is valid or not")
    if command.valid:
        known = {b.id for b in scrutiny_bodies(work.session)}
        checks.that(
            command.scrutiny_id in known, "scrutiny_id", "Choose the committee that looks at the call-in"
        )
        _check_opinion(checks, call_in)
    checks.done()
    call_in.judged_by, call_in.judged_at, call_in.judged_reason = work.actor.name, work.now, reason
    if not command.valid:
        _refuse(work, row, call_in, reason)
        return
    answer = lodging(law_of(work.session), row.counts_from, call_in.lodged_at, work.timezone, before=False)
    call_in.state, call_in.scrutiny_id = CallInState.VALID, command.scrutiny_id
    call_in.scrutiny_by = date.fromisoformat(answer.result["scrutiny_by"])
    work.session.flush()
    fact = CallInJudged(
        call_in.id, row.id, row.reference, True, reason, command.scrutiny_id or "", call_in.scrutiny_by
    )
    work.record(stream_of(work, row), fact)
    _tell_valid(work, row, call_in)


@use_case(permission=Permission.PUBLISH, scope=body_of_call_in)
def withdraw_call_in(work: Work, command: WithdrawCallIn) -> None:
    """Those who called it in took it back: the decision goes on. Raises WrongState once it is settled, Invalid."""
    call_in, row = locked_call_in(work, command.call_in_id)
    if call_in.state not in (CallInState.COLLECTING, CallInState.LODGED, CallInState.VALID):
        raise WrongState("This call-in is settled already.")
    checks = Checks()
    reason = checks.line("reason", command.reason, "Say who withdrew it and why", 1000)
    checks.done()
    frozen = call_in.state.freezes
    call_in.state, call_in.judged_reason = CallInState.WITHDRAWN, reason
    if frozen:
        _thaw(work, row)
    work.session.flush()
    fact = CallInWithdrawn(call_in.id, row.id, row.reference, reason, row.effective_on)
    work.record(stream_of(work, row), fact)


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_call_in)
def list_call_in(work: Work, command: ListCallIn) -> str:
    """Put it on the agenda of a meeting of the committee. The item's id.

    Raises WrongState unless it is valid, stands on no agenda, and the meeting is one of the committee still to come.
    """
    call_in, row = locked_call_in(work, command.call_in_id)
    meeting = meeting_of(work.session, command.meeting_id)
    if call_in.state is not CallInState.VALID or call_in.item_id is not None:
        raise WrongState("This call-in does not wait for an agenda.")
    if meeting.body_id != call_in.scrutiny_id or meeting.status is not MeetingStatus.PLANNED:
        raise WrongState("Choose a meeting of the committee that is still to come.")
    item = call_in_item(row.reference, newest(work, row), call_in.reasons, call_in.instead)
    item_id = add_item(
        work,
        AddItem(meeting.id, item.title, text=item.text, recommendation=item.recommendation),
    )
    _listed(work, row, call_in, meeting.id, item_id)
    return item_id


def note_listed(work: Work, key: str, meeting_id: str, item_id: str) -> None:
    """An agenda that was begun has taken it up."""
    if not key.startswith(KEY):
        return
    call_in, row = locked_call_in(work, key.removeprefix(KEY))
    _listed(work, row, call_in, meeting_id, item_id)


def _listed(work: Work, row: Decision, call_in: DecisionCallIn, meeting_id: str, item_id: str) -> None:
    call_in.meeting_id, call_in.item_id = meeting_id, item_id
    work.session.flush()
    fact = CallInListed(call_in.id, row.reference, meeting_id, item_id)
    work.record(stream_of(work, row), fact)


def _check_opinion(checks: Checks, call_in: DecisionCallIn) -> None:
    """2014 Act (Northern Ireland), section 41: a lawyer's opinion on the ground of adverse effect comes first."""
    grounds = tuple(call_in.grounds or ())
    if ADVERSE not in grounds:
        return
    checks.that(
        call_in.opinion_supports is not None,
        "reason",
        "Get the opinion of a barrister or solicitor on the ground of adverse effect first, and record it",
    )
    if call_in.opinion_supports is False and PROCESS not in grounds:
        checks.that(False, "reason", "The opinion does not support the only ground: it is not valid")


def _refuse(work: Work, row: Decision, call_in: DecisionCallIn, reason: str) -> None:
    call_in.state = CallInState.INVALID
    _thaw(work, row)
    work.session.flush()
    work.record(
        stream_of(work, row),
        CallInJudged(call_in.id, row.id, row.reference, False, reason, effective_on=row.effective_on),
    )
    record = newest(work, row)
    title = record.public().title
    text = (
        f"The call-in of {row.reference}, {title}, is not valid: {reason}\n\n"
        f"The decision may be carried out from {day_words(row.effective_on or work.today)}."
    )
    subject = f"Call-in not valid: {row.reference} {title}"
    tell_concerned(work, row, record, call_in, subject, text, f"call-in-judged:{call_in.id}")


def _thaw(work: Work, row: Decision) -> None:
    """Nothing waits for it any longer: it stands as if nobody had called it in."""
    row.hold = Hold.NONE
    after = effective_after(row.until) if row.until else work.today
    row.effective_on = max(after, work.today)


def _tell_valid(work: Work, row: Decision, call_in: DecisionCallIn) -> None:
    record = newest(work, row)
    title = record.public().title
    assert call_in.lodged_at is not None
    assert call_in.scrutiny_by is not None
    by = day_words(call_in.scrutiny_by)
    parts = call_in_parts(record, call_in.reasons, call_in.instead)
    section = Section(
        f"{row.reference}: {title}",
        parts=(
            Part("Called in", (f"Received on {moment_words(work, call_in.lodged_at)}.",)),
            *parts,
            Part("What happens next", (f"Nothing is carried out. Scrutiny meets on it by {by}.",)),
        ),
    )
    issue(work, Draft(NoticeKind.CALL_IN, title, [row], sections=(section,)))
    text = (
        f"The call-in of {row.reference}, {title}, is valid.\n\nThe decision is not carried out. "
        f"The scrutiny committee meets on it by {by}."
    )
    subject = f"Call-in accepted: {row.reference} {title}"
    tell_concerned(work, row, record, call_in, subject, text, f"call-in-judged:{call_in.id}")
