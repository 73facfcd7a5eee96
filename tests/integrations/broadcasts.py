"""Each provider of broadcasts on its stage: a picture arrives, stops, and time goes by when a test says so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from integrations.hls.adapter import Hls
from integrations.manual.broadcasts import ManualBroadcasts
from integrations.simulators.base import World
from integrations.simulators.google_state import account_values, key_of
from integrations.youtube.adapter import YouTubeBroadcasts
from meetings.ports.adapters import Surroundings
from meetings.ports.broadcast import BroadcastProvider
from meetings.ports.providers import Account


class Stage:
    """A provider by hand: nothing can be arranged around it."""

    provider: BroadcastProvider = ManualBroadcasts()
    account = Account("manual", {})

    def picture(self, ref: str) -> None:
        """A picture arrives from now on."""

    def dark(self, ref: str) -> None:
        """It arrives no more."""

    def later(self, ref: str) -> None:
        """Some seconds go by."""


class YouTubeStage(Stage):
    """YouTube as simulated."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.provider = YouTubeBroadcasts(Surroundings(Path(), simulators=world.address))
        self.account = Account("youtube", account_values(world))

    def picture(self, ref: str) -> None:
        self._world.feeds.send(key_of(self._world, ref), "An encoder", self._world.now())

    def dark(self, ref: str) -> None:
        self._world.feeds.stop(key_of(self._world, ref))

    def later(self, ref: str) -> None:
        # What is beginning has begun when it is looked at again.
        self.provider.state(self.account, ref)


class HlsStage(Stage):
    """Our own stream server, with pieces of picture laid where it lays them and a clock of the test's."""

    account = Account("hls", {})

    def __init__(self, data: Path, address: str) -> None:
        self._at = datetime(2026, 3, 2, 18, 30, tzinfo=UTC).timestamp()
        self._sends = False
        self._hls = Hls(Surroundings(data, own_video=True, hls=address), lambda: self._at)
        self.provider = self._hls

    def playlist(self, ref: str) -> str | None:
        """What the stream server gives the public."""
        return self._hls.playlist(ref)

    def picture(self, ref: str) -> None:
        self._sends = True
        self._lay(ref)

    def dark(self, ref: str) -> None:
        self._sends = False
        self._at += 60

    def later(self, ref: str) -> None:
        self._at += 20
        if self._sends:
            self._lay(ref)

    def _lay(self, ref: str) -> None:
        folder = self._hls._pieces(ref)
        folder.mkdir(parents=True, exist_ok=True)
        pieces = [int((self._at - ago) * 1000) for ago in (4, 2, 0)]
        listed = "".join(f"#EXTINF:2.000,\n{at}.ts\n" for at in pieces)
        (folder / "index.m3u8").write_text(f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:1\n{listed}")


@contextmanager
def hls_stage(data: Path) -> Iterator[HlsStage]:
    """With a stream server that answers as ours: what is public, or 404."""
    stages: list[HlsStage] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = stages[0].playlist(self.path.split("/")[2])
            self.send_response(404 if text is None else 200)
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        stages.append(HlsStage(data, f"http://127.0.0.1:{server.server_port}"))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield stages[0]
        server.shutdown()
        thread.join()
