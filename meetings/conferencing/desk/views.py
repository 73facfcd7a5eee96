"""The pages of the broadcast desk, its lights for the console, and the holding card."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2 import Environment, pass_environment
from sqlalchemy.orm import Session

from meetings.bodies.queries import council_name
from meetings.conferencing.desk import usecases
from meetings.conferencing.desk.card import card_of
from meetings.conferencing.desk.looks import able_of
from meetings.conferencing.desk.queries import DeskView, desk_view, log
from meetings.conferencing.desk.rules import Able, Press
from meetings.conferencing.queries import broadcast_of_meeting, room_of_meeting
from meetings.kernel.errors import NotFound
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience, may_see_meeting
from meetings.room.pages import meeting_for_clerk
from meetings.runtime.live import snapshot
from meetings.schedule.queries import meeting_of
from meetings.web.access import needs, public
from meetings.web.doors import now, reading, run
from meetings.web.errors import wants_json
from meetings.web.headers import allow_frames
from meetings.web.live import snapshot_message
from meetings.web.services import services

bp = Blueprint("broadcast_desk", __name__)

#: Presses whose button asks first.
CONFIRM = {
    Press.END: "End the broadcast? Complete is final: it cannot be started again, and the public page says that it "
    "is over.",
    Press.CLOSE_ROOM: "Close the remote room? Everybody who is still in it is shown out.",
    Press.LIVE: "Go live? From then on the public sees and hears the meeting.",
}
#: Single letters that press the buttons.
KEYS = {
    Press.TEST: "t",
    Press.END_TEST: "t",
    Press.PICTURE: "s",
    Press.LIVE: "l",
    Press.HOLD: "h",
    Press.GO_ON: "g",
    Press.END: "e",
}


@bp.app_template_filter("datetime_of_iso")
@pass_environment
def datetime_of_iso(environment: Environment, text: str) -> str:
    """A moment out of the live state, in council time."""
    return str(environment.filters["datetime"](datetime.fromisoformat(text)))


@bp.app_template_filter("service_name")
def service_name(address: str) -> str:
    """What people call the service that an address leads to."""
    found = urlsplit(address).hostname or "this site"
    return "YouTube" if found.removeprefix("www.").startswith("youtube") else found


@bp.app_template_test("of_ours")
def is_of_ours(address: str) -> bool:
    """Whether a picture comes from this machine: nobody else learns who watches it."""
    return urlsplit(address).path.startswith("/stream/")


@bp.get("/desk/meetings/<meeting_id>/broadcast")
@needs(Permission.RUN_MEETING)
def desk(meeting_id: str) -> ResponseReturnValue:
    """The desk."""
    view = _view(meeting_id)
    with reading() as session:
        lines = log(session, meeting_id)
    answer = current_app.make_response(
        render_template("conferencing/desk/desk.html", **_context(view), lines=lines)
    )
    embed = view.cast.embed_url if view.cast is not None else ""
    return allow_frames(answer, embed)


@bp.get("/desk/meetings/<meeting_id>/broadcast/now")
@needs(Permission.RUN_MEETING)
def desk_now(meeting_id: str) -> ResponseReturnValue:
    """What changes on the page, for the page to put in its place."""
    view = _view(meeting_id)
    with reading() as session:
        lines = log(session, meeting_id)
    return jsonify(html=render_template("conferencing/desk/_desk.html", **_context(view), lines=lines))


@bp.get("/desk/meetings/<meeting_id>/broadcast/lights")
@needs(Permission.RUN_MEETING)
def lights(meeting_id: str) -> ResponseReturnValue:
    """The line and the lights, for the clerk's console."""
    view = _view(meeting_id)
    return jsonify(html=render_template("conferencing/desk/_lights.html", **_context(view), brief=True))


@bp.post("/desk/meetings/<meeting_id>/broadcast/press")
@needs(Permission.RUN_MEETING)
def press(meeting_id: str) -> ResponseReturnValue:
    """A button of the desk."""
    known = {p.value: p for p in Press}
    wanted = known.get(request.form.get("press", ""))
    if wanted is None:
        raise NotFound("There is no such button.")
    run(usecases.press_desk, usecases.PressDesk(meeting_id, wanted, _able(meeting_id)))
    return _answered(meeting_id, f"{wanted.label}: asked for. Below stands what the public really sees.")


@bp.post("/desk/meetings/<meeting_id>/broadcast/seen")
@needs(Permission.RUN_MEETING)
def seen(meeting_id: str) -> ResponseReturnValue:
    """Somebody looked at the broadcast as the public gets it."""
    sees = request.form.get("public") == "yes"
    run(usecases.say_what_is_seen, usecases.SayWhatIsSeen(meeting_id, sees))
    return _answered(meeting_id, "Noted: " + ("the public sees it." if sees else "the public sees nothing."))


@bp.get("/meetings/<meeting_id>/card")
@public
def card(meeting_id: str) -> ResponseReturnValue:
    """The holding card: a full page for an encoder to show, which follows the meeting by itself."""
    with reading() as session:
        meeting = meeting_of(session, meeting_id)
        if not may_see_meeting(published=meeting.is_public, audience=Audience.PUBLIC):
            raise NotFound("There is no such meeting.")
        state = snapshot_message(current_app, snapshot(session, meeting_id, Audience.PUBLIC))
        found = card_of(session, meeting)
        council = council_name(session)
    return render_template(
        "conferencing/desk/card.html",
        meeting=meeting,
        state=state,
        card=found,
        council_name=council,
    )


def _answered(meeting_id: str, message: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify({"ok": True, "message": message})
    flash(message, "success")
    return redirect(url_for("broadcast_desk.desk", meeting_id=meeting_id), code=303)


def _view(meeting_id: str) -> DeskView:
    with reading() as session:
        meeting_for_clerk(session, meeting_id)
        return desk_view(session, meeting_id, now(), _able_in(session, meeting_id))


def _able(meeting_id: str) -> Able:
    with reading() as session:
        return _able_in(session, meeting_id)


def _able_in(session: Session, meeting_id: str) -> Able:
    room, cast = room_of_meeting(session, meeting_id), broadcast_of_meeting(session, meeting_id)
    by_hand = "manual" if meeting_of(session, meeting_id).broadcast_url else ""
    feed = cast.provider if cast is not None else by_hand
    return able_of(services().providers, room.provider if room is not None else "", feed)


def _context(view: DeskView) -> dict[str, object]:
    return {
        "view": view,
        "meeting": view.meeting,
        "confirms": CONFIRM,
        "keys": KEYS,
        "now": now(),
        "base": url_for("broadcast_desk.desk", meeting_id=view.meeting.id),
    }
