"""A YouTube channel and Google's sign-in as they stand in the simulator."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from integrations.simulators.base import World

CLIENT_ID = "simulated.apps.googleusercontent.com"
CLIENT_SECRET = "simulated-client-secret"
MANAGE = "https://www.googleapis.com/auth/youtube"
FORCE_SSL = "https://www.googleapis.com/auth/youtube.force-ssl"
SCOPES = {
    MANAGE: "Manage your YouTube account",
    FORCE_SSL: "See, edit and delete videos, captions and comments",
}

Resource = dict[str, Any]


@dataclass
class GoogleState:
    """All of it; gone at a reset."""

    #: code -> (redirect address, scopes)
    codes: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    #: refresh token -> scopes
    grants: dict[str, frozenset[str]] = field(default_factory=dict)
    #: access token -> (good until, refresh token)
    tokens: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    channel: str = "Council meetings (simulated channel)"
    live_enabled: bool = True
    #: whether live streams of this channel may stand on other sites
    embed_allowed: bool = True
    broadcasts: dict[str, Resource] = field(default_factory=dict)
    streams: dict[str, Resource] = field(default_factory=dict)
    #: what a video has besides its broadcast: category, tags
    videos: dict[str, Resource] = field(default_factory=dict)
    captions: dict[str, Resource] = field(default_factory=dict)
    #: by caption and by video
    files: dict[str, bytes] = field(default_factory=dict)
    #: streams that have received a picture at some time
    used: set[str] = field(default_factory=set)
    #: units of the day's allowance that were spent
    units: int = 0
    allowance: int = 10_000


def google(world: World) -> GoogleState:
    """The state in this world."""
    return world.of(GoogleState)


def account_values(world: World, *scopes: str) -> dict[str, str]:
    """A connection as it is kept after a sign-in: for tests, without the page of consent."""
    refresh = "1//sim-" + secrets.token_urlsafe(24)
    google(world).grants[refresh] = frozenset(scopes or SCOPES)
    return {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "refresh_token": refresh}


def key_of(world: World, broadcast: str) -> str:
    """The stream key that a broadcast takes its picture from; empty: none is bound."""
    state = google(world)
    bound = state.broadcasts[broadcast]["contentDetails"].get("boundStreamId", "")
    stream = state.streams.get(bound)
    return str(stream["cdn"]["ingestionInfo"]["streamName"]) if stream else ""


def public_sees(world: World, broadcast: str) -> bool:
    """Whether anybody who opens the watch page now gets picture and sound."""
    status = google(world).broadcasts[broadcast]["status"]
    live = status["lifeCycleStatus"] in ("live", "liveStarting")
    return (
        live and status["privacyStatus"] != "private" and world.feeds.at(key_of(world, broadcast)) is not None
    )


def new_token(world: World, refresh: str) -> tuple[str, int]:
    """An access token for an hour."""
    token = "ya29.sim-" + secrets.token_urlsafe(24)
    google(world).tokens[token] = (world.now() + timedelta(hours=1), refresh)
    return token, 3600


def new_id(world: World) -> str:
    """As long as YouTube's."""
    return secrets.token_urlsafe(8)


def stamp(at: datetime) -> str:
    """As Google writes a moment."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def shown(kind: str, ident: str, resource: Resource, parts: list[str]) -> Resource:
    """The asked-for parts of a resource."""
    answer = {"kind": f"youtube#{kind}", "etag": f"etag-{ident}", "id": ident}
    return answer | {part: resource[part] for part in parts if part in resource}


def stream_shown(world: World, stream: Resource) -> Resource:
    """A stream with the status that its picture gives it."""
    state = google(world)
    feed = world.feeds.at(stream["cdn"]["ingestionInfo"]["streamName"])
    if feed:
        state.used.add(stream["id"])
    idle = "inactive" if stream["id"] in state.used else "ready"
    health: Resource = {"status": feed.health if feed else "noData"}
    if feed and feed.health == "bad":
        health["configurationIssues"] = [
            {
                "type": "videoIngestionStarved",
                "severity": "error",
                "reason": "Video output low",
                "description": "YouTube is not receiving enough video to keep up smooth streaming.",
            }
        ]
    return stream | {"status": {"streamStatus": "active" if feed else idle, "healthStatus": health}}
