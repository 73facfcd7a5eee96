"""Urgency: a decision that does not wait for call-in, with the consent of whoever may give it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from meetings.decisions.events import CallInWaived, DecisionChanged
from meetings.decisions.rules.record import CallIn
from meetings.decisions.rules.standing import State
from meetings.decisions.usecases.common import (
    add_version,
    body_of_decision,
    locked_decision,
    newest,
    stream_of,
)
from meetings.forwardplan.queries import chain_of
from meetings.forwardplan.rules.agreement import agreed
from meetings.kernel.checks import Checks
from meetings.kernel.errors import WrongState
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class WaiveCallIn:
    """`agreed_by`: the person who consented. `unable`: why those before them in the chain could not be asked."""

    decision_id: str
    reason: str
    agreed_by: str
    agreed_on: date
    scrutiny_id: str | None = None
    unable: str = ""


@use_case(permission=Permission.PUBLISH, scope=body_of_decision)
def waive_call_in(work: Work, command: WaiveCallIn) -> None:
    """Note that it is urgent and does not wait, and who consented. Before its publication.

    Raises WrongState afterwards, Invalid without a reason or for the consent of anybody but the three in the chain.
    """
    row = locked_decision(work, command.decision_id)
    if row.state not in (State.DRAFT, State.MADE):
        raise WrongState("Urgency is settled before a decision is published.")
    record = newest(work, row)
    if record.call_in is not CallIn.SUBJECT:
        raise WrongState("This decision does not wait for call-in as it is.")
    checks = Checks()
    reason = checks.line("reason", command.reason, "Say why it cannot wait for call-in", 2000)
    checks.that(command.agreed_on <= work.today, "agreed_on", "The consent cannot lie in the future")
    chain = chain_of(work.session, command.scrutiny_id, command.agreed_on)
    given = agreed(chain, command.agreed_by, command.unable)
    if isinstance(given, str):
        known = any(h.person_id == command.agreed_by for h in chain if h.person_id)
        checks.that(False, "unable" if known else "agreed_by", given)
    checks.done()
    assert not isinstance(given, str)
    why = f"{reason} {given.unable}".strip()
    waived = replace(
        record,
        call_in=CallIn.URGENT,
        call_in_reason=why,
        waived_by=given.holder.name,
        waived_as=given.holder.office.label,
        waived_on=command.agreed_on,
    )
    version = add_version(work, row, waived, "Urgent: does not wait for call-in")
    changed = DecisionChanged(row.id, row.reference, version.number, version.sha256, version.note)
    fact = CallInWaived(
        row.id, row.reference, why, given.holder.name, given.holder.office.value, command.agreed_on
    )
    work.record(stream_of(work, row), changed, fact)
