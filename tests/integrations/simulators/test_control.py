"""The simulators' control page: what it tells, what its buttons and its JSON do, and that nothing secret is logged."""

from __future__ import annotations

from html.parser import HTMLParser

import httpx

from integrations.simulators.base import FaultKind, World
from integrations.simulators.google_state import CLIENT_ID, google
from integrations.simulators.serve import words


class Reading(HTMLParser):
    """Labels, controls and headings of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.unlabelled: list[str] = []
        self.headings: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside.append(tag)
        if tag in ("input", "select") and "label" not in self.inside:
            self.unlabelled.append(str(attrs))
        if tag in ("input", "meta"):
            self.inside.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1] in ("h1", "h2", "h3"):
            self.headings.append(data)


def browser(world: World) -> httpx.Client:
    return httpx.Client(base_url=world.address, trust_env=False)


def test_the_page_says_what_to_enter_and_every_field_has_a_label(simulators: World) -> None:
    with browser(simulators) as page:
        html = page.get("/").text
    read = Reading(html)
    assert read.unlabelled == []
    assert {"Zoom", "YouTube", "Pictures", "Faults"} <= set(read.headings)
    assert CLIENT_ID in html
    assert f"WITAN_SIMULATORS={simulators.address}" in html
    told = words(simulators)
    assert f"WITAN_SIMULATORS={simulators.address}" in told
    assert CLIENT_ID in told


def test_a_button_does_it_and_says_so_once(simulators: World) -> None:
    with browser(simulators) as page:
        answer = page.post("/control/feed/send", data={"key": "abcd-efgh-secret"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/#feed")
        html = page.get("/").text
        assert "A picture arrives." in html
        assert "abcd…" in html
        assert "A picture arrives.</p>" not in page.get("/").text
    assert simulators.feeds.at("abcd-efgh-secret")


def test_programs_use_json(simulators: World) -> None:
    with browser(simulators) as page:
        armed = page.post(
            "/control/fault/arm", json={"kind": "later_date", "simulator": "google", "times": 2}
        )
        assert armed.status_code == 200
        assert simulators.faults.every()[0].kind is FaultKind.LATER_DATE
        answer = page.get("/google/youtube/v3/channels", params={"part": "id", "mine": "true"})
        assert answer.status_code == 429
        assert answer.headers["Retry-After"].endswith("GMT")
        assert page.get("/log").json()["requests"][0]["operation"] == "channels.list"
        for bad in ({"kind": "nonsense"}, {}):
            assert page.post("/control/fault/arm", json=bad).status_code == 400
        assert page.post("/control/no/such", json={}).status_code == 404
        page.post("/control/world/reset", json={})
        assert simulators.faults.every() == ()
        google(simulators).live_enabled = True
        page.post("/control/google/live_off", json={})
        assert not google(simulators).live_enabled


def test_the_log_keeps_no_authorisation(simulators: World) -> None:
    with browser(simulators) as page:
        page.get("/google/youtube/v3/channels", headers={"Authorization": "Bearer very-secret"})
    (asked,) = simulators.asked("google", "channels.list")
    assert asked.headers["Authorization"] == "(kept back)"
    assert asked.status == 401
