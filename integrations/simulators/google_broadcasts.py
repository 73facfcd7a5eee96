"""Broadcasts and streams: only what YouTube allows, a live broadcast only while a picture arrives."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from flask import Flask, Response, jsonify, request

from integrations.simulators.base import World
from integrations.simulators.google_answers import Refused, body, one_filter, page, parts
from integrations.simulators.google_state import Resource, google, key_of, new_id, shown, stamp, stream_shown

_BROADCAST = {"id", "snippet", "status", "contentDetails", "statistics"}
_STREAM = {"id", "snippet", "cdn", "status", "contentDetails"}
_LIVE = "youtube.liveBroadcast"
_CYCLES = {
    "upcoming": ("created", "ready", "testStarting", "testing"),
    "active": ("liveStarting", "live"),
    "completed": ("complete",),
}
_MOST_UNFINISHED = 100


def add_broadcasts(app: Flask, world: World) -> None:
    """liveBroadcasts and liveStreams."""
    base = "/youtube/v3/liveBroadcasts"
    for method, path, name, view in (
        ("GET", base, "liveBroadcasts.list", lambda: _list(world)),
        ("POST", base, "liveBroadcasts.insert", lambda: _insert(world)),
        ("PUT", base, "liveBroadcasts.update", lambda: _update(world)),
        ("DELETE", base, "liveBroadcasts.delete", lambda: _delete(world)),
        ("POST", f"{base}/bind", "liveBroadcasts.bind", lambda: _bind(world)),
        ("POST", f"{base}/transition", "liveBroadcasts.transition", lambda: _transition(world)),
        ("GET", "/youtube/v3/liveStreams", "liveStreams.list", lambda: _streams(world)),
        ("POST", "/youtube/v3/liveStreams", "liveStreams.insert", lambda: _new_stream(world)),
    ):
        app.add_url_rule(path, endpoint=name, view_func=view, methods=[method])


def _enabled(world: World) -> None:
    if not google(world).live_enabled:
        words = "The user is not enabled for live streaming."
        raise Refused(403, "liveStreamingNotEnabled", words, _LIVE)


def _found(world: World) -> tuple[str, Resource]:
    ident = request.args.get("id", "")
    broadcast = google(world).broadcasts.get(ident)
    if broadcast is None:
        raise Refused(404, "liveBroadcastNotFound", "Broadcast not found", _LIVE)
    return ident, broadcast


def _list(world: World) -> Response:
    _enabled(world)
    asked, by = parts(_BROADCAST), one_filter("id", "mine", "broadcastStatus")
    wanted = request.args[by].split(",")
    cycles = _CYCLES.get(wanted[0]) if by == "broadcastStatus" else None
    items = [
        shown("liveBroadcast", ident, b, asked)
        for ident, b in google(world).broadcasts.items()
        if (by != "id" or ident in wanted) and (cycles is None or b["status"]["lifeCycleStatus"] in cycles)
    ]
    answer = jsonify(page("liveBroadcast", items))
    # Who looks again finds begun what was just beginning.
    for broadcast in google(world).broadcasts.values():
        if broadcast["status"]["lifeCycleStatus"] == "liveStarting":
            broadcast["status"] = broadcast["status"] | {"lifeCycleStatus": "live"}
    return answer


def _insert(world: World) -> Response:
    _enabled(world)
    asked, sent = parts(_BROADCAST), body()
    snippet, status = dict(sent.get("snippet") or {}), dict(sent.get("status") or {})
    checked_snippet(snippet)
    _checked_time(world, snippet)
    _checked_status(status)
    unfinished = [
        b for b in google(world).broadcasts.values() if b["status"]["lifeCycleStatus"] != "complete"
    ]
    if len(unfinished) >= _MOST_UNFINISHED:
        raise Refused(403, "userBroadcastsExceedLimit", "The user has too many broadcasts.", _LIVE)
    wanted = dict(sent.get("contentDetails") or {})
    if wanted.get("enableEmbed") and not google(world).embed_allowed:
        raise Refused(400, "invalidEmbedSetting", "The embed setting is invalid.", _LIVE)
    ident = new_id(world)
    details: Resource = {
        "monitorStream": {"enableMonitorStream": True, "broadcastStreamDelayMs": 0},
        "enableEmbed": False,
        "enableDvr": True,
        "recordFromStart": True,
        "enableAutoStart": False,
        "enableAutoStop": False,
        "closedCaptionsType": "closedCaptionsDisabled",
        "latencyPreference": "normal",
    }
    made = {
        "snippet": _known(snippet, "title", "description", "scheduledStartTime", "scheduledEndTime")
        | {"publishedAt": stamp(world.now()), "channelId": "UCsimulated", "isDefaultBroadcast": False},
        "status": status
        | {"lifeCycleStatus": "created", "recordingStatus": "notRecording", "madeForKids": False},
        "contentDetails": details | wanted,
    }
    google(world).broadcasts[ident] = made
    google(world).videos[ident] = {"categoryId": "25", "tags": ["council"]}
    return jsonify(shown("liveBroadcast", ident, made, asked))


def _update(world: World) -> Response:
    asked, sent = parts(_BROADCAST), body()
    ident = str(sent.get("id") or "")
    broadcast = google(world).broadcasts.get(ident)
    if broadcast is None:
        raise Refused(404, "liveBroadcastNotFound", "Broadcast not found", _LIVE)
    if "snippet" in asked:
        snippet = dict(sent.get("snippet") or {})
        checked_snippet(snippet)
        if snippet.get("scheduledStartTime") != broadcast["snippet"]["scheduledStartTime"]:
            _checked_time(world, snippet)
        writable = ("title", "description", "scheduledStartTime", "scheduledEndTime")
        kept = {k: v for k, v in broadcast["snippet"].items() if k not in writable}
        broadcast["snippet"] = kept | _known(snippet, *writable)
    if "status" in asked:
        status = dict(sent.get("status") or {})
        _checked_status(status)
        broadcast["status"] = broadcast["status"] | _known(status, "privacyStatus", "selfDeclaredMadeForKids")
    if "contentDetails" in asked:
        details = dict(sent.get("contentDetails") or {})
        if "monitorStream" not in details:
            raise Refused(400, "enableMonitorStreamRequired", "monitorStream is required.", _LIVE)
        broadcast["contentDetails"] = broadcast["contentDetails"] | details
    return jsonify(shown("liveBroadcast", ident, broadcast, asked))


def _delete(world: World) -> tuple[str, int]:
    ident, _ = _found(world)
    del google(world).broadcasts[ident]
    google(world).videos.pop(ident, None)
    return "", 204


def _bind(world: World) -> Response:
    asked = parts(_BROADCAST)
    ident, broadcast = _found(world)
    if broadcast["status"]["lifeCycleStatus"] not in _CYCLES["upcoming"]:
        words = "The current status of the live broadcast does not allow it to be bound to a stream."
        raise Refused(403, "liveBroadcastBindingNotAllowed", words, _LIVE)
    stream = request.args.get("streamId", "")
    if stream not in google(world).streams:
        raise Refused(404, "liveStreamNotFound", "Stream not found", _LIVE)
    broadcast["contentDetails"] = broadcast["contentDetails"] | {"boundStreamId": stream}
    broadcast["status"] = broadcast["status"] | {"lifeCycleStatus": "ready"}
    return jsonify(shown("liveBroadcast", ident, broadcast, asked))


def _transition(world: World) -> Response:
    asked = parts(_BROADCAST)
    ident, broadcast = _found(world)
    to, now = request.args.get("broadcastStatus", ""), broadcast["status"]["lifeCycleStatus"]
    move(world, ident, to, now)
    return jsonify(shown("liveBroadcast", ident, broadcast, asked))


def move(world: World, ident: str, to: str, now: str) -> None:
    """Have a broadcast go from where it is to another status, if YouTube lets it."""
    broadcast = google(world).broadcasts[ident]
    if now == to or (to == "live" and now == "liveStarting"):
        raise Refused(403, "redundantTransition", "Redundant transition", _LIVE)
    monitored = broadcast["contentDetails"]["monitorStream"].get("enableMonitorStream", True)
    legal = {
        "testing": ("ready",) if monitored else (),
        "live": ("testing",) if monitored else ("ready",),
        "complete": ("live", "liveStarting", "testing"),
    }.get(to, ())
    if now not in legal:
        raise Refused(403, "invalidTransition", "Invalid transition", _LIVE)
    if to != "complete" and world.feeds.at(key_of(world, ident)) is None:
        raise Refused(403, "errorStreamInactive", "Stream is inactive", _LIVE)
    changes, times = {
        "testing": ({"lifeCycleStatus": "testing"}, {}),
        "live": (
            {"lifeCycleStatus": "liveStarting", "recordingStatus": "recording"},
            {"actualStartTime": stamp(world.now())},
        ),
        "complete": (
            {"lifeCycleStatus": "complete", "recordingStatus": "recorded"},
            {"actualEndTime": stamp(world.now())},
        ),
    }[to]
    broadcast["status"] = broadcast["status"] | changes
    broadcast["snippet"] = broadcast["snippet"] | times


def _streams(world: World) -> Response:
    _enabled(world)
    asked, by = parts(_STREAM), one_filter("id", "mine")
    wanted = request.args[by].split(",")
    items = [
        shown("liveStream", ident, stream_shown(world, s), asked)
        for ident, s in google(world).streams.items()
        if by == "mine" or ident in wanted
    ]
    return jsonify(page("liveStream", items))


def _new_stream(world: World) -> Response:
    _enabled(world)
    asked, sent = parts(_STREAM), body()
    if not (sent.get("snippet") or {}).get("title"):
        raise Refused(400, "liveStreamTitleRequired", "Title is required", "youtube.liveStream")
    cdn = dict(sent.get("cdn") or {})
    for name in ("ingestionType", "resolution", "frameRate"):
        if name not in cdn:
            raise Refused(
                400, f"cdn{name[0].upper()}{name[1:]}Required", f"{name} is required", "youtube.liveStream"
            )
    ident, key = secrets.token_urlsafe(16), "-".join(secrets.token_hex(2) for _ in range(5))
    cdn["ingestionInfo"] = {
        "streamName": key,
        "ingestionAddress": "rtmp://a.rtmp.youtube.example/live2",
        "rtmpsIngestionAddress": "rtmps://a.rtmps.youtube.example/live2",
    }
    made = {
        "id": ident,
        "snippet": _known(sent["snippet"], "title", "description") | {"channelId": "UCsimulated"},
        "cdn": cdn,
        "contentDetails": dict(sent.get("contentDetails") or {}),
    }
    google(world).streams[ident] = made
    return jsonify(shown("liveStream", ident, stream_shown(world, made), asked))


def checked_snippet(snippet: Resource) -> None:
    """What YouTube refuses in titles and descriptions."""
    title, text = str(snippet.get("title") or ""), str(snippet.get("description") or "")
    if not title:
        raise Refused(400, "titleRequired", "Title is required", _LIVE)
    if len(title) > 100 or set("<>") & set(title):
        raise Refused(400, "invalidTitle", "Title is invalid", _LIVE)
    if len(text.encode()) > 5000 or set("<>") & set(text):
        raise Refused(400, "invalidDescription", "Description is invalid", _LIVE)


def _checked_time(world: World, snippet: Resource) -> None:
    said = snippet.get("scheduledStartTime")
    if not said:
        raise Refused(400, "scheduledStartTimeRequired", "Scheduled start time is required", _LIVE)
    try:
        at = datetime.fromisoformat(str(said))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or at <= world.now():
        raise Refused(400, "invalidScheduledStartTime", "Scheduled start time must be in the future", _LIVE)


def _checked_status(status: Resource) -> None:
    if "privacyStatus" not in status:
        raise Refused(400, "privacyStatusRequired", "Privacy status is required", _LIVE)
    if status["privacyStatus"] not in ("public", "unlisted", "private"):
        raise Refused(400, "invalidPrivacyStatus", "Privacy status is invalid", _LIVE)


def _known(sent: Any, *names: str) -> Resource:
    return {k: v for k, v in dict(sent).items() if k in names}
