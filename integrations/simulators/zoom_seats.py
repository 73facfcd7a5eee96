"""The simulated Zoom's registrants: personal links, three registrations of one address a day."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue

from integrations.simulators.zoom_answers import invalid, link, no_meeting, paged, refused, registrant, today
from integrations.simulators.zoom_state import Meeting, Registrant

_A_DAY, _BATCH, _FULL = 3, 30, 300


def add(app: Flask) -> None:
    """Its addresses."""
    base = "/v2/meetings/<ref>"
    for rule, methods, operation, view in (
        (f"{base}/registrants", ["GET"], "meetingRegistrants", _every),
        (f"{base}/registrants", ["POST"], "meetingRegistrantCreate", _one),
        (f"{base}/batch_registrants", ["POST"], "addBatchRegistrants", _many),
        (f"{base}/registrants/status", ["PUT"], "meetingRegistrantStatus", _status),
    ):
        app.add_url_rule(rule, operation, view, methods=methods)


def _found(ref: str) -> Meeting | None:
    found: Meeting | None = g.state.meetings.get(int(ref)) if ref.isdigit() else None
    return found


def _every(ref: str) -> ResponseReturnValue:
    meeting = _found(ref)
    if meeting is None:
        return no_meeting(ref)
    status = request.args.get("status", "approved")
    rows = [registrant(g.world, meeting, x) for x in meeting.registrants.values() if x.status == status]
    return paged(rows, "registrants")


def _one(ref: str) -> ResponseReturnValue:
    meeting = _found(ref)
    if meeting is None:
        return refused(404, 1001, f"Meeting does not exist: {ref}.")
    made = _register(meeting, request.get_json(silent=True))
    if isinstance(made, Response):
        return made
    answer = {
        "id": meeting.id,
        "registrant_id": made.id,
        "join_url": link(g.world, meeting, made),
        "topic": meeting.body["topic"],
        "start_time": meeting.body["start_time"],
        "participant_pin_code": made.pin,
    }
    return answer, 201


def _many(ref: str) -> ResponseReturnValue:
    meeting = _found(ref)
    if meeting is None:
        return no_meeting(ref)
    if meeting.body["type"] != 2:
        return refused(400, 303, "This API can only be used for scheduled meeting(meeting type: 2).")
    body: Any = request.get_json(silent=True)
    people = body.get("registrants") if isinstance(body, dict) else None
    if not isinstance(people, list) or not people or len(people) > _BATCH:
        return invalid("registrants", f"Between 1 and {_BATCH} registrants are required.")
    rows = []
    for person in people:
        made = _register(meeting, person)
        if isinstance(made, Response):
            return made
        address = link(g.world, meeting, made)
        row = {
            "registrant_id": made.id,
            "email": made.email,
            "join_url": address,
            "participant_pin_code": made.pin,
        }
        rows.append(row)
    return {"registrants": rows}, 201


def _register(meeting: Meeting, sent: Any) -> Registrant | Response:
    if meeting.settings.get("approval_type") == 2:
        return refused(400, 404, f"Registration has not been enabled for this meeting: {meeting.id}.")
    person = sent if isinstance(sent, dict) else {}
    email, first, last = (str(person.get(name) or "") for name in ("email", "first_name", "last_name"))
    if "@" not in email or not first:
        return invalid("email" if "@" not in email else "first_name", "Required.")
    day = (meeting.id, email.lower(), today(g.world.now()))
    if g.state.registered.get(day, 0) >= _A_DAY:
        words = "You have exceeded the daily rate limit (3) of Add meeting registrant API requests permitted for this "
        return refused(429, 429, words + "registrant.")
    g.state.registered[day] = g.state.registered.get(day, 0) + 1
    there = meeting.registrant(email)
    if there is not None:
        return there
    if len(meeting.registrants) >= _FULL:
        return refused(400, 3043, "Meeting has reached maximum attendee capacity.")
    pin = 100_000 + g.state.number()
    made = Registrant(g.state.opaque("registrant"), email, first, last, pin, g.world.now())
    meeting.registrants[made.id] = made
    return made


def _status(ref: str) -> ResponseReturnValue:
    meeting = _found(ref)
    if meeting is None:
        return no_meeting(ref)
    body: Any = request.get_json(silent=True)
    action = body.get("action") if isinstance(body, dict) else None
    status = {"cancel": "cancelled", "deny": "denied", "approve": "approved"}.get(str(action))
    if status is None:
        return invalid("action", "Required.")
    for person in body.get("registrants") or []:
        who = meeting.registrants.get(str(person.get("id"))) or meeting.registrant(str(person.get("email")))
        if who is not None:
            who.status = status
    return "", 204
