"""The pages of the live room: the clerk's console, the chair's and the member's room, the state they all follow."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.kernel.errors import Denied, NotFound
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience, may_see_meeting
from meetings.room import queries
from meetings.room.seats import private_item, shown_as
from meetings.runtime.live import snapshot
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.web.access import needs, signed_in
from meetings.web.doors import current_actor, reading, today
from meetings.web.live import snapshot_message

bp = Blueprint("room", __name__)


@bp.get("/desk/meetings/<meeting_id>/room")
@needs(Permission.RUN_MEETING)
def console(meeting_id: str) -> ResponseReturnValue:
    """The clerk's console."""
    with reading() as session:
        meeting = meeting_for_clerk(session, meeting_id)
        state = snapshot_message(current_app, snapshot(session, meeting_id, Audience.OFFICER))
        officers = queries.others_who_may_attend(session, meeting)
        members = queries.members_for(session, meeting)
    options = [(person_id, f"{name}, {post}") for person_id, name, post in officers]
    return render_template(
        "room/console.html",
        meeting=meeting,
        state=state,
        officers_options=options,
        asked_options=[(m.person_id, m.name) for m in members] + options,
    )


@bp.get("/room/<meeting_id>")
@signed_in
def room(meeting_id: str) -> ResponseReturnValue:
    """The room as a member or the chair sees it."""
    actor = current_actor()
    with reading() as session:
        meeting, audience = _seat(session, meeting_id)
        if audience is Audience.OFFICER:
            return redirect(url_for("room.console", meeting_id=meeting_id))
        state = _state(session, meeting_id, audience)
    page = "room/chair.html" if audience is Audience.CHAIR else "room/member.html"
    return render_template(
        page, meeting=meeting, state=state, audience=audience.value, person_id=actor.person_id
    )


@bp.get("/room/<meeting_id>/state")
@signed_in
def state(meeting_id: str) -> ResponseReturnValue:
    """The whole live state for whoever asks, as JSON."""
    with reading() as session:
        _, audience = _seat(session, meeting_id)
        return jsonify(_state(session, meeting_id, audience))


def _state(session: Session, meeting_id: str, audience: Audience) -> dict[str, Any]:
    """All that this person's screen shows."""
    person_id, private = current_actor().person_id, private_item(session, meeting_id)
    shown = shown_as(session, meeting_id, audience, person_id, private)
    return snapshot_message(current_app, snapshot(session, meeting_id, shown))


def meeting_for_clerk(session: Session, meeting_id: str) -> MeetingRow:
    """The meeting, for somebody who runs the meetings of its body. Raises NotFound, Denied."""
    meeting = meeting_of(session, meeting_id)
    if queries.audience_of(session, current_actor(), meeting, today()) is not Audience.OFFICER:
        raise Denied("You do not run the meetings of this body.")
    return meeting


def _seat(session: Session, meeting_id: str) -> tuple[MeetingRow, Audience]:
    """The meeting, and as whom this person is in it. Raises NotFound for a meeting they may not know of, Denied."""
    meeting = meeting_of(session, meeting_id)
    audience = queries.audience_of(session, current_actor(), meeting, today())
    if not may_see_meeting(published=meeting.is_public, audience=audience):
        raise NotFound("There is no such meeting.")
    if audience is Audience.PUBLIC:
        raise Denied("You are not a member of this body. You can follow the meeting on its public page.")
    return meeting, audience
