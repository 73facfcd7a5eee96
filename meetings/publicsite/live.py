"""A meeting as it goes on, for everybody: the page, and its state for pages that cannot be pushed to."""

from __future__ import annotations

import json

from flask import Blueprint, Flask, current_app, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.kernel.secrecy import Audience
from meetings.publicsite.pages import meeting_page
from meetings.publicsite.queries import MeetingVersion
from meetings.runtime.live import snapshot
from meetings.schedule.queries import meeting_of
from meetings.web.access import public
from meetings.web.headers import allow_frames
from meetings.web.live import snapshot_message

bp = Blueprint("public_live", __name__)
#: a player of another service that sets no cookies before it is played
EMBEDDED = "https://www.youtube-nocookie.com/"


@bp.get("/meetings/<meeting_id>/live")
@public
def follow(meeting_id: str) -> ResponseReturnValue:
    """The live page: what is before the meeting, followed by server-sent events."""

    def render(session: Session, version: MeetingVersion) -> str:
        return render_template(
            "public/live.html",
            meeting=meeting_of(session, meeting_id),
            state=snapshot_message(_app(), snapshot(session, meeting_id, Audience.PUBLIC)),
            council_name=version.council_name,
        )

    # The player is loaded from there only when somebody presses; that of the council's own server is our own page.
    return allow_frames(meeting_page(meeting_id, "live", render), EMBEDDED)


@bp.get("/meetings/<meeting_id>/live.json")
@public
def state(meeting_id: str) -> ResponseReturnValue:
    """The same state as the events begin with. 304 until the meeting's version moves on."""

    def render(session: Session, version: MeetingVersion) -> str:
        message = snapshot_message(_app(), snapshot(session, meeting_id, Audience.PUBLIC))
        return json.dumps(message, separators=(",", ":"))

    return meeting_page(meeting_id, "live.json", render, "application/json")


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
