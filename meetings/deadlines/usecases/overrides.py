"""A rule let pass by a named person with a reason, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.deadlines.events import OverrideWithdrawn, RuleOverridden
from meetings.deadlines.models import RuleOverride
from meetings.deadlines.rules.base import Severity
from meetings.deadlines.rules.book import rule
from meetings.deadlines.rules.overriding import why_not_passed
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Denied, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import WHOLE_COUNCIL, Permission, Role
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work

_TWICE = "Somebody else let this rule pass at the same moment. Look at the page again."
CONFLICTS.update({"rule_override.meeting_id": _TWICE, "uq_rule_override_standing": _TWICE})

BodyOf = Callable[[Session, str], str]
_BODY_OF: list[BodyOf] = []


@dataclass(frozen=True)
class OverrideRule:
    """Go on although a rule is not met. `subject` is the item or paper it was applied to."""

    meeting_id: str
    rule_id: str
    subject: str
    reason: str


@dataclass(frozen=True)
class WithdrawOverride:
    """Keep the rule after all."""

    meeting_id: str
    override_id: str


def meeting_bodies(body_of: BodyOf) -> BodyOf:
    """Let the calendar, which stands above the law, say whose meeting it is; the function raises NotFound."""
    _BODY_OF[:] = [body_of]
    return body_of


def body_of_meeting(session: Session, command: Any) -> str:
    """The scope: the body whose meeting it is; as long as nobody can say, only rights on the whole council count."""
    return _BODY_OF[0](session, command.meeting_id) if _BODY_OF else WHOLE_COUNCIL


@use_case(permission=Permission.OVERRIDE_LAW, scope=body_of_meeting)
def override_rule(work: Work, command: OverrideRule) -> str:
    """Let a rule pass. The override's id.

    Raises NotFound for a rule that is not in the book, Denied where another must decide, Invalid without a reason,
    WrongState for what nobody can let pass and for what stands already.
    """
    _check_rule(work, command)
    checks = Checks()
    reason = checks.text("reason", command.reason, longest=2000)
    checks.that(bool(reason), "reason", "Give the reason; it is recorded with your name")
    checks.done()
    standing = work.session.scalar(
        select(RuleOverride.id).where(
            RuleOverride.meeting_id == command.meeting_id,
            RuleOverride.rule_id == command.rule_id,
            RuleOverride.subject == command.subject,
            RuleOverride.withdrawn_at.is_(None),
        )
    )
    if standing is not None:
        raise WrongState("This rule has been let pass already, with a reason.")
    row = RuleOverride(
        id=new_id(),
        meeting_id=command.meeting_id,
        rule_id=command.rule_id,
        subject=command.subject,
        reason=reason,
        by=work.actor.name,
        by_id=work.actor.account_id,
        at=work.now,
        withdrawn_by="",
    )
    work.session.add(row)
    work.record(command.meeting_id, RuleOverridden(row.id, row.rule_id, row.subject, reason))
    return row.id


def _check_rule(work: Work, command: OverrideRule) -> None:
    try:
        found = rule(command.rule_id)
    except KeyError as error:
        raise NotFound("There is no such rule.") from error
    # Who monitors another body decides nothing for this one.
    held = work.actor.roles(work.today, body_of_meeting(work.session, command))
    why_not = why_not_passed(found, [Role.MONITORING] if work.actor.is_system else held)
    if why_not:
        raise (Denied if found.severity is Severity.GATE else WrongState)(why_not)


@use_case(permission=Permission.OVERRIDE_LAW, scope=body_of_meeting)
def withdraw_override(work: Work, command: WithdrawOverride) -> None:
    """Take it back; it stays to be read. Raises NotFound, WrongState when that was done before."""
    row = work.session.get(RuleOverride, command.override_id, with_for_update=True)
    if row is None or row.meeting_id != command.meeting_id:
        raise NotFound("There is no such override.")
    if row.withdrawn_at is not None:
        raise WrongState("This has been taken back already.")
    row.withdrawn_at, row.withdrawn_by = work.now, work.actor.name
    work.record(command.meeting_id, OverrideWithdrawn(row.id, row.rule_id, row.subject))
