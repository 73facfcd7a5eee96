"""A council with a video room on this machine, its members in browsers of their own, cameras and sound made up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGTERM
from typing import Any

from playwright.sync_api import Browser, BrowserType, Page

from integrations.builtin.adapter import BuiltIn
from meetings.conferencing.models import RemoteRoom
from meetings.conferencing.own.queries import connections_of
from meetings.conferencing.rules import Status
from meetings.db.engine import Database
from meetings.kernel.actor import SYSTEM
from meetings.kernel.clock import FixedClock
from meetings.ports.conferencing import Connection, Room, RoomWish
from meetings.ports.providers import Account, Retryable
from meetings.runtime.vault import Vault
from meetings.settings import Settings
from tests.factories.process import LocalServer, free_port
from tests.factories.world import Sitting, World, make_world

ROOT = Path(__file__).resolve().parents[3]
NO_JANUS = (
    "Janus, nginx with its RTMP module, or ffmpeg is missing: run script/setup test, which installs them."
)
_FAKE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@dataclass
class House:
    """The server, and the meeting that is held in its video room."""

    world: World
    sitting: Sitting
    address: str
    settings: Settings
    adapter: BuiltIn
    wish: RoomWish
    server: LocalServer

    @property
    def room(self) -> str:
        """The address of the room's page."""
        return f"{self.address}/room/{self.sitting.id}/video"

    def connections(self) -> list[Connection]:
        """Who was connected, as it stands now."""
        with self.world.runner.read() as session:
            return connections_of(session, self.sitting.id)

    def page(self, browser: Browser, person_id: str, **how: Any) -> Page:
        """Somebody's browser, signed in, at the check before the room."""
        context = browser.new_context(base_url=self.address, **how)
        token = self.world.tokens[person_id]
        context.add_cookies([{"name": "witan", "value": token, "url": self.address}])
        page = context.new_page()
        page.goto(self.room)
        return page


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """Everything up, and ended again by its own process ids."""
    assert shutil.which("janus"), NO_JANUS
    port, janus = free_port(), free_port()
    chosen = {
        "WITAN_DATA": str(folder),
        "WITAN_BUILTIN_VIDEO": "on",
        "WITAN_JANUS": f"http://127.0.0.1:{janus}/janus",
        "WITAN_HLS": f"http://127.0.0.1:{free_port()}",
        "WITAN_RTMP": f"127.0.0.1:{free_port()}",
        "WITAN_RTP_PORTS": _ports(),
        "PYTHONPATH": str(ROOT),
    }
    settings = Settings(
        data=folder,
        builtin_video="on",
        janus=chosen["WITAN_JANUS"],
        hls=chosen["WITAN_HLS"],
        rtmp=chosen["WITAN_RTMP"],
    )
    database = Database(settings.sqlalchemy_url)
    world = make_world(database, FixedClock(datetime.now(UTC)))
    sitting = world.body(members=4).meeting(
        "Library hours", starts_at=datetime.now(UTC) + timedelta(minutes=5)
    )
    server = LocalServer("video", None)
    command = [
        "env",
        *(f"{k}={v}" for k, v in chosen.items()),
        sys.executable,
        str(ROOT / "tests/conferencing/own/serve.py"),
    ]
    try:
        server.start([*command, str(port)], (folder / "ready").exists)
        adapter = BuiltIn(settings.surroundings)
        wish = RoomWish(sitting.id, "Planning Committee", datetime.now(UTC), 90, "Europe/London")
        _arrange(world, sitting, settings, adapter, wish)
        yield House(world, sitting, f"http://127.0.0.1:{port}", settings, adapter, wish, server)
    finally:
        server.end(SIGTERM)
        database.close()
        server.forget()


def _ports() -> str:
    """Two runs at once use different ones."""
    first = 30000 + (os.getpid() * 200) % 20000
    return f"{first}-{first + 199}"


def _arrange(world: World, sitting: Sitting, settings: Settings, adapter: BuiltIn, wish: RoomWish) -> None:
    made = _patiently(adapter, wish)
    with world.runner.work(SYSTEM) as work:
        work.session.add(
            RemoteRoom(
                meeting_id=sitting.id,
                key=sitting.id,
                provider="builtin",
                state=Status.READY,
                ref=made.ref,
                inside=Vault.in_folder(settings.data).lock(made.inside),
                arranged_at=work.now,
            )
        )


def _patiently(adapter: BuiltIn, wish: RoomWish) -> Room:
    """The video server needs a moment to start."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return adapter.create(Account("builtin", {}), wish)
        except Retryable:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@contextmanager
def chromium(kind: BrowserType, **more: Any) -> Iterator[Browser]:
    """A browser with a made-up camera and microphone."""
    browser = kind.launch(
        executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", *_FAKE],
        **more,
    )
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def pushing(target: str) -> Iterator[subprocess.Popen[bytes]]:
    """An encoder that sends a test picture and a tone."""
    picture = ["-f", "lavfi", "-i", "testsrc=size=160x90:rate=10", "-f", "lavfi", "-i", "sine"]
    how = ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "10", "-c:a", "aac"]
    command = ["ffmpeg", "-v", "error", "-re", *picture, *how, "-f", "flv", target]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
