"""Every adapter of a remote room and of a broadcast, as if connected: for what all of them must keep."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM
from typing import TYPE_CHECKING

import httpx
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from integrations.builtin.configuration import companion
from integrations.hls.adapter import Hls
from integrations.hls.configuration import live_folder
from integrations.registry import providers
from integrations.simulators.base import World
from integrations.simulators.google_state import account_values
from integrations.simulators.graph import ENTRY as TEAMS
from meetings.ports.adapters import Providers, Surroundings
from meetings.ports.broadcast import Broadcast
from meetings.ports.providers import Account
from tests.factories.process import LocalServer, free_port
from tests.integrations.zoom.account import VALUES as ZOOM

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

NO_JANUS = "Janus is not installed: run script/setup test (it installs what the tests need)."


@contextmanager
def public(folder: Path) -> Iterator[Surroundings]:
    """What the public reads of the stream server: in the place of nginx a door that asks the same gate."""
    server = make_server("127.0.0.1", 0, Response("", 404))
    around = Surroundings(
        folder, "https://council.example", hls=f"http://127.0.0.1:{server.server_port}", own_video=True
    )
    server.app = _door(Hls(around))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield around
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def janus(folder: Path) -> Iterator[Surroundings]:
    """The video server as it is started beside our own."""
    assert shutil.which("janus"), NO_JANUS
    address = f"http://127.0.0.1:{free_port()}/janus"
    around = Surroundings(
        folder, "https://council.example", janus=address, rtp_ports="29000-29019", own_video=True
    )
    server, program = LocalServer("janus", None), companion(around)
    program.prepare()
    try:
        server.start(program.command, lambda: _answers(f"{around.janus}/info"))
        yield around
    finally:
        server.end(SIGTERM)
        server.forget()


def _door(hls: Hls) -> WSGIApplication:
    @Request.application
    def app(request: Request) -> Response:
        text = hls.playlist(request.path.split("/")[2]) if request.path.startswith("/stream/") else ""
        return Response("", 404) if text is None else Response(text)

    return app


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=1, trust_env=False).is_success
    except httpx.HTTPError:
        return False


@dataclass
class Connected:
    """All providers of an installation, and the accounts that go with them."""

    world: World
    around: Surroundings
    providers: Providers

    def account(self, key: str) -> Account:
        """As the connection page keeps it."""
        values = {
            "zoom": ZOOM,
            "teams": dict(TEAMS.values),
            "youtube": account_values(self.world),
            "jitsi": {"domain": "meet.council.example", "app_id": "council", "app_secret": "s" * 40}
            | {"news_token": "n" * 40},
        }.get(key, {})
        account = Account(key, dict(values))
        account.keep = account.values.update
        return account

    def picture(self, made: Broadcast) -> None:
        """A picture arrives with the stream key."""
        assert made.target is not None
        self.world.feeds.send(made.target.key, "An encoder", self.world.now())
        folder = live_folder(self.around.data) / made.target.key
        folder.mkdir(parents=True, exist_ok=True)
        pieces = "".join(f"#EXTINF:2.000,\n{int(time.time() * 1000) + late}.ts\n" for late in (0, 2000))
        (folder / "index.m3u8").write_text(f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:1\n{pieces}")


def connected(world: World, at: Surroundings) -> Connected:
    """All that are registered."""
    around = Surroundings(
        at.data, at.site, simulators=world.address, janus=at.janus, hls=at.hls, own_video=at.own_video
    )
    return Connected(world, around, providers(around))
