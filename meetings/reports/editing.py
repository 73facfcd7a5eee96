"""Pages on which reports are begun and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.agendas.exemptions import GROUNDS, schedule_of
from meetings.bodies.queries import bodies
from meetings.deadlines.queries import law_of
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.reports import queries
from meetings.reports.forms import other_paragraphs, paragraph_options, read_edit
from meetings.reports.pages import report_page
from meetings.reports.rules.content import ReportContent, with_fields
from meetings.reports.showing import back_to
from meetings.reports.usecases import (
    AddAuthor,
    AddSection,
    EditConflict,
    EditReport,
    FieldConflict,
    MoveReport,
    RemoveSection,
    StartReport,
    add_author,
    add_section,
    edit_report,
    move_report,
    remove_section,
    start_report,
)
from meetings.schedule.queries import upcoming
from meetings.schedule.rules import bodies_for
from meetings.web.access import needs
from meetings.web.doors import current_actor, now, reading, run, today
from meetings.web.errors import wants_json

bp = Blueprint("editing", __name__)


@dataclass(frozen=True)
class Refused:
    """What the editor shows of a save that was not taken."""

    content: ReportContent | None = None
    version: int | None = None
    conflicts: Mapping[str, FieldConflict] = field(default_factory=dict)
    written_by: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    minor: bool = False


@bp.get("/reports/new")
@needs(Permission.WRITE_REPORT)
def new() -> ResponseReturnValue:
    """Begin a report."""
    meeting_id = request.args.get("meeting", "")
    return _new_page({"where": f"meeting.{meeting_id}" if meeting_id else "", "title": ""}, {})


@bp.post("/reports/new")
@needs(Permission.WRITE_REPORT)
def start() -> ResponseReturnValue:
    """Begin it."""
    typed = {"where": request.form.get("where", ""), "title": request.form.get("title", "")}
    kind, _, key = typed["where"].partition(".")
    with reading() as session:
        meetings = {m.id: m.body_id for m in upcoming(session, now(), 300, public_only=False)}
    body_id = key if kind == "body" else meetings.get(key, "")
    if not body_id:
        return _new_page(typed, {"where": "Choose the meeting or committee it is for"}), 422
    command = StartReport(body_id, typed["title"], key if kind == "meeting" else None)
    try:
        report_id = run(start_report, command)
    except Invalid as error:
        return _new_page(typed, error.fields), 422
    flash("The report is begun. Write it here, or upload what you have.", "success")
    return redirect(url_for("reports.editing.edit", report_id=report_id), 303)


def _new_page(typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    mine = bodies_for(current_actor(), Permission.WRITE_REPORT, today())
    with reading() as session:
        known = [b for b in bodies(session) if mine is None or b.id in mine]
        ids = {b.id for b in known}
        meetings = [m for m in upcoming(session, now(), 60, public_only=False) if m.body_id in ids]
    return render_template("reports/new.html", bodies=known, meetings=meetings, typed=typed, errors=errors)


@bp.get("/reports/<report_id>/edit")
@needs(Permission.WRITE_REPORT)
def edit(report_id: str) -> ResponseReturnValue:
    """The editor."""
    return _editor(report_id, Refused())


@bp.post("/reports/<report_id>/edit")
@needs(Permission.WRITE_REPORT)
def save(report_id: str) -> ResponseReturnValue:
    """Keep what was written; a refused page comes back with all that was typed."""
    form = read_edit(request.form)
    try:
        if form.errors:
            raise Invalid("Some of this needs correcting.", form.errors)
        version = run(edit_report, EditReport(report_id, form.version, form.fields, form.note, form.minor))
    except EditConflict as error:
        found = {c.name: c for c in error.conflicts}
        with reading() as session:
            newest = queries.content_of(session, report_id, error.version)
        mine = with_fields(newest, error.mine)
        refused = Refused(mine, error.version, found, error.written_by, {}, form.note, form.minor)
        return _editor(report_id, refused), 409
    except Invalid as error:
        if wants_json():
            raise
        return _editor(
            report_id, _typed(report_id, form.version, form.fields, error, form.note, form.minor)
        ), 422
    if version == form.version:
        flash("Nothing has changed since the last save.", "success")
    elif version > form.version + 1:
        link = f"What others changed meanwhile is kept too: see versions {form.version + 1} to {version}."
        flash(f"Saved as version {version}. {link}", "success")
    else:
        flash(f"Saved as version {version}.", "success")
    if request.form.get("then") == "stay":
        return redirect(url_for("reports.editing.edit", report_id=report_id), 303)
    return back_to(report_id)


def _typed(
    report_id: str, version: int, fields: Mapping[str, Any], error: Invalid, note: str, minor: bool
) -> Refused:
    with reading() as session:
        row = queries.visible_report(session, report_id, current_actor(), today())
        known = 1 <= version <= row.version
        base = queries.content_of(session, report_id, version if known else row.version)
    return Refused(with_fields(base, fields), version, {}, "", error.fields, note, minor)


def _editor(report_id: str, refused: Refused) -> str:
    with reading() as session:
        page = report_page(session, report_id)
        law = law_of(session)
        template = queries.template_for(session, page.report.body_id)
    schedule = schedule_of(law.profile)
    known = schedule.paragraphs if schedule else {}
    content = refused.content or page.content
    return render_template(
        "reports/edit.html",
        page=page,
        report=page.report,
        content=content,
        base=page.report.version if refused.version is None else refused.version,
        conflicts=refused.conflicts,
        written_by=refused.written_by,
        errors=refused.errors,
        note=refused.note,
        minor=refused.minor,
        hints={s.key: s.hint for s in template.sections},
        required={key for key, _ in template.required},
        paragraphs=paragraph_options(known),
        paragraphs_typed=other_paragraphs(content, known),
        grounds=list(GROUNDS.items()),
        has_cleared=any(c.state.is_clear for c in page.clearances),
    )


@bp.post("/reports/<report_id>/sections")
@needs(Permission.WRITE_REPORT)
def new_section(report_id: str) -> ResponseReturnValue:
    """One more section."""
    try:
        key = run(add_section, AddSection(report_id, request.form.get("section_title", "")))
    except Invalid as error:
        return _editor(report_id, Refused(errors=error.fields)), 422
    flash("The section is added.", "success")
    return redirect(url_for("reports.editing.edit", report_id=report_id, _anchor=f"section-{key}"), 303)


@bp.post("/reports/<report_id>/sections/<key>/remove")
@needs(Permission.WRITE_REPORT)
def drop_section(report_id: str, key: str) -> ResponseReturnValue:
    """Take a section out."""
    run(remove_section, RemoveSection(report_id, key))
    flash("The section is taken out. The version before still has it.", "success")
    return redirect(url_for("reports.editing.edit", report_id=report_id), 303)


@bp.post("/reports/<report_id>/authors")
@needs(Permission.WRITE_REPORT)
def new_author(report_id: str) -> ResponseReturnValue:
    """Let a colleague write too."""
    run(add_author, AddAuthor(report_id, request.form.get("account_id", "")))
    flash("They can write on this report now.", "success")
    return back_to(report_id, "people")


@bp.post("/reports/<report_id>/meeting")
@needs(Permission.WRITE_REPORT)
def move(report_id: str) -> ResponseReturnValue:
    """Mean it for another meeting."""
    run(move_report, MoveReport(report_id, request.form.get("meeting_id") or None))
    flash("Saved.", "success")
    if request.form.get("onward") == "accept":
        return redirect(url_for("reports.desk.accepting", report_id=report_id), 303)
    return back_to(report_id)
