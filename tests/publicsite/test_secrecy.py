"""What is not public is nowhere: not on a page, not in a feed, not by its address, whoever asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag

import pytest

from meetings.agendas.usecases import (
    AddItem,
    ChangeItem,
    ItemStates,
    PublishAgenda,
    RemoveItem,
    WithdrawPaper,
    add_item,
    change_item,
    publish_agenda,
    remove_item,
    withdraw_paper,
)
from meetings.kernel.secrecy import Sensitivity
from meetings.web.access import access_of
from tests.factories.private import take_privately
from tests.factories.site import Site, Visitor, words
from tests.publicsite.town import AGAINST, FOR, RECORDED, Town, decide, paper

_LINK = re.compile(r'(?:href|src|data-state-url|data-events-url)="([^"]*)"')


def crawl(visitor: Visitor, start: list[str]) -> Iterator[tuple[str, int, str]]:
    """Every address of this site that can be reached by links, with its status and all that it says."""
    waiting, seen = list(start), set(start)
    while waiting:
        path = waiting.pop()
        answer = visitor.get(path)
        text = "\n".join([f"{k}: {v}" for k, v in answer.headers.items()]) + answer.get_data().decode(
            errors="replace"
        )
        yield path, answer.status_code, text
        if answer.mimetype == "text/html":
            for link in _LINK.findall(text):
                address = urldefrag(unescape(link))[0]
                # the calendar has a next month for ever
                if (
                    address.startswith("/")
                    and address not in seen
                    and not re.search(r"month=(?!2026-1[12])", address)
                ):
                    seen.add(address)
                    waiting.append(address)


def starts(town: Town) -> list[str]:
    """The home page, and every public route that takes no argument or the id of something public."""
    found = ["/"]
    values = {
        "meeting_id": [s.id for s in (town.past, town.live, town.coming, town.cancelled)],
        "vote_id": list(town.votes.values()),
        "slug": ["planning-committee", "council", "a-abara", "f-frost"],
    }
    for rule in town.site.parts.app.url_map.iter_rules():
        view = town.site.parts.app.view_functions[rule.endpoint]
        if access_of(view) == "public" and "GET" in (rule.methods or ()) and len(rule.arguments) <= 1:
            names = list(rule.arguments) or [""]
            for value in values.get(names[0], [""]):
                with town.site.parts.app.test_request_context():
                    found.append(re.sub(r"<[^>]*>", value, rule.rule))
    return found


def test_no_secret_word_is_found_by_following_every_link(town: Town) -> None:
    leaks, seen = [], []
    for path, status, text in crawl(town.site.public, starts(town)):
        seen.append(path)
        assert status < 500, path
        leaks += [(path, where) for where, word in town.secrets.items() if word in text]
    assert leaks == []
    assert {f"/votes/{v}" for v in town.votes.values()} <= set(seen)
    for ending in ("", "/live", "/live.json", "/minutes", ".ics", "/minutes.pdf"):
        assert f"/meetings/{town.past.id}{ending}" in seen


def test_every_public_route_was_asked(town: Town) -> None:
    asked = [path for path, status, _ in crawl(town.site.public, starts(town)) if status == 200]
    adapter = town.site.parts.app.url_map.bind("localhost")
    endpoints = {adapter.match(path.split("?")[0])[0] for path in asked}
    app = town.site.parts.app
    expected = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in {"public", "public_live", "council", "calendars", "about", "papers"}
        and access_of(app.view_functions[rule.endpoint]) == "public"
        and "GET" in (rule.methods or ())
    }
    assert expected - endpoints == set()


def test_what_is_hidden_is_answered_as_what_is_not_there(town: Town) -> None:
    for path in town.hidden:
        if path.startswith("/papers/"):
            continue
        hidden = town.site.public.get(path)
        absent = town.site.public.get(re.sub(r"[^/]+$", "0" * 16, path))
        assert hidden.status_code == absent.status_code == 404
        assert _compared(hidden.headers) == _compared(absent.headers)
        assert hidden.data == absent.data


def test_papers_that_are_hidden_are_not_served(town: Town) -> None:
    for path in town.hidden:
        assert town.site.public.get(path).status_code == 404


def test_pages_of_a_hidden_meeting_are_all_the_same_nothing(town: Town) -> None:
    for ending in ("", "/live", "/live.json", "/minutes", "/minutes.pdf", ".ics", "?version=1"):
        hidden = town.site.public.get(f"/meetings/{town.draft.id}{ending}")
        absent = town.site.public.get(f"/meetings/{'0' * 16}{ending}")
        assert (hidden.status_code, hidden.data) == (404, absent.data)


def test_officers_and_members_get_no_more_on_public_pages(town: Town) -> None:
    people = [town.site.officer, town.site.member(town.planning.members[0])]
    paths = [f"/meetings/{s.id}{end}" for s in (town.past, town.live) for end in ("", "/live", "/live.json")]
    paths += [f"/meetings/{town.past.id}/minutes", "/", "/meetings", "/councillors/a-abara", "/calendar.ics"]
    paths += [f"/meetings/{town.coming.id}", "/bodies/planning-committee"]
    for visitor in people:
        for path in paths:
            text = visitor.get(path).text
            assert [where for where, word in town.secrets.items() if word in text] == [], path
        for path in [p for p in town.hidden if not p.startswith("/papers/")]:
            assert visitor.get(path).status_code == 404


def test_the_live_state_gives_no_result_away_before_it_is_declared(town: Town) -> None:
    state = town.site.public.get(f"/meetings/{town.live.id}/live.json").get_json()
    vote = state["parts"]["vote"]["data"]
    assert (vote["state"], vote["voted"], vote["present"]) == ("open", 2, 6)
    assert (vote["counts"], vote["outcome"], vote["sides"], vote["missing"], vote["roll"]) == (
        None,
        None,
        [],
        [],
        [],
    )
    assert state["parts"]["notes"]["data"] is None


@pytest.fixture
def decided(site: Site) -> tuple[Site, dict[str, str]]:
    """An open meeting with a decision and a paper on its one item, all of it public."""
    sitting = site.world.body(members=3).meeting("qreleasedzx", publish=False)
    paper_id = paper(site, sitting, sitting.items[0], "qreportzx")
    site.world.run(publish_agenda, PublishAgenda(sitting.id))
    sitting.open()
    a, b, c = sitting.body.members
    vote = decide(sitting, "That qmotionzx", RECORDED, {a: FOR, b: FOR, c: AGAINST})
    return site, {"meeting": sitting.id, "item": sitting.items[0], "vote": vote, "paper": paper_id}


def found(site: Site, ids: dict[str, str]) -> dict[str, bool]:
    """Where the words are found."""
    paths = [f"/meetings/{ids['meeting']}", f"/meetings/{ids['meeting']}?version=1", "/"]
    paths += ["/councillors/a-abara", f"/votes/{ids['vote']}", f"/meetings/{ids['meeting']}/live.json"]
    return {
        path: re.search("q(released|motion|report)zx", site.public.get(path).text) is not None
        for path in paths
    }


def test_an_item_made_exempt_afterwards_is_gone_from_everywhere_at_once(
    decided: tuple[Site, dict[str, str]],
) -> None:
    site, ids = decided
    assert set(found(site, ids).values()) == {True}
    change = ChangeItem(
        ids["meeting"],
        ids["item"],
        "qreleasedzx",
        sensitivity=Sensitivity.EXEMPT,
        exemption="Paragraph 1",
        states=ItemStates(interest_test="Names"),
    )
    site.world.run(change_item, change)
    site.world.run(publish_agenda, PublishAgenda(ids["meeting"], "Item 1 is exempt."))
    assert set(found(site, ids).values()) == {False}
    back = ChangeItem(ids["meeting"], ids["item"], "qreleasedzx")
    site.world.run(change_item, back)
    site.world.run(publish_agenda, PublishAgenda(ids["meeting"], "Item 1 is public again."))
    assert found(site, ids)[f"/votes/{ids['vote']}"]


def test_votes_on_an_item_that_left_the_agenda_are_not_shown(decided: tuple[Site, dict[str, str]]) -> None:
    site, ids = decided
    site.world.run(add_item, AddItem(ids["meeting"], "Another item"))
    site.world.run(remove_item, RemoveItem(ids["meeting"], ids["item"]))
    site.world.run(publish_agenda, PublishAgenda(ids["meeting"], "Another item instead."))
    assert site.public.get(f"/votes/{ids['vote']}").status_code == 404
    assert "qmotionzx" not in site.public.get("/councillors/a-abara").text
    assert "qmotionzx" not in site.public.get(f"/meetings/{ids['meeting']}").text


def test_a_paper_that_is_withdrawn_is_gone_from_a_kept_page(decided: tuple[Site, dict[str, str]]) -> None:
    site, ids = decided
    path = f"/meetings/{ids['meeting']}"
    assert "qreportzx" in site.public.get(path).text
    site.world.run(withdraw_paper, WithdrawPaper(ids["meeting"], ids["paper"], "a name"))
    assert "qreportzx" not in site.public.get(path).text
    assert "Paper withdrawn" in words(site.public.get(path))


def test_pages_of_ballots_are_filled_past_what_is_exempt(site: Site) -> None:
    sitting = site.world.body(members=3).meeting("Public item", publish=False)
    exempt = Sensitivity.EXEMPT
    mark = AddItem(
        sitting.id, "qhiddenzx", sensitivity=exempt, exemption="Paragraph 1", interest_test="Names"
    )
    secret = site.world.run(add_item, mark)
    site.world.run(publish_agenda, PublishAgenda(sitting.id))
    sitting.open()
    a, b, c = sitting.body.members
    for n in range(24):
        decide(sitting, f"That number {n:02} is so", RECORDED, {a: FOR, b: FOR, c: FOR})
    take_privately(sitting, secret)
    for n in range(3):
        decide(sitting, f"That qhiddenzx {n}", RECORDED, {a: FOR, b: FOR, c: FOR})
    first = site.public.get("/councillors/a-abara")
    more = re.search(r'rel="next" href="([^"#]+)', first.text)
    assert more is not None
    second = site.public.get(more[1])
    assert (first.text.count("That number"), second.text.count("That number")) == (20, 4)
    assert "qhiddenzx" not in first.text + second.text
    assert 'rel="next"' not in second.text


def _compared(headers: object) -> list[tuple[str, str]]:
    pairs = dict(headers)  # type: ignore[call-overload]
    return sorted((k, v) for k, v in pairs.items() if k != "X-Request-Id")
