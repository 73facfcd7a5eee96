"""The officers' pages for imports, the record of a meeting and the council's name."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.admin import forms, queries
from meetings.admin.csv_export import record_csv
from meetings.admin.importer import Importer
from meetings.admin.moderngov.fetch import FetchRules
from meetings.admin.moderngov.loaded import Loaded, NotRead
from meetings.admin.moderngov.site import Site
from meetings.admin.moderngov.source import Uploaded, open_url
from meetings.admin.moderngov.tree import LARGEST
from meetings.admin.usecases import NO_COMMITTEE, RenameCouncil, may_rename, rename_council
from meetings.admin.verify import check_stream
from meetings.bodies.queries import council_name
from meetings.kernel.errors import Denied, Invalid
from meetings.kernel.permissions import Permission
from meetings.schedule.access import desk_meeting
from meetings.schedule.queries import meeting_of
from meetings.schedule.rules import audience_of, bodies_for
from meetings.web.access import needs, signed_in
from meetings.web.doors import current_actor, reading, run, today
from meetings.web.fields import complaints, page_number
from meetings.web.services import services

bp = Blueprint("admin", __name__)
PAGE = 100
#: A page does not wait long, and never for an address inside the council's own network.
_FETCH = FetchRules(timeout=8.0, deadline=25.0, attempts=1)
_ALLOW_PRIVATE = False
_WHOLE_SITE = (
    "This is the address of a whole site, which takes longer than a page can wait. Give the address of one "
    "meeting, or ask whoever looks after the server to run: script/witan import-moderngov "
)


@bp.get("/desk/import")
@needs(Permission.IMPORT)
def ask_import() -> ResponseReturnValue:
    """Ask for files or an address."""
    return _import_page(forms.ImportForm(), {})


@bp.post("/desk/import")
@needs(Permission.IMPORT)
def bring_in() -> ResponseReturnValue:
    """Read everything first: if any of it cannot be read, nothing is stored."""
    sent = request.files.getlist("files")
    form, errors = forms.read_import(request.form, sent)
    for file in sent:
        file.close()
    loaded: list[Loaded] = []
    if not errors:
        loaded, errors = _load(form)
    if errors:
        return _import_page(form, errors)
    importer = Importer(run, form.where, form.committee)
    brought = list(importer.bring(loaded))
    report = importer.report()
    if not report.stored and report.not_read:
        return _import_page(form, {_field(form): "; ".join(_said(n) for n in report.not_read)})
    with reading() as session:
        rows = [(each.fate, meeting_of(session, each.meeting_id)) for each in brought]
    without = [row for _, row in rows if row.body_name == NO_COMMITTEE]
    page = render_template("admin/imported.html", rows=rows, report=report, nameless=bool(without))
    return Response(page, 200)


def _load(form: forms.ImportForm) -> tuple[list[Loaded], dict[str, str]]:
    field = _field(form)
    try:
        if form.files:
            found = list(Uploaded(form.files).load())
        else:
            source = open_url(form.address, allow_private=_ALLOW_PRIVATE, rules=_FETCH)
            if isinstance(source, Site):
                return [], {field: _WHOLE_SITE + form.address}
            found = list(source.load())
    except Invalid as error:
        return [], {field: error.message}
    unread = [each for each in found if isinstance(each, NotRead)]
    if unread:
        return [], {field: "; ".join(_said(each) for each in unread[:5])}
    return found, {}


def _field(form: forms.ImportForm) -> str:
    return "files" if form.files else "address"


def _said(problem: NotRead) -> str:
    return f"{problem.origin}: {problem.message}"


def _import_page(form: forms.ImportForm, errors: Mapping[str, str]) -> ResponseReturnValue:
    mine = bodies_for(current_actor(), Permission.IMPORT, today())
    with reading() as session:
        committees = queries.body_choices(session, mine)
    page = render_template(
        "admin/import.html",
        values=form,
        errors=errors,
        committees=committees,
        may_add=mine is None,
        largest=LARGEST,
    )
    return page, 422 if errors else 200


@bp.get("/desk/record/<meeting_id>")
@needs(Permission.READ_RECORD)
def record(meeting_id: str) -> ResponseReturnValue:
    """Everything that was recorded of a meeting, in order; checked when that is asked for."""
    group = request.args.get("group", "")
    group = group if group in queries.GROUPS else ""
    timezone = services().config.timezone
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.READ_RECORD)
        count = queries.count_of_facts(session, meeting_id, group)
        pages = max(1, -(-count // PAGE))
        page = min(page_number(request.args), pages)
        audience = audience_of(current_actor(), meeting.body_id, today())
        lines = queries.record_lines(session, meeting_id, audience, timezone, group, PAGE, (page - 1) * PAGE)
        checked = check_stream(session, services().storage, meeting_id) if "check" in request.args else None
    return render_template(
        "admin/record.html",
        meeting=meeting,
        lines=lines,
        count=count,
        page=page,
        pages=pages,
        group=group,
        group_options=list(queries.GROUPS.items()),
        checked=checked,
        days=[line.at.astimezone(timezone).date() for line in lines],
    )


@bp.get("/desk/record/<meeting_id>/record.csv")
@needs(Permission.READ_RECORD)
def record_as_csv(meeting_id: str) -> ResponseReturnValue:
    """The same as a table for a spreadsheet."""
    timezone = services().config.timezone
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.READ_RECORD)
        audience = audience_of(current_actor(), meeting.body_id, today())
        lines = queries.record_lines(session, meeting_id, audience, timezone)
    answer = Response(record_csv(lines, timezone), mimetype="text/csv")
    name = f"record-{meeting.body_slug}-{meeting.starts_at.astimezone(timezone):%Y-%m-%d}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/desk/settings")
@signed_in
def settings() -> ResponseReturnValue:
    """The council's name."""
    _require_settings()
    with reading() as session:
        return _settings_page(council_name(session), {})


@bp.post("/desk/settings")
@signed_in
def save_settings() -> ResponseReturnValue:
    """Change it."""
    _require_settings()
    name = request.form.get("name", "")
    try:
        run(rename_council, RenameCouncil(name))
    except Invalid as error:
        return _settings_page(name, complaints(error))
    # The name stands on every page that is kept.
    services().page_cache.clear()
    flash("The settings are saved.", "success")
    return redirect(url_for("admin.settings"), code=303)


def _settings_page(name: str, errors: Mapping[str, str]) -> ResponseReturnValue:
    return render_template("admin/settings.html", name=name, errors=errors), 422 if errors else 200


def _require_settings() -> None:
    if not may_rename(current_actor(), today()):
        raise Denied("Only an administrator or an officer of the whole council can change the settings.")
