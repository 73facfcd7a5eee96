"""A decision that was not treated as key: scrutiny asks for a report to the council, and the executive makes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.queries import body_of
from meetings.db.record import council_stream
from meetings.deadlines.queries import law_of
from meetings.forwardplan.events import ReportMade, ReportRequested
from meetings.forwardplan.models import PlanRequest
from meetings.forwardplan.rules.timing import report_due, usual_period
from meetings.forwardplan.usecases.common import require_plan
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

LONGEST = 4000
LONGEST_PERIOD = 250


@dataclass(frozen=True)
class RequestReport:
    """`body_id`: the scrutiny committee. `period`: working days it gives; 0: the council's usual ones."""

    body_id: str
    decision: str
    decided_on: date
    requested_on: date
    reasons: str
    period: int = 0
    entry_id: str | None = None


@dataclass(frozen=True)
class MakeReport:
    """What the report to the council must say (England: SI 2012/2089, regulation 18)."""

    request_id: str
    reported_on: date
    decision: str
    reasons: str
    maker: str
    not_key: str


def _body_of_command(_session: Session, command: RequestReport) -> str:
    return command.body_id


def body_of_request(session: Session, command: Any) -> str:
    """The scope of commands with a `request_id`. Raises NotFound."""
    body_id = session.scalar(select(PlanRequest.body_id).where(PlanRequest.id == command.request_id))
    if body_id is None:
        raise NotFound("There is no such request.")
    return body_id


@use_case(permission=Permission.PREPARE_MEETING, scope=_body_of_command)
def request_report(work: Work, command: RequestReport) -> str:
    """Note that scrutiny asks for a report, and start its clock. Returns its id. Raises Invalid, NotFound."""
    require_plan(work)
    body_of(work.session, command.body_id)
    checks = Checks()
    decision = checks.line("decision", command.decision, "Say which decision it is about", 300)
    reasons = checks.text("reasons", command.reasons, LONGEST)
    checks.that(bool(reasons), "reasons", "Say why the committee holds that it was a key decision")
    checks.that(
        0 <= command.period <= LONGEST_PERIOD, "period", f"Give {LONGEST_PERIOD} working days at most"
    )
    checks.span(command.decided_on, command.requested_on, "requested_on")
    checks.that(command.requested_on <= work.today, "requested_on", "The request cannot lie in the future")
    checks.done()
    law = law_of(work.session)
    period = command.period or usual_period(law)
    row = PlanRequest(
        id=new_id(),
        entry_id=command.entry_id,
        body_id=command.body_id,
        decision=decision,
        decided_on=command.decided_on,
        requested_on=command.requested_on,
        period=period,
        due=report_due(law, command.requested_on, period),
        reasons=reasons,
    )
    work.session.add(row)
    work.session.flush()
    fact = ReportRequested(row.id, decision, command.requested_on, row.due)
    work.record(council_stream(work.session), fact)
    return row.id


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_request)
def make_report(work: Work, command: MakeReport) -> None:
    """Keep the report to the council. Raises Invalid for each thing it leaves out, WrongState if it was made."""
    query = select(PlanRequest).where(PlanRequest.id == command.request_id).with_for_update()
    row = work.session.scalar(query)
    if row is None:
        raise NotFound("There is no such request.")
    if row.reported_on is not None:
        raise WrongState("The report on this decision was made already.")
    checks = Checks()
    texts = {
        "decision": ("What was decided", command.decision),
        "reasons": ("Why it was decided", command.reasons),
        "maker": ("Who decided", command.maker),
        "not_key": ("Why it was not treated as a key decision", command.not_key),
    }
    clean = {name: checks.text(name, text, LONGEST) for name, (_, text) in texts.items()}
    for name, (label, _) in texts.items():
        checks.that(bool(clean[name]), name, f"{label}: the report must say this")
    checks.that(
        row.requested_on <= command.reported_on <= work.today, "reported_on", "Enter the day of the report"
    )
    checks.that(len(clean["maker"]) <= 300, "maker", "Use 300 characters or fewer")
    checks.done()
    row.reported_on = command.reported_on
    row.report_decision, row.report_reasons = clean["decision"], clean["reasons"]
    row.report_maker, row.report_not_key = clean["maker"], clean["not_key"]
    work.session.flush()
    work.record(council_stream(work.session), ReportMade(row.id, row.decision, command.reported_on))
