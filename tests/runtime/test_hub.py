"""The hub: where requests run, how bodies come in and answers go out, and what clients may not do."""

from __future__ import annotations

import contextvars
import hashlib
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from meetings.runtime import hub
from meetings.runtime.hub_limits import Limits
from tests.runtime.serving import WAIT, answer, ask, connection, everything, raw, serving, until


def where(environ: Any, start_response: Any) -> list[bytes]:
    """Says which thread runs the request."""
    return answer(start_response, str(threading.get_ident()).encode())


def digest(environ: Any, start_response: Any) -> list[bytes]:
    """Says what came in."""
    body = environ["wsgi.input"].read()
    said = (len(body), hashlib.sha256(body).hexdigest(), environ.get("CONTENT_LENGTH"))
    return answer(start_response, repr(said).encode())


def said_of(body: bytes) -> bytes:
    return repr((len(body), hashlib.sha256(body).hexdigest(), str(len(body)))).encode()


def fast(method: str, path: str) -> bool:
    return path == "/fast"


def test_pages_run_in_native_threads_and_hub_paths_in_the_hub() -> None:
    hubs: list[int] = []

    def app(environ: Any, start_response: Any) -> list[bytes]:
        hub.call_soon(lambda: hubs.append(threading.get_ident()))
        return where(environ, start_response)

    with serving(app, hub_paths=fast) as ready:
        in_hub = int(ask(ready, "GET", "/fast")[2])
        in_thread = int(ask(ready, "GET", "/page")[2])
        until(lambda: len(hubs) == 2)
    assert hubs == [in_hub, in_hub]
    assert in_thread != in_hub


def test_the_hub_answers_while_every_page_thread_is_taken() -> None:
    gate, entered = threading.Event(), threading.Semaphore(0)

    def app(environ: Any, start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/page":
            entered.release()
            assert gate.wait(WAIT)
        return answer(start_response, b"done")

    with (
        serving(app, hub_paths=fast, threads=2, limits=Limits(waiting=2)) as ready,
        ThreadPoolExecutor(8) as pool,
    ):
        pages = [pool.submit(ask, ready, "GET", "/page") for _ in range(2)]
        for _ in pages:
            assert entered.acquire(timeout=WAIT)
        assert ask(ready, "GET", "/fast")[2] == b"done"
        status, headers, _ = ask(ready, "GET", "/page")
        assert (status, headers["retry-after"]) == (503, "2")
        gate.set()
        assert [page.result(WAIT)[2] for page in pages] == [b"done"] * 2


def test_in_thread_leaves_the_hub_and_brings_back_value_and_error() -> None:
    def fails() -> None:
        raise LookupError("not here")

    def app(environ: Any, start_response: Any) -> list[bytes]:
        other = hub.in_thread(threading.get_ident)
        with pytest.raises(LookupError, match="not here"):
            hub.in_thread(fails)
        return answer(start_response, str(other != threading.get_ident()).encode())

    with serving(app, hub_paths=fast) as ready:
        assert ask(ready, "GET", "/fast")[2] == b"True"
    assert hub.in_thread(threading.get_ident) == threading.get_ident()
    with pytest.raises(hub.HubNotRunning):
        hub.call_soon(lambda: None)


@pytest.mark.parametrize("path", ["/page", "/fast"])
def test_a_body_comes_in_whole_with_its_length(path: str) -> None:
    body = bytes(range(256)) * 1000
    with serving(digest, hub_paths=fast) as ready:
        assert ask(ready, "POST", path, body)[2] == said_of(body)
        chunks = iter([body[:10], body[10:70000], body[70000:]])
        assert ask(ready, "POST", path, chunks)[2] == said_of(body)
        assert ask(ready, "POST", path, b"")[2] == said_of(b"")


def too_large_page(environ: Any, start_response: Any) -> list[bytes]:
    if environ.get("witan.body_too_large"):
        assert environ["wsgi.input"].read() == b""
        return answer(start_response, b"Too large, says the page", "413 Content Too Large")
    return digest(environ, start_response)


def test_an_upload_comes_in_as_a_browser_sends_it() -> None:
    part = (
        b'Content-Disposition: form-data; name="file"; filename="report.pdf"\r\nContent-Type: application/pdf'
    )
    body = b"\r\n".join((b"------parts", part, b"", b"%PDF-", b"------parts--", b""))
    with serving(digest) as ready:
        kind = "multipart/form-data; boundary=----parts"
        status, _, text = ask(ready, "POST", "/", body, Content_Type=kind)
    assert (status, text) == (200, said_of(body))


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_over_the_limit_is_read_away_and_the_application_says_so(chunked: bool) -> None:
    with (
        serving(too_large_page, limits=Limits(body=1000, drain=10_000)) as ready,
        connection(ready) as client,
    ):
        for size, status in ((1000, 200), (1001, 413), (5000, 413), (10, 200)):
            body = b"x" * size
            client.request("POST", "/", iter([body]) if chunked else body)
            response = client.getresponse()
            assert (response.status, response.getheader("Connection")) == (status, None)
            response.read()


def test_a_body_far_over_the_limit_is_refused_before_it_has_come() -> None:
    with serving(too_large_page, limits=Limits(body=1000, drain=10_000)) as ready, raw(ready) as sock:
        sock.sendall(b"POST / HTTP/1.1\r\nHost: hub.test\r\nContent-Length: 50000000\r\n\r\n" + b"x" * 5000)
        text = everything(sock)
    assert text.startswith(b"HTTP/1.1 413 ")
    assert b"Connection: close\r\n" in text
    assert text.endswith(b"Too large, says the page")


def test_a_client_that_asks_first_is_told_to_go_on_or_not() -> None:
    head = b"POST / HTTP/1.1\r\nHost: hub.test\r\nExpect: 100-continue\r\nConnection: close\r\n"
    head += b"Content-Length: %d\r\n\r\n"
    with serving(too_large_page, limits=Limits(body=1000)) as ready:
        with raw(ready) as sock:
            sock.sendall(head % 1001)
            assert everything(sock).startswith(b"HTTP/1.1 413 ")
        with raw(ready) as sock:
            sock.sendall(head % 4)
            assert sock.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
            sock.sendall(b"body")
            assert everything(sock).startswith(b"HTTP/1.1 200 ")


def test_a_big_upload_goes_to_disk_for_those_with_a_session(tmp_path: Any) -> None:
    body = hashlib.sha256(b"seed").digest() * 100_000  # 3.2 MB
    limits = Limits(body=1000, upload=4_000_000, drain=10_000_000)
    uploads: dict[str, Any] = {
        "upload_paths": lambda method, path: path == "/papers",
        "spool_folder": tmp_path,
    }
    with serving(too_large_page, limits=limits, **uploads) as ready:
        assert ask(ready, "POST", "/papers", body, Cookie="a=b; session=x")[2] == said_of(body)
        chunks = (body[start : start + 50_000] for start in range(0, len(body), 50_000))
        chunked = ask(ready, "POST", "/papers", chunks, Cookie="session=x")
        assert chunked[2] == said_of(body)
        for path, cookie, size in (("/papers", "x=session", 1001), ("/other", "session=x", 1001)):
            assert ask(ready, "POST", path, body[:size], Cookie=cookie)[0] == 413
        assert ask(ready, "POST", "/papers", body * 2, Cookie="session=x")[0] == 413
    assert list(tmp_path.iterdir()) == []


def test_only_so_many_uploads_are_on_disk_at_once(tmp_path: Any) -> None:
    limits = Limits(body=1000, uploads=1)
    uploads: dict[str, Any] = {"upload_paths": lambda method, path: True, "spool_folder": tmp_path}
    body = b"x" * 100_000
    with serving(digest, limits=limits, **uploads) as ready:
        with raw(ready) as sock:
            head = b"POST / HTTP/1.1\r\nHost: hub.test\r\nCookie: session=x\r\nContent-Length: 100000\r\n\r\n"
            sock.sendall(head + body[:90_000])
            until(lambda: ask(ready, "POST", "/", body, Cookie="session=x")[0] == 503)
        # The one that broke off has given its place back.
        until(lambda: ask(ready, "POST", "/", body, Cookie="session=x")[2] == said_of(body))


class Pieces:
    """A long response that knows where it was made and whether it was closed."""

    name: contextvars.ContextVar[str] = contextvars.ContextVar("name")

    def __init__(self, count: int) -> None:
        self.count = count
        self.threads: set[int] = set()
        self.closed: list[int] = []

    def __call__(self, environ: Any, start_response: Any) -> Pieces:
        self.name.set("kept")
        start_response("200 OK", [("Content-Type", "text/plain")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        for number in range(self.count):
            self.threads.add(threading.get_ident())
            assert self.name.get() == "kept"
            yield b"%09d\n" % number * 1000

    def close(self) -> None:
        self.closed.append(threading.get_ident())


def test_a_long_response_is_streamed_and_closed_in_threads() -> None:
    pieces = Pieces(300)
    with serving(pieces, limits=Limits(response_piece=64 * 1024)) as ready:
        status, headers, body = ask(ready, "GET", "/")
    assert (status, headers["transfer-encoding"]) == (200, "chunked")
    assert body == b"".join(b"%09d\n" % number * 1000 for number in range(300))
    assert len(pieces.closed) == 1
    assert threading.get_ident() not in pieces.threads


def test_a_long_response_is_closed_when_the_client_leaves() -> None:
    pieces = Pieces(100_000)
    with serving(pieces) as ready:
        with raw(ready, buffer=4096) as sock:
            sock.sendall(b"GET / HTTP/1.1\r\nHost: hub.test\r\n\r\n")
            sock.recv(100)
        until(lambda: pieces.closed)
    assert len(pieces.closed) == 1


def test_an_application_that_fails_is_answered_and_logged_in_one_record(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def app(environ: Any, start_response: Any) -> list[bytes]:
        raise ZeroDivisionError("nobody voted")

    with serving(app) as ready:
        status, _, body = ask(ready, "GET", "/votes?token=secret")
    [record] = caplog.records
    assert status == 500
    assert record.getMessage().startswith("request ")
    assert record.getMessage().endswith(" GET /votes failed")
    assert record.getMessage().split()[1].encode() in body
    assert record.exc_info is not None


def http_examples(environ: Any, start_response: Any) -> list[bytes]:
    path = environ["PATH_INFO"]
    if path == "/part":
        assert environ["HTTP_RANGE"] == "bytes=2-4"
        return answer(start_response, b"234", "206 Partial Content", ("Content-Range", "bytes 2-4/10"))
    if path == "/same":
        start_response("304 Not Modified", [("ETag", '"7"')])
        return []
    return answer(start_response, environ["REQUEST_METHOD"].encode())


def test_a_connection_serves_many_requests_of_every_kind() -> None:
    with serving(http_examples) as ready, connection(ready) as client:
        seen = []
        for method, path in (("GET", "/"), ("HEAD", "/"), ("GET", "/part"), ("GET", "/same"), ("POST", "/")):
            client.request(method, path, headers={"Range": "bytes=2-4"})
            sock = client.sock
            response = client.getresponse()
            seen.append((response.status, response.getheader("Content-Length"), response.read()))
            assert client.sock is sock
    assert seen == [
        (200, "3", b"GET"),
        (200, "4", b""),
        (206, "3", b"234"),
        (304, None, b""),
        (200, "4", b"POST"),
    ]


def test_pipelined_requests_are_answered_in_order() -> None:
    with serving(http_examples) as ready, raw(ready) as sock:
        one = b"%s / HTTP/1.1\r\nHost: hub.test\r\n%s\r\n"
        sock.sendall(one % (b"GET", b"") + one % (b"HEAD", b"") + one % (b"PUT", b"Connection: close\r\n"))
        text = everything(sock)
    assert text.count(b"HTTP/1.1 200 OK") == 3
    assert text.endswith(b"PUT")


def test_a_server_stops_while_connections_idle() -> None:
    with serving(where) as ready:
        sock = socket.create_connection((ready.host, ready.port), WAIT)
        sock.sendall(b"GET / HTTP/1.1\r\nHost: hub.test\r\n\r\n")
        assert sock.recv(20).startswith(b"HTTP/1.1 200")
    everything(sock)
    sock.close()
