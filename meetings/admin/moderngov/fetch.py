"""Fetching from an address somebody typed: only the public web, only so much, only so long, and politely."""

from __future__ import annotations

import datetime as dt
import email.utils
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from meetings.admin.moderngov.tree import LARGEST
from meetings.kernel.errors import Invalid

_REDIRECTS = {301, 302, 303, 307, 308}
_COME_BACK = {408, 429, 502, 503, 504}
_MOST_REDIRECTS = 4
_PIECE = 65536
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_SAFE = "/%:@!$&'()*+,;=~-._"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class FetchRules:
    """How far and how fast. Times are in seconds."""

    #: loopback and private addresses too: for trials against a service on the same machine
    allow_private: bool = False
    #: for a connection, and for each wait for more
    timeout: float = 10.0
    #: for one request as a whole
    deadline: float = 120.0
    max_bytes: int = LARGEST
    #: between one request and the next
    delay: float = 0.5
    attempts: int = 3
    #: a service that asks for a longer wait is left alone
    longest_wait: float = 60.0
    user_agent: str = "Witan-import/0.1 (a council bringing its own meetings over)"
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)


@dataclass(frozen=True)
class Fetched:
    url: str
    content: bytes


class CannotFetch(Invalid):
    """Nothing came. `status` is the answer's, if there was one; `temporary` if a later try may go better."""

    def __init__(
        self, message: str, *, status: int | None = None, temporary: bool = False, wait: float | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.temporary, self.wait = status, temporary, wait


def safe_fetch(
    url: str,
    rules: FetchRules | None = None,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Fetched:
    """One request, and the redirects it leads to on the same host. Raises CannotFetch."""
    rules = rules or FetchRules()
    first = target = _checked(url)
    for _ in range(_MOST_REDIRECTS):
        try:
            answer = _request(target, rules, body, headers or {})
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise CannotFetch(
                f"{target.hostname} could not be reached or broke off: {error}.",
                temporary=not isinstance(error, ssl.SSLCertVerificationError),
            ) from error
        if isinstance(answer, bytes):
            return Fetched(target.geturl(), answer)
        target = _followed(first, target, answer)
    raise CannotFetch(f"{first.hostname} redirects again and again.")


class Fetcher:
    """Many requests to one service, with a pause between, and once more when it asks for patience."""

    def __init__(self, rules: FetchRules) -> None:
        self.rules = rules
        self._started = False

    def fetch(self, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Fetched:
        if self._started:
            self.rules.sleep(self.rules.delay)
        self._started = True
        attempt = 1
        while True:
            try:
                return safe_fetch(url, self.rules, body=body, headers=headers)
            except CannotFetch as refusal:
                wait = refusal.wait if refusal.wait is not None else float(2**attempt)
                if not refusal.temporary or attempt >= self.rules.attempts or wait > self.rules.longest_wait:
                    raise
            self.rules.sleep(wait)
            attempt += 1


def _checked(url: str) -> SplitResult:
    try:
        target = urlsplit(url.strip())
        port = target.port
    except ValueError as error:
        raise CannotFetch(f"“{url[:200]}” is not a web address: {error}.") from error
    if target.scheme not in _PORTS or not target.hostname or port == 0:
        raise CannotFetch(f"“{url[:200]}” is not a web address: it should begin with https:// or http://.")
    if target.username or target.password:
        raise CannotFetch("A web address with a user name or password in it is not fetched.")
    return target


def _followed(first: SplitResult, target: SplitResult, location: str) -> SplitResult:
    to = _checked(urljoin(target.geturl(), location))
    same_port = _port(to) == _port(first) or (first.scheme, to.scheme, to.port) == ("http", "https", None)
    if to.hostname != first.hostname or not same_port or (target.scheme, to.scheme) == ("https", "http"):
        raise CannotFetch(
            f"{first.hostname} redirects elsewhere, to {to.geturl()[:200]}. Type that address if it is right."
        )
    return to


def _port(target: SplitResult) -> int:
    return target.port or _PORTS[target.scheme]


def _request(
    target: SplitResult, rules: FetchRules, body: bytes | None, headers: Mapping[str, str]
) -> bytes | str:
    """The content, or where the answer redirects to."""
    host, port = target.hostname or "", _port(target)
    stream = _connect(_addresses(host, port, rules), port, rules.timeout)
    connection = http.client.HTTPConnection(host, port)
    connection.auto_open = 0
    try:
        if target.scheme == "https":
            stream = ssl.create_default_context().wrap_socket(stream, server_hostname=host)
        connection.sock = stream
        # A service that trickles keeps within the time for each wait, so the whole is bounded too.
        watch = threading.Timer(rules.deadline, socket.socket.shutdown, (stream, socket.SHUT_RDWR))
        watch.daemon = True
        watch.start()
        try:
            path = quote(target.path or "/", safe=_SAFE)
            query = "?" + quote(target.query, safe=f"{_SAFE}?[]") if target.query else ""
            name = target.netloc.encode("idna").decode()
            sent = {"Host": name, "User-Agent": rules.user_agent, "Accept-Encoding": "identity", **headers}
            connection.request("GET" if body is None else "POST", f"{path}{query}", body, sent)
            return _answer(host, connection.getresponse(), rules)
        finally:
            watch.cancel()
    finally:
        connection.close()
        stream.close()


def _answer(host: str, response: http.client.HTTPResponse, rules: FetchRules) -> bytes | str:
    status = response.status
    if status in _REDIRECTS and (location := response.headers.get("Location")):
        return location
    if status != 200:
        wait = _wait(response.headers.get("Retry-After"))
        later = f" and asks to wait {wait:.0f} seconds" if wait else ""
        raise CannotFetch(
            f"{host} answered {status} {response.reason}{later}.",
            status=status,
            temporary=status in _COME_BACK,
            wait=wait,
        )
    if response.headers.get("Content-Encoding", "identity").lower() not in {"", "identity"}:
        raise CannotFetch(f"{host} sends compressed content although it was asked not to.")
    return _content(host, response, rules.max_bytes)


def _content(host: str, response: http.client.HTTPResponse, most: int) -> bytes:
    """Counted as it comes: what a service says of its length is not relied on."""
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(_PIECE):
        size += len(piece)
        if size > most:
            raise CannotFetch(f"{host} sends more than {most:,} bytes, more than is read.")
        pieces.append(piece)
    if response.length:
        raise CannotFetch(f"{host} broke off {response.length:,} bytes before the end.", temporary=True)
    return b"".join(pieces)


def _wait(retry_after: str | None) -> float | None:
    """Seconds, from seconds or from a date."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after.strip()[:9])
    try:
        until = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=dt.UTC)
    return max(0.0, (until - dt.datetime.now(dt.UTC)).total_seconds())


def _addresses(host: str, port: int, rules: FetchRules) -> list[str]:
    """The addresses looked at are the ones connected to: the name is not looked up a second time."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not rules.allow_private and not all(is_public(address) for address in addresses):
        raise CannotFetch(
            f"{host} is an address inside a private network. Only public addresses are fetched."
        )
    return addresses


def _connect(addresses: list[str], port: int, timeout: float) -> socket.socket:
    """To the first that answers: a name often has an IPv6 address that cannot be reached from here."""
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError:
            continue
    return socket.create_connection((addresses[-1], port), timeout)


def is_public(address: str) -> bool:
    """Not loopback, private, link-local, reserved or multicast; nor one of these in the clothes of IPv6."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip.sixtofour is not None or ip.teredo is not None:
            return False
    return ip.is_global and not ip.is_multicast
