"""Pages of reports: an author's own, what waits for a consultee, and each report with its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from meetings.documents.difference import Piece, difference, side_by_side
from meetings.kernel.errors import Denied, Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.ports.storage import FileMissing
from meetings.reports import consulting, desk_pages, editing, file_pages, queries
from meetings.reports.forms import version_in
from meetings.reports.rules.content import EXEMPT, PUBLIC, Attached, ReportContent
from meetings.reports.rules.material import Weight, changes_between, parts_of
from meetings.reports.showing import back_to, shown
from meetings.reports.usecases import (
    PrintReport,
    SubmitReport,
    TakeBackReport,
    TakeUpReport,
    WithdrawReport,
    print_report,
    submit_report,
    take_back_report,
    take_up_report,
    withdraw_report,
)
from meetings.reports.words import sentence_of
from meetings.web.access import needs, signed_in
from meetings.web.doors import current_actor, may, now, reading, run, today
from meetings.web.services import services

bp = Blueprint("reports", __name__)
for _each in (editing.bp, file_pages.bp, consulting.bp, desk_pages.bp):
    bp.register_blueprint(_each)
_CLOSED = "sandbox; default-src 'none'; frame-ancestors 'none'"


@bp.get("/reports")
@signed_in
def mine() -> ResponseReturnValue:
    """The reports of whoever asks; consultees find theirs under "to clear"."""
    if not may(Permission.WRITE_REPORT):
        if may(Permission.CLEAR_REPORT):
            return redirect(url_for("reports.to_clear"), 303)
        raise Denied("Your account does not give access to this page.")
    with reading() as session:
        rows = queries.reports_of_author(session, current_actor().account_id, now())
        clearances = queries.clearances_by_report(session, [r.id for r in rows])
    return render_template("reports/mine.html", rows=rows, clearances=clearances, today=today())


@bp.get("/reports/to-clear")
@needs(Permission.CLEAR_REPORT)
def to_clear() -> ResponseReturnValue:
    """What waits for a consultee, and what they have answered."""
    return consulting.to_clear_page()


@bp.get("/reports/<report_id>")
@signed_in
def show(report_id: str) -> ResponseReturnValue:
    """A report: what is next, who has cleared it, what it says, what was remarked."""
    return shown(report_id)


@bp.get("/reports/<report_id>/versions/<int:number>")
@signed_in
def compare(report_id: str, number: int) -> ResponseReturnValue:
    """What a version changed in another: side by side, or in one text."""
    before_number = request.args.get("from", number - 1, type=int)
    with reading() as session:
        report = queries.visible_report(session, report_id, current_actor(), today())
        versions = queries.versions_of(session, report_id)
        about = next((v for v in versions if v.number == number), None)
        if about is None or not 0 <= before_number < number:
            raise NotFound("There is no such version of this report.")
        after = queries.content_of(session, report_id, number)
        before = queries.content_of(session, report_id, before_number) if before_number else None
    side = request.args.get("view") != "inline"
    return render_template(
        "reports/compare.html",
        report=report,
        about=about,
        versions=versions,
        number=number,
        before_number=before_number,
        changes=_changes(before, after, side=side) if before else None,
        parts=parts_of(after),
        piece=Piece,
        weight=Weight,
        side=side,
    )


def _changes(before: ReportContent, after: ReportContent, *, side: bool) -> list[dict[str, Any]]:
    old, new = parts_of(before), parts_of(after)
    show: Callable[[str, str], Any] = side_by_side if side else difference
    return [
        {
            "title": change.title,
            "weight": change.weight,
            "rows": show(
                old[change.key].text if change.key in old else "",
                new[change.key].text if change.key in new else "",
            ),
        }
        for change in changes_between(before, after)
    ]


@bp.get("/reports/<report_id>/history")
@signed_in
def history(report_id: str) -> ResponseReturnValue:
    """What happened to a report."""
    with reading() as session:
        report = queries.visible_report(session, report_id, current_actor(), today())
        entries = queries.history_of(session, report)
    sentences = [sentence_of(entry.fact) for entry in entries]
    return render_template("reports/history.html", report=report, entries=entries, sentences=sentences)


@bp.get("/reports/<report_id>/report.pdf")
@signed_in
def pdf(report_id: str) -> ResponseReturnValue:
    """A version in print: the public part, or with ?part=exempt the annex."""
    part = EXEMPT if request.args.get("part") == EXEMPT else PUBLIC
    with reading() as session:
        report = queries.visible_report(session, report_id, current_actor(), today())
        number = request.args.get("version", report.version, type=int)
        versions = queries.versions_of(session, report_id)
    version = next((v for v in versions if v.number == number), None)
    kept = version.renditions.get(part) if version else None
    if kept is None:
        raise NotFound(
            "This PDF is not there. It is made when the report is sent to consultees or submitted."
        )
    return _file(kept["sha256"], "application/pdf", f"report version {number}.pdf")


@bp.get("/reports/<report_id>/files/<file_id>")
@signed_in
def file(report_id: str, file_id: str) -> ResponseReturnValue:
    """An appendix, or the PDF that stands in place of the text, of any version."""
    with reading() as session:
        report = queries.visible_report(session, report_id, current_actor(), today())
        found = next(
            (
                each
                for number in range(report.version, 0, -1)
                for each in _files(queries.content_of(session, report_id, number))
                if each.id == file_id
            ),
            None,
        )
    if found is None:
        raise NotFound("There is no such file.")
    return _file(found.sha256, found.media_type, found.filename)


def _files(content: ReportContent) -> tuple[Attached, ...]:
    return (*content.appendices, *((content.document,) if content.document else ()))


def _file(sha256: str, media_type: str, name: str) -> ResponseReturnValue:
    try:
        stream = services().storage.open(sha256)
    except FileMissing:
        raise NotFound("This file is not there.") from None
    download = media_type != "application/pdf"
    response = send_file(
        stream, mimetype=media_type, as_attachment=download, download_name=name, max_age=None
    )
    response.headers["Content-Security-Policy"] = _CLOSED
    response.headers["Cache-Control"] = "no-store, private"
    return response


@bp.post("/reports/<report_id>/submit")
@needs(Permission.WRITE_REPORT)
def submit(report_id: str) -> ResponseReturnValue:
    """Send it to democratic services."""
    try:
        lacking = run(
            submit_report,
            SubmitReport(report_id, version_in(request.form), request.form.get("without", "")),
        )
    except Invalid as error:
        return shown(report_id, errors=error.fields, typed=dict(request.form)), 422
    flash(
        "The report is with democratic services" + (", without all clearances." if lacking else "."),
        "success",
    )
    return back_to(report_id)


@bp.post("/reports/<report_id>/take-back")
@needs(Permission.WRITE_REPORT)
def take_back(report_id: str) -> ResponseReturnValue:
    """Work on it again."""
    run(take_back_report, TakeBackReport(report_id))
    flash("You have the report back.", "success")
    return back_to(report_id)


@bp.post("/reports/<report_id>/withdraw")
@needs(Permission.WRITE_REPORT)
def withdraw(report_id: str) -> ResponseReturnValue:
    """It is not to go to a meeting."""
    try:
        run(withdraw_report, WithdrawReport(report_id, request.form.get("reason", "")))
    except Invalid as error:
        return shown(report_id, errors=error.fields, typed=dict(request.form)), 422
    flash("The report is withdrawn.", "success")
    return back_to(report_id)


@bp.post("/reports/<report_id>/take-up")
@needs(Permission.WRITE_REPORT)
def take_up(report_id: str) -> ResponseReturnValue:
    """Work on a withdrawn report again."""
    run(take_up_report, TakeUpReport(report_id))
    flash("The report is a draft again.", "success")
    return back_to(report_id)


@bp.post("/reports/<report_id>/print")
@needs(Permission.WRITE_REPORT)
def print_again(report_id: str) -> ResponseReturnValue:
    """Make the PDF of the newest version."""
    run(print_report, PrintReport(report_id))
    flash("The PDF is being made. It is there in half a minute.", "success")
    return back_to(report_id)
