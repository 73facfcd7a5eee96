"""The public's page of a broadcast from this machine, and the gate: what is not public now is not there."""

from __future__ import annotations

from flask import Blueprint, jsonify, make_response, render_template, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from meetings.conferencing.models import Broadcast
from meetings.kernel.errors import NotFound
from meetings.ports.own_video import OwnStream
from meetings.schedule.models import Meeting
from meetings.web.access import public
from meetings.web.doors import reading
from meetings.web.headers import CSP
from meetings.web.services import services

bp = Blueprint("own_stream", __name__)
PROVIDER = "hls"
_GONE = "There is no such broadcast."
#: the player puts the pieces together in the page
_PLAYER = f"{CSP}; media-src 'self' blob:"


@bp.get("/stream/<ref>")
@public
def watch(ref: str) -> ResponseReturnValue:
    """Watch."""
    return _page(ref, "conferencing/own/watch.html", _PLAYER, meeting_id=_meeting(ref))


@bp.get("/stream/<ref>/frame")
@public
def frame(ref: str) -> ResponseReturnValue:
    """The picture alone, for a frame on our own pages."""
    return _page(
        ref,
        "conferencing/own/frame.html",
        _PLAYER.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    )


@bp.get("/stream/<ref>/now.json")
@public
def stands(ref: str) -> ResponseReturnValue:
    """Before, live, held or over; and whether there is a picture."""
    own = _own(ref)
    answer = jsonify({"state": own.words(ref), "picture": own.playlist(ref) is not None})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/stream/<ref>/index.m3u8")
@public
def playlist(ref: str) -> ResponseReturnValue:
    """What to play next; while nothing is public there is no such thing."""
    text = _own(ref).playlist(ref)
    if text is None:
        raise NotFound("Nothing is broadcast at this moment.")
    answer = make_response(text)
    answer.headers["Content-Type"] = "application/vnd.apple.mpegurl"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/stream/<ref>/<name>.ts")
@public
def piece(ref: str, name: str) -> ResponseReturnValue:
    """Two seconds of picture and sound, if they are public."""
    path = _own(ref).piece(ref, f"{name}.ts")
    if path is None:
        raise NotFound("This is not public.")
    answer = send_file(path, mimetype="video/mp2t", conditional=False, etag=False, max_age=None)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _meeting(ref: str) -> str:
    """The meeting it belongs to, if everybody may know of it; otherwise empty."""
    query = select(Meeting.id).join(Broadcast, Broadcast.meeting_id == Meeting.id)
    with reading() as session:
        found = query.where(Broadcast.provider == PROVIDER, Broadcast.ref == ref, Meeting.is_public)
        return session.scalars(found).first() or ""


def _page(ref: str, template: str, policy: str, **more: str) -> ResponseReturnValue:
    own = _own(ref)
    known = {"ref": ref, "title": own.title(ref), "state": own.words(ref)}
    answer = make_response(render_template(template, **known, **more))
    answer.headers["Content-Security-Policy"] = policy
    return answer


def _own(ref: str) -> OwnStream:
    """The stream server's gate, if it has this broadcast. Raises NotFound."""
    found: object = services().providers.broadcast.get(PROVIDER)
    if not isinstance(found, OwnStream) or found.title(ref) is None:
        raise NotFound(_GONE)
    return found
