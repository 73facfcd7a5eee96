"""The live room's pages: the clerk's console, the member's and the chair's room, and the buttons of the console."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.kernel.errors import Denied, NotFound
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience, may_see_meeting
from meetings.room import forms, queries, usecases
from meetings.runtime.live import snapshot
from meetings.runtime.work import Work
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.web.access import needs, signed_in
from meetings.web.answers import back_to_room
from meetings.web.doors import current_actor, reading, run, today
from meetings.web.live import snapshot_message

bp = Blueprint("room", __name__)
runs_meeting = needs(Permission.RUN_MEETING)


@bp.get("/desk/meetings/<meeting_id>/room")
@needs(Permission.RUN_MEETING)
def console(meeting_id: str) -> ResponseReturnValue:
    """The clerk's console."""
    with reading() as session:
        meeting = meeting_of(session, meeting_id)
        if queries.audience_of(session, current_actor(), meeting, today()) is not Audience.OFFICER:
            raise Denied("You do not run the meetings of this body.")
        state = snapshot_message(current_app, snapshot(session, meeting_id, Audience.OFFICER))
        officers = queries.others_who_may_attend(session, meeting)
    options = [(person_id, f"{name}, {post}") for person_id, name, post in officers]
    return render_template("room/console.html", meeting=meeting, state=state, officers_options=options)


@bp.get("/room/<meeting_id>")
@signed_in
def room(meeting_id: str) -> ResponseReturnValue:
    """The room as a member or the chair sees it."""
    actor = current_actor()
    with reading() as session:
        meeting, audience = _seat(session, meeting_id)
        if audience is Audience.OFFICER:
            return redirect(url_for("room.console", meeting_id=meeting_id))
        state = snapshot_message(current_app, snapshot(session, meeting_id, audience))
    return render_template(
        "room/member.html", meeting=meeting, state=state, audience=audience.value, person_id=actor.person_id
    )


@bp.get("/room/<meeting_id>/state")
@signed_in
def state(meeting_id: str) -> ResponseReturnValue:
    """The whole live state for whoever asks, as JSON."""
    with reading() as session:
        _, audience = _seat(session, meeting_id)
        return jsonify(snapshot_message(current_app, snapshot(session, meeting_id, audience)))


def _seat(session: Any, meeting_id: str) -> tuple[MeetingRow, Audience]:
    """The meeting, and as whom this person is in it. Raises NotFound for a meeting they may not know of, Denied."""
    meeting = meeting_of(session, meeting_id)
    audience = queries.audience_of(session, current_actor(), meeting, today())
    if not may_see_meeting(published=meeting.is_public, audience=audience):
        raise NotFound("There is no such meeting.")
    if audience is Audience.PUBLIC:
        raise Denied("You are not a member of this body. You can follow the meeting on its public page.")
    return meeting, audience


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
@runs_meeting
def adjourn(meeting_id: str) -> ResponseReturnValue:
    """Adjourn."""
    command = usecases.AdjournMeeting(meeting_id, request.form.get("reason", ""))
    return _do(meeting_id, usecases.adjourn_meeting, command, "The meeting is adjourned.")


@bp.post("/desk/meetings/<meeting_id>/room/resume")
@runs_meeting
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
@runs_meeting
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
