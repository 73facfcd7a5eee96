"""The buttons of the live room, for the clerk and, where the chair may press them, for whoever presides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from meetings.kernel.permissions import Permission
from meetings.room import forms, usecases
from meetings.room.pages import bp
from meetings.runtime.work import Work
from meetings.web.access import needs, signed_in
from meetings.web.answers import back_to_room
from meetings.web.doors import run

runs_meeting = needs(Permission.RUN_MEETING)


def _do(
    meeting_id: str, case: Callable[[Work, Any], Any], command: Any, message: str = ""
) -> ResponseReturnValue:
    run(case, command)
    return back_to_room(meeting_id, message)


@bp.post("/desk/meetings/<meeting_id>/room/open")
@runs_meeting
def open_meeting(meeting_id: str) -> ResponseReturnValue:
    """Open the meeting with somebody in the chair."""
    command = usecases.OpenMeeting(meeting_id, request.form.get("presiding_id", ""))
    return _do(meeting_id, usecases.open_meeting, command, "The meeting is open.")


@bp.post("/desk/meetings/<meeting_id>/room/adjourn")
@signed_in
def adjourn(meeting_id: str) -> ResponseReturnValue:
    """Adjourn."""
    command = usecases.AdjournMeeting(meeting_id, request.form.get("reason", ""))
    return _do(meeting_id, usecases.adjourn_meeting, command, "The meeting is adjourned.")


@bp.post("/desk/meetings/<meeting_id>/room/resume")
@signed_in
def resume(meeting_id: str) -> ResponseReturnValue:
    """Resume."""
    return _do(
        meeting_id, usecases.resume_meeting, usecases.ResumeMeeting(meeting_id), "The meeting goes on."
    )


@bp.post("/desk/meetings/<meeting_id>/room/close")
@runs_meeting
def close(meeting_id: str) -> ResponseReturnValue:
    """Close; the draft minutes stand ready."""
    message = "The meeting is closed. The draft minutes are ready."
    return _do(meeting_id, usecases.close_meeting, usecases.CloseMeeting(meeting_id), message)


@bp.post("/desk/meetings/<meeting_id>/room/take")
@signed_in
def take(meeting_id: str) -> ResponseReturnValue:
    """Put an item before the meeting."""
    return _do(meeting_id, usecases.take_item, usecases.TakeItem(meeting_id, request.form.get("item_id", "")))


@bp.post("/desk/meetings/<meeting_id>/room/chair")
@runs_meeting
def chair(meeting_id: str) -> ResponseReturnValue:
    """Somebody else takes the chair."""
    command = usecases.TakeChair(meeting_id, request.form.get("person_id", ""))
    return _do(meeting_id, usecases.take_chair, command)


@bp.post("/desk/meetings/<meeting_id>/room/arrive")
@runs_meeting
def arrive(meeting_id: str) -> ResponseReturnValue:
    """Mark people present."""
    return _do(meeting_id, usecases.arrive, forms.arrival(meeting_id, request.form))


@bp.post("/desk/meetings/<meeting_id>/room/visitor")
@runs_meeting
def visitor(meeting_id: str) -> ResponseReturnValue:
    """Enter somebody who is on no list."""
    return _do(meeting_id, usecases.arrive_as_visitor, forms.visitor(meeting_id, request.form))


@bp.post("/desk/meetings/<meeting_id>/room/leave")
@runs_meeting
def leave(meeting_id: str) -> ResponseReturnValue:
    """Mark somebody as left."""
    return _do(meeting_id, usecases.leave, usecases.Leave(meeting_id, request.form.get("person_id", "")))


@bp.post("/desk/meetings/<meeting_id>/room/correct-arrival")
@runs_meeting
def correct_arrival(meeting_id: str) -> ResponseReturnValue:
    """Take back an arrival entered by mistake."""
    command = usecases.CorrectArrival(meeting_id, request.form.get("person_id", ""))
    return _do(meeting_id, usecases.correct_arrival, command)


@bp.post("/desk/meetings/<meeting_id>/room/apology")
@runs_meeting
def apology(meeting_id: str) -> ResponseReturnValue:
    """Note an apology."""
    return _do(meeting_id, usecases.send_apology, forms.apology(meeting_id, request.form))


@bp.post("/desk/meetings/<meeting_id>/room/withdraw-apology")
@runs_meeting
def withdraw_apology(meeting_id: str) -> ResponseReturnValue:
    """Take an apology back."""
    command = usecases.WithdrawApology(meeting_id, request.form.get("person_id", ""))
    return _do(meeting_id, usecases.withdraw_apology, command)


@bp.post("/desk/meetings/<meeting_id>/room/note")
@runs_meeting
def note(meeting_id: str) -> ResponseReturnValue:
    """Keep a paragraph for the minutes."""
    return _do(meeting_id, usecases.take_note, usecases.TakeNote(meeting_id, request.form.get("text", "")))


@bp.post("/desk/meetings/<meeting_id>/room/notes/<note_id>")
@runs_meeting
def change_note(meeting_id: str, note_id: str) -> ResponseReturnValue:
    """Rewrite or remove a paragraph."""
    command = usecases.ChangeNote(meeting_id, note_id, request.form.get("text", ""))
    return _do(meeting_id, usecases.change_note, command)


@bp.post("/desk/meetings/<meeting_id>/room/public-count")
@runs_meeting
def public_count(meeting_id: str) -> ResponseReturnValue:
    """Count the public gallery."""
    return _do(meeting_id, usecases.count_public, forms.public_count(meeting_id, request.form))
