"""The clerk's buttons about who is here: the roll call, times put right, where members take part from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.room import queries
from meetings.room.pages import meeting_for_clerk
from meetings.room.remote import remote_rule
from meetings.room.rules import Presence
from meetings.room.usecases.corrections import (
    ChangePresence,
    DirectRemote,
    LiftBar,
    SetTime,
    change_presence,
    direct_remote,
    lift_bar,
    set_time,
)
from meetings.room.usecases.roll_call import CallRoll, call_roll
from meetings.runtime.work import Work
from meetings.web.access import needs
from meetings.web.answers import back_to_room
from meetings.web.doors import now, reading, run
from meetings.web.services import services

bp = Blueprint("presence", __name__, url_prefix="/desk/meetings/<meeting_id>/room")


@bp.get("/roll-call")
@needs(Permission.RUN_MEETING)
def roll_call(meeting_id: str) -> ResponseReturnValue:
    """Every member on one list: P, R, A or L, and the next."""
    with reading() as session:
        meeting = meeting_for_clerk(session, meeting_id)
        roll = queries.roll_of(session, meeting_id)
        rule = remote_rule(session, meeting, services().config.timezone)
    return render_template("room/roll_call.html", meeting=meeting, roll=roll, rule=rule)


@bp.post("/roll-call")
@needs(Permission.RUN_MEETING)
def keep_roll(meeting_id: str) -> ResponseReturnValue:
    """Keep what was marked; who is not marked stays as they are."""
    marks = {key[2:]: value for key, value in request.form.items() if key.startswith("m-") and value}
    run(call_roll, CallRoll(meeting_id, marks))
    flash("The roll is called.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/room", 303)


def _do(meeting_id: str, case: Callable[[Work, Any], Any], command: Any) -> ResponseReturnValue:
    run(case, command)
    return back_to_room(meeting_id)


@bp.post("/time")
@needs(Permission.RUN_MEETING)
def time(meeting_id: str) -> ResponseReturnValue:
    """Somebody came or went at another time."""
    form = request.form
    person_id, what = form.get("person_id", ""), form.get("what", "")
    if not person_id:
        raise Invalid("Choose who it is about.", {"person_id": "Choose who"})
    return _do(meeting_id, set_time, SetTime(meeting_id, person_id, what, _at(form), form.get("reason", "")))


@bp.post("/presence")
@needs(Permission.RUN_MEETING)
def presence(meeting_id: str) -> ResponseReturnValue:
    """Somebody goes online, or comes into the room."""
    wanted = Presence.REMOTE if request.form.get("presence") == "remote" else Presence.IN_PERSON
    command = ChangePresence(meeting_id, request.form.get("person_id", ""), wanted)
    return _do(meeting_id, change_presence, command)


@bp.post("/direct")
@needs(Permission.RUN_MEETING)
def direct(meeting_id: str) -> ResponseReturnValue:
    """Record what makes members elsewhere present."""
    return _do(meeting_id, direct_remote, DirectRemote(meeting_id, request.form.get("words", "")))


@bp.post("/lift-bar")
@needs(Permission.RUN_MEETING)
def lift(meeting_id: str) -> ResponseReturnValue:
    """Let somebody vote who missed a part of the item."""
    form = request.form
    command = LiftBar(meeting_id, form.get("item_id", ""), form.get("person_id", ""), form.get("reason", ""))
    return _do(meeting_id, lift_bar, command)


def _at(form: MultiDict[str, str]) -> datetime:
    """A time of today in the council's time zone. Raises Invalid."""
    text = form.get("at", "")
    try:
        typed = datetime.strptime(text, "%H:%M")
    except ValueError as error:
        raise Invalid("Type the time, such as 19:10.", {"at": "A time such as 19:10"}) from error
    local = now().astimezone(services().config.timezone)
    return local.replace(hour=typed.hour, minute=typed.minute, second=0, microsecond=0)
