"""A page with two live parts, served by a hub, whose record can be moved by hand."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask_socketio import SocketIO, join_room

from meetings.runtime import hub
from tests.runtime.serving import serving

PAGE = """<!doctype html><html lang="en"><title>Live</title>
<p class="witan-light" data-connection><span class="witan-light__text">Connecting</span></p>
<main data-live="m" data-audience="{audience}" data-version="1" data-state-url="/state">
<div data-part="vote">{vote}</div><div data-part="notes">{notes}</div></main>
<script type="module" src="/page.js"></script></html>"""

SCRIPT = """
import { LiveRoom } from "/static/js/live.js";
window.heard = [];
for (const name of ["part:vote", "part:notes"]) {
  document.addEventListener(name, ({ detail }) => window.heard.push([name, detail.data, detail.version, detail.first]));
}
const times = { silence: 900, dead: 900, look: 200, fell: 200, askAfter: 400, askEvery: 200, answer: 600,
  pushIsComing: 300, catchingUp: 800 };
window.room = LiveRoom.from(document.querySelector("[data-live]"), { times }).start();
"""

NOTES = """<ul><li>{text}</li></ul><form id="f" action="/f"><textarea id="typed" name="t">{text}</textarea>
<input id="count" name="c" value="{text}"></form><details id="d"><summary>More</summary><p id="in">{text}</p></details>
<button id="b">{text}</button>"""


@dataclass
class LiveHouse:
    """State, version and what was asked of the server."""

    audience: str
    app: Flask = field(
        default_factory=lambda: Flask("house", static_folder=str(Path(__file__).parents[2] / "static"))
    )
    socketio: SocketIO = field(init=False)
    events: hub.SseBroadcaster = field(init=False)
    version: int = 1
    parts: dict[str, str] = field(
        default_factory=lambda: {"vote": "<p>none</p>", "notes": NOTES.format(text="one")}
    )
    asked: list[str] = field(default_factory=list)
    refuse: int = 0
    silent: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.socketio = SocketIO(self.app, **hub.SOCKET_OPTIONS)
        self.socketio.on_event("connect", lambda auth=None: join_room("m"))
        self.events = hub.SseBroadcaster(self.read, coalesce=0.01)
        self.app.add_url_rule("/page", view_func=self._page)
        self.app.add_url_rule("/page.js", view_func=lambda: Response(SCRIPT, content_type="text/javascript"))
        self.app.add_url_rule("/state", view_func=self._state)
        self.app.after_request(self._policy)

    def read(self, meeting_id: str) -> tuple[int, bytes]:
        return self.version, json.dumps(self.state()).encode()

    def _page(self) -> str:
        return PAGE.format(audience=self.audience, **self.parts)

    def _state(self) -> Any:
        self.asked.append(request.path)
        return ("", self.refuse) if self.refuse else self.state()

    def _policy(self, response: Response) -> Response:
        response.headers["Content-Security-Policy"] = "default-src 'self'"
        return response

    def state(self) -> dict[str, Any]:
        return {"meeting": "m", "version": self.version, "parts": self._messages(self.parts)}

    def _messages(self, parts: dict[str, str]) -> dict[str, Any]:
        return {name: {"data": {"length": len(html)}, "html": html} for name, html in parts.items()}

    def change(self, **parts: str) -> None:
        """Move on without telling anybody."""
        self.version += 1
        self.parts.update(parts)

    def push(self, since: int | None = None, **parts: str) -> None:
        """Move on and push, as if `since` were the version told before."""
        since = self.version if since is None else since
        self.change(**parts)
        messages, version = self._messages(parts), self.version
        message = {"meeting": "m", "from": since, "to": version, "parts": messages}
        if self.audience == "public":
            hub.call_soon(lambda: self.events.push("m", since, version, messages))
        else:
            hub.call_soon(lambda: hub.emit_to_room(self.socketio, "push", message, "m"))

    def beat(self) -> None:
        version = self.version
        hub.call_soon(lambda: self.events.beat("m", version))
        message = {"meeting": "m", "version": version}
        hub.call_soon(lambda: hub.emit_to_room(self.socketio, "beat", message, "m"))

    @contextmanager
    def served(self, port: int = 0, *, with_events: bool = True) -> Iterator[hub.Ready]:
        """Serve, with heartbeats four times a second until `silent` is set."""
        stop = threading.Event()

        def beat() -> None:
            while not stop.wait(0.25):
                if not self.silent.is_set():
                    with suppress(hub.HubNotRunning):
                        self.beat()

        self.events = hub.SseBroadcaster(self.read, coalesce=0.01, heartbeat=0.25)
        events = self.events if with_events else None
        with serving(self.app, self.socketio, events=events, port=port) as ready:
            thread = threading.Thread(target=beat)
            thread.start()
            try:
                yield ready
            finally:
                stop.set()
                thread.join()
