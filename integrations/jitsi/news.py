"""News of the event_sync plug-in: who came and went, with our own seat from their token."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from meetings.ports.providers import Forged, Happened, Heard

_OLDEST, _AHEAD = timedelta(minutes=5), timedelta(minutes=1)
_PEOPLE = {"muc-occupant-joined": ("joined", "joined_at"), "muc-occupant-left": ("left", "left_at")}
_ROOMS = {
    "muc-room-created": ("room_started", "created_at"),
    "muc-room-destroyed": ("room_ended", "destroyed_at"),
}


def hear(token: str, now: datetime, headers: Mapping[str, str], raw: bytes) -> Heard:
    """Raises Forged for what does not bear the token, or is not of this moment."""
    said = next((v for k, v in headers.items() if k.lower() == "authorization"), "")
    if not token or not hmac.compare_digest(said.encode(errors="replace"), f"Bearer {token}".encode()):
        raise Forged("without the token")
    found = json.loads(raw)
    if not isinstance(found, dict):
        raise Forged("not an event")
    happened = tuple(_happened(found))
    for one in happened[:1]:
        if one.at is None or not (now - _OLDEST <= one.at <= now + _AHEAD):
            raise Forged("too old, or from the future")
    return Heard(happened)


def _happened(event: dict[str, Any]) -> Iterator[Happened]:
    name, ref = str(event.get("event_name")), str(event.get("room_name", ""))
    room = "breakout" if event.get("is_breakout") is True else "meeting"
    if name in _PEOPLE:
        kind, at = _PEOPLE[name]
        yield _about(event["occupant"], kind, at, ref, room)
    elif name in _ROOMS and room == "meeting":
        kind, at = _ROOMS[name]
        moment = _moment(event[at])
        yield Happened(_key(ref, kind, str(event.get("created_at"))), kind, moment, ref)
        # At its end it tells everybody once more: what got lost on the way is made good.
        for occupant in event.get("all_occupants", []):
            yield _about(occupant, "joined", "joined_at", ref, room)
            if occupant.get("left_at"):
                yield _about(occupant, "left", "left_at", ref, room)


def _about(occupant: dict[str, Any], kind: str, at: str, ref: str, room: str) -> Happened:
    connection = _key(ref, str(occupant["occupant_jid"]), str(occupant["joined_at"]))
    data = {
        "connection": connection,
        "room": room,
        "name": str(occupant.get("name", "")),
        "email": str(occupant.get("email", "")),
        "seat_ref": str(occupant.get("id", "")),
    }
    return Happened(f"{connection}-{kind}", kind, _moment(occupant[at]), ref, data)


def _moment(seconds: Any) -> datetime:
    return datetime.fromtimestamp(float(seconds), UTC)


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]
