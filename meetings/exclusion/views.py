"""The buttons of clerk and chair while the public is excluded."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from functools import partial
from typing import Any

from flask import Blueprint, Flask, current_app, request
from flask.typing import ResponseReturnValue

from meetings.exclusion import usecases
from meetings.exclusion.readback import read_pages
from meetings.runtime.work import Work
from meetings.web.access import signed_in
from meetings.web.answers import back_to_room
from meetings.web.doors import run

bp = Blueprint("exclusion", __name__)


@bp.post("/desk/meetings/<meeting_id>/exclusion/by-law")
@signed_in
def by_law(meeting_id: str) -> ResponseReturnValue:
    """Exclude the public from confidential business."""
    command = usecases.ExcludeByLaw(meeting_id, tuple(request.form.getlist("item_ids")))
    return _do(meeting_id, usecases.exclude_by_law, command)


@bp.post("/desk/meetings/<meeting_id>/exclusion/check")
@signed_in
def check(meeting_id: str) -> ResponseReturnValue:
    """Read the public pages back, as the public gets them."""
    reading = read_pages(_as_the_public(), meeting_id)
    return _do(meeting_id, usecases.keep_readings, usecases.KeepReadings(meeting_id, (reading,)))


@bp.post("/desk/meetings/<meeting_id>/exclusion/stopped")
@signed_in
def stopped(meeting_id: str) -> ResponseReturnValue:
    """Somebody looked, and it has stopped."""
    command = usecases.ConfirmByEye(meeting_id, request.form.get("name", ""))
    return _do(meeting_id, usecases.confirm_by_eye, command)


@bp.post("/desk/meetings/<meeting_id>/exclusion/running")
@signed_in
def running(meeting_id: str) -> ResponseReturnValue:
    """Somebody looked, and it is running: the alarm."""
    command = usecases.ConfirmByEye(meeting_id, request.form.get("name", ""), stopped=False)
    return _do(meeting_id, usecases.confirm_by_eye, command)


@bp.post("/desk/meetings/<meeting_id>/exclusion/override")
@signed_in
def override(meeting_id: str) -> ResponseReturnValue:
    """Propose to go on without confirmation."""
    command = usecases.ProposeOverride(meeting_id, request.form.get("reason", ""))
    return _do(meeting_id, usecases.propose_override, command)


@bp.post("/desk/meetings/<meeting_id>/exclusion/override/agree")
@signed_in
def agree_to_override(meeting_id: str) -> ResponseReturnValue:
    """Agree to it as the second person."""
    return _do(meeting_id, usecases.confirm_override, usecases.ConfirmOverride(meeting_id))


@bp.post("/desk/meetings/<meeting_id>/exclusion/open")
@signed_in
def open_private(meeting_id: str) -> ResponseReturnValue:
    """Open the private part of the item being taken."""
    return _do(meeting_id, usecases.open_private, usecases.OpenPrivate(meeting_id))


@bp.post("/desk/meetings/<meeting_id>/exclusion/return")
@signed_in
def public_return(meeting_id: str) -> ResponseReturnValue:
    """Let the public return."""
    return _do(meeting_id, usecases.let_public_return, usecases.LetPublicReturn(meeting_id))


@bp.post("/desk/meetings/<meeting_id>/exclusion/end")
@signed_in
def end(meeting_id: str) -> ResponseReturnValue:
    """Go on in public once the delay is over."""
    return _do(meeting_id, usecases.end_exclusion, usecases.EndExclusion(meeting_id))


def _do(meeting_id: str, case: Callable[[Work, Any], Any], command: Any) -> ResponseReturnValue:
    run(case, command)
    return back_to_room(meeting_id)


def _as_the_public() -> Callable[[str], tuple[int, str]]:
    """Asks this application itself, through its whole front, without a session."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    origin = request.host_url

    def fetch(path: str) -> tuple[int, str]:
        # In a context of its own: what is known of the person who pressed the button must not reach it.
        answer = Context().run(partial(app.test_client(use_cookies=False).get, path, base_url=origin))
        return answer.status_code, answer.get_data(as_text=True)

    return fetch
