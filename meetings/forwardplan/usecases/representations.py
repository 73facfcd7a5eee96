"""What people say of a meeting in private: received, answered, and no longer counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.db.record import council_stream
from meetings.forwardplan.events import (
    RepresentationAnswered,
    RepresentationDropped,
    RepresentationReceived,
)
from meetings.forwardplan.models import PlanEntry, PlanRepresentation
from meetings.forwardplan.usecases.common import body_of_entry, open_entry
from meetings.forwardplan.usecases.private import closed_entry
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

LONGEST = 4000
NO_REPRESENTATION = "There is no such representation."


@dataclass(frozen=True)
class RecordRepresentation:
    """`sender` is not published, `text` is."""

    entry_id: str
    received_on: date
    sender: str
    text: str


@dataclass(frozen=True)
class AnswerRepresentation:
    """What is answered to one of them."""

    representation_id: str
    response: str


@dataclass(frozen=True)
class DropRepresentation:
    """It does not count: entered by mistake, or taken back."""

    representation_id: str
    reason: str


def body_of_representation(session: Session, command: Any) -> str:
    """The scope of commands with a `representation_id`. Raises NotFound."""
    query = (
        select(PlanEntry.body_id)
        .join(PlanRepresentation, PlanRepresentation.entry_id == PlanEntry.id)
        .where(PlanRepresentation.id == command.representation_id)
    )
    body_id = session.scalar(query)
    if body_id is None:
        raise NotFound(NO_REPRESENTATION)
    return body_id


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_entry)
def record_representation(work: Work, command: RecordRepresentation) -> str:
    """Keep what somebody said of a meeting in private. Returns its id. Raises Invalid, WrongState."""
    entry = closed_entry(work, command.entry_id)
    checks = Checks()
    sender = checks.line("sender", command.sender, "Say who sent it; it is not published")
    text = checks.text("text", command.text, LONGEST)
    checks.that(bool(text), "text", "Write what it says, as the second notice is to give it")
    checks.that(command.received_on <= work.today, "received_on", "It cannot have come in the future")
    checks.done()
    row = PlanRepresentation(
        id=new_id(), entry_id=entry.id, received_on=command.received_on, sender=sender, text=text
    )
    work.session.add(row)
    work.session.flush()
    fact = RepresentationReceived(entry.id, entry.reference, row.id, command.received_on)
    work.record(council_stream(work.session), fact)
    return row.id


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_representation)
def answer_representation(work: Work, command: AnswerRepresentation) -> None:
    """Write down what is answered. Raises Invalid for a blank answer, WrongState once it does not count."""
    row, entry = _representation(work, command.representation_id)
    checks = Checks()
    response = checks.text("response", command.response, LONGEST)
    checks.that(bool(response), "response", "Write what is answered")
    checks.done()
    row.response = response
    work.session.flush()
    work.record(council_stream(work.session), RepresentationAnswered(entry.id, entry.reference, row.id))


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_representation)
def drop_representation(work: Work, command: DropRepresentation) -> None:
    """Let it count no longer; it stays in the table with the reason. Raises Invalid, WrongState."""
    row, entry = _representation(work, command.representation_id)
    checks = Checks()
    reason = checks.line("reason", command.reason, "Say why it does not count")
    checks.done()
    row.dropped = reason
    work.session.flush()
    work.record(
        council_stream(work.session), RepresentationDropped(entry.id, entry.reference, row.id, reason)
    )


def _representation(work: Work, representation_id: str) -> tuple[PlanRepresentation, PlanEntry]:
    query = select(PlanRepresentation).where(PlanRepresentation.id == representation_id).with_for_update()
    row = work.session.scalar(query)
    if row is None:
        raise NotFound(NO_REPRESENTATION)
    if row.dropped:
        raise WrongState("This representation does not count any more.")
    return row, open_entry(work, row.entry_id)
