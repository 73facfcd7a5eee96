"""A whole application on a council of its own, asked without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

from sqlalchemy import event
from werkzeug.test import Client, TestResponse

from integrations.registry import adapters
from meetings.db.engine import Database
from meetings.kernel.clock import FixedClock
from meetings.server.parts import Parts, assemble
from meetings.settings import Settings
from meetings.web.csrf import token_for
from tests.factories.prepared import prepare
from tests.factories.world import EVENING, World, furnish


@dataclass
class Visitor:
    """Somebody with a browser; without a token one of the public."""

    parts: Parts
    token: str = ""

    def get(self, path: str, **more: Any) -> TestResponse:
        """Ask for a page."""
        return self._client().get(path, buffered=True, **more)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form as our own page does."""
        cookie = self.token or "anonymous"
        secret = self.parts.services.secret
        headers = {"X-CSRF-Token": token_for(secret, cookie)} | more.pop("headers", {})
        return self._client().post(path, data=data, headers=headers, buffered=True, **more)

    def _client(self) -> Client:
        client = self.parts.app.test_client()
        if self.token:
            client.set_cookie(self.parts.services.config.session_cookie, self.token)
        else:
            client.set_cookie("witan-form", "anonymous")
        return client


@dataclass
class Site:
    """The application, its council, and whoever asks."""

    parts: Parts
    world: World

    @property
    def officer(self) -> Visitor:
        """The democratic services officer."""
        return Visitor(self.parts, self.world.officer_token)

    @property
    def public(self) -> Visitor:
        """Nobody in particular."""
        return Visitor(self.parts)

    def member(self, person_id: str) -> Visitor:
        """A member as they are signed in."""
        return Visitor(self.parts, self.world.tokens[person_id])

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The statements that reading takes while this stands."""
        seen: list[str] = []

        def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if statement != "BEGIN":
                seen.append(statement)

        engine = self.parts.database.reader
        event.listen(engine, "before_cursor_execute", note)
        yield seen
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def make_site(folder: Path, **settings: Any) -> Iterator[Site]:
    """A council ten days before its meeting, on SQLite."""
    made = Settings(data=folder, read_back_seconds=0, **settings)
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(made.sqlalchemy_url)
    prepare(database)
    database.close()
    clock = FixedClock(EVENING - timedelta(days=10))
    parts = assemble(made, adapters(), clock)
    yield Site(parts, furnish(parts.runner, clock))
    parts.close()


def words(response: TestResponse) -> str:
    """What a page says, without its markup."""
    text = re.sub(r"<(script|style).*?</\1>", " ", response.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())
