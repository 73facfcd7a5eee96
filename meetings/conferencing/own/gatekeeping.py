"""What a page may ask of the video server: to come in as itself, send, watch and leave. Pure."""

from __future__ import annotations

from typing import Any

from meetings.conferencing.own.tickets import Ticket

PLUGIN = "janus.plugin.videoroom"
#: what may be said at each place: to the server, in a session, to a handle of it
_VERBS = (
    frozenset({"create"}),
    frozenset({"attach", "keepalive", "destroy"}),
    frozenset({"message", "trickle", "detach", "hangup"}),
)
_OUTSIDE = frozenset({"janus", "transaction", "plugin", "body", "jsep", "candidate", "candidates"})
_REQUESTS = frozenset(
    {"join", "configure", "publish", "unpublish", "start", "update", "subscribe", "unsubscribe", "leave"}
)
_INSIDE = frozenset(
    {
        *("request", "room", "ptype", "id", "display", "pin", "token", "streams", "private_id"),
        *("audio", "video", "bitrate", "subscribe", "unsubscribe", "restart"),
    }
)
_REFUSED = "This is not a request of the video page."


def why_not(ticket: Ticket, depth: int, said: Any) -> str:
    """Why a request goes no further; empty: it may. `depth`: 0 the server, 1 a session, 2 a handle."""
    if not isinstance(said, dict) or not _OUTSIDE.issuperset(said) or said.get("janus") not in _VERBS[depth]:
        return _REFUSED
    if said["janus"] == "attach" and said.get("plugin") != PLUGIN:
        return _REFUSED
    if said["janus"] == "message":
        return _why_not_inside(ticket, said.get("body"))
    return ""


def _why_not_inside(ticket: Ticket, body: Any) -> str:
    if not isinstance(body, dict) or not _INSIDE.issuperset(body) or body.get("request") not in _REQUESTS:
        return _REFUSED
    if "room" in body and body["room"] != ticket.room:
        return "This is another room."
    if ("id" in body and body["id"] != ticket.who) or ("display" in body and body["display"] != ticket.name):
        return "This is somebody else's seat."
    if body["request"] == "join":
        return _why_not_in(body)
    return ""


def _why_not_in(body: dict[str, Any]) -> str:
    """One who joins says as whom; one who watches shows that they have joined."""
    if body.get("ptype") == "publisher":
        return "" if {"room", "id", "display", "token"} <= set(body) else _REFUSED
    if body.get("ptype") == "subscriber":
        return "" if {"room", "private_id"} <= set(body) else _REFUSED
    return _REFUSED
