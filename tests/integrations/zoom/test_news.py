"""Zoom's news: only what Zoom signed just now is heard, without secrets, the same news under the same key."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from integrations.simulators import zoom
from integrations.simulators import zoom_acts as acts
from integrations.simulators.base import World
from integrations.simulators.zoom_news import signed, take
from integrations.simulators.zoom_state import SECRET_TOKEN, ZoomState
from integrations.zoom.adapter import ZoomRooms
from meetings.ports.adapters import Surroundings
from meetings.ports.providers import Forged, Happened, Heard
from tests.integrations.contracts import SPECS
from tests.integrations.zoom import seeds
from tests.integrations.zoom.account import account

NOW = datetime(2026, 12, 3, 19, 0, tzinfo=UTC)
ZOOM = ZoomRooms(Surroundings(Path()), lambda: NOW)
JOINED: dict[str, Any] = {
    "event": "meeting.participant_joined",
    "event_ts": 1796324400000,
    "payload": {
        "account_id": "A",
        "object": {
            "id": "81000000001",
            "uuid": "/abc//def==",
            "participant": {
                "user_id": "16778240",
                "user_name": "Councillor Name",
                "email": "seat-person1@council.example",
                "registrant_id": "r-1",
                "join_time": "2026-12-03T18:59:58Z",
            },
        },
    },
}


def hear(
    body: object, *, at: datetime = NOW, token: str = SECRET_TOKEN, change: dict[str, str] | None = None
) -> Heard:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return ZOOM.hear(account(), {**signed(raw, at, token), **(change or {})}, {}, raw)


def one(body: object) -> Happened:
    (found,) = hear(body).happened
    return found


def participant(**change: str | None) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(json.dumps(JOINED))
    who = body["payload"]["object"]["participant"]
    for name, value in change.items():
        who.pop(name, None)
        if value is not None:
            who[name] = value
    return body


def test_who_came_in_our_words() -> None:
    found = one(JOINED)
    assert (found.kind, found.ref, found.at) == (
        "joined",
        "81000000001",
        datetime(2026, 12, 3, 18, 59, 58, tzinfo=UTC),
    )
    assert found.data == {
        "connection": hashlib.sha256(b"/abc//def==:16778240").hexdigest()[:32],
        "room": "meeting",
        "name": "Councillor Name",
        "seat_ref": "r-1",
        "instance": "/abc//def==",
        "event": "meeting.participant_joined",
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"x-zm-signature": ""},
        {"x-zm-request-timestamp": ""},
        {"x-zm-signature": "v0=" + "0" * 64},
        {"x-zm-signature": "v0=ü"},
        {"x-zm-signature": "v0"},
        {"x-zm-request-timestamp": "now"},
        {"x-zm-request-timestamp": "-5"},
        {"x-zm-request-timestamp": "９９"},
        {"x-zm-request-timestamp": "9" * 40},
    ],
)
def test_what_is_not_signed_by_zoom_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Forged):
        hear(JOINED, change=headers)


def test_headers_that_are_not_there_at_all_are_refused() -> None:
    raw = json.dumps(JOINED).encode()
    for headers in ({}, {"X-Zm-Signature": "v0=1"}, {"X-Zm-Request-Timestamp": "1"}):
        with pytest.raises(Forged):
            ZOOM.hear(account(), headers, {}, raw)


def test_another_s_token_or_none_of_ours_hears_nothing() -> None:
    with pytest.raises(Forged):
        hear(JOINED, token="another")
    raw = json.dumps(JOINED).encode()
    with pytest.raises(Forged):
        # An empty secret would be everybody's.
        ZOOM.hear(account(secret_token=""), signed(raw, NOW, ""), {}, raw)


@pytest.mark.parametrize("seconds", [-301, 61, 3600, -86400])
def test_what_is_old_or_from_the_future_is_refused(seconds: int) -> None:
    with pytest.raises(Forged):
        hear(JOINED, at=NOW + timedelta(seconds=seconds))


def test_clocks_may_differ_a_little_and_headers_in_any_case() -> None:
    raw = json.dumps(JOINED).encode()
    for seconds in (-299, 0, 59):
        headers = {k.upper(): v for k, v in signed(raw, NOW + timedelta(seconds=seconds)).items()}
        assert ZOOM.hear(account(), headers, {}, raw).happened


def test_a_single_changed_byte_is_a_forgery() -> None:
    raw = json.dumps(JOINED).encode()
    headers = signed(raw, NOW)
    for place in range(0, len(raw), 37):
        with pytest.raises(Forged):
            ZOOM.hear(account(), headers, {}, raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])


def test_the_address_is_validated() -> None:
    said = hear({"event": "endpoint.url_validation", "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"}})
    expected = hmac.new(SECRET_TOKEN.encode(), b"qgg8vlvZRS6UYooatFL8Aw", hashlib.sha256).hexdigest()
    assert json.loads(said.answer) == {"plainToken": "qgg8vlvZRS6UYooatFL8Aw", "encryptedToken": expected}
    assert said.answer_type == "application/json"
    assert not said.happened


def test_nobody_has_a_message_signed_by_asking_for_a_validation() -> None:
    message = f"v0:{int(NOW.timestamp())}:" + json.dumps(JOINED)
    body = {"event": "endpoint.url_validation", "payload": {"plainToken": message}}
    with pytest.raises(Forged):
        hear(body, change={"x-zm-signature": ""})
    with pytest.raises(Forged):
        hear(body)


def test_the_same_news_has_the_same_key_however_it_is_told() -> None:
    told = one(JOINED)
    again = json.loads(json.dumps(JOINED, indent=2))
    again["event_ts"] += 90_000
    number = json.loads(json.dumps(JOINED))
    number["payload"]["object"]["id"] = 81000000001
    dated = participant(join_time=None, date_time="2026-12-03T18:59:58Z")
    for other in (again, number, dated):
        assert one(other).key == told.key
        assert one(other).ref == told.ref
    for other in (
        participant(user_id="16778241"),
        participant(join_time="2026-12-03T18:59:59Z"),
        {**JOINED, "event": "meeting.participant_left"},
    ):
        assert one(other).key != told.key


def test_going_back_to_the_waiting_room_is_leaving_and_waiting() -> None:
    found = hear({**participant(), "event": "meeting.participant_put_in_waiting_room"}).happened
    assert [(x.kind, x.data["room"]) for x in found] == [("left", "meeting"), ("waiting", "waiting_room")]
    assert found[0].key != found[1].key


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[1]",
        b"{}",
        b'{"event":5,"payload":7}',
        b'{"event":"meeting.started","payload":{"object":3}}',
    ],
)
def test_what_is_signed_and_strange_does_no_harm(body: bytes) -> None:
    for found in hear(body).happened:
        assert found.kind in ("other", "room_started")


def test_a_moment_that_cannot_be_read_is_no_fault() -> None:
    assert one(participant(join_time="yesterday")).at == datetime.fromtimestamp(1796324400, UTC)
    assert one({**participant(join_time=None), "event_ts": "x"}).at is None


def test_every_event_of_zoom_s_own_reference_is_heard_and_no_secret_of_it_kept() -> None:
    if not (SPECS / "zoom-webhooks.cut.openapi.json").is_file():
        pytest.skip("../shared/specs is not beside this repository: Zoom's own examples are not heard")
    described = json.loads((SPECS / "zoom-webhooks.cut.openapi.json").read_text())["webhooks"]
    kinds = {}
    for event, item in described.items():
        content = item["post"]["requestBody"]["content"]["application/json"]
        for example in content["examples"].values():
            value = example["value"]
            found = hear(json.loads(value) if isinstance(value, str) else value).happened
            assert found
            assert all(x.ref for x in found), event
            said = repr(found)
            for secret in ("ABCDEFG12345HIJ6789", "example.com/rec", "abJhbGci", "132456", "yNYIS408"):
                assert secret not in said, event
            kinds[event] = [x.kind for x in found]
    assert len(kinds) == 35
    assert kinds["meeting.participant_joined"] == ["joined"]
    assert kinds["meeting.live_streaming_started"] == ["stream_started"]
    assert kinds["recording.transcript_completed"] == ["transcript_ready"]
    assert kinds["meeting.ended"] == ["room_ended"]


def test_the_simulator_tells_its_news_as_zoom_s_reference_says() -> None:
    if not (SPECS / "zoom-webhooks.cut.openapi.json").is_file():
        pytest.skip("../shared/specs is not beside this repository: simulated news is not held to it")
    described = json.loads((SPECS / "zoom-webhooks.cut.openapi.json").read_text())["webhooks"]
    told = simulated_news()
    for body in told:
        schema = described[body["event"]]["post"]["requestBody"]["content"]["application/json"]["schema"]
        wrong = [error.message for error in Draft202012Validator(schema).iter_errors(body)]
        assert not wrong, f"{body['event']}: {wrong}"
        assert hear(body).happened
    assert len({body["event"] for body in told}) == 13


def simulated_news() -> list[dict[str, Any]]:
    """All that can happen in a meeting, without a server."""
    world = World()
    world.clock = lambda: NOW
    seeds.plant(world, "meetingDelete")
    (meeting,) = world.of(ZoomState).meetings.values()
    acts.opened(world, meeting)
    waiting = acts.came(world, meeting, None, "A guest")
    inside = acts.let_in(world, meeting, waiting)
    acts.put_back(world, meeting, inside)
    acts.came(world, meeting, None, phone="+44 7700 900123", straight=True)
    acts.stream(world, meeting)
    acts.ended(world, meeting)
    acts.files_ready(world, meeting)
    app = zoom.make(world)
    app.test_client().delete(f"/v2/meetings/{meeting.id}", headers={"Authorization": "Bearer seed"})
    return take(world)
