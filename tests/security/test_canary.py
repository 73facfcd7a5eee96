"""Nothing that is not public is on any surface, whoever asks; and the reader is not blind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from meetings.kernel.secrecy import Audience
from meetings.runtime.live import snapshot
from meetings.schedule.models import Meeting
from tests.factories.site import Visitor, make_site
from tests.factories.world import EVENING
from tests.publicsite.town import sign_in
from tests.security.canary.agenda import make_agenda
from tests.security.canary.around import (
    make_drafts,
    make_letters,
    make_open,
    make_past,
    make_plan,
    make_reports,
)
from tests.security.canary.crawl import NOT_SENT, Surfaces, crawl
from tests.security.canary.detector import found_in
from tests.security.canary.house import House, begin

NAMES = ("public", "resident", "councillor")
#: of the surfaces where a public word belongs, so many must have it
SEEING = 0.95


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The council with its canaries, every job of the worker done."""
    with make_site(tmp_path_factory.mktemp("house") / "data") as site:
        made = begin(site)
        make_plan(made)
        make_past(made)
        _on(made, days=12)
        make_agenda(made)
        make_drafts(made)
        make_reports(made)
        make_letters(made)
        make_open(made)
        made.work_off()
        _on(made, days=0)
        yield made


@pytest.fixture(scope="module")
def seen(house: House) -> dict[str, Surfaces]:
    """All that each of the three was given."""
    visitors = _visitors(house)
    found = {}
    for name in NAMES:
        surfaces = found[name] = Surfaces(visitors[name], name)
        with house.site.world.runner.read() as session:
            crawl(surfaces, house.site.parts.app, session, _asked_for(house))
            for meeting_id in session.scalars(select(Meeting.id)):
                pushed = snapshot(session, meeting_id, Audience.PUBLIC)
                surfaces.found[f"what is pushed of {meeting_id}"] = found_in(repr(pushed).encode())
    return found


def test_nothing_hidden_is_found_anywhere_by_anybody(house: House, seen: dict[str, Surfaces]) -> None:
    hidden = house.words.hidden
    assert len(hidden) >= 100
    leaks = [
        f"{name}: {path} gives away {', '.join(sorted(hidden[word] for word in words))}"
        for name, surfaces in seen.items()
        for path, words in surfaces.leaks(hidden).items()
    ]
    assert leaks == []


def test_every_route_was_asked_for_and_none_broke(house: House, seen: dict[str, Surfaces]) -> None:
    app = house.site.parts.app
    routes = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.endpoint != "static" and not (method == "POST" and NOT_SENT.match(rule.rule))
    }
    for name, surfaces in seen.items():
        assert routes - _asked(surfaces, app) == set(), name
        assert [path for path, status in surfaces.statuses.items() if status >= 500 and status != 503] == []


def test_what_is_public_is_found_where_it_belongs(house: House, seen: dict[str, Surfaces]) -> None:
    expected = _belongings(house)
    assert len(expected) >= 30
    missed = [
        f"{name}: {place} is not at {path}"
        for name, surfaces in seen.items()
        for path, place in expected
        if house.words.shown(place) not in surfaces.found.get(f"GET {path}", ())
    ]
    assert len(missed) <= (1 - SEEING) * len(expected) * len(seen), missed
    assert missed == []


def test_search_finds_public_words_and_no_hidden_ones(house: House) -> None:
    """The page says again what was typed, so it is asked whether there is any result."""

    def results(word: str, number: int) -> bool:
        client = house.site.public._client()
        answer = client.get(f"/search?q={word}", environ_base={"REMOTE_ADDR": f"2001:db8:1:{number:x}::1"})
        assert answer.status_code == 200
        return 'class="public-found"' in answer.get_data(as_text=True)

    found = [place for n, (word, place) in enumerate(house.words.hidden.items()) if results(word, n)]
    assert found == []
    indexed = (
        "item: title",
        "item: text",
        "paper: body",
        "paper: title",
        "Word paper: body",
        "report: text",
        "plan: title",
        "motion: text",
        "note: text",
    )
    missed = [place for n, place in enumerate(indexed) if not results(house.words.shown(place), 9000 + n)]
    assert missed == []


def test_control_a_leak_is_seen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the policy switched off on one page, its words are found there."""
    monkeypatch.setattr("meetings.publicsite.agenda.for_audience", lambda content, _audience: content)
    monkeypatch.setattr(house.site.parts.services, "page_cache", {}, raising=False)
    surfaces = Surfaces(house.site.public, "public")
    surfaces.read(f"/meetings/{house.main.id}")
    given_away = {
        house.words.hidden[word] for words in surfaces.leaks(house.words.hidden).values() for word in words
    }
    assert {"exempt item: title", "exempt item: text", "exempt item: recommendation"} <= given_away


def _asked(surfaces: Surfaces, app: Flask) -> set[tuple[str, str]]:
    """The routes that answered, or refused to."""
    bound, found = app.url_map.bind("localhost"), set()
    for method, path in (key.split(" ")[:2] for key in surfaces.statuses):
        with suppress(HTTPException):
            found.add((method, str(bound.match(path.split("?")[0], method)[0])))
    return found


def _on(house: House, days: int) -> None:
    house.site.world.clock.at = EVENING - timedelta(days=days)
    for person_id in (*house.body.members, str(house.site.world.officer.person_id)):
        sign_in(house.site, person_id)


def _visitors(house: House) -> dict[str, Visitor]:
    site, world = house.site, house.site.world
    other = world.body("Licensing Committee", members=2)
    return {
        "public": site.public,
        "resident": Visitor(site.parts, world.account("Robin Resident")),
        "councillor": site.member(other.members[1]),
    }


def _asked_for(house: House) -> list[str]:
    """What no route tells of itself: earlier versions, other forms, wrong names, addresses of nothing."""
    main, known = house.main.id, house.known
    papers = [key for name, key in known.items() if "paper" in name]
    return [
        *(f"/meetings/{main}?version={n}" for n in (1, 2, 3)),
        *(f"/papers/{paper}/x.pdf" for paper in papers),
        *(f"/papers/{paper}/pdf?download=1" for paper in papers),
        *(f"/reports/{known[r]}/report.pdf?part=exempt" for r in ("report", "report draft")),
        f"/reports/{known['report']}/files/{known['appendix']}",
        "/meetings?period=past",
        "/meetings?view=month&month=2026-12",
        "/meetings?view=month&month=2026-11",
        "/forward-plan?show=past",
        "/councillors?q=a",
        "/search?q=sale+land+staff",
        "/search?q=that&sort=newest",
        "/search?q=report",
        "/robots.txt",
        "/sitemap.xml",
        "/nowhere/at/all",
    ]


def _belongings(house: House) -> list[tuple[str, str]]:
    """Where each public word must be seen: address and place."""
    main, past, known = house.main.id, house.known["past meeting"], house.known
    paper, word = known["public paper"], known["public Word paper"]
    reported = known["meeting with a report"]
    item = ("item: title", "item: text", "item: recommendation")
    papers = ("paper: title", "paper: file name", "Word paper: title")
    bodies = ("paper: body", "Word paper: body")
    minuted = ("past item: title", "motion: text", "note: text")
    where: dict[str, tuple[str, ...]] = {
        f"/meetings/{main}": (*item, *papers, "note of the version"),
        f"/meetings/{main}?version=1": (*item, *papers),
        f"/meetings/{main}/pack.pdf": ("item: title", *bodies),
        f"/meetings/{main}/items/{known['public item']}.pdf": bodies,
        f"/papers/{paper}/{house.words.shown('paper: file name')}.pdf": ("paper: body",),
        f"/papers/{paper}/x.pdf": ("paper: file name",),
        f"/papers/{word}/pdf": ("Word paper: body",),
        f"/papers/{word}/html": ("Word paper: body",),
        f"/meetings/{past}": ("past item: title", "motion: text"),
        f"/meetings/{past}/live": ("past item: title",),
        f"/meetings/{past}/minutes": minuted,
        f"/meetings/{past}/minutes.pdf": minuted,
        f"/votes/{known['public vote']}": ("motion: text",),
        "/": ("motion: text",),
        "/forward-plan": ("plan: title", "private plan: title"),
        f"/meetings/{reported}": ("report: title",),
        f"/meetings/{reported}/pack.pdf": ("report: text",),
        f"/meetings/{known['agenda taken back']}": ("reason for taking back",),
    }
    return [(path, place) for path, places in where.items() for place in places]
