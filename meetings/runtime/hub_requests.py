"""What a request says of itself and how far it is believed: proxies, addresses, origins."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import parse_qs, urlsplit

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]

_FORWARDED = ("HTTP_X_FORWARDED", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")


@dataclass(frozen=True)
class Proxies:
    """The addresses whose forwarded headers are believed."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def of(cls, addresses: Iterable[str]) -> Proxies:
        """From addresses or networks in text."""
        return cls(tuple(ip_network(address, strict=False) for address in addresses))

    def trusts(self, address: str) -> bool:
        """Whether this address is one of ours."""
        try:
            ip = ip_address(address)
        except ValueError:
            return False
        if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        return any(ip in network for network in self.networks)

    def client(self, peer: str, forwarded_for: str) -> str:
        """The nearest address in the chain that is not a proxy of ours."""
        client = peer
        for address in reversed([part.strip() for part in forwarded_for.split(",")]):
            if not self.trusts(client) or not _is_address(address):
                break
            client = address
        return client


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def prepare(environ: Environ, proxies: Proxies) -> None:
    """Give the request its id and its client's address; forwarded headers are used or dropped, never left."""
    environ["witan.request_id"] = secrets.token_hex(6)
    if proxies.networks and proxies.trusts(environ.get("REMOTE_ADDR", "")):
        _believe(environ, proxies)
    for name in [key for key in environ if key.startswith(_FORWARDED)]:
        del environ[name]


def _believe(environ: Environ, proxies: Proxies) -> None:
    environ["REMOTE_ADDR"] = proxies.client(environ["REMOTE_ADDR"], environ.get("HTTP_X_FORWARDED_FOR", ""))
    scheme = _last(environ, "HTTP_X_FORWARDED_PROTO").lower()
    if scheme in ("http", "https"):
        environ["wsgi.url_scheme"] = scheme
    host = _last(environ, "HTTP_X_FORWARDED_HOST")
    if _HOST.fullmatch(host):
        environ["HTTP_HOST"] = host


def _last(environ: Environ, name: str) -> str:
    return str(environ.get(name, "")).rpartition(",")[2].strip()


@dataclass(frozen=True)
class OriginGuard:
    """Who may begin a socket: pages of our own hosts, or a caller that shows a token.

    `hosts` are host names as in the Host header; empty means whatever host the request names.
    """

    hosts: Collection[str] = ()
    token_ok: Callable[[Environ], bool] | None = None

    def __call__(self, environ: Environ) -> bool:
        """Whether the request may go on."""
        query = parse_qs(environ.get("QUERY_STRING", ""))
        if "j" in query:
            # JSONP can be read by any page on the web.
            return False
        if self.token_ok is not None and self.token_ok(environ):
            return True
        host = environ.get("HTTP_HOST", "")
        if self.hosts and host not in self.hosts:
            return False
        origin = environ.get("HTTP_ORIGIN")
        if origin:
            return bool(origin == _own_origin(environ))
        # A request with an id was allowed to begin before.
        return ("sid" in query and not _is_websocket(environ)) or _same_page(environ)


def _same_page(environ: Environ) -> bool:
    """Browsers leave Origin out when a page of ours asks with GET; they always send it for a WebSocket."""
    if _is_websocket(environ) or environ.get("REQUEST_METHOD") != "GET":
        return False
    site = environ.get("HTTP_SEC_FETCH_SITE")
    if site:
        return bool(site == "same-origin")
    referer = urlsplit(environ.get("HTTP_REFERER", ""))
    return f"{referer.scheme}://{referer.netloc}" == _own_origin(environ)


def _own_origin(environ: Environ) -> str:
    return f"{environ.get('wsgi.url_scheme')}://{environ.get('HTTP_HOST', '')}"


def _is_websocket(environ: Environ) -> bool:
    return str(environ.get("HTTP_UPGRADE", "")).lower() == "websocket"


def plain(
    start_response: StartResponse, status: str, text: str, headers: Sequence[tuple[str, str]] = ()
) -> list[bytes]:
    """A short answer in plain text, for when no page can be made."""
    body = text.encode() + b"\n"
    common = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response(status, [*common, ("Cache-Control", "no-store"), *headers])
    return [body]
