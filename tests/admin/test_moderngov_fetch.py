"""Fetching: what is asked again, what is waited for, and what is refused."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from meetings.admin.moderngov.fetch import CannotFetch, Fetcher, is_public, safe_fetch
from meetings.admin.moderngov.source import open_source
from tests.admin.moderngov_site import NO_WAIT, Council, Reply, serving


@pytest.fixture
def council() -> Iterator[Council]:
    with serving() as site:
        yield site


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname", "ftp://c.example/x.xml", "gopher://c.example/", "https://", "http://[::1", "x",
        "https://c.example:99999/", "https://c.example:0/", "https://user:secret@c.example/",
    ],
)  # fmt: skip
def test_only_plain_web_addresses_are_fetched(url: str) -> None:
    with pytest.raises(CannotFetch):
        safe_fetch(url, NO_WAIT)


def test_an_address_on_this_machine_is_refused_unless_allowed(council: Council) -> None:
    with pytest.raises(CannotFetch, match="inside a private network"):
        safe_fetch(council.root, replace(NO_WAIT, allow_private=False))
    with pytest.raises(CannotFetch, match="inside a private network"):
        list(open_source(council.root).load())
    assert council.asked == []


@pytest.mark.parametrize(
    "host", ["localhost", "2130706433", "127.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_other_names_of_this_machine_are_refused_too(host: str) -> None:
    with pytest.raises(CannotFetch):
        safe_fetch(f"http://{host}:9/", replace(NO_WAIT, allow_private=False))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False),
        ("255.255.255.255", False), ("::1", False), ("fe80::1%eth0", False), ("fd00::1", False),
        ("::ffff:10.0.0.1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("ff02::1", False),
        ("8.8.8.8", True), ("2606:4700::1111", True), ("::ffff:8.8.8.8", True), ("64:ff9b::808:808", True),
    ],
)  # fmt: skip
def test_public_addresses_are_told_from_the_rest(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_redirect_on_the_same_host_is_followed(council: Council) -> None:
    council.replies["/old"] = [Reply(301, b"", {"Location": "/new"})]
    council.replies["/new"] = [Reply(200, b"here")]
    fetched = safe_fetch(f"{council.root}old", NO_WAIT)
    assert (fetched.url, fetched.content) == (f"{council.root}new", b"here")


@pytest.mark.parametrize(
    "to", ["http://other.example/", "//other.example/x", "file:///etc/hostname", "http://127.0.0.1:1/"]
)
def test_a_redirect_elsewhere_is_not_followed(council: Council, to: str) -> None:
    council.replies["/old"] = [Reply(302, b"", {"Location": to})]
    with pytest.raises(CannotFetch, match=r"redirects elsewhere|is not a web address"):
        safe_fetch(f"{council.root}old", NO_WAIT)
    assert council.asked == ["/old"]


def test_redirects_come_to_an_end(council: Council) -> None:
    council.replies["/old"] = [Reply(302, b"", {"Location": "/old"}) for _ in range(9)]
    with pytest.raises(CannotFetch, match="again and again"):
        safe_fetch(f"{council.root}old", NO_WAIT)


def test_more_than_is_read_is_refused_while_it_comes(council: Council) -> None:
    council.replies["/big"] = [Reply(200, b"x" * 5001)]
    with pytest.raises(CannotFetch, match="more than 5,000 bytes"):
        safe_fetch(f"{council.root}big", replace(NO_WAIT, max_bytes=5000))


def test_compressed_content_is_refused(council: Council) -> None:
    council.replies["/zip"] = [Reply(200, b"xx", {"Content-Encoding": "gzip"})]
    with pytest.raises(CannotFetch, match="compressed"):
        safe_fetch(f"{council.root}zip", NO_WAIT)


def test_content_that_breaks_off_is_not_taken_for_whole() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<meeting>")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(CannotFetch, match="91 bytes before the end") as caught:
            safe_fetch(f"http://127.0.0.1:{server.getsockname()[1]}/", NO_WAIT)
        thread.join()
    assert caught.value.temporary is True


def test_a_service_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(CannotFetch, match="timed out"):
        safe_fetch(f"http://127.0.0.1:{server.getsockname()[1]}/", replace(NO_WAIT, timeout=0.05))


def test_a_service_that_trickles_is_cut_off_at_the_deadline() -> None:
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def trickle() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                while not stop.wait(0.01):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=trickle)
        thread.start()
        with pytest.raises(CannotFetch, match="broke off"):
            safe_fetch(f"http://127.0.0.1:{server.getsockname()[1]}/", replace(NO_WAIT, deadline=0.2))
        stop.set()
        thread.join()


def test_a_busy_service_is_asked_again_when_it_says(council: Council) -> None:
    council.replies["/busy"] = [Reply(503, b"", {"Retry-After": "7"}), Reply(429), Reply(200, b"ready")]
    waits: list[float] = []
    fetcher = Fetcher(replace(NO_WAIT, sleep=waits.append, delay=0.25))
    assert fetcher.fetch(f"{council.root}busy").content == b"ready"
    council.replies["/next"] = [Reply(200, b"next")]
    fetcher.fetch(f"{council.root}next")
    assert waits == [7.0, 4.0, 0.25]


def test_a_service_that_asks_for_a_long_wait_is_left_alone(council: Council) -> None:
    council.replies["/busy"] = [Reply(429, b"", {"Retry-After": "3600"})]
    with pytest.raises(CannotFetch, match="asks to wait 3600 seconds"):
        Fetcher(NO_WAIT).fetch(f"{council.root}busy")
    assert council.asked == ["/busy"]


def test_a_wait_may_be_a_date(council: Council) -> None:
    council.replies["/busy"] = [
        Reply(503, b"", {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}), Reply(200, b"ready"),
    ]  # fmt: skip
    waits: list[float] = []
    Fetcher(replace(NO_WAIT, sleep=waits.append)).fetch(f"{council.root}busy")
    assert waits == [0.0]


def test_a_failure_that_will_last_is_not_tried_again(council: Council) -> None:
    with pytest.raises(CannotFetch, match="answered 404"):
        Fetcher(NO_WAIT).fetch(f"{council.root}gone")
    assert council.asked == ["/gone"]
