"""Pages on which a Word file or a PDF is uploaded, and appendices are added."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.agendas.uploads import ACCEPT, said, take_in
from meetings.documents.checks import MEDIA_TYPES, FileKind
from meetings.documents.word import docx_to_html
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.reports.forms import version_in
from meetings.reports.pages import ReportPage, report_page
from meetings.reports.rules.template import into_sections
from meetings.reports.showing import back_to, shown
from meetings.reports.usecases import (
    AddAppendix,
    RemoveAppendix,
    StoredFile,
    TakeText,
    UseDocument,
    add_appendix,
    remove_appendix,
    take_text,
    use_document,
)
from meetings.web.access import needs
from meetings.web.doors import reading, run
from meetings.web.services import services

bp = Blueprint("files", __name__)


@bp.get("/reports/<report_id>/upload")
@needs(Permission.WRITE_REPORT)
def upload(report_id: str) -> ResponseReturnValue:
    """Where a Word file or a PDF is uploaded."""
    return _upload_page(report_id, {})


@bp.post("/reports/<report_id>/upload")
@needs(Permission.WRITE_REPORT)
def take_upload(report_id: str) -> ResponseReturnValue:
    """The text of a Word file goes into the sections; a PDF becomes the report itself."""
    page = _must_be_open(report_id)
    version = version_in(request.form)
    try:
        paper, findings = take_in(request.files.get("file"))
        if paper.media_type == MEDIA_TYPES[FileKind.PDF]:
            kept = StoredFile(paper.filename, paper.media_type, paper.size, paper.pages, paper.sha256)
            run(use_document, UseDocument(report_id, version, kept))
            flash(f"The PDF is the report now. {said(findings)}".strip(), "success")
            return back_to(report_id)
        with services().storage.open(paper.sha256) as stream:
            converted = docx_to_html(stream.read())
    except Invalid as error:
        return _upload_page(report_id, error.fields or {"file": error.message}), 422
    titles = {s.key: s.title for s in page.content.sections}
    sections = into_sections(converted.html, titles)
    run(take_text, TakeText(report_id, version, sections, paper.filename))
    found = [titles[key] for key in sections if key in titles]
    where = f"Its text is in {', '.join(found)}." if found else "No heading was called like a section."
    rest = " The rest is in the section “Report”." if "body" in sections else ""
    flash(f"The Word file is taken over. {where}{rest}", "success")
    for warning in converted.warnings:
        flash(warning, "warning")
    return redirect(url_for("reports.editing.edit", report_id=report_id), 303)


@bp.post("/reports/<report_id>/document/remove")
@needs(Permission.WRITE_REPORT)
def drop_document(report_id: str) -> ResponseReturnValue:
    """Go back to what is written."""
    run(use_document, UseDocument(report_id, version_in(request.form), None))
    flash("The PDF is taken away. What is written in the sections is the report.", "success")
    return back_to(report_id)


def _upload_page(report_id: str, errors: Mapping[str, str]) -> str:
    page = _must_be_open(report_id)
    return render_template(
        "reports/upload.html",
        page=page,
        report=page.report,
        errors=errors,
        accept=ACCEPT,
        largest=services().config.max_paper_bytes,
    )


def _must_be_open(report_id: str) -> ReportPage:
    with reading() as session:
        return report_page(session, report_id)


@bp.post("/reports/<report_id>/appendices")
@needs(Permission.WRITE_REPORT)
def new_appendix(report_id: str) -> ResponseReturnValue:
    """One more appendix."""
    form = request.form
    try:
        paper, findings = take_in(request.files.get("file"))
        kept = StoredFile(paper.filename, paper.media_type, paper.size, paper.pages, paper.sha256)
        exempt = form.get("exempt") == "yes"
        run(
            add_appendix,
            AddAppendix(report_id, form.get("title", ""), kept, exempt, form.get("appendix_id", "")),
        )
    except Invalid as error:
        fields = {
            f"appendix_{name}" if name in ("title", "file") else name: t for name, t in error.fields.items()
        }
        return shown(report_id, errors=fields, typed=dict(form)), 422
    flash(f"The appendix is added. {said(findings)}".strip(), "success")
    return back_to(report_id, "appendices")


@bp.post("/reports/<report_id>/appendices/<appendix_id>/remove")
@needs(Permission.WRITE_REPORT)
def drop_appendix(report_id: str, appendix_id: str) -> ResponseReturnValue:
    """Take an appendix off."""
    run(remove_appendix, RemoveAppendix(report_id, appendix_id))
    flash("The appendix is taken off. The version before still has it.", "success")
    return back_to(report_id, "appendices")
