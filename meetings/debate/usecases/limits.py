"""A body's own time limits."""

from __future__ import annotations

from dataclasses import dataclass, fields

from meetings.bodies.queries import body_of, council_stream
from meetings.debate import queries
from meetings.debate.events import LimitsChanged
from meetings.debate.models import DebateLimits
from meetings.debate.rules import Limits
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

LONGEST_SPEECH, LONGEST_SITTING = 3600, 24 * 60
_MINUTES = ("sitting", "extension")


@dataclass(frozen=True)
class SetLimits:
    """All limits of a body."""

    body_id: str
    limits: Limits


@use_case(permission=Permission.MANAGE_BODIES, scope=lambda _session, command: str(command.body_id))
def set_limits(work: Work, command: SetLimits) -> None:
    """Keep a body's limits. They hold for whoever is given the floor from now on. Raises Invalid, NotFound."""
    body = body_of(work.session, command.body_id)
    errors = {}
    for field in fields(Limits):
        value, most = getattr(command.limits, field.name), LONGEST_SPEECH
        if field.name in _MINUTES:
            most = LONGEST_SITTING
        if type(value) is int and not 0 <= value <= most:
            errors[field.name] = "Too long, or less than nothing"
    if errors:
        raise Invalid("Some of this needs correcting.", errors)
    before = queries.limits_of(work.session, body.id)
    names = [f.name for f in fields(Limits)]
    changed = tuple(n for n in names if getattr(before, n) != getattr(command.limits, n))
    if not changed:
        return
    row = work.session.get(DebateLimits, body.id) or DebateLimits(body_id=body.id)
    for name in names:
        setattr(row, name, getattr(command.limits, name))
    work.session.add(row)
    work.session.flush()
    work.record(council_stream(work.session), LimitsChanged(body.id, changed))
