"""Calling a decision in: begun and signed by councillors on their own pages, or entered from paper by an officer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select

from meetings.bodies.queries import chair_of, members_of, person_names
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law, Profile
from meetings.decisions.events import CallInReceived, CallInSigned, CallInStarted, CallInUnsigned
from meetings.decisions.models import CallInSignature, Decision, DecisionCallIn
from meetings.decisions.queries import call_ins_of, members_of_council, scrutiny_bodies
from meetings.decisions.rules.calling import (
    GROUNDS,
    CallInState,
    Need,
    hour_words,
    lodging,
    need_of,
)
from meetings.decisions.rules.record import CallIn
from meetings.decisions.rules.standing import Hold, State
from meetings.decisions.usecases.common import (
    body_of_decision,
    locked_call_in,
    locked_decision,
    newest,
    stream_of,
)
from meetings.decisions.usecases.issuing import moment_words
from meetings.decisions.usecases.letters import tell_concerned
from meetings.forwardplan.rules.planned import day_words
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Denied, SignInRequired, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

LONGEST = 10_000
#: States in which a call-in that was received used up the one that a decision can have.
_USED = (CallInState.LODGED, CallInState.VALID, CallInState.CONCLUDED, CallInState.WITHDRAWN)


@dataclass(frozen=True)
class StartCallIn:
    """A councillor begins a call-in and signs it. `alone`: as the chair of a scrutiny committee."""

    decision_id: str
    reasons: str
    instead: str = ""
    grounds: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True)
class SignCallIn:
    """A councillor puts their name under it."""

    call_in_id: str


@dataclass(frozen=True)
class UnsignCallIn:
    """A councillor takes their name away, before it is complete."""

    call_in_id: str


@dataclass(frozen=True)
class EnterCallIn:
    """What came in on paper or by mail, with when it did and who signed."""

    decision_id: str
    reasons: str
    received_at: datetime
    signed_by: tuple[str, ...]
    instead: str = ""
    grounds: tuple[str, ...] = ()
    alone: bool = False


@use_case(permission=None)
def start_call_in(work: Work, command: StartCallIn) -> str:
    """Begin a call-in in one's own name. Returns its id.

    Raises Denied for whoever may not, WrongState when it is too late or it was called in before, Invalid.
    """
    row = _open(work, command.decision_id, work.now)
    person_id = _own(work, row)
    return _begin(work, row, command, [person_id], work.now)


@use_case(permission=None)
def sign_call_in(work: Work, command: SignCallIn) -> None:
    """Sign. With enough names it is received, if that is still in time. Raises Denied, WrongState."""
    call_in, row = locked_call_in(work, command.call_in_id)
    if call_in.state is not CallInState.COLLECTING:
        raise WrongState(f"This call-in needs no more names: it is {call_in.state.label.lower()}.")
    _check_open(work, row, work.now)
    person_id = _own(work, row)
    if work.session.get(CallInSignature, (call_in.id, person_id)) is not None:
        raise WrongState("Your name stands under this call-in already.")
    _sign(work, row, call_in, [person_id], work.now)
    _lodge_if_complete(work, row, call_in, work.now)


@use_case(permission=None)
def unsign_call_in(work: Work, command: UnsignCallIn) -> None:
    """Take one's name away. Raises WrongState once it is complete, or where one has not signed."""
    call_in, row = locked_call_in(work, command.call_in_id)
    person_id = _person(work)
    if call_in.state is not CallInState.COLLECTING:
        raise WrongState("This call-in was received: it can only be withdrawn as a whole.")
    if work.session.get(CallInSignature, (call_in.id, person_id)) is None:
        raise WrongState("Your name does not stand under this call-in.")
    s = CallInSignature
    work.session.execute(delete(s).where(s.call_in_id == call_in.id, s.person_id == person_id))
    fact = CallInUnsigned(call_in.id, row.reference, person_id, work.actor.name)
    work.record(stream_of(work, row), fact)


@use_case(permission=Permission.PUBLISH, scope=body_of_decision)
def enter_call_in(work: Work, command: EnterCallIn) -> str:
    """Enter a call-in that came in on paper, complete, at the time it came in. Returns its id.

    Raises Invalid without enough names, WrongState when it came too late or the decision was called in before.
    """
    checks = Checks()
    checks.that(
        command.received_at <= work.now, "received_at", "The time it came in cannot lie in the future"
    )
    checks.done()
    row = _open(work, command.decision_id, command.received_at)
    signed = tuple(dict.fromkeys(command.signed_by))
    may = who_may(work, row, work.today)
    checks.that(bool(signed), "signed_by", "Choose who signed it")
    checks.that(set(signed) <= may, "signed_by", "One of them cannot call this decision in")
    need = _need(work, row)
    if not command.alone:
        few = f"It needs {need.words}: {len(signed)} signed"
        checks.that(len(signed) >= need.number, "signed_by", few)
    checks.done()
    return _begin(work, row, command, list(signed), command.received_at, on_paper=True)


def who_may(work: Work, row: Decision, on: date) -> frozenset[str]:
    """The councillors who may call it in: every member of the council; of an executive's decision, those outside it."""
    council = {m.person_id for m in members_of_council(work.session, on)}
    record = newest(work, row)
    if record.executive and law_of(work.session).profile is not Profile.NORTHERN_IRELAND:
        council -= {m.person_id for m in members_of(work.session, row.body_id, on)}
    return frozenset(council)


def _begin(
    work: Work,
    row: Decision,
    command: StartCallIn | EnterCallIn,
    people: list[str],
    at: datetime,
    *,
    on_paper: bool = False,
) -> str:
    need = _need(work, row)
    checks = Checks()
    reasons = checks.text("reasons", command.reasons, LONGEST)
    checks.that(bool(reasons), "reasons", "Say why the decision should be looked at again")
    grounds = tuple(g for g in command.grounds if g in GROUNDS)
    checks.that(bool(grounds) or not need.grounds, "grounds", "Choose the ground, or both")
    if command.alone:
        chairs = need.chair_alone and len(people) == 1 and people[0] in _chairs(work)
        checks.that(chairs, "alone", "Only the chair of a scrutiny committee can call a decision in alone")
    checks.done()
    call_in = DecisionCallIn(
        id=new_id(),
        decision_id=row.id,
        state=CallInState.COLLECTING,
        reasons=reasons,
        instead=checks.text("instead", command.instead, LONGEST),
        grounds=list(grounds) if need.grounds else [],
        needed=1 if command.alone else need.number,
        on_paper=on_paper,
        by_chair=command.alone,
        started_at=work.now,
    )
    work.session.add(call_in)
    work.session.flush()
    fact = CallInStarted(call_in.id, row.id, row.reference, call_in.needed, tuple(call_in.grounds), on_paper)
    work.record(stream_of(work, row), fact)
    _sign(work, row, call_in, people, at, on_paper=on_paper)
    _lodge_if_complete(work, row, call_in, at)
    return call_in.id


def _sign(
    work: Work,
    row: Decision,
    call_in: DecisionCallIn,
    people: Collection[str],
    at: datetime,
    *,
    on_paper: bool = False,
) -> None:
    names = person_names(work.session, people)
    for person_id in people:
        work.session.add(
            CallInSignature(call_in_id=call_in.id, person_id=person_id, signed_at=at, on_paper=on_paper)
        )
        fact = CallInSigned(call_in.id, row.reference, person_id, names[person_id], on_paper)
        work.record(stream_of(work, row), fact)
    work.session.flush()


def _lodge_if_complete(work: Work, row: Decision, call_in: DecisionCallIn, at: datetime) -> None:
    """With the last name it is received: the decision is not carried out until it is settled."""
    s = CallInSignature
    query = select(func.count()).select_from(s).where(s.call_in_id == call_in.id)
    count = work.session.scalar(query) or 0
    if count < call_in.needed:
        return
    call_in.state, call_in.lodged_at = CallInState.LODGED, at
    row.hold, row.effective_on = Hold.CALLED_IN, None
    work.session.flush()
    fact = CallInReceived(call_in.id, row.id, row.reference, at, count, call_in.by_chair)
    work.record(stream_of(work, row), fact)
    record = newest(work, row)
    title = record.public().title
    text = (
        f"{row.reference}, {title}, was called in on {moment_words(work, at)}.\n\n"
        "Nothing is done to carry it out until that is settled. The monitoring officer now decides whether the "
        "call-in is valid."
    )
    subject = f"Called in: {row.reference} {title}"
    tell_concerned(work, row, record, call_in, subject, text, f"call-in-received:{call_in.id}")


def _open(work: Work, decision_id: str, at: datetime) -> Decision:
    row = locked_decision(work, decision_id)
    _check_open(work, row, at)
    return row


def _check_open(work: Work, row: Decision, at: datetime) -> None:
    """Whether it can be called in at that moment. Raises WrongState, saying why not."""
    if row.state is not State.PUBLISHED or row.counts_from is None:
        raise WrongState("A decision is called in once it is published.")
    if row.call_in is CallIn.NOT_SUBJECT:
        raise WrongState("This decision is not subject to call-in.")
    law = law_of(work.session)
    # One taken back while it was still being signed never was a call-in: it takes nobody's right away.
    used = any(c.state in _USED and c.lodged_at for c in call_ins_of(work.session, row.id))
    urgent = newest(work, row).call_in_reason if row.call_in is CallIn.URGENT else ""
    answer = lodging(law, row.counts_from, at, work.timezone, before=used, urgent=urgent)
    if answer.result["valid"] and row.published_at is not None and at >= row.published_at:
        return
    if used or urgent:
        raise WrongState(answer.steps[-1].text)
    raise WrongState(_late_words(law, row))


def _late_words(law: Law, row: Decision) -> str:
    last = f"{day_words(row.until)} at {hour_words(law)}" if row.until else "the end of its period"
    return f"The time for calling this decision in is over: it ended on {last}."


def _need(work: Work, row: Decision) -> Need:
    assert row.counts_from is not None
    count = len(members_of_council(work.session, work.today))
    return need_of(law_of(work.session), row.counts_from, count)


def _own(work: Work, row: Decision) -> str:
    person_id = _person(work)
    if person_id not in who_may(work, row, work.today):
        raise Denied(
            "Councillors who did not take part in deciding call a decision in: members of the council outside the "
            "executive."
        )
    return person_id


def _person(work: Work) -> str:
    if not work.actor.signed_in:
        raise SignInRequired("Sign in first.")
    if not work.actor.person_id:
        raise Denied("Only a councillor calls a decision in.")
    return work.actor.person_id


def _chairs(work: Work) -> set[str]:
    found = (chair_of(work.session, body.id, work.today) for body in scrutiny_bodies(work.session))
    return {chair.person_id for chair in found if chair is not None}
