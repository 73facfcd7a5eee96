"""Reads every page that somebody can come to by links, starting from every address that can be known beforehand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import requests
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

#: addresses of one route that are read; of one route with the same questions behind it; of routes that have many faces
_ALIKE, _ASKED = 3, 1
_MANY_FACES = {"schedule.meeting": 5, "public.meeting": 5}
_PASSING = re.compile(rb'name="(?:csrf_token|seen)" value="[^"]*"|content="[0-9a-f]{64}"')


@dataclass(frozen=True)
class Reading:
    """A page as somebody got it. `linked_from` is empty for an address that was only tried."""

    path: str
    endpoint: str
    status: int
    kind: str
    looks: str
    linked_from: str

    @property
    def is_page(self) -> bool:
        """Whether there is something to look at."""
        return self.status == 200 and self.kind == "text/html"


@dataclass
class Crawler:
    """Somebody who presses every link once, and of many alike only some."""

    address: str
    routes: Map
    token: str = ""
    readings: dict[str, Reading] = field(default_factory=dict)
    _seen: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def read_all(self, starts: Iterable[str]) -> list[Reading]:
        """Everything that can be reached."""
        waiting = [(path, "") for path in starts]
        with requests.Session() as session:
            if self.token:
                session.cookies.set("witan", self.token)
            while waiting:
                path, linked_from = waiting.pop(0)
                if self._is_new(path):
                    links = self._read(session, path, linked_from)
                    waiting += [(link, path) for link in links]
        return list(self.readings.values())

    def _is_new(self, path: str) -> bool:
        endpoint = self.endpoint(path)
        if path in self.readings or endpoint in ("", "static"):
            return False
        asked = tuple(sorted(parse_qs(urlsplit(path).query)))
        kind = (endpoint, *asked)
        self._seen[kind] += 1
        return self._seen[kind] <= (_ASKED if asked else _MANY_FACES.get(endpoint, _ALIKE))

    def _read(self, session: requests.Session, path: str, linked_from: str) -> list[str]:
        with session.get(self.address + path, timeout=20, allow_redirects=False, stream=True) as answer:
            kind = answer.headers.get("Content-Type", "").split(";")[0]
            # A stream of events has no end.
            content = b"" if kind == "text/event-stream" else answer.content
        if kind == "text/html" and b"<html" not in content[:2000]:
            kind = "part of a page"
        main = re.search(rb"<main.*</main>", content, re.DOTALL)
        looks = sha256(_PASSING.sub(b"", main[0] if main else content)).hexdigest()
        endpoint = self.endpoint(path)
        self.readings[path] = Reading(path, endpoint, answer.status_code, kind, looks, linked_from)
        if answer.is_redirect:
            return [self._local(answer.headers["Location"], path)]
        if kind != "text/html" or answer.status_code != 200:
            return []
        found = _Links()
        found.feed(content.decode())
        return [local for href in found.hrefs if (local := self._local(href, path))]

    def _local(self, href: str, base: str) -> str:
        """The path of an address of ours; empty for any other."""
        there = urlsplit(urldefrag(urljoin(self.address + base, href))[0])
        ours = f"{there.scheme}://{there.netloc}" == self.address
        return (there.path + ("?" + there.query if there.query else "")) if ours else ""

    def endpoint(self, path: str) -> str:
        """The route that answers; empty if there is none."""
        try:
            found = self.routes.bind("town.test").match(urlsplit(path).path, "GET")
        except HTTPException:
            return ""
        return str(found[0])


class _Links(HTMLParser):
    """The addresses of all links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of a link."""
        if tag == "a":
            self.hrefs += [value for name, value in attrs if name == "href" and value]
