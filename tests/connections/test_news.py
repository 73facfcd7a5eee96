"""The door for news: verified over raw bytes, kept once without secrets, worked through later in any order."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import EnvironBuilder, TestResponse

from meetings.connections import door
from meetings.connections.limits import OF_A_STRANGER, DoorLimit, Rate
from meetings.connections.models import ProviderConnection, ProviderNews
from meetings.connections.news import news
from meetings.connections.news.inbox import StoreNews, store_news
from meetings.connections.news.reading import MOST_ATTEMPTS, take_up_news
from meetings.connections.rules import ConnectionState, NewsState
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import TooMany
from meetings.ports.providers import Happened
from meetings.runtime.work import Work
from tests.connections.conftest import VAULT, Desk, Moot, make_desk, signature
from tests.factories.site import Site, make_site

ADDRESS = f"/hooks/moot/{'s' * 43}"
JOINED = {
    "key": "j1",
    "kind": "joined",
    "at": "2026-12-08T19:02:00+00:00",
    "data": {"name": "Ann Lee", "join_url": "https://zoom.us/j/1?pwd=x", "note": "see ?zak=abc"},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Site]:
    with make_site(tmp_path_factory.mktemp("hooks")) as made:
        yield made


@pytest.fixture
def hall(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The site with the made-up provider connected, and no news yet."""
    desk = make_desk(site.world, Moot(), tmp_path)
    services = site.parts.services
    monkeypatch.setattr(services, "providers", desk.context.providers)
    monkeypatch.setattr(services, "vault", VAULT)
    monkeypatch.setattr(door, "_LIMIT", DoorLimit())
    with site.world.runner.database.write() as session:
        session.query(ProviderNews).delete()
    desk.connect()
    return desk


def post(site: Site, events: Any, *, sign: bool = True, at: str = ADDRESS, **more: Any) -> TestResponse:
    raw = json.dumps({"events": events, **more.pop("also", {})}).encode()
    headers = {"X-Moot-Signature": signature(raw)} if sign else {}
    client = site.parts.app.test_client()
    return client.post(at, data=raw, headers=headers, content_type="application/json", **more)


def kept(desk: Desk) -> list[ProviderNews]:
    with desk.world.runner.read() as session:
        return list(session.scalars(select(ProviderNews).order_by(ProviderNews.key)))


def test_news_is_kept_once_without_secrets_and_without_our_tokens(site: Site, hall: Desk) -> None:
    for _ in range(3):
        answer = post(site, [JOINED])
        assert (answer.status_code, answer.data) == (200, b"")
    (row,) = kept(hall)
    assert row.state is NewsState.WAITING
    assert row.data == {"name": "Ann Lee", "join_url": "[hidden]", "note": "see ?zak=[hidden]"}
    assert row.at == datetime(2026, 12, 8, 19, 2, tzinfo=UTC)


def test_address_is_validated_as_the_provider_asks(site: Site, hall: Desk) -> None:
    client = site.parts.app.test_client()
    for answer in (client.post(f"{ADDRESS}?challenge=a%20b"), client.get(f"{ADDRESS}?challenge=a%20b")):
        assert (answer.status_code, answer.text, answer.mimetype) == (200, "a b", "text/plain")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert kept(hall) == []


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"sign": False}, 403),
        ({"also": {"old": True}}, 403),
        ({"also": {"padding": "x" * door.MOST_BYTES}}, 413),
        ({"at": f"/hooks/moot/{'t' * 43}"}, 404),
        ({"at": f"/hooks/nobody/{'s' * 43}"}, 404),
        ({"at": f"/hooks/free/{'s' * 43}"}, 404),
    ],
    ids=["forged", "old", "oversized", "another address", "unknown provider", "provider without news"],
)
def test_what_is_not_the_providers_leaves_no_row(
    site: Site, hall: Desk, more: dict[str, Any], status: int
) -> None:
    assert post(site, [JOINED], **more).status_code == status
    assert kept(hall) == []


def test_no_length_is_told_and_still_too_long(site: Site, hall: Desk) -> None:
    body = BytesIO(b"x" * (4 * door.MOST_BYTES))
    environ = EnvironBuilder(ADDRESS, method="POST").get_environ()
    environ |= {"wsgi.input": body, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    assert site.parts.app.test_client().open(environ).status_code == 413
    assert body.tell() < 2 * door.MOST_BYTES


def test_nonsense_is_forged_not_a_crash(site: Site, hall: Desk) -> None:
    client = site.parts.app.test_client()
    for raw in (b"", b"\x00\xff", b"[]", b"{}", b'{"events": 3}', b'{"events": [{}]}', b"[" * 5000):
        answer = client.post(ADDRESS, data=raw, headers={"X-Moot-Signature": signature(raw)})
        assert answer.status_code == 403
    assert kept(hall) == []


def test_guessing_addresses_is_slowed_down_and_the_provider_is_not(site: Site, hall: Desk) -> None:
    there = {"REMOTE_ADDR": "203.0.113.9"}
    for _ in range(int(OF_A_STRANGER.burst)):
        assert post(site, [], at="/hooks/moot/wrong", environ_base=there).status_code == 404
    refused = post(site, [], at="/hooks/moot/wrong", environ_base=there)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert post(site, [JOINED]).status_code == 200


def test_limits_refill() -> None:
    now = [0.0]
    limit = DoorLimit(lambda: now[0])
    limit.take("a", Rate(1, 0.5))
    with pytest.raises(TooMany) as refused:
        limit.take("a", Rate(1, 0.5))
    assert refused.value.retry_after == 2.0
    now[0] = 2.0
    limit.take("a", Rate(1, 0.5))


def test_a_failed_handler_is_tried_again_and_then_left_for_a_person(desk: Desk) -> None:
    seen: list[str] = []
    broken = [True]

    @news("t.sometimes")
    def listen(work: Work, provider: str, happened: Happened) -> None:
        seen.append(happened.key)
        if broken[0]:
            raise RuntimeError("with access_token=abcdef")

    happened = Happened("k" * 300, "t.sometimes", None, "r1")
    desk.world.run(store_news, StoreNews("moot", (happened, happened)), SYSTEM)
    assert take_up_news(desk.context) == 1
    assert take_up_news(desk.context) == 0, "not before its pause is over"
    with desk.world.runner.read() as session:
        assert session.scalars(select(ProviderNews.error)).one() == "RuntimeError: with access_token=[hidden]"
    for _ in range(MOST_ATTEMPTS + 3):
        desk.world.later(minutes=2)
        take_up_news(desk.context)
    assert len(seen) == MOST_ATTEMPTS
    with desk.world.runner.read() as session:
        assert session.scalars(select(ProviderNews.state)).one() is NewsState.FAILED


def test_the_provider_says_that_access_was_taken_back(desk: Desk) -> None:
    desk.connect()
    at = desk.world.clock.at
    with desk.world.runner.database.write() as session:
        session.get_one(ProviderConnection, "moot").connected_at = at

    def told(key: str, when: datetime) -> ConnectionState:
        happened = Happened(key, "access_lost", when, "", {"reason": "The app was removed."})
        desk.world.run(store_news, StoreNews("moot", (happened,)), SYSTEM)
        take_up_news(desk.context)
        with desk.world.runner.read() as session:
            return session.get_one(ProviderConnection, "moot").state

    assert told("old", at) is ConnectionState.CONNECTED
    desk.world.later(minutes=1)
    assert told("new", desk.world.clock.at) is ConnectionState.DEAD


def meeting_news() -> list[dict[str, Any]]:
    """What a meeting of twelve people sends."""
    found: list[dict[str, Any]] = [
        {"key": "start", "kind": "t.room", "at": "2026-12-08T19:00:00+00:00"},
        {"key": "end", "kind": "t.room", "at": "2026-12-08T21:00:00+00:00"},
    ]
    for n in range(12):
        for when, what in ((f"19:{n:02}", "joined"), (f"20:{n:02}", "left")):
            key, at = f"{what}:{n}", f"2026-12-08T{when}:00+00:00"
            found.append({"key": key, "kind": "t.room", "at": at, "data": {"seat": f"p{n}", "what": what}})
    return found


def state_of(rows: Iterable[ProviderNews]) -> dict[str, tuple[datetime | None, ...]]:
    """Who was there from when to when: a function of the set of what came."""
    found: dict[str, list[datetime]] = {}
    for row in rows:
        if row.at is not None:
            found.setdefault(row.data.get("seat", "room"), []).append(row.at)
    return {seat: tuple(sorted(moments)) for seat, moments in found.items()}


def test_a_thousand_orders_with_doubles_give_one_state(desk: Desk) -> None:
    """Through the inbox in batches of one message each: what is kept is always the same set, told once each."""
    told: list[tuple[str, str]] = []
    news("t.room")(lambda work, provider, happened: told.append((provider, happened.key)))
    said, chance = meeting_news(), random.Random(7)
    provider, states = "", set()
    for n in range(1000):
        order = chance.sample(said, len(said)) + chance.choices(said, k=8)
        chance.shuffle(order)
        if n < 990:
            states.add(json.dumps(fold_in_memory(order), default=str, sort_keys=True))
            continue
        provider = f"moot{n}"
        for start in range(0, len(order), 5):
            batch = tuple(
                Happened(e["key"], e["kind"], datetime.fromisoformat(e["at"]), "r1", e.get("data", {}))
                for e in order[start : start + 5]
            )
            desk.world.run(store_news, StoreNews(provider, batch), SYSTEM)
            if chance.random() < 0.3:
                take_up_news(desk.context)
        take_up_news(desk.context)
        rows = [row for row in kept(desk) if row.provider == provider]
        states.add(json.dumps(state_of(rows), default=str, sort_keys=True))
    assert len(states) == 1
    assert len(told) == len(set(told)) == 10 * len(said)
    with desk.world.runner.read() as session:
        assert session.scalar(select(func.count()).where(ProviderNews.state != NewsState.DONE)) == 0


def fold_in_memory(order: list[dict[str, Any]]) -> dict[str, tuple[datetime | None, ...]]:
    """The same without a database: the first of each key counts."""
    rows: dict[str, ProviderNews] = {}
    for each in order:
        at = datetime.fromisoformat(each["at"])
        rows.setdefault(each["key"], ProviderNews(key=each["key"], at=at, data=each.get("data", {})))
    return state_of(rows.values())
