"""Teams' change notifications: the handshake of both addresses, the word that proves them, orders that are renewed."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from integrations.simulators import graph_people
from integrations.simulators.base import World
from integrations.teams.adapter import Teams
from meetings.ports.providers import Account, Forged, Happened, Permanent
from tests.integrations.teams.account import NOW, WISH, clock, connected, graph, press, teams_of


@dataclass
class Site:
    """Stands where the product does: hands each message to the adapter and answers what it says."""

    address: str
    account: Account
    teams: Teams | None = None
    happened: list[Happened] = field(default_factory=list)
    forged: int = 0
    paths: list[str] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site("", connected(news_segment="s3gment"))

    class Door(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            found.paths.append(parts.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            assert found.teams is not None
            try:
                heard = found.teams.hear(found.account, dict(self.headers), query, raw)
            except Forged:
                found.forged += 1
                self.send_response(403)
                self.end_headers()
                return
            found.happened.extend(heard.happened)
            self.send_response(200)
            self.send_header("Content-Type", heard.answer_type)
            self.end_headers()
            self.wfile.write(heard.answer.encode())

        def log_message(self, format: str, *args: object) -> None:
            return

    server = http.server.HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    found.address = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def _said(account: Account, **item: object) -> bytes:
    word = account.values["news_word"]
    whole = {"subscriptionId": "s", "clientState": word, "changeType": "created", **item}
    return json.dumps({"value": [whole]}).encode()


def test_orders_are_made_heard_prolonged_made_anew_and_given_up(simulators: World, site: Site) -> None:
    move = clock(simulators, NOW)
    teams = site.teams = teams_of(simulators, site=site.address)
    made = teams.create(site.account, WISH)
    teams.upkeep(site.account)
    orders = graph(simulators).orders
    assert {o["resource"].rpartition("/")[2] for o in orders.values()} == {
        "getAllRecordings",
        "getAllTranscripts",
    }
    assert set(site.paths) == {"/hooks/teams/s3gment"}
    # Both addresses of both orders shook hands.
    assert len(site.paths) == 4
    assert not any(o.get("includeResourceData") for o in orders.values())

    meeting = made.ref.split()[0]
    graph_people.join(simulators, meeting, "Councillor Brooks")
    graph_people.end(simulators, meeting)
    assert [(h.kind, h.ref) for h in site.happened] == [
        ("recording_ready", meeting),
        ("transcript_ready", meeting),
    ]
    assert len({h.key for h in site.happened}) == 2

    ids = set(orders)
    move(NOW + timedelta(hours=12))
    teams_of(simulators, site=site.address).upkeep(site.account)
    assert set(orders) == ids
    assert all(o["expirationDateTime"].startswith("2026-12-04T10") for o in orders.values())

    press(simulators, "graph.news", event="reauthorizationRequired")
    press(simulators, "graph.news", event="missed")
    press(simulators, "graph.news", event="subscriptionRemoved")
    kinds = [h.kind for h in site.happened[2:]]
    assert sorted(set(kinds)) == ["news_ending", "other"]
    assert not orders
    teams.upkeep(site.account)
    assert len(orders) == 2
    assert not ids & set(orders)
    teams.disconnect(site.account)
    assert (len(orders), site.forged) == (0, 0)


def test_a_new_address_has_new_orders(simulators: World, site: Site) -> None:
    teams = site.teams = teams_of(simulators, site=site.address)
    teams.upkeep(site.account)
    ids = set(graph(simulators).orders)
    site.account.values["news_segment"] = "another"
    teams.upkeep(site.account)
    orders = graph(simulators).orders
    assert not ids & set(orders)
    assert {o["notificationUrl"] for o in orders.values()} == {f"{site.address}/hooks/teams/another"}
    assert len(orders) == 2


def test_without_leave_for_transcripts_recordings_are_ordered_alone(simulators: World, site: Site) -> None:
    press(simulators, "graph.role", role="OnlineMeetingTranscript.Read.All")
    teams = site.teams = teams_of(simulators, site=site.address)
    with pytest.raises(Permanent):
        teams.upkeep(site.account)
    assert [o["resource"].rpartition("/")[2] for o in graph(simulators).orders.values()] == [
        "getAllRecordings"
    ]


def test_without_an_address_or_a_way_in_nothing_is_ordered(simulators: World) -> None:
    teams_of(simulators).upkeep(connected(news_segment="x"))
    teams_of(simulators, site="https://council.example").upkeep(connected())
    assert not simulators.asked("graph")


def test_a_message_counts_only_with_the_word_that_was_agreed(simulators: World) -> None:
    teams, account = teams_of(simulators), connected(news_word="the word")
    good = "users('u')/onlineMeetings('MSo1')/recordings('r1')"
    (happened,) = teams.hear(account, {}, {}, _said(account, resource=good)).happened
    assert (happened.kind, happened.ref, happened.data["file"]) == ("recording_ready", "MSo1", "recording:r1")
    (same,) = teams.hear(account, {}, {}, _said(account, resource=good, subscriptionId="other")).happened
    assert same.key == happened.key
    one = json.loads(_said(account, resource=good))["value"][0]
    for wrong in (
        b"",
        b"[]",
        b"nonsense",
        b'{"value": []}',
        b'{"value": ["x"]}',
        json.dumps({"value": [{**one, "clientState": "another"}]}).encode(),
        json.dumps({"value": [{**one, "clientState": None}]}).encode(),
        json.dumps({"value": [one, {**one, "clientState": "thé word"}]}).encode(),
        json.dumps({"value": [one] * 1001}).encode(),
    ):
        with pytest.raises(Forged):
            teams.hear(account, {}, {}, wrong)
    with pytest.raises(Forged):
        teams.hear(connected(), {}, {}, json.dumps({"value": [{**one, "clientState": ""}]}).encode())


def test_a_handshake_is_answered_as_plain_text_and_nothing_else_is(simulators: World) -> None:
    teams = teams_of(simulators)
    heard = teams.hear(connected(), {}, {"validationToken": "Validation: <b>&amp; 1"}, b"")
    assert (heard.answer, heard.answer_type) == ("Validation: <b>&amp; 1", "text/plain")
    assert heard.happened == ()
    for token in ("x" * 2001, "two\nlines"):
        with pytest.raises(Forged):
            teams.hear(connected(), {}, {"validationToken": token}, b"")
