"""What hostile, slow or forged clients get from the hub, and what proxies may say of them."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import pytest

from meetings.runtime import hub
from meetings.runtime.hub_limits import Limits
from meetings.runtime.hub_requests import OriginGuard, Proxies
from tests.runtime.serving import answer, ask, everything, raw, serving

POST = b"POST / HTTP/1.1\r\nHost: hub.test\r\n"


def hello(environ: Any, start_response: Any) -> list[bytes]:
    return answer(start_response, b"hello")


def test_headers_that_do_not_come_are_given_up() -> None:
    with serving(hello, limits=Limits(header_seconds=0.1)) as ready, raw(ready) as sock:
        sock.sendall(POST + b"X-Slow: y")
        assert everything(sock).startswith(b"HTTP/1.1 408 ")


def test_a_connection_that_says_nothing_is_closed() -> None:
    with serving(hello, limits=Limits(silent_seconds=0.1)) as ready, raw(ready) as sock:
        assert everything(sock) == b""


@pytest.mark.parametrize(
    "limits",
    [Limits(silent_seconds=0.1), Limits(body_grace_seconds=0.1, body_rate=10**9)],
    ids=["silence", "too slow in all"],
)
def test_a_body_that_does_not_come_is_given_up(limits: Limits) -> None:
    with serving(hello, limits=limits) as ready, raw(ready) as sock:
        sock.sendall(POST + b"Content-Length: 10\r\n\r\nhalf")
        text = everything(sock)
    assert text.startswith(b"HTTP/1.1 408 ")
    assert b"\r\nConnection: close\r\n" in text


def test_a_response_that_nobody_takes_is_given_up() -> None:
    closed = []

    class Endless:
        def __iter__(self) -> Any:
            while True:
                yield b"x" * 65536

        def close(self) -> None:
            closed.append(True)

    def app(environ: Any, start_response: Any) -> Endless:
        start_response("200 OK", [])
        return Endless()

    with serving(app, limits=Limits(silent_seconds=0.2)) as ready, raw(ready, buffer=4096) as sock:
        sock.sendall(b"GET / HTTP/1.1\r\nHost: hub.test\r\n\r\n")
        while not closed:
            sock.settimeout(0.01)
            try:
                # Peeking takes nothing out of the way.
                sock.recv(1, 2)
            except TimeoutError:
                continue
    assert closed == [True]


@pytest.mark.parametrize(
    "request_",
    [
        POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        POST + b"Content-Length: +5\r\n\r\nhello",
        POST + b"Content-Length: 0_5\r\n\r\nhello",
        POST + b"Content-Length : 5\r\n\r\nhello",
        POST + b"Host: other.test\r\n\r\n",
        POST + b"no colon\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
        b"POST / HTTP/1.1\r\n\r\n",
        b"GET /\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ],
)
def test_a_request_that_could_be_read_two_ways_is_refused(request_: bytes) -> None:
    with serving(hello) as ready, raw(ready) as sock:
        sock.sendall(request_)
        text = everything(sock)
    assert text.startswith(b"HTTP/1.1 400 ")
    assert text.count(b"HTTP/1.1") == 1


def test_too_many_headers_are_refused() -> None:
    with serving(hello) as ready, raw(ready) as sock:
        sock.sendall(POST + b"".join(b"X-%d: y\r\n" % number for number in range(200)) + b"\r\n")
        assert everything(sock).startswith(b"HTTP/1.1 431 ")


def test_over_the_cap_a_connection_is_told_to_come_back() -> None:
    with serving(hello, limits=Limits(connections=2)) as ready, ExitStack() as stack:
        for _ in range(2):
            sock = stack.enter_context(raw(ready))
            sock.sendall(b"GET / HTTP/1.1\r\nHost: hub.test\r\n\r\n")
            assert sock.recv(20).startswith(b"HTTP/1.1 200 ")
        status, headers, body = ask(ready, "GET", "/")
        assert (status, headers["retry-after"]) == (503, "5")
        assert body == b"The server is very busy. Please try again in a moment.\n"


def told(environ: Any, start_response: Any) -> list[bytes]:
    seen = (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"], environ["HTTP_HOST"])
    left = sorted(name for name in environ if "FORWARDED" in name or "REAL_IP" in name)
    return answer(start_response, repr((seen, left)).encode())


FORWARDED = {
    "Host": "inside",
    "X_Forwarded_For": "198.51.100.7, 203.0.113.9",
    "X_Forwarded_Proto": "https",
    "X_Forwarded_Host": "meetings.council.test",
    "X_Real_IP": "198.51.100.7",
    "Forwarded": "for=198.51.100.7",
}


def test_nobody_is_believed_who_is_not_a_proxy_of_ours() -> None:
    with serving(told) as ready:
        assert ask(ready, "GET", "/", **FORWARDED)[2] == repr((("127.0.0.1", "http", "inside"), [])).encode()
    with serving(told, trusted_proxies=["192.0.2.1"]) as ready:
        assert ask(ready, "GET", "/", **FORWARDED)[2] == repr((("127.0.0.1", "http", "inside"), [])).encode()


def test_a_proxy_of_ours_is_believed_as_far_as_it_saw() -> None:
    with serving(told, trusted_proxies=["127.0.0.0/8"]) as ready:
        seen = ("203.0.113.9", "https", "meetings.council.test")
        assert ask(ready, "GET", "/", **FORWARDED)[2] == repr((seen, [])).encode()
        odd = {
            **FORWARDED,
            "X_Forwarded_Proto": "gopher",
            "X_Forwarded_Host": "evil/<b>",
            "X_Forwarded_For": "no",
        }
        assert ask(ready, "GET", "/", **odd)[2] == repr((("127.0.0.1", "http", "inside"), [])).encode()


@pytest.mark.parametrize(
    ("chain", "client"),
    [
        ("", "10.0.0.1"),
        ("198.51.100.7", "198.51.100.7"),
        ("198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.9, 198.51.100.7, ::ffff:10.0.0.2", "198.51.100.7"),
        ("198.51.100.7, nonsense", "10.0.0.1"),
    ],
)
def test_the_client_is_the_nearest_address_that_is_not_ours(chain: str, client: str) -> None:
    assert Proxies.of(["10.0.0.0/24"]).client("10.0.0.1", chain) == client


def handshake(**values: str) -> dict[str, Any]:
    common = {
        "REQUEST_METHOD": "GET",
        "wsgi.url_scheme": "https",
        "HTTP_HOST": "a.test",
        "QUERY_STRING": "EIO=4",
    }
    return {**common, **values}


WS = {"HTTP_UPGRADE": "websocket"}


@pytest.mark.parametrize(
    ("environ", "allowed"),
    [
        (handshake(HTTP_ORIGIN="https://a.test", **WS), True),
        (handshake(HTTP_ORIGIN="https://a.test"), True),
        (handshake(HTTP_ORIGIN="http://a.test", **WS), False),
        (handshake(HTTP_ORIGIN="https://b.test", **WS), False),
        (handshake(HTTP_ORIGIN="null"), False),
        (handshake(**WS), False),
        (handshake(), False),
        (handshake(HTTP_SEC_FETCH_SITE="same-origin"), True),
        (handshake(HTTP_SEC_FETCH_SITE="same-origin", **WS), False),
        (handshake(HTTP_SEC_FETCH_SITE="cross-site", HTTP_REFERER="https://a.test/"), False),
        (handshake(HTTP_REFERER="https://a.test/room/1"), True),
        (handshake(HTTP_REFERER="https://b.test/"), False),
        (handshake(QUERY_STRING="EIO=4&sid=abc"), True),
        (handshake(QUERY_STRING="EIO=4&sid=abc", **WS), False),
        (handshake(QUERY_STRING="EIO=4&sid=abc", HTTP_ORIGIN="https://b.test"), False),
        (handshake(QUERY_STRING="EIO=4&j=0", HTTP_ORIGIN="https://a.test"), False),
        (handshake(HTTP_HOST="b.test", HTTP_ORIGIN="https://b.test"), False),
        (handshake(HTTP_X_WITAN_TOKEN="right"), True),
    ],
)
def test_only_our_own_pages_or_a_token_may_begin_a_socket(environ: dict[str, Any], allowed: bool) -> None:
    guard = hub.OriginGuard(["a.test"], lambda e: e.get("HTTP_X_WITAN_TOKEN") == "right")
    assert guard(environ) is allowed


def test_without_a_list_of_hosts_the_origin_must_be_the_host_that_was_asked() -> None:
    assert OriginGuard()(handshake(HTTP_HOST="b.test", HTTP_ORIGIN="https://b.test"))
    assert not OriginGuard()(handshake(HTTP_HOST="b.test", HTTP_ORIGIN="https://a.test"))
