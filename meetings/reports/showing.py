"""The page of a report, shown at its address and again when a form on it was refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from meetings.reports.pages import report_page
from meetings.reports.rules.states import ClearanceState, ReportState
from meetings.web.doors import reading, today


def shown(
    report_id: str, errors: Mapping[str, str] | None = None, typed: Mapping[str, Any] | None = None
) -> str:
    """The page, with what was typed in the form that was refused."""
    with reading() as session:
        page = report_page(session, report_id)
    # What a form on the page complains of is linked to its field; what the editor holds is only named.
    fields = dict(errors or {})
    return render_template(
        "reports/report.html",
        page=page,
        report=page.report,
        content=page.content,
        errors=fields,
        typed=typed or {},
        today=today(),
        clearance=ClearanceState,
        states=ReportState,
    )


def back_to(report_id: str, anchor: str | None = None) -> ResponseReturnValue:
    """To the report's page."""
    return redirect(url_for("reports.show", report_id=report_id, _anchor=anchor), 303)
