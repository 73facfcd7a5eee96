"""The pages of screens: display, caption, the links that open them, and the sheet for when nothing works."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.kernel.errors import Denied, Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience, may_see_meeting
from meetings.room.pages import meeting_for_clerk
from meetings.room.queries import audience_of
from meetings.room.screens import usecases
from meetings.room.screens.paper import paper_sheet
from meetings.room.screens.queries import opens, screen_links
from meetings.runtime.live import snapshot
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.web.access import needs, public
from meetings.web.doors import current_actor, reading, run, today
from meetings.web.live import snapshot_message

bp = Blueprint("screens", __name__)

NOT_VALID = "This link does not open anything any more. Ask the clerk of the meeting for a new one."


@bp.get("/room/<meeting_id>/display")
@public
def display(meeting_id: str) -> ResponseReturnValue:
    """The large display of the chamber."""
    return _screen(meeting_id, "room/display.html")


@bp.get("/room/<meeting_id>/caption")
@public
def caption(meeting_id: str) -> ResponseReturnValue:
    """The caption laid over the broadcast: its background is transparent."""
    return _screen(meeting_id, "room/caption.html")


@bp.get("/room/<meeting_id>/screen.json")
@public
def screen_state(meeting_id: str) -> ResponseReturnValue:
    """What the public may see now, for a screen whose link still holds."""
    with reading() as session:
        _may_open(session, meeting_id)
        return jsonify(snapshot_message(current_app, snapshot(session, meeting_id, Audience.PUBLIC)))


def _screen(meeting_id: str, template: str) -> ResponseReturnValue:
    with reading() as session:
        meeting = _may_open(session, meeting_id)
        state = snapshot_message(current_app, snapshot(session, meeting_id, Audience.PUBLIC))
    state_url = url_for("screens.screen_state", meeting_id=meeting_id, key=_key() or None)
    answer = current_app.make_response(
        render_template(template, meeting=meeting, state=state, state_url=state_url)
    )
    # The key stands in the address: it goes nowhere else.
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _may_open(session: Session, meeting_id: str) -> MeetingRow:
    """The meeting, for the clerk or whoever holds a key; nobody sees more on it than the public may.

    Raises NotFound for a meeting that is not announced, Denied.
    """
    meeting = meeting_of(session, meeting_id)
    if not may_see_meeting(published=meeting.is_public, audience=Audience.PUBLIC):
        raise NotFound("This meeting has not been announced yet: its screens open when it is.")
    if _key() and opens(session, meeting_id, _key()):
        return meeting
    if audience_of(session, current_actor(), meeting, today()) is Audience.OFFICER:
        return meeting
    raise Denied(NOT_VALID)


def _key() -> str:
    return request.args.get("key", "")


@bp.get("/desk/meetings/<meeting_id>/room/screens")
@needs(Permission.RUN_MEETING)
def screens(meeting_id: str) -> ResponseReturnValue:
    """Which screens there are, and the links for computers where nobody signs in."""
    return _screens_page(meeting_id)


@bp.post("/desk/meetings/<meeting_id>/room/screens")
@needs(Permission.RUN_MEETING)
def make_link(meeting_id: str) -> ResponseReturnValue:
    """Make a link. It is shown once, on the page that answers."""
    name = request.form.get("name", "")
    try:
        key = run(usecases.make_screen_link, usecases.MakeScreenLink(meeting_id, name))
    except Invalid as error:
        return _screens_page(meeting_id, errors=error.fields, name=name), 422
    return _screens_page(meeting_id, key=key, name=" ".join(name.split()))


@bp.post("/desk/meetings/<meeting_id>/room/screens/<link_id>/revoke")
@needs(Permission.RUN_MEETING)
def revoke_link(meeting_id: str, link_id: str) -> ResponseReturnValue:
    """Revoke a link."""
    run(usecases.revoke_screen_link, usecases.RevokeScreenLink(meeting_id, link_id))
    return redirect(url_for("screens.screens", meeting_id=meeting_id), code=303)


def _screens_page(
    meeting_id: str, key: str = "", name: str = "", errors: dict[str, str] | None = None
) -> str:
    with reading() as session:
        meeting = meeting_for_clerk(session, meeting_id)
        links = screen_links(session, meeting_id)
    return render_template(
        "room/screens.html", meeting=meeting, links=links, key=key, name=name, errors=errors or {}
    )


@bp.get("/desk/meetings/<meeting_id>/room/paper")
@needs(Permission.RUN_MEETING)
def paper(meeting_id: str) -> ResponseReturnValue:
    """The sheet for roll calls on paper, to be printed before the meeting."""
    with reading() as session:
        meeting = meeting_for_clerk(session, meeting_id)
        sheet = paper_sheet(session, meeting_id)
    return render_template("room/paper.html", meeting=meeting, sheet=sheet)
