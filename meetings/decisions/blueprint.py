"""The blueprint that all pages of decisions share, and what the desk's pages ask first."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from meetings.decisions import queries
from meetings.decisions.queries import CallInRow, DecisionRow
from meetings.kernel.errors import Denied, NotFound
from meetings.kernel.permissions import Permission, Role
from meetings.web.doors import current_actor, may, today

bp = Blueprint("decisions", __name__)
HOME = "/desk/decisions"
#: Who works with records at all: who writes them, publishes them, or watches over the law.
WORKERS = (Permission.WRITE_REPORT, Permission.PUBLISH, Permission.OVERRIDE_LAW)


def require_worker() -> None:
    """Refuse who has nothing to do with records. Raises Denied."""
    if not any(may(permission) for permission in WORKERS):
        raise Denied("Your account does not give access to this page.")


def sees_all(body_id: str | None) -> bool:
    """Whether this person sees every record of a body, not only what they wrote themselves."""
    return may(Permission.PREPARE_MEETING, body_id) or may(Permission.OVERRIDE_LAW, body_id)


def desk_decision(session: Session, decision_id: str) -> DecisionRow:
    """A record, if this person works on it. Raises the same NotFound as for an unknown one."""
    row = queries.decision_of(session, decision_id)
    own = row.started_by is not None and row.started_by == current_actor().account_id
    # What somebody wrote is theirs to read as long as they write for that body: officers may have added to it.
    if not (sees_all(row.body_id) or (own and may(Permission.WRITE_REPORT, row.body_id))):
        raise NotFound(queries.NO_DECISION)
    return row


def desk_call_in(session: Session, call_in_id: str) -> tuple[CallInRow, DecisionRow]:
    """A call-in and its decision, the same way."""
    call_in = queries.call_in_of(session, call_in_id)
    row = queries.decision_of(session, call_in.decision_id)
    if not sees_all(row.body_id):
        raise NotFound(queries.NO_CALL_IN)
    return call_in, row


def is_monitoring(body_id: str) -> bool:
    """Whether this person decides on the validity of call-ins."""
    return Role.MONITORING in current_actor().roles(today(), body_id)


def shown(template: str, status: int = 200, **context: Any) -> tuple[str, int]:
    """A page with its status."""
    return render_template(f"decisions/{template}.html", **context), status
