"""An agreed sharing of committee seats, kept with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from meetings.db.record import council_stream
from meetings.deadlines.member_events import BalanceAgreed
from meetings.deadlines.models import BalanceDecision
from meetings.deadlines.rules.balance_check import violations
from meetings.kernel.checks import Checks
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case, whole_council
from meetings.runtime.work import Work


@dataclass(frozen=True)
class AgreeBalance:
    """What the council agreed. `departure`: it departs from the principles, and nobody voted against."""

    decided_on: date
    reason: str
    members: int
    groups: Mapping[str, int]
    committees: Mapping[str, int]
    grid: Mapping[str, Mapping[str, int]]
    departure: bool = False


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def agree_balance(work: Work, command: AgreeBalance) -> str:
    """Keep the decision. Returns its id. Raises Invalid when the grid does not stand."""
    reason, departs = _checked(work, command)
    groups, committees = dict(command.groups), dict(command.committees)
    grid = {committee: dict(row) for committee, row in command.grid.items()}
    row = BalanceDecision(
        id=new_id(),
        decided_on=command.decided_on,
        reason=reason,
        departure=departs,
        figures={"members": command.members, "groups": groups, "committees": committees, "grid": grid},
        by=work.actor.name,
        by_id=work.actor.account_id,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    fact = BalanceAgreed(
        row.id,
        row.decided_on,
        reason,
        departs,
        command.members,
        tuple(groups.items()),
        tuple(committees.items()),
        tuple((c, g, n) for c, seats in grid.items() for g, n in seats.items()),
    )
    work.record(council_stream(work.session), fact)
    return row.id


def _checked(work: Work, command: AgreeBalance) -> tuple[str, bool]:
    """The reason, and whether the grid departs from the principles. Raises Invalid."""
    checks = Checks()
    reason = checks.text("reason", command.reason)
    checks.that(bool(reason), "reason", "Say what was decided and why, such as the minute it stands in")
    checks.that(command.decided_on <= work.today, "decided_on", "The decision cannot be in the future")
    wrong = violations(command.members, command.groups, command.committees, command.grid)
    lost = [v.sentence for v in wrong if v.principle == "sum"]
    checks.that(not lost, "grid", " ".join(lost))
    departs = any(v.needs_departure for v in wrong)
    checks.that(
        command.departure or not departs,
        "departure",
        "This grid departs from political balance: it can stand only if nobody voted against it",
    )
    checks.done()
    return reason, departs
