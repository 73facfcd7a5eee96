"""The buttons of the debate: for members, the chair and the clerk alike; the use cases say who may press which."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from meetings.debate import forms, usecases
from meetings.debate.desk import routes as desk_routes
from meetings.room.usecases import (
    ResumeMeeting,
    UndoOrder,
    VaryOrder,
    adjourn_meeting,
    resume_meeting,
    undo_order,
    vary_order,
)
from meetings.runtime.work import Work
from meetings.web.access import signed_in
from meetings.web.answers import back_to_room
from meetings.web.doors import now, run
from meetings.web.services import services

bp = Blueprint("debate", __name__)
_HERE = "/room/<meeting_id>/debate"
desk_routes(bp)

#: what the member is told who asked for something that is heard out of turn
_ANSWERS = {
    "point_of_order": "Your point of order is raised: the chair is told.",
    "explanation": "You have asked to make a personal explanation: the chair is told.",
}


def _do(
    meeting_id: str, case: Callable[[Work, Any], Any], command: Any, message: str = ""
) -> ResponseReturnValue:
    run(case, command)
    return back_to_room(meeting_id, message)


@bp.post(f"{_HERE}/ask")
@signed_in
def ask(meeting_id: str) -> ResponseReturnValue:
    """Ask to speak."""
    return _do(
        meeting_id,
        usecases.ask_to_speak,
        forms.ask(meeting_id, request.form),
        _ANSWERS.get(request.form.get("kind", ""), "You are on the list of speakers."),
    )


@bp.post(f"{_HERE}/withdraw")
@signed_in
def withdraw(meeting_id: str) -> ResponseReturnValue:
    """Take oneself, or somebody, off the list."""
    command = usecases.WithdrawSpeech(meeting_id, request.form.get("speech_id", ""))
    return _do(meeting_id, usecases.withdraw_speech, command, "Taken off the list of speakers.")


@bp.post(f"{_HERE}/add")
@signed_in
def add(meeting_id: str) -> ResponseReturnValue:
    """Enter somebody who is here."""
    return _do(meeting_id, usecases.add_speaker, forms.add(meeting_id, request.form))


@bp.post(f"{_HERE}/public")
@signed_in
def public_speaker(meeting_id: str) -> ResponseReturnValue:
    """Enter one of the public who wants to speak."""
    return _do(meeting_id, usecases.register_speaker, forms.register(meeting_id, request.form))


@bp.post(f"{_HERE}/order")
@signed_in
def order(meeting_id: str) -> ResponseReturnValue:
    """Put the list in another order; without one the groups in turn."""
    command = usecases.OrderQueue(meeting_id, tuple(request.form.getlist("speech_id")))
    return _do(meeting_id, usecases.order_queue, command)


@bp.post(f"{_HERE}/<any(up, down):way>")
@signed_in
def move(meeting_id: str, way: str) -> ResponseReturnValue:
    """Move somebody one place."""
    command = usecases.MoveSpeaker(meeting_id, request.form.get("speech_id", ""), way == "up")
    return _do(meeting_id, usecases.move_speaker, command)


@bp.post(f"{_HERE}/call")
@signed_in
def call(meeting_id: str) -> ResponseReturnValue:
    """Give the floor."""
    form = request.form
    command = usecases.CallSpeaker(meeting_id, form.get("speech_id", ""), form.get("allow") == "yes")
    return _do(meeting_id, usecases.call_speaker, command)


@bp.post(f"{_HERE}/end")
@signed_in
def end(meeting_id: str) -> ResponseReturnValue:
    """The speech is over."""
    command = usecases.EndSpeech(meeting_id, request.form.get("speech_id", ""))
    return _do(meeting_id, usecases.end_speech, command)


@bp.post(f"{_HERE}/<any(pause, go_on):what>")
@signed_in
def pause(meeting_id: str, what: str) -> ResponseReturnValue:
    """Stop the clock, or let it run on."""
    command = usecases.PauseSpeech(meeting_id, request.form.get("speech_id", ""), run=what == "go_on")
    return _do(meeting_id, usecases.pause_speech, command)


@bp.post(f"{_HERE}/undo")
@signed_in
def undo(meeting_id: str) -> ResponseReturnValue:
    """It was pressed by mistake."""
    command = usecases.UndoSpeech(meeting_id, request.form.get("speech_id", ""))
    return _do(meeting_id, usecases.undo_speech, command)


@bp.post(f"{_HERE}/rule")
@signed_in
def rule(meeting_id: str) -> ResponseReturnValue:
    """Note the ruling on a point of order."""
    return _do(meeting_id, usecases.rule_on_point, forms.ruling(meeting_id, request.form))


@bp.post(f"{_HERE}/time-up")
@signed_in
def time_up(meeting_id: str) -> ResponseReturnValue:
    """The meeting's time is up."""
    return _do(meeting_id, usecases.call_time, usecases.CallTime(meeting_id))


@bp.post(f"{_HERE}/adjourn")
@signed_in
def adjourn(meeting_id: str) -> ResponseReturnValue:
    """Adjourn for some minutes, or until a day and time."""
    command = forms.adjournment(meeting_id, request.form, now(), services().config.timezone)
    return _do(meeting_id, adjourn_meeting, command, "The meeting is adjourned.")


@bp.post(f"{_HERE}/resume")
@signed_in
def resume(meeting_id: str) -> ResponseReturnValue:
    """The meeting goes on."""
    return _do(meeting_id, resume_meeting, ResumeMeeting(meeting_id), "The meeting goes on.")


@bp.post(f"{_HERE}/disorder")
@signed_in
def disorder(meeting_id: str) -> ResponseReturnValue:
    """Warn somebody, or have one of the public removed."""
    return _do(meeting_id, usecases.call_to_order, forms.disorder(meeting_id, request.form))


@bp.post(f"{_HERE}/disorder/lift")
@signed_in
def lift(meeting_id: str) -> ResponseReturnValue:
    """What was done against somebody stands no longer."""
    form = request.form
    command = usecases.RestoreOrder(meeting_id, form.get("disorder_id", ""), form.get("reason", ""))
    return _do(meeting_id, usecases.restore_order, command)


@bp.post(f"{_HERE}/vary")
@signed_in
def vary(meeting_id: str) -> ResponseReturnValue:
    """The chair takes an item next."""
    command = VaryOrder(meeting_id, request.form.get("item_id", ""), request.form.get("reason", ""))
    return _do(meeting_id, vary_order, command)


@bp.post(f"{_HERE}/vary/undo")
@signed_in
def vary_back(meeting_id: str) -> ResponseReturnValue:
    """The change of the order was a mistake."""
    return _do(meeting_id, undo_order, UndoOrder(meeting_id))
