"""The buttons with which officers follow an action up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from meetings.actions import usecases
from meetings.kernel.permissions import Permission
from meetings.runtime.work import Work
from meetings.web.access import needs
from meetings.web.doors import run
from meetings.web.errors import wants_json
from meetings.web.fields import local_path

bp = Blueprint("action_steps", __name__)
writes = needs(Permission.WRITE_MINUTES)


@bp.post("/desk/actions/<action_id>/start")
@writes
def start(action_id: str) -> ResponseReturnValue:
    """Somebody works on it."""
    command = usecases.StartAction(action_id, request.form.get("words", ""))
    return _do(usecases.start_action, command, "The action is in progress.")


@bp.post("/desk/actions/<action_id>/done")
@writes
def finish(action_id: str) -> ResponseReturnValue:
    """It has been carried out."""
    command = usecases.FinishAction(action_id, request.form.get("words", ""))
    return _do(usecases.finish_action, command, "Action marked as done.")


@bp.post("/desk/actions/<action_id>/not-needed")
@writes
def drop(action_id: str) -> ResponseReturnValue:
    """Nobody has to do it any longer."""
    command = usecases.DropAction(action_id, request.form.get("reason", ""))
    return _do(usecases.drop_action, command, "The action is marked as no longer needed.")


@bp.post("/desk/actions/<action_id>/forward")
@writes
def forward(action_id: str) -> ResponseReturnValue:
    """A meeting left it for the next one."""
    command = usecases.CarryForward(action_id, request.form.get("words", ""))
    return _do(usecases.carry_forward, command, "The action is carried forward to the next meeting.")


@bp.post("/desk/actions/<action_id>/undo")
@writes
def reopen(action_id: str) -> ResponseReturnValue:
    """It has not been carried out after all."""
    return _do(usecases.reopen_action, usecases.ReopenAction(action_id), "The action is open again.")


@bp.post("/desk/actions/<action_id>/more-time")
@writes
def more_time(action_id: str) -> ResponseReturnValue:
    """Answer an owner who needs longer."""
    give = request.form.get("give") == "yes"
    command = usecases.AnswerMoreTime(action_id, give, request.form.get("reason", ""))
    said = "More time is given." if give else "The day stays as it was."
    return _do(usecases.answer_more_time, command, said)


@bp.post("/desk/actions/<action_id>/remove")
@writes
def remove(action_id: str) -> ResponseReturnValue:
    """It was entered by mistake."""
    run(usecases.remove_action, usecases.RemoveAction(action_id))
    if wants_json():
        return jsonify({"ok": True, "message": "Action removed."})
    flash("Action removed.", "success")
    return redirect(local_path(request.form.get("next")) or url_for("actions.index"), 303)


@bp.post("/desk/actions/<action_id>/restore")
@writes
def restore(action_id: str) -> ResponseReturnValue:
    """It was no mistake."""
    return _do(usecases.restore_action, usecases.RestoreAction(action_id), "The action is back.")


def _do(case: Callable[[Work, Any], Any], command: Any, message: str) -> ResponseReturnValue:
    run(case, command)
    if wants_json():
        return jsonify({"ok": True, "message": message})
    flash(message, "success")
    back = url_for("actions.edit", action_id=command.action_id)
    return redirect(local_path(request.form.get("next")) or back, 303)
