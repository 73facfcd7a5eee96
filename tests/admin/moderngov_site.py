"""A council's site with its web service, on this machine, that keeps account of what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from meetings.admin.moderngov.fetch import FetchRules

DATA = Path(__file__).parent / "data"
NO_WAIT = FetchRules(allow_private=True, timeout=5, sleep=lambda _: None)


def content_of(name: str) -> bytes:
    return (DATA / f"{name}.xml").read_bytes()


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Council:
    """A council's site on this machine. `replies` are given once each, by path, before the usual answers."""

    root: str = ""
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    get_allowed: bool = True

    def answer(self, path: str, soap: str | None) -> Reply:
        self.asked.append(path if soap is None else f"SOAP {soap}")
        if waiting := self.replies.get(path):
            return waiting.pop(0)
        parts = urlsplit(path)
        if "mgWebService.asmx" not in parts.path:
            return Reply(404, b"<html><title>No page</title></html>")
        if soap is None and not self.get_allowed:
            return Reply(500, b"Request format is unrecognized")
        method = soap.rpartition("/")[2].strip('"') if soap else parts.path.rpartition("/")[2]
        meeting = parse_qs(parts.query).get("lMeetingId", ["4021"])[0]
        path_of = DATA / (f"{method}_{meeting}.xml" if method == "GetMeeting" else f"{method}.xml")
        return Reply(200, path_of.read_bytes()) if path_of.exists() else Reply(200, b"<meeting />")


@contextmanager
def serving() -> Iterator[Council]:
    site = Council()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply(site.answer(self.path, None))

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._reply(site.answer(self.path, self.headers["SOAPAction"]))

        def _reply(self, reply: Reply) -> None:
            site.agents.add(self.headers["User-Agent"])
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    site.root = f"http://127.0.0.1:{server.server_port}/"
    yield site
    server.shutdown()
    thread.join()
    server.server_close()
