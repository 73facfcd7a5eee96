"""Pages of consultation: whom to ask, answers, remarks, cover for absence."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.reports import queries
from meetings.reports.forms import read_day, typed_day, version_in
from meetings.reports.pages import cover_page
from meetings.reports.rules.states import ClearanceState, Outcome
from meetings.reports.showing import back_to, shown
from meetings.reports.usecases import (
    AddConsultee,
    AskConsultees,
    ChooseSigner,
    Comment,
    EndCover,
    GiveClearance,
    RemoveConsultee,
    SetCover,
    SettleComment,
    add_consultee,
    ask_consultees,
    choose_signer,
    comment_as_author,
    comment_as_consultee,
    delegate,
    end_delegation,
    give_clearance,
    remove_consultee,
    settle_comment,
)
from meetings.web.access import needs, signed_in
from meetings.web.doors import current_actor, may, reading, run, today

bp = Blueprint("consulting", __name__)


def to_clear_page(errors: Mapping[str, str] | None = None, typed: Mapping[str, object] | None = None) -> str:
    """What waits for a consultee."""
    with reading() as session:
        rows = queries.to_clear(session, current_actor(), today())
        cover = cover_page(session)
    waiting = [r for r in rows if r.clearance.state is ClearanceState.ASKED]
    return render_template(
        "reports/to_clear.html",
        waiting=waiting,
        answered=[r for r in rows if r.clearance.state is not ClearanceState.ASKED],
        cover=cover,
        errors=errors or {},
        typed=typed or {},
        today=today(),
    )


@bp.post("/reports/cover")
@needs(Permission.CLEAR_REPORT)
def set_cover() -> ResponseReturnValue:
    """Delegate one's own roles for some days."""
    first, wrong_first = read_day(request.form, "valid_from")
    last, wrong_last = read_day(request.form, "valid_to")
    errors = {"valid_from": wrong_first, "valid_to": wrong_last}
    errors["valid_from"] = errors["valid_from"] or ("" if first else "Enter the first day")
    errors["valid_to"] = errors["valid_to"] or ("" if last else "Enter the last day")
    errors = {name: text for name, text in errors.items() if text}
    if first and last and not errors:
        command = SetCover(
            request.form.get("cover_id", ""), first, last, request.form.get("cover_reason", "")
        )
        try:
            run(delegate, command)
        except Invalid as error:
            errors = error.fields
        else:
            flash("Your cover is set.", "success")
            return redirect(url_for("reports.to_clear"), 303)
    typed = {
        **request.form,
        "valid_from": typed_day(request.form, "valid_from"),
        "valid_to": typed_day(request.form, "valid_to"),
    }
    return to_clear_page(errors, typed), 422


@bp.post("/reports/cover/<cover_id>/end")
@needs(Permission.CLEAR_REPORT)
def end_cover(cover_id: str) -> ResponseReturnValue:
    """End one's cover."""
    run(end_delegation, EndCover(cover_id))
    flash("The cover has ended: reports come to you again.", "success")
    return redirect(url_for("reports.to_clear"), 303)


@bp.post("/reports/<report_id>/ask")
@needs(Permission.WRITE_REPORT)
def ask(report_id: str) -> ResponseReturnValue:
    """Ask whoever is next."""
    due_on, wrong = read_day(request.form, "due_on")
    typed = {**request.form, "due_on": typed_day(request.form, "due_on")}
    if wrong:
        return shown(report_id, errors={"due_on": wrong}, typed=typed), 422
    try:
        asked = run(ask_consultees, AskConsultees(report_id, version_in(request.form), due_on))
    except Invalid as error:
        return shown(report_id, errors=error.fields or {"": error.message}, typed=typed), 422
    flash(f"Asked: {', '.join(asked)}.", "success")
    return back_to(report_id)


@bp.post("/reports/<report_id>/consultees")
@needs(Permission.WRITE_REPORT)
def add(report_id: str) -> ResponseReturnValue:
    """One more consultee."""
    run(add_consultee, AddConsultee(report_id, request.form.get("role_id", "")))
    flash("The consultee is on the list.", "success")
    return back_to(report_id, "clearances")


@bp.post("/reports/<report_id>/consultees/<clearance_id>/remove")
@needs(Permission.WRITE_REPORT)
def remove(report_id: str, clearance_id: str) -> ResponseReturnValue:
    """Take a consultee off who was not asked yet."""
    run(remove_consultee, RemoveConsultee(report_id, clearance_id))
    flash("The consultee is off the list.", "success")
    return back_to(report_id, "clearances")


@bp.post("/reports/<report_id>/consultees/<clearance_id>/signer")
@needs(Permission.WRITE_REPORT)
def signer(report_id: str, clearance_id: str) -> ResponseReturnValue:
    """Say who signs off."""
    account_id = request.form.get("account_id") or None
    run(choose_signer, ChooseSigner(report_id, clearance_id, account_id))
    flash("Saved.", "success")
    return back_to(report_id, "clearances")


@bp.post("/reports/<report_id>/clear/<clearance_id>")
@needs(Permission.CLEAR_REPORT)
def clear(report_id: str, clearance_id: str) -> ResponseReturnValue:
    """A consultee's answer."""
    form = request.form
    outcome = Outcome(form["outcome"]) if form.get("outcome") in set(Outcome) else None
    if outcome is None:
        return shown(report_id, errors={"words": "Use one of the three buttons"}, typed=dict(form)), 422
    command = GiveClearance(
        report_id,
        clearance_id,
        version_in(form),
        outcome,
        form.get("words", ""),
        tuple(form.getlist("concerns")),
    )
    try:
        run(give_clearance, command)
    except Invalid as error:
        return shown(report_id, errors=error.fields, typed=dict(form)), 422
    said = {
        Outcome.CLEAR: "You have cleared the report.",
        Outcome.COMMENTS: "You have cleared the report, with comments.",
        Outcome.CHANGES: "You have asked for changes.",
    }
    flash(said[outcome], "success")
    return back_to(report_id)


@bp.post("/reports/<report_id>/comments")
@signed_in
def comment(report_id: str) -> ResponseReturnValue:
    """A remark, or the answer to one."""
    form = request.form
    command = Comment(
        report_id,
        form.get("text", ""),
        form.get("part", ""),
        form.get("quote", ""),
        form.get("parent_id") or None,
    )
    with reading() as session:
        writes = queries.is_author(session, report_id, current_actor().account_id)
    as_author = writes or may(Permission.ACCEPT_REPORT)
    try:
        run(comment_as_author if as_author else comment_as_consultee, command)
    except Invalid as error:
        return shown(report_id, errors=error.fields, typed=dict(form)), 422
    flash("Your remark is saved.", "success")
    return back_to(report_id, f"part-{command.part.replace('.', '-')}" if command.part else "remarks")


@bp.post("/reports/<report_id>/comments/<comment_id>/settle")
@needs(Permission.WRITE_REPORT)
def settle(report_id: str, comment_id: str) -> ResponseReturnValue:
    """A remark is dealt with, or is not."""
    done = request.form.get("done") == "yes"
    run(settle_comment, SettleComment(report_id, comment_id, done))
    return back_to(report_id, f"remark-{comment_id}")
