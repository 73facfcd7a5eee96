"""A provider that sends us on while it hands a file out: over https, or within this machine, and not out of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from integrations.asking import Asking
from meetings.ports.providers import Retryable

FILE = b"a recording"


@contextmanager
def sending_on(there: str) -> Iterator[str]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            moved = self.path == "/first"
            self.send_response(302 if moved else 200)
            if moved:
                self.send_header("Location", there)
            self.send_header("Content-Length", "0" if moved else str(len(FILE)))
            self.end_headers()
            self.wfile.write(b"" if moved else FILE)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/first"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    "there", ["http://198.51.100.1/file", "https://198.51.100.1/file", "ftp://127.0.0.1/"]
)
def test_sent_on_to_somewhere_else_nobody_is_asked(there: str) -> None:
    with sending_on(there) as address, pytest.raises(Retryable) as refused:
        list(Asking("Zoom").pieces(address, {}, 1000))
    assert refused.value.code == "UnsupportedProtocol"


def test_sent_on_within_the_same_place_the_file_is_fetched() -> None:
    with sending_on("/second") as address:
        assert b"".join(Asking("Zoom").pieces(address, {}, 1000)) == FILE
