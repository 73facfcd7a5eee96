"""Videos, captions, thumbnails and the channel."""

from __future__ import annotations

import json
from email import message_from_bytes

from flask import Flask, Response, jsonify, request

from integrations.simulators.base import World
from integrations.simulators.google_answers import Refused, body, one_filter, page, parts
from integrations.simulators.google_broadcasts import checked_snippet
from integrations.simulators.google_state import Resource, google, new_id, shown, stamp

_WRITABLE = ("categoryId", "tags", "defaultLanguage", "defaultAudioLanguage")


def add_videos(app: Flask, world: World) -> None:
    """The rest of the service, as far as it is used."""
    for method, path, name, view in (
        ("GET", "/youtube/v3/videos", "videos.list", lambda: _videos(world)),
        ("PUT", "/youtube/v3/videos", "videos.update", lambda: _update(world)),
        ("GET", "/youtube/v3/captions", "captions.list", lambda: _captions(world)),
        ("POST", "/upload/youtube/v3/captions", "captions.insert", lambda: _caption_new(world)),
        ("PUT", "/upload/youtube/v3/captions", "captions.update", lambda: _caption_again(world)),
        ("POST", "/upload/youtube/v3/thumbnails/set", "thumbnails.set", lambda: _thumbnail(world)),
        ("GET", "/youtube/v3/channels", "channels.list", lambda: _channels(world)),
    ):
        app.add_url_rule(path, endpoint=name, view_func=view, methods=[method])


def video(world: World, ident: str) -> Resource:
    """A broadcast's video."""
    broadcast = google(world).broadcasts.get(ident)
    if broadcast is None:
        raise Refused(404, "videoNotFound", "The video was not found.", "youtube.video")
    cycle = broadcast["status"]["lifeCycleStatus"]
    times = ("scheduledStartTime", "actualStartTime", "actualEndTime")
    content = {"complete": "none", "live": "live", "liveStarting": "live"}.get(cycle, "upcoming")
    snippet = {
        k: broadcast["snippet"][k]
        for k in ("title", "description", "publishedAt")
        if k in broadcast["snippet"]
    }
    return {
        "snippet": snippet | google(world).videos[ident] | {"liveBroadcastContent": content},
        "status": {"privacyStatus": broadcast["status"]["privacyStatus"], "embeddable": True},
        "liveStreamingDetails": {k: broadcast["snippet"][k] for k in times if k in broadcast["snippet"]},
    }


def _videos(world: World) -> Response:
    asked = parts({"id", "snippet", "status", "liveStreamingDetails"})
    one_filter("id")
    idents = [i for i in request.args["id"].split(",") if i in google(world).broadcasts]
    return jsonify(page("video", [shown("video", i, video(world, i), asked) for i in idents]))


def _update(world: World) -> Response:
    asked, sent = parts({"id", "snippet", "status"}), body()
    ident = str(sent.get("id") or "")
    video(world, ident)
    if "snippet" in asked:
        snippet = dict(sent.get("snippet") or {})
        checked_snippet(snippet)
        if not snippet.get("categoryId"):
            words = "The snippet.categoryId property specifies an invalid category ID."
            raise Refused(400, "invalidCategoryId", words, "youtube.video")
        broadcast = google(world).broadcasts[ident]
        texts = {"title": snippet["title"], "description": snippet.get("description", "")}
        broadcast["snippet"] = broadcast["snippet"] | texts
        # What was not sent back is forgotten.
        google(world).videos[ident] = {k: snippet[k] for k in _WRITABLE if k in snippet}
    return jsonify(shown("video", ident, video(world, ident), asked))


def _captions(world: World) -> Response:
    asked, ident = parts({"id", "snippet"}), request.args.get("videoId", "")
    video(world, ident)
    of_video = [
        shown("caption", i, c, asked)
        for i, c in google(world).captions.items()
        if c["snippet"]["videoId"] == ident
    ]
    return jsonify(kind="youtube#captionListResponse", etag="etag-captions", items=of_video)


def _caption_new(world: World) -> Response:
    asked = parts({"id", "snippet"})
    sent, content = _uploaded()
    snippet = dict(sent.get("snippet") or {})
    video(world, str(snippet.get("videoId") or ""))
    if not snippet.get("language") or "name" not in snippet or len(snippet["name"]) > 150:
        raise Refused(
            400, "invalidMetadata", "The request contains invalid metadata values.", "youtube.caption"
        )
    identity = ("videoId", "language", "name")
    for there in google(world).captions.values():
        if all(there["snippet"][k] == snippet[k] for k in identity):
            raise Refused(409, "captionExists", "The video already has such a track.", "youtube.caption")
    ident = new_id(world)
    made = {k: snippet[k] for k in identity} | {"isDraft": bool(snippet.get("isDraft", False))}
    google(world).captions[ident] = {
        "snippet": made | {"trackKind": "standard", "status": "serving", "lastUpdated": stamp(world.now())}
    }
    google(world).files[ident] = content
    return jsonify(shown("caption", ident, google(world).captions[ident], asked))


def _caption_again(world: World) -> Response:
    asked = parts({"id", "snippet"})
    sent, content = _uploaded()
    ident = str(sent.get("id") or "")
    if ident not in google(world).captions:
        raise Refused(404, "captionNotFound", "The caption track was not found.", "youtube.caption")
    google(world).files[ident] = content
    google(world).captions[ident]["snippet"]["lastUpdated"] = stamp(world.now())
    return jsonify(shown("caption", ident, google(world).captions[ident], asked))


def _uploaded() -> tuple[Resource, bytes]:
    """Metadata and file of a multipart upload."""
    if request.args.get("uploadType") != "multipart":
        raise Refused(400, "badRequest", "Only multipart uploads are taken here.", "global")
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    whole = message_from_bytes(head + request.get_data())
    pieces = whole.get_payload()
    if not isinstance(pieces, list) or len(pieces) != 2:
        raise Refused(400, "badRequest", "Two parts are expected.", "global")
    about, file = (p.get_payload(decode=True) for p in pieces)  # type: ignore[union-attr]
    content = file if isinstance(file, bytes) else b""
    if not content.strip():
        raise Refused(400, "mediaBodyRequired", "The request does not include the file.", "global")
    found = json.loads(about if isinstance(about, bytes) else b"{}")
    return dict(found), content


def _thumbnail(world: World) -> Response:
    ident = request.args.get("videoId", "")
    video(world, ident)
    content = request.get_data()
    if not content or len(content) > 2 * 1024 * 1024:
        raise Refused(400, "mediaBodyRequired", "The picture is missing or too large.", "youtube.thumbnail")
    if request.headers.get("Content-Type") not in ("image/png", "image/jpeg"):
        raise Refused(400, "invalidImage", "The provided image content is invalid.", "youtube.thumbnail")
    google(world).files[f"thumbnail-{ident}"] = content
    image = {"url": f"https://i.ytimg.example/vi/{ident}/default.jpg", "width": 120, "height": 90}
    return jsonify(kind="youtube#thumbnailSetResponse", etag=f"etag-{ident}", items=[{"default": image}])


def _channels(world: World) -> Response:
    asked = parts({"id", "snippet", "status"})
    one_filter("id", "mine")
    title = google(world).channel
    made: Resource = {
        "snippet": {"title": title, "description": "", "publishedAt": "2020-01-01T00:00:00Z"},
        "status": {"privacyStatus": "public", "isLinked": True, "longUploadsStatus": "allowed"},
    }
    return jsonify(page("channel", [shown("channel", "UCsimulated", made, asked)] if title else []))
