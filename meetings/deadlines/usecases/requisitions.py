"""Members' demand for a meeting: received, signed by more, refused, answered, taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from meetings.bodies.models import Body
from meetings.bodies.queries import members_of
from meetings.db.record import council_stream
from meetings.deadlines.member_events import (
    RequisitionAnswered,
    RequisitionReceived,
    RequisitionRefused,
    RequisitionSigned,
    RequisitionWithdrawn,
)
from meetings.deadlines.models import Requisition
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case, whole_council
from meetings.runtime.work import Work

_FUTURE = "The day cannot be in the future"


@dataclass(frozen=True)
class ReceiveRequisition:
    """What was handed in: who signed it (ids of members), for what business, when."""

    body_id: str
    received_on: date
    business: str
    signed_by: tuple[str, ...]


@dataclass(frozen=True)
class SignRequisition:
    """Members who signed later."""

    requisition_id: str
    signed_by: tuple[str, ...]


@dataclass(frozen=True)
class RefuseRequisition:
    """The chair will not call the meeting."""

    requisition_id: str
    refused_on: date


@dataclass(frozen=True)
class AnswerRequisition:
    """The meeting was called. `by_members`: by those who demanded it, otherwise by the chair."""

    requisition_id: str
    meeting_on: date
    by_members: bool = False


@dataclass(frozen=True)
class WithdrawRequisition:
    """The members took it back."""

    requisition_id: str


def _members(session: Session, body_id: str, on: date, chosen: Collection[str]) -> tuple[str, ...]:
    """Those chosen, each once. Raises Invalid if one of them has no seat there."""
    seated = {m.person_id for m in members_of(session, body_id, on) if m.seat.votes}
    signed = tuple(dict.fromkeys(chosen))
    if not signed:
        raise Invalid("Choose the members who signed.", {"signed_by": "Choose the members who signed"})
    if not seated.issuperset(signed):
        text = "Only members of that body can demand its meeting"
        raise Invalid(f"{text}.", {"signed_by": text})
    return signed


def _open(session: Session, requisition_id: str) -> Requisition:
    """One that nothing has come of yet. Raises NotFound, WrongState."""
    row = session.get(Requisition, requisition_id, with_for_update=True)
    if row is None:
        raise NotFound("There is no such demand for a meeting.")
    if row.withdrawn_on is not None:
        raise WrongState("The members have taken this demand back.")
    if row.meeting_on is not None:
        raise WrongState("The meeting has been called already.")
    return row


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def receive_requisition(work: Work, command: ReceiveRequisition) -> str:
    """Enter a demand. Returns its id. Raises Invalid, NotFound."""
    checks = Checks()
    business = checks.text("business", command.business)
    checks.that(bool(business), "business", "Enter the business it is to be called for")
    checks.that(command.received_on <= work.today, "received_on", _FUTURE)
    checks.done()
    if work.session.get(Body, command.body_id) is None:
        raise NotFound("There is no such body.")
    signed = _members(work.session, command.body_id, command.received_on, command.signed_by)
    row = Requisition(
        id=new_id(),
        body_id=command.body_id,
        received_on=command.received_on,
        business=business,
        signed_by=list(signed),
        by=work.actor.name,
        by_id=work.actor.account_id,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    fact = RequisitionReceived(row.id, row.body_id, row.received_on, business, signed)
    work.record(council_stream(work.session), fact)
    return row.id


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def sign_requisition(work: Work, command: SignRequisition) -> None:
    """Add signatures; those there already change nothing. Raises Invalid, NotFound, WrongState."""
    row = _open(work.session, command.requisition_id)
    signed = _members(work.session, row.body_id, row.received_on, command.signed_by)
    more = tuple(person for person in signed if person not in row.signed_by)
    if more:
        row.signed_by = [*row.signed_by, *more]
        work.record(council_stream(work.session), RequisitionSigned(row.id, more))


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def refuse_requisition(work: Work, command: RefuseRequisition) -> None:
    """The chair refused. Raises Invalid, NotFound, WrongState."""
    row = _open(work.session, command.requisition_id)
    if row.refused_on is not None:
        raise WrongState("The refusal has been entered already.")
    checks = Checks()
    checks.that(command.refused_on >= row.received_on, "refused_on", "It was received after that day")
    checks.that(command.refused_on <= work.today, "refused_on", _FUTURE)
    checks.done()
    row.refused_on = command.refused_on
    work.record(council_stream(work.session), RequisitionRefused(row.id, command.refused_on))


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def answer_requisition(work: Work, command: AnswerRequisition) -> None:
    """The meeting is called. Raises Invalid, NotFound, WrongState."""
    row = _open(work.session, command.requisition_id)
    checks = Checks()
    checks.that(command.meeting_on > row.received_on, "meeting_on", "The meeting comes after the demand")
    checks.done()
    row.meeting_on = command.meeting_on
    row.called_by = "members" if command.by_members else "chair"
    work.record(council_stream(work.session), RequisitionAnswered(row.id, row.meeting_on, row.called_by))


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def withdraw_requisition(work: Work, command: WithdrawRequisition) -> None:
    """The demand falls. Raises NotFound, WrongState."""
    row = _open(work.session, command.requisition_id)
    row.withdrawn_on = work.today
    work.record(council_stream(work.session), RequisitionWithdrawn(row.id, row.withdrawn_on))
