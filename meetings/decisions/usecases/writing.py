"""Writing records: of one person's decision from the start, of a meeting's what the record of it does not say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from meetings.bodies.models import BodyKind
from meetings.bodies.queries import body_of, members_of
from meetings.deadlines.queries import law_of
from meetings.decisions.events import (
    DecisionChanged,
    DecisionMade,
    DecisionRecorded,
    DecisionSetAside,
    DecisionTakenUp,
)
from meetings.decisions.models import Decision
from meetings.decisions.rules.calling import subject_by_default
from meetings.decisions.rules.record import CallIn, Kind, Record
from meetings.decisions.rules.standing import State
from meetings.decisions.usecases.common import (
    add_version,
    body_of_decision,
    lock_council,
    locked_decision,
    newest,
    next_references,
    stream_of,
    tidied,
    with_own_plan,
)
from meetings.forwardplan.queries import entry_of
from meetings.forwardplan.usecases import DecisionMade as PlannedMade
from meetings.forwardplan.usecases import mark_decided
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Denied, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

CHANGED = "Somebody else saved this record since you opened it. Look at it again and repeat what you did."


@dataclass(frozen=True)
class WriteDecision:
    """Begin the record of a decision that one person takes: a member of the executive, or an officer."""

    record: Record

    @property
    def body_id(self) -> str:
        """Whose grants count."""
        return self.record.body_id


@dataclass(frozen=True)
class ChangeDecision:
    """`seen` is the version that the writer began from."""

    decision_id: str
    seen: int
    record: Record
    note: str = ""


@dataclass(frozen=True)
class SaveDecisions:
    """All records of a meeting at once: id, version seen, and what they say."""

    meeting_id: str
    records: tuple[tuple[str, int, Record], ...]


@dataclass(frozen=True)
class MakeDecision:
    """Whoever decides alone has decided, on that day; None: today. `interests`: what they declare, in their words.

    `seen` is the version that was read: nobody makes a decision in words that were changed meanwhile.
    """

    decision_id: str
    made_on: date | None = None
    interests: str = ""
    seen: int | None = None


@dataclass(frozen=True)
class SetAside:
    """No record is due; the reason is kept."""

    decision_id: str
    reason: str


@dataclass(frozen=True)
class TakeUp:
    """A record is due after all."""

    decision_id: str


def _body(_session: Session, command: WriteDecision) -> str:
    return command.body_id


@use_case(permission=Permission.WRITE_REPORT, scope=_body)
def write_decision(work: Work, command: WriteDecision) -> str:
    """Begin a draft. Returns its id. Raises Invalid without a title, NotFound for an unknown body."""
    record = sound(work, with_own_plan(work, tidied(command.record)))
    if subject_by_default(law_of(work.session), record) and not record.call_in_reason:
        record = replace(record, call_in=CallIn.SUBJECT)
    stream_id = lock_council(work)
    reference = next_references(work, 1)[0]
    row = Decision(
        id=new_id(),
        reference=reference,
        kind=record.kind,
        body_id=record.body_id,
        started_by=work.actor.account_id,
        state=State.DRAFT,
        made_on=record.made_on,
        version=0,
    )
    work.session.add(row)
    version = add_version(work, row, record)
    fact = DecisionRecorded(row.id, reference, record.kind.value, record.public().title, 1, version.sha256)
    work.record(stream_id, fact)
    return row.id


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_decision)
def change_decision(work: Work, command: ChangeDecision) -> int:
    """Save what a record says, before it is published. Returns the version's number.

    Raises WrongState once it is published, or when somebody else saved it meanwhile; Invalid.
    """
    row = locked_decision(work, command.decision_id)
    _own_draft(work, row)
    return _save(work, row, command.seen, command.record, command.note)


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def save_decisions(work: Work, command: SaveDecisions) -> int:
    """Save the records of a meeting in one go. How many were changed. Raises as `change_decision` does."""
    saved = 0
    for decision_id, seen, record in sorted(command.records, key=lambda r: r[0]):
        row = locked_decision(work, decision_id)
        if row.meeting_id != command.meeting_id:
            raise WrongState("One of these decisions belongs to another meeting. Reload the page.")
        saved += _save(work, row, seen, record, "") != seen
    return saved


def _save(work: Work, row: Decision, seen: int, record: Record, note: str) -> int:
    if row.state in (State.PUBLISHED, State.SET_ASIDE):
        raise WrongState("This record is published: correct it, with the reason.")
    if row.version != seen:
        raise WrongState(CHANGED)
    before = newest(work, row)
    after = sound(work, with_own_plan(work, tidied(kept_together(before, record)), before.plan_id))
    if row.meeting_id is not None:
        after = replace(after, made_on=before.made_on)
    if after == before:
        return row.version
    version = add_version(work, row, after, note)
    fact = DecisionChanged(row.id, row.reference, version.number, version.sha256, note)
    work.record(stream_of(work, row), fact)
    return version.number


def kept_together(before: Record, after: Record) -> Record:
    """What no form changes: whose decision it is, and a waiver, which has a step of its own."""
    same = replace(
        after,
        kind=before.kind,
        body_id=before.body_id,
        waived_by=before.waived_by,
        waived_as=before.waived_as,
        waived_on=before.waived_on,
        urgency=before.urgency or after.urgency,
    )
    if before.call_in is CallIn.URGENT:
        return replace(same, call_in=before.call_in, call_in_reason=before.call_in_reason)
    if same.call_in is CallIn.URGENT:
        return replace(same, call_in=before.call_in)
    return same


@use_case(permission=None)
def make_decision(work: Work, command: MakeDecision) -> None:
    """A decision of one person is made: by themselves, or entered by the officer who publishes it.

    Raises WrongState unless it is a draft in the version that was read, Denied for anybody else, Invalid for a day
    to come.
    """
    row = locked_decision(work, command.decision_id)
    if row.state is not State.DRAFT:
        raise WrongState("This decision has been made already.")
    by_self = bool(work.actor.person_id) and row.maker_id == work.actor.person_id
    if not (by_self or work.actor.may(Permission.PUBLISH, row.body_id, work.today)):
        raise Denied("The one who decides makes the decision, or the officer who publishes it enters it.")
    if command.seen is not None and command.seen != row.version:
        raise WrongState(
            "The words of this decision were changed since you opened it. Read them, then decide."
        )
    record, on = newest(work, row), command.made_on or work.today
    checks = Checks()
    checks.that(on <= work.today, "made_on", "The day of the decision cannot lie in the future")
    checks.that(
        bool(record.decision or record.exempt_decision), "decision", "Write what is decided before it is made"
    )
    checks.done()
    said = replace(record, made_on=on)
    if by_self and command.interests.strip():
        said = tidied(replace(said, interests=command.interests))
    if said != record:
        version = add_version(work, row, said)
        changed = DecisionChanged(row.id, row.reference, version.number, version.sha256)
        work.record(stream_of(work, row), changed)
    row.state = State.MADE
    work.session.flush()
    by = record.maker_words or work.actor.name
    work.record(stream_of(work, row), DecisionMade(row.id, row.reference, on, by))
    if row.plan_entry_id and entry_of(work.session, row.plan_entry_id).status.is_open:
        mark_decided(work, PlannedMade(row.plan_entry_id, on))


@use_case(permission=Permission.PUBLISH, scope=body_of_decision)
def set_aside(work: Work, command: SetAside) -> None:
    """No record is due. Raises WrongState once it is published, Invalid without a reason."""
    row = locked_decision(work, command.decision_id)
    if row.state not in (State.DRAFT, State.MADE):
        raise WrongState("This record is published or set aside already.")
    checks = Checks()
    reason = checks.line("reason", command.reason, "Say why no record of it is due", 1000)
    checks.done()
    row.state, row.aside_reason = State.SET_ASIDE, reason
    work.session.flush()
    work.record(stream_of(work, row), DecisionSetAside(row.id, row.reference, reason))


@use_case(permission=Permission.PUBLISH, scope=body_of_decision)
def take_up(work: Work, command: TakeUp) -> None:
    """A record is due after all. Raises WrongState if it was not set aside."""
    row = locked_decision(work, command.decision_id)
    if row.state is not State.SET_ASIDE:
        raise WrongState("This record was not set aside.")
    row.state = State.MADE if row.meeting_id else State.DRAFT
    row.aside_reason = ""
    work.session.flush()
    work.record(stream_of(work, row), DecisionTakenUp(row.id, row.reference))


def _own_draft(work: Work, row: Decision) -> None:
    """Who only writes may change what they began themselves."""
    if work.actor.may(Permission.PREPARE_MEETING, row.body_id, work.today):
        return
    if row.state is not State.DRAFT or row.started_by != work.actor.account_id:
        raise Denied("Your account does not allow this. Ask democratic services if you think it should.")


def sound(work: Work, record: Record) -> Record:
    """A record that can be kept, complete or not."""
    checks = Checks()
    checks.that(bool(record.title), "title", "Enter a title")
    _check_maker(work, checks, record)
    checks.done()
    if record.kind is Kind.MEMBER:
        return replace(record, executive=True)
    return record


def _check_maker(work: Work, checks: Checks, record: Record) -> None:
    body = body_of(work.session, record.body_id)
    if record.kind is not Kind.MEMBER:
        checks.that(not record.maker_id, "maker_id", "Only a member of the executive is chosen here")
        return
    checks.that(body.kind is BodyKind.CABINET, "body_id", "Choose the executive whose member decides")
    seated: dict[str, Any] = {m.person_id: m for m in members_of(work.session, body.id, record.made_on)}
    checks.that(
        not record.maker_id or record.maker_id in seated,
        "maker_id",
        "Choose somebody who sits on the executive on that day",
    )
