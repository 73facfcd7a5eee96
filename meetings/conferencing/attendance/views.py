"""The officers' page of who was connected: compared with the roll call, assigned, confirmed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.conferencing.attendance.page import ConnectionsPage, connections_page
from meetings.conferencing.attendance.usecases import (
    Confirm,
    Decide,
    Undecide,
    confirm,
    decide,
    undecide,
)
from meetings.kernel.errors import DomainError, Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.room.rules import Presence
from meetings.schedule.queries import meeting_of
from meetings.web.access import needs
from meetings.web.doors import now, reading, require, run
from meetings.web.fields import complaints
from meetings.web.services import services

bp = Blueprint("connections_of_meeting", __name__)
_PATH = "/desk/meetings/<meeting_id>/connections"
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]([0-5]\d))?")


@bp.get(_PATH)
@needs(Permission.WRITE_MINUTES)
def show(meeting_id: str) -> ResponseReturnValue:
    """Who was connected, beside the roll call."""
    return _render(_page(meeting_id))


@bp.post(f"{_PATH}/assign")
@needs(Permission.WRITE_MINUTES)
def assign(meeting_id: str) -> ResponseReturnValue:
    """Whose a connection was."""
    group = _page(meeting_id).group(request.form.get("identity", ""))
    if group is None:
        raise NotFound("There is no such connection any more.")
    who = request.form.getlist("person_id")
    if request.form.get("what") == "undo":
        run(undecide, Undecide(meeting_id, group.identity))
        flash("Taken back: the rules decide again.", "success")
        return _back(meeting_id)
    public = request.form.get("what") == "public"
    people = () if public else tuple(p for p in who if p)
    if not people and not public:
        flash("Choose who it was, or say that it was a member of the public.", "error")
        return _back(meeting_id)
    run(decide, Decide(meeting_id, group.identity, group.shown_as, people))
    flash("Noted. Nothing is confirmed by it yet.", "success")
    return _back(meeting_id)


@bp.post(f"{_PATH}/confirm")
@needs(Permission.WRITE_MINUTES)
def confirm_one(meeting_id: str) -> ResponseReturnValue:
    """How one person attended."""
    form = request.form
    try:
        run(confirm, _command(meeting_id, form))
    except DomainError as error:
        values = {**form.to_dict(), "form": form.get("person_id", "")}
        return _render(_page(meeting_id), values, complaints(error)), 422
    flash("Confirmed. It stays as you said, whatever the provider tells later.", "success")
    return redirect(f"{url_for('connections_of_meeting.show', meeting_id=meeting_id)}#members", 303)


@bp.post(f"{_PATH}/confirm-suggested")
@needs(Permission.WRITE_MINUTES)
def confirm_many(meeting_id: str) -> ResponseReturnValue:
    """Those who are certain and on whom the provider and the roll call agree, each with the mark that was shown."""
    shown = dict(pair.split(":", 1) for pair in request.form.getlist("person") if ":" in pair)
    done = 0
    for line in _page(meeting_id).together:
        mark = shown.get(line.seen.person_id)
        if mark is None:
            continue
        presence = Presence.REMOTE if line.fill.remote else Presence.IN_PERSON
        run(confirm, Confirm(meeting_id, line.seen.person_id, True, presence, seen=mark))
        done += 1
    flash(f"{done} confirmed." if done else "There was nobody to confirm.", "success")
    return _back(meeting_id)


def _command(meeting_id: str, form: Mapping[str, str]) -> Confirm:
    """What was entered for one person. Raises Invalid."""
    how = form.get("how", "")
    if how not in ("remote", "in_person", "absent"):
        raise Invalid("Say how they attended.", {"how": "Say how they attended"})
    errors: dict[str, str] = {}
    with reading() as session:
        meeting = meeting_of(session, meeting_id)
    since = meeting.opened_at or meeting.starts_at
    start, end = (_time(form.get(name, ""), since, name, errors) for name in ("started_at", "ended_at"))
    if errors:
        raise Invalid("Look at the times again.", errors)
    presence = {"remote": Presence.REMOTE, "in_person": Presence.IN_PERSON}.get(how)
    return Confirm(
        meeting_id,
        form.get("person_id", ""),
        how != "absent",
        presence,
        start,
        end,
        form.get("note", ""),
        form.get("seen", ""),
    )


def _time(text: str, since: datetime, name: str, errors: dict[str, str]) -> datetime | None:
    """A time by the clock at or after the opening; None for nothing. Seconds that are left out do not matter."""
    if not text.strip():
        return None
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        errors[name] = "Enter a time by the clock, such as 19:02"
        return None
    hour, minute, second = (int(g or 0) for g in found.groups())
    zone = services().config.timezone
    began = since.astimezone(zone)
    at = datetime.combine(began.date(), time(hour, minute, second), zone)
    if at < began.replace(second=0, microsecond=0) - timedelta(hours=12):
        at = datetime.combine(began.date() + timedelta(days=1), time(hour, minute, second), zone)
    # the minute in which the meeting was opened is within the meeting
    return began if found[3] is None and at < began < at + timedelta(minutes=1) else at


def _page(meeting_id: str) -> ConnectionsPage:
    with reading() as session:
        meeting = meeting_of(session, meeting_id)
        require(Permission.WRITE_MINUTES, meeting.body_id)
        return connections_page(session, meeting, now(), services().config.timezone)


def _render(
    page: ConnectionsPage, values: Mapping[str, Any] | None = None, errors: Mapping[str, str] | None = None
) -> str:
    providers = services().providers.conferencing
    return render_template(
        "conferencing/connections.html",
        page=page,
        meeting=page.meeting,
        values=values or {},
        errors=errors or {},
        provider_names={key: p.name for key, p in providers.items()},
    )


def _back(meeting_id: str) -> ResponseReturnValue:
    return redirect(url_for("connections_of_meeting.show", meeting_id=meeting_id), 303)
