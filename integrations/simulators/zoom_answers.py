"""How the simulated Zoom refuses, and what it says of a meeting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, jsonify, request

from integrations.simulators.base import Fault, FaultKind, World
from integrations.simulators.zoom_news import stamp
from integrations.simulators.zoom_state import HOST_ID, SCOPE_OF, Meeting, Registrant, ZoomState

_PER_SECOND = "You have reached the maximum per-second rate limit for this API. Try again later."
_PER_DAY = (
    "You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for this user. "
    "You can resume at GMT 00:00:00."
)
#: Settings that are kept as sent, and what they are when they were not.
_DEFAULTS: dict[str, Any] = {
    "waiting_room": False,
    "join_before_host": False,
    "auto_recording": "none",
    "alternative_hosts": "",
    "approval_type": 2,
    "registrants_confirmation_email": True,
    "registrants_email_notification": True,
    "email_notification": True,
    "allow_multiple_devices": True,
    "email_in_attendee_report": False,
    "mute_upon_entry": False,
    "use_pmi": False,
    "participant_video": False,
    "encryption_type": "enhanced_encryption",
}


def refused(status: int, code: int, message: str) -> Response:
    """A refusal in Zoom's shape."""
    answer = jsonify(code=code, message=message)
    answer.status_code = status
    return answer


def no_meeting(ref: object) -> Response:
    """It is not there."""
    return refused(404, 3001, f"Meeting does not exist: {ref}.")


def invalid(field: str, words: str) -> Response:
    """A field is wrong or missing."""
    answer = jsonify(code=300, message="Validation Failed.", errors=[{"field": field, "message": words}])
    answer.status_code = 400
    return answer


def struck(fault: Fault) -> Response:
    """A fault to order, as Zoom says it."""
    if fault.kind is FaultKind.EXPIRED_TOKEN:
        return refused(401, 124, "Access token is expired.")
    if fault.kind is FaultKind.REVOKED_SCOPE:
        return no_scope(request.endpoint or "")
    if fault.status == 500:
        return refused(500, 500, "Internal server error.")
    if fault.kind is FaultKind.QUOTA:
        answer = refused(429, 429, _PER_DAY)
        answer.headers["X-RateLimit-Category"] = "Light"
        return answer
    return refused(429, 429, _PER_SECOND)


def no_scope(operation: str) -> Response:
    """The app lacks what the operation wants."""
    scope = SCOPE_OF.get(operation, "meeting:read:meeting:admin")
    return refused(400, 4711, f"Invalid access token, does not contain scopes:[{scope}].")


def too_often() -> Response:
    """A hundred a day: no Retry-After, the moment stands in words only."""
    return refused(429, 429, _PER_DAY)


def kept_settings(sent: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
    """What is known of the settings; a waiting room takes joining before the host away."""
    known = {**_DEFAULTS, **(before or {}), **{k: v for k, v in sent.items() if k in _DEFAULTS}}
    if isinstance(sent.get("waiting_room_options"), dict):
        known["waiting_room_options"] = sent["waiting_room_options"]
    if known["waiting_room"]:
        known["join_before_host"] = False
    return known


def told(world: World, meeting: Meeting) -> dict[str, Any]:
    """A meeting in full."""
    base = f"{world.address}/zoom"
    numbers = [
        {"country": "GB", "country_name": "UK", "city": "", "number": "+44 203 481 5237", "type": "toll"},
        {"country": "GB", "country_name": "UK", "city": "", "number": "+44 131 460 1196", "type": "toll"},
    ]
    host_key = world.of(ZoomState).number()
    return {
        **meeting.body,
        "id": meeting.id,
        "uuid": meeting.uuid,
        "host_id": HOST_ID,
        "host_email": meeting.host,
        "created_at": stamp(meeting.made),
        "join_url": f"{base}/j/{meeting.id}?pwd=simulated",
        # Another one each time: it opens the room as its host for a while.
        "start_url": f"{base}/s/{meeting.id}?zak=simulated-{host_key}",
        "registration_url": f"{base}/meeting/register/{meeting.id}",
        "status": "started" if meeting.sitting else "waiting",
        "settings": {
            **meeting.settings,
            "global_dial_in_numbers": numbers,
            "global_dial_in_countries": ["GB"],
        },
    }


def listed(world: World, meeting: Meeting) -> dict[str, Any]:
    """A meeting in a list: less of it, and the agenda cut."""
    full = told(world, meeting)
    names = [
        "id",
        "uuid",
        "host_id",
        "topic",
        "type",
        "start_time",
        "duration",
        "timezone",
        "created_at",
        "join_url",
    ]
    some = {name: full[name] for name in names if name in full}
    return {**some, "agenda": str(full.get("agenda", ""))[:250]}


def link(world: World, meeting: Meeting, who: Registrant) -> str:
    """A personal link."""
    return f"{world.address}/zoom/w/{meeting.id}?tk={who.id}&pwd=simulated"


def registrant(world: World, meeting: Meeting, who: Registrant) -> dict[str, Any]:
    """A registrant in a list."""
    return {
        "id": who.id,
        "email": who.email,
        "first_name": who.first_name,
        "last_name": who.last_name,
        "status": who.status,
        "create_time": stamp(who.made),
        "join_url": link(world, meeting, who),
        "participant_pin_code": who.pin,
    }


def paged(rows: list[dict[str, Any]], name: str) -> Response:
    """One page of a list, and where the next one begins."""
    try:
        size = min(max(int(request.args.get("page_size", 30)), 1), 300)
        start = int(request.args.get("next_page_token") or 0)
    except ValueError:
        return refused(400, 300, "The next page token is invalid or expired.")
    end = start + size
    return jsonify(
        {
            "page_size": size,
            "page_count": -(-len(rows) // size),
            "total_records": len(rows),
            "next_page_token": str(end) if end < len(rows) else "",
            name: rows[start:end],
        }
    )


def today(at: datetime) -> str:
    """The day on which allowances are counted."""
    return at.strftime("%Y-%m-%d")
