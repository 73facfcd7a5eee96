"""What a body's standing orders say of appointments."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.appointments.events import AppointmentRulesSet
from meetings.appointments.models import AppointmentPolicy
from meetings.appointments.rules import Policy
from meetings.bodies.queries import body_of, council_stream
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class SetPolicy:
    """For appointments opened from now on; one under way keeps the rules it was opened with."""

    body_id: str
    policy: Policy


def _that_body(_session: Session, command: SetPolicy) -> str:
    return command.body_id


@use_case(permission=Permission.MANAGE_BODIES, scope=_that_body)
def set_policy(work: Work, command: SetPolicy) -> None:
    """Keep the rules of a body. Raises NotFound for an unknown one."""
    body, p = body_of(work.session, command.body_id), command.policy
    row = work.session.get(AppointmentPolicy, body.id) or AppointmentPolicy(body_id=body.id)
    row.names, row.rule, row.lowest_tie, row.final_tie = p.names, p.rule, p.lowest_tie, p.final_tie
    work.session.add(row)
    work.session.flush()
    fact = AppointmentRulesSet(body.id, body.name, p.names, p.rule, p.lowest_tie, p.final_tie)
    work.record(council_stream(work.session), fact)
