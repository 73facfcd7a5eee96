"""Pages about decisions that were not treated as key: the request to report, its clock, the report."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from meetings.deadlines.queries import law_of
from meetings.forwardplan import queries
from meetings.forwardplan.blueprint import HOME, bp, my_bodies, shown
from meetings.forwardplan.rules.timing import usual_period
from meetings.forwardplan.usecases import MakeReport, RequestReport, make_report, request_report
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.web.access import needs
from meetings.web.doors import may, reading, run, today
from meetings.web.fields import complaints, date_of, typed

_ASK = ("body_id", "decision", "reasons", "period")
_REPORT = ("decision", "reasons", "maker", "not_key")


@bp.get(f"{HOME}/requests")
@needs(Permission.PREPARE_MEETING)
def requests() -> ResponseReturnValue:
    """Requests to report, and the form for a new one."""
    return _list_page({"requested_on": today(), "decided_on": None}, {})


@bp.post(f"{HOME}/requests")
@needs(Permission.PREPARE_MEETING)
def ask() -> ResponseReturnValue:
    """Note a request."""
    form, errors = request.form, dict[str, str]()
    values = typed(form, *_ASK, dates=("decided_on", "requested_on"))
    decided = date_of(form, "decided_on", errors, missing="Enter the day of the decision")
    asked = date_of(form, "requested_on", errors, missing="Enter the day of the request")
    text = values["period"].strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) < 4):
        errors["period"] = "Enter a number of working days, such as 10"
    if not values["body_id"]:
        errors["body_id"] = "Choose the committee that asks"
    if decided is not None and asked is not None and not errors:
        command = RequestReport(
            values["body_id"], values["decision"], decided, asked, values["reasons"], int(text or 0)
        )
        try:
            request_id = run(request_report, command)
        except Invalid as error:
            errors = complaints(error)
        else:
            flash("The request is noted and its clock runs.", "success")
            return redirect(f"{HOME}/requests/{request_id}", 303)
    return _list_page(values, errors)


@bp.get(f"{HOME}/requests/<request_id>")
@needs(Permission.PREPARE_MEETING)
def one_request(request_id: str) -> ResponseReturnValue:
    """One request with its report, or the form for it."""
    return _page(request_id, {"reported_on": today()}, {})


@bp.post(f"{HOME}/requests/<request_id>")
@needs(Permission.PREPARE_MEETING)
def keep_report(request_id: str) -> ResponseReturnValue:
    """Keep the report to the council."""
    form, errors = request.form, dict[str, str]()
    values = typed(form, *_REPORT, dates=("reported_on",))
    day = date_of(form, "reported_on", errors, missing="Enter the day of the report")
    if day is not None:
        command = MakeReport(
            request_id, day, values["decision"], values["reasons"], values["maker"], values["not_key"]
        )
        try:
            run(make_report, command)
        except Invalid as error:
            errors = complaints(error)
        else:
            flash("The report to the council is on record.", "success")
            return redirect(f"{HOME}/requests/{request_id}", 303)
    return _page(request_id, values, errors)


def _list_page(values: dict[str, Any], errors: dict[str, str]) -> ResponseReturnValue:
    with reading() as session:
        mine = my_bodies(session)
        ids = {b.id for b in mine}
        rows = [r for r in queries.requests(session) if r.body_id in ids]
        period = usual_period(law_of(session))
    options = sorted(mine, key=lambda b: "scrutiny" not in b.name.casefold())
    return shown(
        "requests",
        422 if errors else 200,
        rows=rows,
        bodies=[(b.id, b.name) for b in options],
        period=period,
        values=values,
        errors=errors,
        today=today(),
    )


def _page(request_id: str, values: dict[str, Any], errors: dict[str, str]) -> ResponseReturnValue:
    with reading() as session:
        row = queries.request_of(session, request_id)
    if not may(Permission.PREPARE_MEETING, row.body_id):
        raise NotFound("There is no such request.")
    status = 422 if errors else 200
    return shown("request", status, row=row, values=values, errors=errors, today=today())
