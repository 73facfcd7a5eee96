"""Broadcasts and streams as YouTube keeps them: found, made, bound, read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from integrations.youtube.client import YouTube
from integrations.youtube.words import key_of
from meetings.ports.conferencing import StreamTarget
from meetings.ports.providers import Account, Gone

#: What calls cost of the day's 10,000 units.
READ = 1
WRITE = 50

#: Our streams bear this title, so that a key which an encoder was set up with is used again.
STREAM_TITLE = "Council meetings"
#: Two broadcasts that begin within this time of each other never share a stream.
APART = timedelta(hours=12)

Resource = dict[str, Any]
_RUNNING = ("testStarting", "testing", "liveStarting", "live")
#: Pages of 50; a channel with more unfinished broadcasts than this has other troubles.
_MOST_PAGES = 10


@dataclass(frozen=True)
class Shelf:
    """What stands in one account's channel."""

    youtube: YouTube
    account: Account

    def _do(self, request: Any, units: int) -> Resource:
        return self.youtube.do(self.account, request, units)

    def broadcast(self, ref: str) -> Resource:
        """Raises Gone."""
        calls = self.youtube.service.liveBroadcasts()
        items = self._do(calls.list(part="id,snippet,status,contentDetails", id=ref), READ).get("items") or []
        if not items:
            raise Gone("YouTube does not know this broadcast (any more).", code="liveBroadcastNotFound")
        return dict(items[0])

    def unfinished(self) -> list[Resource]:
        """Broadcasts that are to come or are running."""
        return [*self._listed("upcoming"), *self._listed("active")]

    def _listed(self, status: str) -> Iterator[Resource]:
        calls = self.youtube.service.liveBroadcasts()
        # YouTube takes one of `mine`, `id` and `broadcastStatus` only; the last gives our own as well.
        request = calls.list(
            part="id,snippet,status,contentDetails",
            broadcastStatus=status,
            broadcastType="all",
            maxResults=50,
        )
        for _ in range(_MOST_PAGES):
            page = self._do(request, READ)
            yield from page.get("items") or []
            request = calls.list_next(request, page)
            if request is None:
                return

    def insert(self, body: Resource) -> Resource:
        """A new broadcast."""
        calls = self.youtube.service.liveBroadcasts()
        return self._do(calls.insert(part="id,snippet,status,contentDetails", body=body), WRITE)

    def write(self, part: str, body: Resource) -> Resource:
        """What is in these parts replaces what was there."""
        return self._do(self.youtube.service.liveBroadcasts().update(part=part, body=body), WRITE)

    def delete(self, ref: str) -> None:
        """Raises Gone."""
        self._do(self.youtube.service.liveBroadcasts().delete(id=ref), WRITE)

    def transition(self, ref: str, to: str) -> None:
        """Have it go there."""
        calls = self.youtube.service.liveBroadcasts()
        self._do(calls.transition(broadcastStatus=to, id=ref, part="id,status"), WRITE)

    def stream(self, ref: str) -> Resource | None:
        """None: it is not there."""
        calls = self.youtube.service.liveStreams()
        items = (
            self._do(calls.list(part="id,snippet,cdn,status,contentDetails", id=ref), READ).get("items") or []
        )
        return dict(items[0]) if items else None

    def bound(self, broadcast: Resource, starts_at: datetime, others: list[Resource] | None) -> StreamTarget:
        """Where the picture goes: a stream that no other broadcast of about that time uses. Made where none is free."""
        others = self.unfinished() if others is None else others
        taken = _taken(broadcast, starts_at, others)
        stream = next(
            (s for ref in _known(broadcast, others) if ref not in taken and (s := self.stream(ref))), None
        )
        stream = stream or self._free(taken) or self._new_stream()
        if stream["id"] != _stream_of(broadcast):
            calls = self.youtube.service.liveBroadcasts()
            self._do(calls.bind(id=broadcast["id"], part="id,contentDetails", streamId=stream["id"]), WRITE)
        return stream_target(broadcast["id"], stream)

    def _free(self, taken: set[str]) -> Resource | None:
        calls = self.youtube.service.liveStreams()
        request = calls.list(part="id,snippet,cdn,contentDetails", mine=True, maxResults=50)
        for _ in range(_MOST_PAGES):
            page = self._do(request, READ)
            for stream in page.get("items") or []:
                ours = (stream.get("snippet") or {}).get("title") == STREAM_TITLE
                if ours and stream["id"] not in taken:
                    return dict(stream)
            request = calls.list_next(request, page)
            if request is None:
                break
        return None

    def _new_stream(self) -> Resource:
        body = {
            "snippet": {"title": STREAM_TITLE},
            "cdn": {"ingestionType": "rtmp", "resolution": "variable", "frameRate": "variable"},
            "contentDetails": {"isReusable": True},
        }
        calls = self.youtube.service.liveStreams()
        return self._do(calls.insert(part="id,snippet,cdn,contentDetails", body=body), WRITE)


def with_key(broadcasts: list[Resource], key: str) -> Resource | None:
    """The one that bears our mark."""
    return next(
        (b for b in broadcasts if key_of((b.get("snippet") or {}).get("description") or "") == key), None
    )


def moment(said: Any) -> datetime | None:
    """A moment as Google writes it."""
    return datetime.fromisoformat(said).astimezone(UTC) if isinstance(said, str) and said else None


def watch_url(ref: str) -> str:
    """Where the public watches."""
    return f"https://www.youtube.com/watch?v={ref}"


def embed_url(ref: str) -> str:
    """For a frame that sets no cookies before it is played."""
    return f"https://www.youtube-nocookie.com/embed/{ref}"


def stream_target(ref: str, stream: Resource) -> StreamTarget:
    """Where an encoder or a room sends its picture."""
    line = (stream.get("cdn") or {}).get("ingestionInfo") or {}
    url = line.get("rtmpsIngestionAddress") or line.get("ingestionAddress") or ""
    return StreamTarget(url, line.get("streamName") or "", watch_url(ref))


def _taken(broadcast: Resource, starts_at: datetime, others: list[Resource]) -> set[str]:
    """Streams on which this broadcast would get another one's picture, or the other would get this one's."""
    found = set()
    for other in others:
        if other["id"] == broadcast["id"] or _akin(broadcast, other):
            continue
        begins = moment((other.get("snippet") or {}).get("scheduledStartTime"))
        running = (other.get("status") or {}).get("lifeCycleStatus") in _RUNNING
        if running or begins is None or abs(begins - starts_at) < APART:
            found.add(_stream_of(other))
    return found - {""}


def _known(broadcast: Resource, others: list[Resource]) -> list[str]:
    """The stream it has, then that of the broadcast which it is a test run of, or the other way round."""
    found = [_stream_of(broadcast), *(_stream_of(o) for o in others if _akin(broadcast, o))]
    return [ref for ref in found if ref]


def _akin(first: Resource, second: Resource) -> bool:
    """One is a test run of the other: an encoder that was set up for the one is heard by both."""
    one, two = (key_of((b.get("snippet") or {}).get("description") or "") for b in (first, second))
    return bool(one and two) and (one.startswith(f"{two}-") or two.startswith(f"{one}-"))


def _stream_of(broadcast: Resource) -> str:
    return str((broadcast.get("contentDetails") or {}).get("boundStreamId") or "")
