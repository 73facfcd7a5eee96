"""The simulated Zoom's news: bodies as in its reference, signed as it signs, posted at once or held for a test."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx

from integrations.simulators.base import World
from integrations.simulators.zoom_state import (
    ACCOUNT_ID,
    HOST_ID,
    SECRET_TOKEN,
    Meeting,
    Sitting,
    Stretch,
    ZoomState,
)

#: One after the other, as they happened.
_posting = threading.Lock()


def stamp(at: datetime) -> str:
    """As Zoom writes a moment."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def tell(world: World, event: str, about: dict[str, Any], **more: Any) -> None:
    """Something happened: put it with the news."""
    payload: dict[str, Any] = {"account_id": ACCOUNT_ID, "object": about}
    operator = more.pop("operator", None)
    if operator:
        payload |= {"operator": operator, "operator_id": HOST_ID}
    body = {"event": event, "event_ts": int(world.now().timestamp() * 1000), "payload": payload, **more}
    world.of(ZoomState).news.append(body)


def about(meeting: Meeting, held: Sitting, *, number: bool = False) -> dict[str, Any]:
    """What most events say of the meeting. Its id is a number in some events and text in others."""
    return {
        "id": meeting.id if number else str(meeting.id),
        "uuid": held.uuid,
        "host_id": HOST_ID,
        "topic": meeting.body.get("topic", ""),
        "type": 2,
        "start_time": stamp(held.began),
        "timezone": meeting.body.get("timezone", "Europe/London"),
        "duration": meeting.body.get("duration", 60),
    }


def person(world: World, event: str, meeting: Meeting, held: Sitting, who: Stretch, at: datetime) -> None:
    """Somebody came, went, or waits."""
    moment = {"meeting.participant_joined": "join_time", "meeting.participant_left": "leave_time"}.get(event)
    told = {
        "user_id": who.user_id,
        "user_name": who.name,
        "participant_uuid": hashlib.sha256(who.user_id.encode()).hexdigest()[:24],
        moment or "date_time": stamp(at),
        "email": who.email,
    }
    if event == "meeting.participant_left":
        told["leave_reason"] = f"{who.name} left the meeting."
    known = {
        "registrant_id": who.registrant_id,
        "participant_user_id": who.account_user,
        "phone_number": who.phone,
    }
    told |= {k: v for k, v in known.items() if v}
    tell(world, event, {**about(meeting, held), "participant": told})


def streaming(world: World, event: str, meeting: Meeting, held: Sitting, at: datetime) -> None:
    """The stream began or ended. Zoom tells the secret key with it."""
    assert meeting.stream is not None
    told = {
        "service": "Custom_Live_Streaming_Service",
        "custom_live_streaming_settings": {
            k: meeting.stream[k] for k in ("stream_url", "stream_key", "page_url")
        },
        "date_time": stamp(at),
    }
    tell(world, event, {**about(meeting, held, number=True), "live_streaming": told}, operator=meeting.host)


def recorded(world: World, event: str, meeting: Meeting, held: Sitting) -> None:
    """Files are ready."""
    only = event == "recording.transcript_completed"
    files = [
        {
            "id": x.id,
            "meeting_id": held.uuid,
            "recording_start": stamp(x.began),
            "recording_end": stamp(x.ended),
            "file_type": x.file_type,
            "file_size": len(x.content),
            "file_extension": x.extension,
            "play_url": f"{world.address}/zoom/rec/play/{x.id}",
            "download_url": f"{world.address}/zoom/rec/download/{x.id}",
            "status": "completed",
            "recording_type": x.recording_type,
        }
        for x in held.files
        if (x.file_type == "TRANSCRIPT") == only
    ]
    told = about(meeting, held, number=True) | {
        "account_id": ACCOUNT_ID,
        "host_email": meeting.host,
        "password": "123456",
        "share_url": f"{world.address}/zoom/rec/share/{held.files[0].id}",
        "total_size": sum(len(x.content) for x in held.files),
        "recording_count": len(files),
        "recording_files": files,
    }
    tell(world, event, told, download_token=f"once-{held.files[0].id}")


def signed(body: bytes, at: datetime, token: str = SECRET_TOKEN) -> dict[str, str]:
    """The headers Zoom sends with a body."""
    moment = str(int(at.timestamp()))
    digest = hmac.new(token.encode(), b"v0:" + moment.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "x-zm-request-timestamp": moment,
        "x-zm-signature": f"v0={digest}",
    }


def take(world: World) -> list[dict[str, Any]]:
    """The news that waits, and none waits any more."""
    with world.lock:
        state = world.of(ZoomState)
        waiting, state.news = state.news, []
        return waiting


def post(
    world: World, bodies: Sequence[dict[str, Any]], *, copies: int = 1, seed: int | None = None
) -> list[int]:
    """Post them, each so many times, in disorder when there is a seed. The statuses of the answers."""
    hook = world.of(ZoomState).hook
    every = [body for body in bodies for _ in range(copies)]
    if seed is not None:
        random.Random(seed).shuffle(every)
    raw = [json.dumps(body, separators=(",", ":")).encode() for body in every]
    with _posting:
        return [world.deliver(hook, x, signed(x, world.now())) for x in raw] if hook else []


def flush(world: World) -> None:
    """Post what waits without keeping whoever asked waiting, unless a test holds it."""
    state = world.of(ZoomState)
    if state.held or not state.news:
        return
    waiting = take(world)
    if state.hook:
        threading.Thread(target=post, args=(world, waiting), daemon=True).start()


def validate(world: World, hook: str) -> str:
    """As Zoom does when an address for news is entered: only one that knows the secret is taken."""
    plain = world.of(ZoomState).opaque("validation")
    body = {"event": "endpoint.url_validation", "event_ts": 0, "payload": {"plainToken": plain}}
    raw = json.dumps(body).encode()
    expected = hmac.new(SECRET_TOKEN.encode(), plain.encode(), hashlib.sha256).hexdigest()
    try:
        headers = signed(raw, world.now())
        answer = httpx.post(
            hook, content=raw, headers=headers, timeout=timedelta(seconds=3).seconds, trust_env=False
        )
        said = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise ValueError("nobody answers there as Zoom wants it") from error
    if answer.status_code != 200 or not isinstance(said, dict) or said.get("encryptedToken") != expected:
        raise ValueError("the answer was not made with the secret token")
    world.of(ZoomState).hook = hook
    return "Validated: news is posted there from now on."
