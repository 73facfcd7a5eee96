"""Pages made of every component, served with the strictest policy, that remember what was posted to them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

ROOT = Path(__file__).resolve().parents[2]
CSP = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
ERRORS = {
    "title": "Enter a title",
    "held_on": "Enter a real date",
    "nation": "Choose at least one nation",
    "text": "Enter the minute",
}


def environment() -> Environment:
    """As the application sets it up, but a name that is missing is an error."""
    loader = FileSystemLoader([ROOT / "templates", Path(__file__).parent / "templates"])
    env = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    env.globals["csrf_field"] = lambda: Markup('<input type="hidden" name="csrf_token" value="token">')
    env.globals["csrf_token"] = lambda: "token"
    env.globals["url_for"] = lambda endpoint, filename: f"/{endpoint}/{filename}"
    return env


def month() -> list[dict[str, Any]]:
    """February 2027, which is four whole weeks."""
    first = date(2027, 2, 1)
    days = [first + timedelta(n) for n in range(28)]
    found: list[dict[str, Any]] = [{"number": d.day, "label": f"{d:%A} {d.day} {d:%B %Y}"} for d in days]
    found[8] |= {
        "today": True,
        "events": [
            {"href": "#", "time": "6.30pm", "text": "Planning Committee", "status": "Cancelled"},
            {"href": "#", "time": "7pm", "text": "Licensing Sub-Committee"},
        ],
    }
    found[27]["outside"] = True
    return found


@dataclass
class Site:
    """A running server, its posts, and what it answers to a new order."""

    url: str = ""
    posts: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)
    order_answer: tuple[int, dict[str, Any]] = (200, {})
    minute: str = "<p>The <strong>treasurer</strong> spoke.</p>"


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, site: Site, *args: Any, **kwargs: Any) -> None:
        self.site = site
        super().__init__(*args, directory=str(ROOT), **kwargs)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output quiet."""

    def _answer(self, status: int, kind: str, body: bytes, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Security-Policy", CSP)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path.startswith("/static/"):
            return super().do_GET()
        name = path.strip("/").removesuffix("-errors")
        if name not in ("guide", "room", "desk"):
            return self._answer(404, "text/plain", b"")
        page = environment().get_template(f"{name}.html")
        html = page.render(
            request=SimpleNamespace(path="/meetings/x" if name != "desk" else "/desk"),
            actor=SimpleNamespace(account_id="a", name="Olwen Price"),
            can_desk=True,
            can_my=True,
            demo_mode=True,
            council_name="Aldermere Borough Council",
            get_flashed_messages=lambda with_categories: [],
            errors=ERRORS if path.endswith("-errors") else {},
            days=month(),
            minute=self.site.minute,
            chosen="for",
        )
        return self._answer(200, "text/html; charset=utf-8", html.encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        if self.headers.get("Content-Type", "").startswith("application/json"):
            sent = json.loads(body)
        else:
            sent = {name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()}
        self.site.posts.append((self.path, sent, self.headers.get("X-CSRF-Token", "")))
        if self.path == "/order":
            status, answer = self.site.order_answer
            return self._answer(status, "application/json", json.dumps(answer).encode())
        return self._answer(303, "text/plain", b"", location="/room")


@contextmanager
def serving() -> Iterator[Site]:
    """The site on a free port."""
    site = Site()
    handler: Callable[..., SimpleHTTPRequestHandler] = partial(_Handler, site)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
