"""The clerk's buttons for motions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from meetings.kernel.permissions import Permission
from meetings.motions import forms, usecases
from meetings.room.queries import room_of
from meetings.runtime.work import Work
from meetings.web.access import needs, signed_in
from meetings.web.answers import back_to_room
from meetings.web.doors import reading, run

bp = Blueprint("motions", __name__)


@bp.post("/desk/meetings/<meeting_id>/motions/prepare")
@needs(Permission.PREPARE_MEETING)
def prepare(meeting_id: str) -> ResponseReturnValue:
    """Keep a motion ready."""
    form = request.form
    command = usecases.PrepareMotion(meeting_id, form.get("item_id", ""), form.get("text", ""))
    return _do(meeting_id, usecases.prepare_motion, command, "The motion is ready to be moved.")


@bp.post("/desk/meetings/<meeting_id>/motions")
@needs(Permission.RUN_MEETING)
def move(meeting_id: str) -> ResponseReturnValue:
    """Put a motion before the meeting, or keep a further amendment for later."""
    if request.form.get("later"):
        command = forms.foreshadowed(meeting_id, request.form)
        return _do(meeting_id, usecases.foreshadow_amendment, command)
    with reading() as session:
        room = room_of(session, meeting_id)
        presiding = room.presiding_id if room else None
    return _do(meeting_id, usecases.move_motion, forms.motion(meeting_id, request.form, presiding))


@bp.post("/desk/meetings/<meeting_id>/motions/<motion_id>/withdraw")
@needs(Permission.RUN_MEETING)
def withdraw(meeting_id: str, motion_id: str) -> ResponseReturnValue:
    """Take a motion back."""
    return _do(meeting_id, usecases.withdraw_motion, usecases.WithdrawMotion(meeting_id, motion_id))


@bp.post("/desk/meetings/<meeting_id>/motions/<motion_id>/agree")
@signed_in
def agree(meeting_id: str, motion_id: str) -> ResponseReturnValue:
    """Carry a motion by general assent."""
    command = usecases.AgreeMotion(meeting_id, motion_id)
    return _do(meeting_id, usecases.agree_motion, command, "Agreed without a vote.")


@bp.post("/desk/meetings/<meeting_id>/motions/<motion_id>/alter")
@needs(Permission.RUN_MEETING)
def alter(meeting_id: str, motion_id: str) -> ResponseReturnValue:
    """Other words, with consent."""
    return _do(meeting_id, usecases.alter_motion, forms.alteration(meeting_id, motion_id, request.form))


@bp.post("/desk/meetings/<meeting_id>/motions/<motion_id>/accept")
@needs(Permission.RUN_MEETING)
def accept(meeting_id: str, motion_id: str) -> ResponseReturnValue:
    """An amendment taken into the motion."""
    return _do(meeting_id, usecases.accept_amendment, forms.acceptance(meeting_id, motion_id, request.form))


@bp.post("/desk/meetings/<meeting_id>/motions/<motion_id>/divide")
@needs(Permission.RUN_MEETING)
def divide(meeting_id: str, motion_id: str) -> ResponseReturnValue:
    """Put a motion in parts."""
    return _do(meeting_id, usecases.divide_motion, forms.division(meeting_id, motion_id, request.form))


@bp.post("/desk/meetings/<meeting_id>/motions/<motion_id>/reasons")
@needs(Permission.RUN_MEETING)
def reasons(meeting_id: str, motion_id: str) -> ResponseReturnValue:
    """Write down why the meeting would go against advice."""
    command = usecases.GiveReasons(meeting_id, motion_id, request.form.get("reasons", ""))
    return _do(meeting_id, usecases.give_reasons, command)


@bp.post("/desk/meetings/<meeting_id>/motions/<motion_id>/resume")
@needs(Permission.RUN_MEETING)
def resume(meeting_id: str, motion_id: str) -> ResponseReturnValue:
    """Take up an adjourned debate."""
    return _do(meeting_id, usecases.resume_debate, usecases.ResumeDebate(meeting_id, motion_id))


def _do(
    meeting_id: str, case: Callable[[Work, Any], Any], command: Any, message: str = ""
) -> ResponseReturnValue:
    run(case, command)
    return back_to_room(meeting_id, message)
