"""Live parts as messages: the data, and the partial that shows it, rendered for one audience."""

from __future__ import annotations

from typing import Any

from flask import Flask

from meetings.kernel.secrecy import Audience
from meetings.runtime.live import PROTOCOL, Change, Snapshot, is_hidden, parts


def snapshot_message(app: Flask, snapshot: Snapshot) -> dict[str, Any]:
    """A whole state as the browser takes it."""
    return {
        "meeting": snapshot.meeting_id,
        "version": snapshot.version,
        "protocol": PROTOCOL,
        "parts": _rendered(app, snapshot.meeting_id, snapshot.audience, snapshot.parts),
    }


def change_message(app: Flask, change: Change) -> dict[str, Any]:
    """A push as the browser takes it: whole parts between two versions."""
    return {
        "meeting": change.meeting_id,
        "from": change.from_version,
        "to": change.to_version,
        "parts": _rendered(app, change.meeting_id, change.audience, change.parts),
    }


def _rendered(app: Flask, meeting_id: str, audience: Audience, data: dict[str, Any]) -> dict[str, Any]:
    known = parts()
    return {
        name: {
            "data": value,
            "html": ""
            if is_hidden(value)
            else render_part(app, known[name].template, meeting_id, audience, value),
        }
        for name, value in data.items()
    }


def render_part(app: Flask, template: str, meeting_id: str, audience: Audience, data: Any) -> str:
    """One partial. It gets `part` (the data), `meeting_id` and `audience`, and nothing of the request."""
    source = app.jinja_env.get_template(template)
    return source.render(part=data, meeting_id=meeting_id, audience=audience.value).strip()
