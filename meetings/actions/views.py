"""The officers' pages of actions: the list, and writing one down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.actions import queries
from meetings.actions.forms import ActionForm, read_action
from meetings.actions.queries import Show
from meetings.actions.usecases import (
    ChangeAction,
    FinishAction,
    RecordAction,
    RemoveAction,
    ReopenAction,
    change_action,
    finish_action,
    record_action,
    remove_action,
    reopen_action,
)
from meetings.agendas.queries import published_agenda
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.schedule.access import desk_meeting
from meetings.schedule.rules import bodies_for
from meetings.web.access import needs
from meetings.web.doors import current_actor, may, reading, run, today
from meetings.web.errors import wants_json
from meetings.web.fields import local_path, page_number

bp = Blueprint("actions", __name__)
PAGE = 50


@bp.get("/desk/actions")
@needs(Permission.WRITE_MINUTES)
def index() -> ResponseReturnValue:
    """What is open, overdue or done."""
    asked = request.args.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.OPEN
    bodies = bodies_for(current_actor(), Permission.WRITE_MINUTES, today())
    page = page_number(request.args)
    with reading() as session:
        counts = queries.counts(session, bodies, today())
        rows = queries.listed(session, show, bodies, today(), PAGE, (page - 1) * PAGE)
    return render_template(
        "actions/index.html",
        actions=rows,
        show=show,
        shows=list(Show),
        counts=counts,
        today=today(),
        page=page,
        pages=max(1, -(-counts[show] // PAGE)),
    )


@bp.get("/desk/meetings/<meeting_id>/actions/new")
@needs(Permission.WRITE_MINUTES)
def new(meeting_id: str) -> ResponseReturnValue:
    """The form for an action of a meeting."""
    values = {"item_id": request.args.get("item_id", ""), "text": "", "owner": "", "due": None}
    return _form_page(meeting_id, values)


@bp.post("/desk/meetings/<meeting_id>/actions")
@needs(Permission.WRITE_MINUTES)
def record(meeting_id: str) -> ResponseReturnValue:
    """Write an action down: from the meeting room or from the minutes."""
    form = read_action(request.form)
    try:
        _must_be_sound(form)
        values = form.values
        command = RecordAction(meeting_id, values["item_id"], values["text"], values["owner"], form.due)
        action_id = run(record_action, command)
    except Invalid as error:
        if wants_json():
            raise
        return _form_page(meeting_id, form.values, error.fields), 422
    if wants_json():
        return jsonify({"ok": True, "id": action_id, "message": "Action recorded."})
    flash("Action recorded.", "success")
    back = url_for("minutes.write", meeting_id=meeting_id, _anchor=f"item-{values['item_id']}")
    return redirect(local_path(values["next"]) or back, 303)


@bp.get("/desk/actions/<action_id>")
@needs(Permission.WRITE_MINUTES)
def edit(action_id: str) -> ResponseReturnValue:
    """Change an action."""
    action = _action(action_id)
    values = {"text": action.text, "owner": action.owner, "due": action.due}
    return render_template("actions/edit.html", action=action, values=values, errors={})


@bp.post("/desk/actions/<action_id>")
@needs(Permission.WRITE_MINUTES)
def change(action_id: str) -> ResponseReturnValue:
    """Keep the change."""
    form = read_action(request.form)
    try:
        _must_be_sound(form)
        run(change_action, ChangeAction(action_id, form.values["text"], form.values["owner"], form.due))
    except Invalid as error:
        page = render_template(
            "actions/edit.html", action=_action(action_id), values=form.values, errors=error.fields
        )
        return page, 422
    flash("Action changed.", "success")
    return redirect(url_for("actions.index"), 303)


@bp.post("/desk/actions/<action_id>/done")
@needs(Permission.WRITE_MINUTES)
def finish(action_id: str) -> ResponseReturnValue:
    """It has been carried out."""
    run(finish_action, FinishAction(action_id))
    return _after("Action marked as done.")


@bp.post("/desk/actions/<action_id>/undo")
@needs(Permission.WRITE_MINUTES)
def reopen(action_id: str) -> ResponseReturnValue:
    """It has not been carried out after all."""
    run(reopen_action, ReopenAction(action_id))
    return _after("The action is open again.")


@bp.post("/desk/actions/<action_id>/remove")
@needs(Permission.WRITE_MINUTES)
def remove(action_id: str) -> ResponseReturnValue:
    """It was entered by mistake."""
    run(remove_action, RemoveAction(action_id))
    flash("Action removed.", "success")
    return redirect(url_for("actions.index"), 303)


def _must_be_sound(form: ActionForm) -> None:
    if form.errors:
        raise Invalid(next(iter(form.errors.values())) + ".", form.errors)


def _action(action_id: str) -> queries.ActionRow:
    with reading() as session:
        action = queries.action_of(session, action_id)
    if not may(Permission.WRITE_MINUTES, action.body_id):
        raise NotFound(queries.NO_ACTION)
    return action


def _form_page(meeting_id: str, values: Mapping[str, Any], errors: Mapping[str, str] | None = None) -> str:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.WRITE_MINUTES)
        agenda = published_agenda(session, meeting.id)
    items = [(i.id, f"{i.number}. {i.title}") for i in agenda.items if not i.is_heading] if agenda else []
    return render_template(
        "actions/new.html", meeting=meeting, items=items, values=values, errors=errors or {}
    )


def _after(message: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify({"ok": True, "message": message})
    flash(message, "success")
    return redirect(local_path(request.form.get("next")) or url_for("actions.index"), 303)
