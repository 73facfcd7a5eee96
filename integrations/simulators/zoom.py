"""A stand-in for Zoom: signing in, meetings, personal links and the stream; the rest is in the modules beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask, Response, g, jsonify, request
from flask.typing import ResponseReturnValue

from integrations.simulators import zoom_after, zoom_controls, zoom_pages, zoom_seats
from integrations.simulators.base import Entry, World, simulator
from integrations.simulators.zoom_acts import ended, stop, stream
from integrations.simulators.zoom_answers import (
    invalid,
    kept_settings,
    listed,
    no_meeting,
    no_scope,
    paged,
    refused,
    struck,
    today,
    told,
    too_often,
)
from integrations.simulators.zoom_news import about, flush, tell
from integrations.simulators.zoom_state import (
    ACCOUNT_ID,
    CLIENT_ID,
    CLIENT_SECRET,
    HOST,
    SCOPE_OF,
    SECRET_TOKEN,
    Meeting,
    Sitting,
    ZoomState,
)

_A_DAY = 100
_BODY = ("topic", "agenda", "type", "start_time", "timezone", "duration", "password")


def make(world: World) -> Flask:
    """The application, below /zoom."""
    app = simulator("zoom", world, struck)
    # UUIDs have slashes in them, and two in a row are not one.
    app.url_map.merge_slashes = False

    @app.before_request
    def permitted() -> Response | None:
        g.world, g.state = world, world.of(ZoomState)
        return _permitted(world)

    @app.teardown_request
    def news(_: BaseException | None) -> None:
        flush(world)

    app.add_url_rule("/oauth/token", "oauth.token", lambda: _token(world), methods=["POST"])
    app.add_url_rule("/oauth/revoke", "oauth.revoke", _revoke, methods=["POST"])
    for rule, methods, operation, view in (
        ("/v2/users/<path:user>/meetings", ["GET"], "meetings", _meetings),
        ("/v2/users/<path:user>/meetings", ["POST"], "meetingCreate", _create),
        ("/v2/meetings/<ref>", ["GET"], "meeting", _meeting),
        ("/v2/meetings/<ref>", ["PATCH"], "meetingUpdate", _update),
        ("/v2/meetings/<ref>", ["DELETE"], "meetingDelete", _delete),
        ("/v2/meetings/<ref>/status", ["PUT"], "meetingStatus", _status),
        ("/v2/meetings/<ref>/livestream", ["GET"], "getMeetingLiveStreamDetails", _stream),
        ("/v2/meetings/<ref>/livestream", ["PATCH"], "meetingLiveStreamUpdate", _aim),
        ("/v2/meetings/<ref>/livestream/status", ["PATCH"], "meetingLiveStreamStatusUpdate", _streaming),
    ):
        app.add_url_rule(rule, operation, view, methods=methods)
    zoom_seats.add(app)
    zoom_after.add(app)
    zoom_pages.add(app, world)
    zoom_controls.add(world)
    world.entries.append(_entry())
    return app


def _entry() -> Entry:
    values = (
        ("Account ID", ACCOUNT_ID),
        ("Client ID", CLIENT_ID),
        ("Client secret", CLIENT_SECRET),
        ("Zoom user in whose name meetings are held", HOST),
        ("Secret token", SECRET_TOKEN),
    )
    words = "Then enter the address for news, which the page shows, at the simulators under “Zoom”."
    return Entry("zoom", "Zoom", values, words)


def _permitted(world: World) -> Response | None:
    operation = request.endpoint or ""
    if operation not in SCOPE_OF:
        return None
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    dies = g.state.tokens.get(token)
    if kind != "Bearer" or dies is None or dies <= world.now() or not g.state.active:
        return refused(401, 124, "Invalid access token.")
    return None if SCOPE_OF[operation] in g.state.scopes else no_scope(operation)


def _revoke() -> ResponseReturnValue:
    who = request.authorization
    if who is None or (who.username, who.password) != (CLIENT_ID, CLIENT_SECRET):
        return jsonify(reason="Invalid client_id or client_secret", error="invalid_client"), 400
    g.state.tokens.pop(request.form.get("token", ""), None)
    return jsonify(status="success")


def _token(world: World) -> ResponseReturnValue:
    who = request.authorization
    known = who is not None and (who.username, who.password) == (CLIENT_ID, CLIENT_SECRET)
    if not known or not g.state.active:
        return jsonify(reason="Invalid client_id or client_secret", error="invalid_client"), 400
    if request.form.get("grant_type") != "account_credentials":
        return jsonify(reason="unsupported grant type", error="unsupported_grant_type"), 400
    if request.form.get("account_id") != ACCOUNT_ID:
        return jsonify(reason="Bad Request", error="invalid_request"), 400
    made = f"simulated-access-{g.state.number()}"
    g.state.tokens[made] = world.now() + timedelta(hours=1)
    return jsonify(
        access_token=made,
        token_type="bearer",
        expires_in=3600,
        scope=" ".join(sorted(g.state.scopes)),
        api_url=f"{world.address}/zoom",
    )


def meeting_of(ref: str) -> Meeting | None:
    """By its number."""
    found: Meeting | None = g.state.meetings.get(int(ref)) if ref.isdigit() else None
    return found


def sent() -> dict[str, Any]:
    """The JSON object that came; empty when none did."""
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def _known(user: str) -> bool:
    return user in ("me", HOST)


def _meetings(user: str) -> ResponseReturnValue:
    if not _known(user):
        return refused(404, 1001, f"User does not exist: {user}.")
    now, kind = g.world.now(), request.args.get("type", "scheduled")
    rows = []
    for meeting in g.state.meetings.values():
        over = meeting.sitting is None and str(meeting.body.get("start_time", "")) < now.strftime(
            "%Y-%m-%dT%H:%M:%SZ"
        )
        if (
            kind == "scheduled"
            or (kind == "live" and meeting.sitting)
            or (kind.startswith("upcoming") and not over)
        ):
            rows.append(listed(g.world, meeting))
    return paged(rows, "meetings")


def _create(user: str) -> ResponseReturnValue:
    if not _known(user):
        return refused(404, 1001, f"User does not exist: {user}.")
    if not g.state.licensed:
        return refused(
            400, 3161, "Your user account is not allowed meeting hosting and scheduling capabilities."
        )
    body, day = sent(), today(g.world.now())
    wrong = _wrong(body)
    if wrong is not None:
        return wrong
    if g.state.created.get(day, 0) >= _A_DAY:
        return too_often()
    g.state.created[day] = g.state.created.get(day, 0) + 1
    number = 81_000_000_000 + g.state.number()
    kept = {"type": 2, "duration": 60, "timezone": "Europe/London", "password": "x7Kq2m"}
    kept |= {
        "start_time": g.world.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "topic": "Zoom Meeting",
        "agenda": "",
    }
    kept |= {k: v for k, v in body.items() if k in _BODY}
    settings = kept_settings(body.get("settings") or {})
    meeting = Meeting(number, g.state.uuid(), kept, settings, g.world.now(), HOST)
    g.state.meetings[number] = meeting
    return told(g.world, meeting), 201


def _wrong(body: dict[str, Any]) -> Response | None:
    settings = body.get("settings")
    if not request.is_json or (settings is not None and not isinstance(settings, dict)):
        return invalid("settings", "Invalid field.")
    if len(str(body.get("topic", ""))) > 200:
        return invalid("topic", "Maximum is 200 characters.")
    hosts = str((settings or {}).get("alternative_hosts", ""))
    if "," in hosts:
        return invalid("settings.alternative_hosts", "Separate multiple hosts with semicolons.")
    if not g.state.unlicensed.isdisjoint(hosts.lower().split(";")):
        return refused(400, 1114, "Unable to assign an alternative host: the user is not a licensed user.")
    return None


def _meeting(ref: str) -> ResponseReturnValue:
    meeting = meeting_of(ref)
    return told(g.world, meeting) if meeting else no_meeting(ref)


def _update(ref: str) -> ResponseReturnValue:
    meeting, day, body = meeting_of(ref), today(g.world.now()), sent()
    if meeting is None:
        return no_meeting(ref)
    wrong = _wrong(body)
    if wrong is not None:
        return wrong
    if meeting.changed.get(day, 0) >= _A_DAY:
        return too_often()
    meeting.changed[day] = meeting.changed.get(day, 0) + 1
    meeting.body |= {k: v for k, v in body.items() if k in _BODY}
    meeting.settings = kept_settings(body.get("settings") or {}, meeting.settings)
    return "", 204


def _delete(ref: str) -> ResponseReturnValue:
    meeting = meeting_of(ref)
    if meeting is None:
        return no_meeting(ref)
    if meeting.sitting is not None:
        return refused(400, 3002, "Sorry, you cannot delete this meeting since it's in progress.")
    del g.state.meetings[meeting.id]
    gone = Sitting(meeting.uuid, g.world.now())
    tell(g.world, "meeting.deleted", about(meeting, gone, number=True), operator=meeting.host)
    return "", 204


def _status(ref: str) -> ResponseReturnValue:
    meeting = meeting_of(ref)
    if meeting is None:
        return no_meeting(ref)
    if sent().get("action") != "end":
        # Recovering a deleted meeting and its like change nothing here.
        return "", 204
    if meeting.sitting is None:
        return refused(400, 3038, "Meeting is over.")
    ended(g.world, meeting)
    return "", 204


def _stream(ref: str) -> ResponseReturnValue:
    meeting = meeting_of(ref)
    if meeting is None:
        return no_meeting(ref)
    return jsonify(
        meeting.stream or {"stream_url": "", "stream_key": "", "page_url": "", "resolution": "720p"}
    )


def _aim(ref: str) -> ResponseReturnValue:
    meeting, body = meeting_of(ref), sent()
    if meeting is None:
        return no_meeting(ref)
    names = ("stream_url", "stream_key", "page_url")
    missing = next((name for name in names if not isinstance(body.get(name), str) or not body[name]), None)
    if missing:
        return invalid(missing, f"{missing} is required.")
    kept = {name: str(body[name]) for name in names} | {"resolution": str(body.get("resolution", "720p"))}
    meeting.stream = kept
    return "", 204


def _streaming(ref: str) -> ResponseReturnValue:
    meeting, body = meeting_of(ref), sent()
    if meeting is None:
        return no_meeting(ref)
    action = body.get("action")
    if action == "start":
        return _begin(meeting)
    if action == "stop":
        stop(g.world, meeting)
    return "", 204


def _begin(meeting: Meeting) -> ResponseReturnValue:
    if meeting.settings.get("encryption_type") == "e2ee":
        return refused(
            400, 4400, "End-to-end encrypted meetings currently do not support the livestreaming feature."
        )
    if meeting.sitting is None:
        return refused(400, 4927, f"Meeting {meeting.id} has not started.")
    if meeting.stream is None:
        return refused(400, 300, "The live streaming of this meeting is not configured.")
    stream(g.world, meeting)
    return "", 204
