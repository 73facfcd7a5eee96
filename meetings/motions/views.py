"""The clerk's buttons for motions."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from meetings.kernel.permissions import Permission
from meetings.motions import forms, usecases
from meetings.web.access import needs
from meetings.web.answers import back_to_room
from meetings.web.doors import run

bp = Blueprint("motions", __name__)


@bp.post("/desk/meetings/<meeting_id>/motions/prepare")
@needs(Permission.PREPARE_MEETING)
def prepare(meeting_id: str) -> ResponseReturnValue:
    """Keep a motion ready."""
    form = request.form
    run(
        usecases.prepare_motion,
        usecases.PrepareMotion(meeting_id, form.get("item_id", ""), form.get("text", "")),
    )
    return back_to_room(meeting_id, "The motion is ready to be moved.")


@bp.post("/desk/meetings/<meeting_id>/motions")
@needs(Permission.RUN_MEETING)
def move(meeting_id: str) -> ResponseReturnValue:
    """Put a motion before the meeting."""
    run(usecases.move_motion, forms.motion(meeting_id, request.form))
    return back_to_room(meeting_id)


@bp.post("/desk/meetings/<meeting_id>/motions/<motion_id>/withdraw")
@needs(Permission.RUN_MEETING)
def withdraw(meeting_id: str, motion_id: str) -> ResponseReturnValue:
    """Take a motion back."""
    run(usecases.withdraw_motion, usecases.WithdrawMotion(meeting_id, motion_id))
    return back_to_room(meeting_id)


@bp.post("/desk/meetings/<meeting_id>/motions/<motion_id>/agree")
@needs(Permission.RUN_MEETING)
def agree(meeting_id: str, motion_id: str) -> ResponseReturnValue:
    """Carry a motion by general assent."""
    run(usecases.agree_motion, usecases.AgreeMotion(meeting_id, motion_id))
    return back_to_room(meeting_id, "Agreed without a vote.")
