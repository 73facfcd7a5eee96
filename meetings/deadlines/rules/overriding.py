"""Who may let a rule pass: what blocks nobody can, some gates the monitoring officer alone, where there is one."""

from __future__ import annotations

from collections.abc import Collection

from meetings.deadlines.rules.base import Rule, Severity
from meetings.kernel.permissions import Role


def why_not_passed(rule: Rule, roles: Collection[Role]) -> str:
    """Why somebody with these roles cannot let it pass, as a sentence; empty: they can."""
    if rule.severity is not Severity.GATE:
        return "This rule cannot be let pass: put right what it asks for."
    if "monitoring officer" in rule.override and Role.MONITORING not in roles:
        return "Only the monitoring officer can let this rule pass."
    return ""
