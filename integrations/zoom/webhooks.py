"""Zoom's news: verified over the raw bytes and by its age, then put in our words, without anything secret.

The data of joined, left and waiting has the names of a `Connection`: connection (its key), room, name, email,
seat_ref, user_ref, phone; besides `instance` (the sitting) and `event` (Zoom's own name).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from integrations.zoom.attendance import connection_key, phone_in, user_ref
from integrations.zoom.rooms import moment
from integrations.zoom.seats import is_ours
from meetings.ports.providers import Forged, Happened, Heard

_OLDEST = timedelta(minutes=5)
#: Clocks differ a little.
_AHEAD = timedelta(seconds=60)
_LARGEST = 1_000_000
#: What is asked of us at the set-up. Nothing that could pass as a message to be signed is signed.
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,128}")

_MEETING, _WAITING, _BREAKOUT = "meeting", "waiting_room", "breakout"

#: Zoom's event: our kind, and the room it is about. One event may be two pieces of news.
_PEOPLE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "meeting.participant_joined": (("joined", _MEETING),),
    "meeting.participant_left": (("left", _MEETING),),
    "meeting.participant_jbh_joined": (("joined", _MEETING),),
    "meeting.participant_joined_waiting_room": (("waiting", _WAITING),),
    "meeting.participant_jbh_waiting": (("waiting", _WAITING),),
    # Whoever is put back into the waiting room is not in the meeting.
    "meeting.participant_put_in_waiting_room": (("left", _MEETING), ("waiting", _WAITING)),
    "meeting.participant_left_waiting_room": (("left", _WAITING),),
    "meeting.participant_jbh_waiting_left": (("left", _WAITING),),
    "meeting.participant_admitted": (("left", _WAITING),),
    "meeting.participant_joined_breakout_room": (("joined", _BREAKOUT),),
    "meeting.participant_left_breakout_room": (("left", _BREAKOUT),),
}
_PLAIN_NEWS: Mapping[str, str] = {
    "meeting.started": "room_started",
    "meeting.ended": "room_ended",
    "meeting.live_streaming_started": "stream_started",
    "meeting.live_streaming_stopped": "stream_stopped",
    "recording.completed": "recording_ready",
    "recording.transcript_completed": "transcript_ready",
    "app_deauthorized": "access_lost",
}
#: By the event, where its moment stands besides those of a participant.
_MOMENTS: Mapping[str, str] = {"meeting.started": "start_time", "meeting.ended": "end_time"}


def hear(token: str, now: Callable[[], datetime], headers: Mapping[str, str], raw: bytes) -> Heard:
    """Raises Forged for what is not from Zoom, too old or from the future."""
    _verify(token, now(), headers, raw)
    try:
        body = json.loads(raw)
    except ValueError:
        return Heard()
    if not isinstance(body, dict):
        return Heard()
    payload = body.get("payload")
    payload = payload if isinstance(payload, dict) else {}
    event = str(body.get("event") or "")
    if event == "endpoint.url_validation":
        return Heard(answer=_validation(token, payload))
    return Heard(happened=tuple(_news(event, body, payload)))


def _verify(token: str, now: datetime, headers: Mapping[str, str], raw: bytes) -> None:
    said = {name.lower(): value for name, value in headers.items()}
    signature, stamp = said.get("x-zm-signature", ""), said.get("x-zm-request-timestamp", "")
    if not token or not signature or not stamp or len(raw) > _LARGEST:
        raise Forged("unsigned")
    expected = "v0=" + _signed(token, f"v0:{stamp}:".encode() + raw)
    # Bytes: text with other letters than ASCII cannot be compared in constant time.
    if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "surrogateescape")):
        raise Forged("wrongly signed")
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 13:
        raise Forged("no moment")
    at = datetime.fromtimestamp(int(stamp) / (1000 if len(stamp) > 11 else 1), UTC)
    if not now - _OLDEST <= at <= now + _AHEAD:
        raise Forged("too old" if at < now else "from the future")


def _validation(token: str, payload: Mapping[str, Any]) -> str:
    plain = str(payload.get("plainToken") or "")
    if not _PLAIN.fullmatch(plain):
        raise Forged("not a token to validate")
    return json.dumps({"plainToken": plain, "encryptedToken": _signed(token, plain.encode())})


def _signed(token: str, message: bytes) -> str:
    return hmac.new(token.encode(), message, hashlib.sha256).hexdigest()


def _news(event: str, body: Mapping[str, Any], payload: Mapping[str, Any]) -> Iterator[Happened]:
    about = payload.get("object")
    about = about if isinstance(about, dict) else {}
    ref, instance = str(about.get("id") or ""), str(about.get("uuid") or "")
    sent = _sent(body.get("event_ts"))
    person = about.get("participant")
    if event in _PEOPLE and isinstance(person, dict):
        data = {**_person(instance, person), "instance": instance, "event": event}
        at = _moment_of(person) or sent
        for kind, room in _PEOPLE[event]:
            told = {k: v for k, v in {**data, "room": room}.items() if v}
            yield Happened(_key(event, kind, room, data["connection"], at), kind, at, ref, told)
        return
    at = _moment_of(about.get("live_streaming")) or moment(about.get(_MOMENTS.get(event, ""))) or sent
    kind = _PLAIN_NEWS.get(event, "other")
    files = sorted(str(x.get("id")) for x in about.get("recording_files") or [] if isinstance(x, dict))
    data = {k: v for k, v in {"instance": instance, "event": event}.items() if v}
    yield Happened(_key(event, kind, ref, instance, at, *files), kind, at, ref, data)


def _person(instance: str, person: Mapping[str, Any]) -> dict[str, str]:
    address, name = str(person.get("email") or ""), str(person.get("user_name") or "")
    return {
        "connection": connection_key(instance, person.get("user_id")),
        "name": name,
        "email": "" if is_ours(address) else address,
        "seat_ref": str(person.get("registrant_id") or ""),
        "user_ref": user_ref(person),
        "phone": str(person.get("phone_number") or "") or phone_in(name),
    }


def _moment_of(about: object) -> datetime | None:
    """Zoom's reference and its own examples differ in the name of the moment."""
    if not isinstance(about, dict):
        return None
    found = (moment(about.get(name)) for name in ("join_time", "leave_time", "date_time"))
    return next((at for at in found if at), None)


def _sent(stamp: object) -> datetime | None:
    if not isinstance(stamp, int | float) or not 0 < stamp < 1e14:
        return None
    return datetime.fromtimestamp(stamp / 1000, UTC)


def _key(*parts: object) -> str:
    said = "\0".join(part.isoformat() if isinstance(part, datetime) else str(part) for part in parts)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
