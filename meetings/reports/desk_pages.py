"""Democratic services' pages: all reports by meeting, accepting and returning, consultees and templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.agendas.queries import working_agenda
from meetings.agendas.rules import usual_place
from meetings.bodies.queries import bodies
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission, Role
from meetings.reports import queries
from meetings.reports.board import board_of
from meetings.reports.forms import (
    NEW_LINES,
    number_in,
    read_day,
    read_needed,
    read_sections,
    typed_day,
    version_in,
)
from meetings.reports.pages import report_page
from meetings.reports.rules.states import missing
from meetings.reports.rules.template import COUNCIL
from meetings.reports.showing import back_to, shown
from meetings.reports.usecases import (
    AcceptReport,
    AddHolder,
    EndCover,
    EndHolder,
    ReturnReport,
    SaveRole,
    SaveTemplate,
    SetCover,
    accept_report,
    add_holder,
    end_cover,
    end_holder,
    return_report,
    save_role,
    save_template,
    set_cover,
)
from meetings.schedule.queries import upcoming
from meetings.schedule.rules import bodies_for
from meetings.web.access import needs
from meetings.web.doors import current_actor, now, reading, run, today
from meetings.web.fields import day_before

bp = Blueprint("desk", __name__)


@bp.get("/desk/reports")
@needs(Permission.ACCEPT_REPORT)
def board() -> ResponseReturnValue:
    """Every report by meeting: what is missing for which, late ones first."""
    mine = bodies_for(current_actor(), Permission.ACCEPT_REPORT, today())
    with reading() as session:
        found = board_of(session, mine, now(), today())
    return render_template("reports/board.html", board=found, today=today())


@bp.get("/desk/reports/<report_id>/accept")
@needs(Permission.ACCEPT_REPORT)
def accepting(report_id: str) -> ResponseReturnValue:
    """Where on the agenda a report goes."""
    return _accept_page(report_id, {}, {})


@bp.post("/desk/reports/<report_id>/accept")
@needs(Permission.ACCEPT_REPORT)
def accept(report_id: str) -> ResponseReturnValue:
    """Put it on the agenda."""
    form = request.form
    item = form.get("item", "")
    kind, _, key = item.partition(".")
    command = AcceptReport(
        report_id,
        version_in(form),
        form.get("meeting_id", ""),
        item_id=key if kind == "fill" else "",
        after=key or None if kind == "after" else None,
        override=form.get("override", ""),
    )
    try:
        item_id = run(accept_report, command)
    except Invalid as error:
        return _accept_page(report_id, error.fields or {"": error.message}, dict(form)), 422
    flash("The report is on the agenda. It is public when the agenda is published.", "success")
    return redirect(f"/desk/meetings/{command.meeting_id}/agenda/{item_id}", 303)


def _accept_page(report_id: str, errors: Mapping[str, str], typed: Mapping[str, Any]) -> str:
    with reading() as session:
        page = report_page(session, report_id)
        meetings = upcoming(session, now(), 20, page.report.body_id, public_only=False)
        chosen = typed.get("meeting_id") or request.args.get("meeting") or page.report.meeting_id or ""
        agenda = working_agenda(session, chosen) if chosen in {m.id for m in meetings} else None
    return render_template(
        "reports/accept.html",
        page=page,
        report=page.report,
        content=page.content,
        meetings=meetings,
        chosen=chosen,
        agenda=agenda,
        usual=usual_place([(i.id, i.title) for i in agenda.items]) if agenda else None,
        missing=missing(c.stand for c in page.clearances),
        errors=errors,
        typed=typed,
    )


@bp.post("/desk/reports/<report_id>/return")
@needs(Permission.ACCEPT_REPORT)
def return_it(report_id: str) -> ResponseReturnValue:
    """Send it back."""
    try:
        run(return_report, ReturnReport(report_id, request.form.get("return_reason", "")))
    except Invalid as error:
        fields = {"return_reason": error.message}
        return shown(report_id, errors=fields, typed=dict(request.form)), 422
    flash("The report is returned to its author.", "success")
    return back_to(report_id)


@bp.get("/desk/reports/consultees")
@needs(Permission.ACCEPT_REPORT)
def consultees() -> ResponseReturnValue:
    """Who clears reports, and who stands in."""
    return _consultees({}, {})


def _consultees(errors: Mapping[str, str], typed: Mapping[str, Any]) -> str:
    on = today()
    with reading() as session:
        roles = queries.roles(session, active=False)
        holders = queries.holders(session)
        covers = queries.covers(session, on)
        able = queries.accounts_with_roles(session, [Role.CONSULTEE, Role.MONITORING], on)
        names = [(b.id, b.name) for b in bodies(session)]
        own = queries.own_templates(session)
    return render_template(
        "reports/consultees.html",
        roles=roles,
        holders=holders,
        covers=covers,
        able=able,
        bodies=names,
        own=own,
        errors=errors,
        typed=typed,
        today=on,
    )


@bp.post("/desk/reports/consultees")
@needs(Permission.ACCEPT_REPORT)
def keep_role() -> ResponseReturnValue:
    """Make or change a consultee."""
    form = request.form
    command = SaveRole(
        form.get("role_id") or None,
        form.get("name", ""),
        form.get("about", ""),
        number_in(form, "usual_days", 5),
        form.get("usual") == "yes",
        form.get("signoff") == "yes",
        form.get("retired") != "yes",
    )
    try:
        run(save_role, command)
    except Invalid as error:
        return _consultees(error.fields, dict(form)), 422
    flash("The consultee is saved.", "success")
    return redirect(url_for("reports.desk.consultees"), 303)


@bp.post("/desk/reports/consultees/<role_id>/holders")
@needs(Permission.ACCEPT_REPORT)
def new_holder(role_id: str) -> ResponseReturnValue:
    """Name who holds a role."""
    try:
        run(add_holder, AddHolder(role_id, request.form.get("account_id", ""), today()))
    except Invalid as error:
        return _consultees({"": error.message}, dict(request.form)), 422
    flash("They hold the role from today.", "success")
    return redirect(url_for("reports.desk.consultees"), 303)


@bp.post("/desk/reports/holders/<holder_id>/end")
@needs(Permission.ACCEPT_REPORT)
def drop_holder(holder_id: str) -> ResponseReturnValue:
    """They hold it no longer."""
    run(end_holder, EndHolder(holder_id, day_before(today())))
    flash("They hold the role no longer.", "success")
    return redirect(url_for("reports.desk.consultees"), 303)


@bp.post("/desk/reports/covers")
@needs(Permission.ACCEPT_REPORT)
def new_cover() -> ResponseReturnValue:
    """Say who stands in for somebody who is away."""
    form = request.form
    first, wrong_first = read_day(form, "valid_from")
    last, wrong_last = read_day(form, "valid_to")
    errors = {}
    if first is None:
        errors["valid_from"] = wrong_first or "Enter the first day"
    if last is None:
        errors["valid_to"] = wrong_last or "Enter the last day"
    if first and last:
        command = SetCover(
            form.get("cover_id", ""),
            first,
            last,
            form.get("cover_reason", ""),
            form.get("account_id") or None,
        )
        try:
            run(set_cover, command)
        except Invalid as error:
            errors = error.fields
        else:
            flash("The cover is set.", "success")
            return redirect(url_for("reports.desk.consultees"), 303)
    typed = {**form, "valid_from": typed_day(form, "valid_from"), "valid_to": typed_day(form, "valid_to")}
    return _consultees(errors, typed), 422


@bp.post("/desk/reports/covers/<cover_id>/end")
@needs(Permission.ACCEPT_REPORT)
def drop_cover(cover_id: str) -> ResponseReturnValue:
    """End a cover."""
    run(end_cover, EndCover(cover_id))
    flash("The cover has ended.", "success")
    return redirect(url_for("reports.desk.consultees"), 303)


@bp.get("/desk/reports/templates/<template_id>")
@needs(Permission.ACCEPT_REPORT)
def template(template_id: str) -> ResponseReturnValue:
    """What reports to a body need."""
    return _template_page(template_id, {})


@bp.post("/desk/reports/templates/<template_id>")
@needs(Permission.ACCEPT_REPORT)
def keep_template(template_id: str) -> ResponseReturnValue:
    """Say what reports to a body need."""
    _template_name(template_id)
    form = request.form
    command = SaveTemplate(
        template_id, read_sections(form), read_needed(form), number_in(form, "submit_days", 2)
    )
    try:
        run(save_template, command)
    except Invalid as error:
        return _template_page(template_id, error.fields, command), 422
    flash("Saved. Reports that are begun keep the sections they have.", "success")
    return redirect(url_for("reports.desk.template", template_id=template_id), 303)


def _template_name(template_id: str) -> str:
    if template_id == COUNCIL:
        return "All committees"
    with reading() as session:
        found = next((b.name for b in bodies(session, active=None) if b.id == template_id), None)
    if found is None:
        raise NotFound("There is no such committee.")
    return found


def _template_page(template_id: str, errors: Mapping[str, str], typed: SaveTemplate | None = None) -> str:
    name = _template_name(template_id)
    with reading() as session:
        kept = queries.template_for(session, template_id)
        roles = queries.roles(session)
        own = template_id in queries.own_templates(session)
    shown_template = typed or kept
    return render_template(
        "reports/template.html",
        template_id=template_id,
        name=name,
        own=own,
        template=shown_template,
        days={c.role_id: c.days for c in shown_template.consultees},
        roles=roles,
        new_lines=NEW_LINES,
        errors=errors,
    )
