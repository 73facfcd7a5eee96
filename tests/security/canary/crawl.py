"""Asks for every route there is with the ids of everything there is, as somebody who may know of little of it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote, urldefrag, urljoin

from flask import Flask
from sqlalchemy import Table, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from meetings.db.base import Base
from meetings.web.access import access_of
from tests.factories.site import Visitor
from tests.security.canary.detector import found_in

_LINK = re.compile(r'(?:href|src|action|data-[a-z-]*url)="([^"]*)"')
#: addresses of a route for which the asker is not let in are all alike: so many are asked for
_TRIED = 2
#: what would end the session or change whoever asks
NOT_SENT = re.compile(r"/(sign-out|sign-in|account|my|demo|set-password)\b")
_PERSONS = ("councillor", "member", "people")
_ENDLESS = re.compile(r"[?&](month|start|year|from)=")


@dataclass
class Surfaces:
    """What one person was given: by address, the canaries in the answer, its headers included."""

    visitor: Visitor
    name: str
    found: dict[str, frozenset[str]] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)

    def read(self, path: str, method: str = "GET", **headers: str) -> TestResponse:
        """One answer, looked through."""
        client = self.visitor._client()
        address = {"REMOTE_ADDR": f"2001:db8:{len(self.found):x}::1"}
        if method == "GET":
            answer = client.get(path, headers=headers, environ_base=address, buffered=True)
        else:
            answer = self.visitor.post(path, headers=headers)
        said = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        key = f"{method} {path} {' '.join(headers.values())}".strip()
        # What was asked for is said again on some pages; that it was asked for is no secret to whoever asks.
        self.found[key] = (found_in(said.encode()) | found_in(answer.get_data())) - found_in(path.encode())
        self.statuses[key] = answer.status_code
        return answer

    def follow(self, answer: TestResponse, path: str) -> list[str]:
        """The addresses of this site that a page names."""
        if answer.is_json or answer.mimetype not in ("text/html", "application/atom+xml"):
            return [answer.location] if answer.location else []
        links = (unescape(link) for link in _LINK.findall(answer.get_data(as_text=True)))
        local = (urldefrag(urljoin(path, link))[0] for link in links)
        return [link for link in local if link.startswith("/") and not _ENDLESS.search(link)]

    def leaks(self, hidden: Iterable[str]) -> dict[str, set[str]]:
        """Where something hidden was found."""
        words = set(hidden)
        return {path: set(found & words) for path, found in self.found.items() if found & words}


def crawl(surfaces: Surfaces, app: Flask, session: Session, more: Iterable[str]) -> None:
    """Every route, filled; then every link of every page that was got; then `more`."""
    waiting: list[str] = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        public = access_of(app.view_functions[rule.endpoint]) == "public"
        for path in _tried(surfaces, rule, _paths(rule, session), public):
            waiting += surfaces.follow(surfaces.read(path), path)
        for path in itertools.islice(_paths(rule, session) if "GET" in (rule.methods or ()) else (), 1):
            surfaces.read(path, Accept="application/json")
        if "POST" in (rule.methods or ()) and not NOT_SENT.match(rule.rule):
            for path in itertools.islice(_paths(rule, session), 1):
                surfaces.read(path, "POST")
    for path in itertools.chain(more, waiting):
        if f"GET {path}" not in surfaces.found and not path.startswith("/static/"):
            surfaces.read(path)


def _tried(surfaces: Surfaces, rule: Rule, paths: Iterator[str], public: bool) -> Iterator[str]:
    if "GET" not in (rule.methods or ()):
        return
    for n, path in enumerate(paths):
        yield path
        kept_out = surfaces.statuses.get(f"GET {path}") in (302, 303, 401, 403)
        if not public and kept_out and n + 1 >= _TRIED:
            return


def _paths(rule: Rule, session: Session) -> Iterator[str]:
    """Addresses of a route, with ids that belong together."""
    tables = {name: table for name in rule.arguments if (table := _table(rule, name)) is not None}
    # Where there is no row, the address of one that does not exist.
    for chosen in _together(rule, tables, session) or [{}]:
        others = sorted(rule.arguments - chosen.keys())
        for fixed in itertools.product(*(_fixed(rule, name) for name in others)):
            path = rule.rule
            for name, value in (chosen | dict(zip(others, fixed, strict=True))).items():
                path = re.sub(rf"<(?:[^<>]*:)?{name}>", quote(value).replace("\\", ""), path)
            yield path


def _together(rule: Rule, tables: dict[str, Table], session: Session) -> list[dict[str, str]]:
    """Ids from the database: of one row where there is one, with its meeting, its report or the like."""
    if not tables:
        return [{}]
    leading = next((n for n in tables if n not in ("meeting_id", "report_id", "slug")), next(iter(tables)))
    table = tables[leading]
    columns = {leading: _key(table, leading)}
    own = (n for n in rule.arguments if n.endswith("_id") or n in ("filename", "slug"))
    columns |= {n: n for n in own if n != leading and n in table.c}
    rows = session.execute(select(*(table.c[c] for c in columns.values())))
    found = [dict(zip(columns, map(str, row), strict=True)) for row in rows]
    rest = {n: t for n, t in tables.items() if n not in columns}
    for name, other in rest.items():
        ids = [str(i) for i in session.scalars(select(other.c[_key(other, name)]))]
        found = [f | {name: i} for f in found for i in ids]
    return found


def _key(table: Table, name: str) -> str:
    if name in ("slug", "filename"):
        return name
    return "id" if "id" in table.c else next(iter(table.primary_key)).name


def _table(rule: Rule, name: str) -> Table | None:
    tables = Base.metadata.tables
    if name == "slug":
        return tables["person" if any(p in rule.rule for p in _PERSONS) else "body"]
    if not name.endswith("_id"):
        return None
    word = name.removesuffix("_id")
    fitting = [t for key, t in tables.items() if key == word or key.endswith(f"_{word}")]
    return min(fitting, key=lambda t: len(t.name), default=None)


def _fixed(rule: Rule, name: str) -> list[str]:
    """Values of what is no id."""
    choices = re.search(rf"<any\(([^)]*)\):{name}>", rule.rule)
    if choices:
        return [c.strip(" '") for c in choices[1].split(",")]
    if re.search(rf"<int:{name}>", rule.rule):
        return ["1", "2", "3"]
    return ["x.pdf" if name == "filename" else "nothing"]
