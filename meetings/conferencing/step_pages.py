"""Steps by hand, what is pasted at them, and who is invited into the room."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.conferencing.models import RemoteStep
from meetings.conferencing.overview import secrets_of
from meetings.conferencing.queries import room_of_meeting
from meetings.conferencing.rules import Origin
from meetings.conferencing.usecases import (
    EndInvitation,
    Invite,
    MarkStep,
    end_invitation,
    invite,
    mark_step_done,
)
from meetings.conferencing.views import remote_path
from meetings.conferencing.wishes import opened
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.schedule.access import desk_meeting
from meetings.web.access import needs
from meetings.web.doors import reading, run
from meetings.web.services import services

bp = Blueprint("remote_steps", __name__)
_GONE = "This step is not there any more. Look at the page again."
_LABELS = {"link": "Link", "dial_in": "Telephone numbers", "passcode": "Passcode"}


@bp.post("/desk/meetings/<meeting_id>/remote/steps/<origin>/<key>")
@needs(Permission.PREPARE_MEETING)
def mark(meeting_id: str, origin: str, key: str) -> ResponseReturnValue:
    """It is done, or not after all."""
    run(mark_step_done, MarkStep(meeting_id, _origin(origin), key, request.form.get("done") == "yes"))
    return redirect(f"{remote_path(meeting_id)}#by-hand", 303)


@bp.post("/desk/meetings/<meeting_id>/remote/steps/<origin>/<key>/show")
@needs(Permission.PREPARE_MEETING)
def show(meeting_id: str, origin: str, key: str) -> ResponseReturnValue:
    """What is pasted there, secrets too: for this one answer, kept by nobody."""
    with reading() as session:
        meeting = desk_meeting(session, meeting_id)
        step = session.get(RemoteStep, (meeting_id, _origin(origin), key))
        if step is None:
            raise NotFound(_GONE)
        pastes = secrets_of(step, services().vault)
    return render_template(
        "conferencing/secrets.html", meeting=meeting, title=step.title, text=step.text, pastes=pastes
    )


@bp.post("/desk/meetings/<meeting_id>/remote/show")
@needs(Permission.PREPARE_MEETING)
def show_room(meeting_id: str) -> ResponseReturnValue:
    """What was entered for a room by hand."""
    with reading() as session:
        meeting = desk_meeting(session, meeting_id)
        room = room_of_meeting(session, meeting_id)
        given = opened(services().vault, room.given) if room is not None else {}
    pastes = [(label, given[name]) for name, label in _LABELS.items() if given.get(name)]
    text = "Give these to nobody by mail: everybody comes in through the join page of the meeting."
    return render_template(
        "conferencing/secrets.html", meeting=meeting, title="The room", text=text, pastes=pastes
    )


@bp.post("/desk/meetings/<meeting_id>/remote/invite")
@needs(Permission.PREPARE_MEETING)
def invite_person(meeting_id: str) -> ResponseReturnValue:
    """Let somebody in who is not a member."""
    person_id = request.form.get("person", "")
    if not person_id:
        raise Invalid("Choose whom to invite.")
    stays = bool(request.form.get("stays"))
    run(invite, Invite(meeting_id, person_id, request.form.get("why", ""), stays))
    flash("They can come in through the join page, signed in with their own account.", "success")
    return redirect(f"{remote_path(meeting_id)}#invited", 303)


@bp.post("/desk/meetings/<meeting_id>/remote/invite/end")
@needs(Permission.PREPARE_MEETING)
def end_invite(meeting_id: str) -> ResponseReturnValue:
    """No longer."""
    run(end_invitation, EndInvitation(meeting_id, request.form.get("person", "")))
    flash("The invitation is taken back.", "success")
    return redirect(f"{remote_path(meeting_id)}#invited", 303)


def _origin(word: str) -> Origin:
    if word not in list(Origin):
        raise NotFound(_GONE)
    return Origin(word)
