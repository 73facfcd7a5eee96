"""Dispensations: leave to speak or vote in spite of an interest, for four years at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.bodies.queries import person_names
from meetings.db.record import council_stream
from meetings.deadlines.rules.interests import Ground, dispensation
from meetings.interests.events import DispensationGranted, DispensationWithdrawn
from meetings.interests.models import Dispensation
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case, whole_council
from meetings.runtime.work import Work


@dataclass(frozen=True)
class GrantDispensation:
    """`matter`: words that must be in an item for it to be covered; empty: whatever the interest touches."""

    person_id: str
    ground: Ground
    valid_from: date
    valid_to: date
    granted_by: str
    matter: str = ""
    may_speak: bool = True
    may_vote: bool = True
    in_writing: bool = True


@dataclass(frozen=True)
class WithdrawDispensation:
    """It stands no longer."""

    dispensation_id: str


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def grant_dispensation(work: Work, command: GrantDispensation) -> str:
    """Enter a dispensation. Returns its id. Raises Invalid for one that could not be given, NotFound."""
    name = person_names(work.session, [command.person_id]).get(command.person_id)
    if name is None:
        raise NotFound("There is no such person.")
    _check(command)
    matter = " ".join(command.matter.split())
    row = Dispensation(id=new_id(), person_id=command.person_id, ground=command.ground, matter=matter)
    row.may_speak, row.may_vote = command.may_speak, command.may_vote
    row.valid_from, row.valid_to = command.valid_from, command.valid_to
    row.granted_by, row.granted_on = " ".join(command.granted_by.split()), work.today
    work.session.add(row)
    work.session.flush()
    work.record(
        council_stream(work.session),
        DispensationGranted(
            row.id,
            row.person_id,
            name,
            row.ground.value,
            matter,
            row.may_speak,
            row.may_vote,
            row.valid_from.isoformat(),
            row.valid_to.isoformat(),
            row.granted_by,
        ),
    )
    return row.id


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def withdraw_dispensation(work: Work, command: WithdrawDispensation) -> None:
    """Take a dispensation back. Raises NotFound, WrongState if it was taken back already."""
    row = work.session.get(Dispensation, command.dispensation_id, with_for_update=True)
    if row is None:
        raise NotFound("There is no such dispensation.")
    if row.withdrawn_at is not None:
        raise WrongState("This dispensation was withdrawn already.")
    row.withdrawn_at = work.now
    work.session.flush()
    name = person_names(work.session, [row.person_id])[row.person_id]
    work.record(council_stream(work.session), DispensationWithdrawn(row.id, row.person_id, name))


def _check(command: GrantDispensation) -> None:
    fields: dict[str, str] = {}
    answer = dispensation(
        command.valid_from, command.valid_to, in_writing=command.in_writing, ground=command.ground
    )
    if not command.granted_by.strip():
        fields["granted_by"] = "Say who granted it"
    if not (command.may_speak or command.may_vote):
        fields["may_speak"] = "Choose what it allows: to speak, to vote or both"
    if not answer.result["valid"]:
        name = "valid_to" if command.in_writing else "in_writing"
        fields[name] = " ".join(step.text for step in answer.steps)
    if fields:
        raise Invalid(f"This dispensation cannot be given: {' '.join(fields.values())}", fields)
