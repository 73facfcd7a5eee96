"""Zoom's own signed messages through the real door: any order, any number of times, one state; nothing of a forgery."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from integrations.registry import providers
from meetings.conferencing.attendance.folding import Connection, connections
from meetings.conferencing.attendance.operations import raw_of_news
from meetings.connections import door
from meetings.connections.accounts import NEWS_SEGMENT
from meetings.connections.limits import DoorLimit
from meetings.connections.models import ProviderNews
from meetings.connections.news.inbox import happened_of
from meetings.connections.usecases import EnterValues, enter_values
from meetings.kernel.actor import SYSTEM
from meetings.ports.adapters import Surroundings
from meetings.ports.providers import Account, Happened
from tests.connections.conftest import VAULT
from tests.factories.site import Site, make_site

TOKEN = "canary-secret-token-of-zoom"
SEGMENT = "z" * 43
ADDRESS = f"/hooks/zoom/{SEGMENT}"


def body(event: str, **participant: str) -> bytes:
    """A message as Zoom sends it; its attendee's way in is a secret."""
    about: dict[str, Any] = {"id": "81000000004", "uuid": "/dlQ76nkZ//AAL0PMfWZ==", "topic": "Council"}
    if participant:
        about["participant"] = participant
    if "streaming" in event:
        key = {"stream_key": "canary-stream-key", "stream_url": "rtmps://x.example/live2"}
        about["live_streaming"] = {"service": "Custom", "custom_live_streaming_settings": key}
    said = {"event": event, "event_ts": 1765220400000, "payload": {"account_id": "A", "object": about}}
    return json.dumps(said).encode()


def evening() -> list[bytes]:
    """Ten come through the waiting room, stay, and go; two of them come again."""
    said = [body("meeting.started"), body("meeting.live_streaming_started"), body("meeting.ended")]
    for n in range(12):
        who = {"user_id": str(16778240 + n), "user_name": f"Member {n % 10}", "registrant_id": f"r{n % 10}"}
        late = 30 if n >= 10 else 0
        for event, moment, minute in (
            ("participant_joined_waiting_room", "join_time", late),
            ("participant_admitted", "date_time", late + 1),
            ("participant_joined", "join_time", late + 1),
            ("participant_left", "leave_time", late + 20 + n % 3),
        ):
            at = f"2025-12-08T19:{minute:02}:{n:02}Z"
            said.append(body(f"meeting.{event}", **who, **{moment: at}))
    return said


def signed(raw: bytes, age: float = 0.0) -> dict[str, str]:
    stamp = str(int(time.time() - age))
    digest = hmac.new(TOKEN.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
    return {"x-zm-signature": f"v0={digest}", "x-zm-request-timestamp": stamp}


def fold(told: Iterable[Happened]) -> tuple[Connection, ...]:
    """Who was connected, as the product works it out."""
    return connections(row for each in told if (row := raw_of_news("zoom", each)) is not None)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with make_site(tmp_path_factory.mktemp("zoom")) as made:
        made.parts.services.vault = VAULT
        given = {"account_id": "A", "client_id": "B", "client_secret": "C", "host": "h@council.example"}
        values = {**given, "secret_token": TOKEN, NEWS_SEGMENT: SEGMENT}
        made.world.run(enter_values, EnterValues("zoom", "Zoom", values, VAULT, news=True), SYSTEM)
        yield made


@pytest.fixture(autouse=True)
def _nothing_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_LIMIT", DoorLimit())
    with site.world.runner.database.write() as session:
        session.execute(delete(ProviderNews))


def post(site: Site, raw: bytes, headers: dict[str, str]) -> int:
    client = site.parts.app.test_client()
    return client.post(ADDRESS, data=raw, headers=headers, content_type="application/json").status_code


def kept(site: Site) -> list[ProviderNews]:
    with site.world.runner.read() as session:
        return list(session.scalars(select(ProviderNews)))


def test_a_thousand_orders_with_doubles_of_zooms_messages_give_one_attendance(tmp_path: Path) -> None:
    zoom = providers(Surroundings(tmp_path)).conferencing["zoom"]
    account = Account("zoom", {"secret_token": TOKEN})
    told = [h for raw in evening() for h in zoom.hear(account, signed(raw), {}, raw).happened]
    assert len({h.key for h in told}) == len(told)
    whole, dice = fold(told), random.Random(11)
    assert len([c for c in whole if c.room == "meeting"]) == 12
    for _ in range(1000):
        order = told + dice.choices(told, k=dice.randrange(40))
        dice.shuffle(order)
        assert fold({h.key: h for h in order}.values()) == whole


def test_through_the_door_in_two_orders_with_redeliveries(site: Site) -> None:
    said, dice, states = evening(), random.Random(5), []
    for _ in range(2):
        order = said + dice.choices(said, k=10)
        dice.shuffle(order)
        assert {post(site, raw, signed(raw)) for raw in order} == {200}
        rows = kept(site)
        states.append(fold(happened_of(row) for row in rows))
        assert "canary" not in str([(row.data, row.ref) for row in rows])
        with site.world.runner.database.write() as session:
            session.execute(delete(ProviderNews))
    assert states[0] == states[1]
    assert len([c for c in states[0] if c.room == "meeting"]) == 12


@pytest.mark.parametrize("how", ["forged", "unsigned", "old", "changed", "oversized"])
def test_forged_old_and_oversized_leave_no_row(site: Site, how: str) -> None:
    raw = evening()[5]
    headers, status = signed(raw), 403
    if how == "forged":
        headers["x-zm-signature"] = "v0=" + "0" * 64
    elif how == "unsigned":
        headers = {}
    elif how == "old":
        headers = signed(raw, age=600)
    elif how == "changed":
        raw = raw.replace(b"Member", b"Mayor ")
    else:
        raw, status = raw + b" " * door.MOST_BYTES, 413
        headers = signed(raw)
    assert post(site, raw, headers) == status
    assert kept(site) == []


def test_zooms_validation_of_the_address_is_answered(site: Site) -> None:
    raw = json.dumps(
        {"event": "endpoint.url_validation", "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"}}
    ).encode()
    client = site.parts.app.test_client()
    answer = client.post(ADDRESS, data=raw, headers=signed(raw), content_type="application/json")
    expected = hmac.new(TOKEN.encode(), b"qgg8vlvZRS6UYooatFL8Aw", hashlib.sha256).hexdigest()
    assert answer.get_json() == {"plainToken": "qgg8vlvZRS6UYooatFL8Aw", "encryptedToken": expected}
    assert kept(site) == []
