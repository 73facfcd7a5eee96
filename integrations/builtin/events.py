"""Janus' news of who comes and goes, in our words. They come from this machine with a password."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from integrations.builtin.janus import PLUGIN
from meetings.ports.own_video import seat_of
from meetings.ports.providers import Forged, Happened, Heard

_KINDS = {"joined": "joined", "leaving": "left"}


def hear(secret: str, headers: Mapping[str, str], raw: bytes) -> Heard:
    """What is in one message. Raises Forged."""
    expected = "Basic " + base64.b64encode(f"janus:{secret}".encode()).decode()
    said = next((v for k, v in headers.items() if k.lower() == "authorization"), "")
    if not hmac.compare_digest(said.encode(), expected.encode()):
        raise Forged("not from the video server")
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise Forged("not from the video server") from error
    events = found if isinstance(found, list) else [found]
    return Heard(tuple(h for event in events if isinstance(event, dict) for h in _happened(event)))


def _happened(event: dict[str, Any]) -> Iterator[Happened]:
    inner = event.get("event")
    if not isinstance(inner, dict) or inner.get("plugin") != PLUGIN:
        return
    data = inner.get("data")
    kind = _KINDS.get(str(data.get("event"))) if isinstance(data, dict) else None
    if kind is None or not isinstance(data, dict):
        return
    # Of a device that was lost the server does not say in which session it was: its name is its own.
    who = str(data.get("id", ""))
    at = datetime.fromtimestamp(int(event.get("timestamp", 0)) / 1_000_000, UTC)
    seen = {"connection": who, "seat_ref": seat_of(who), "name": str(data.get("display", ""))}
    yield Happened(f"{who}-{kind}", kind, at, str(data.get("room", "")), seen)
