"""Every page of the application, as everybody may come to it: for all eyes, hands and widths of screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.factories.browser import overflow, violations
from tests.journeys.crawl import Crawler, Reading
from tests.journeys.everything import Everything
from tests.journeys.screens import Screens

HEIGHT = 800
#: routes that no link leads to, with the reason
UNREACHED = {
    "static": "style sheets, scripts and pictures, not pages",
    "people.demo": "only where a demonstration is loaded: tests/people looks at it",
    "people.choose_password": "only behind a link that an administrator has just made: tests/people looks at it",
    "deadlines.feed": "only at a secret address: tests/deadlines asks for it",
    "following.own": "only at the address in a letter: tests/publicsite/test_following.py opens it",
    "hooks.hear": "for other machines: tests/connections sends it news",
    "connection_sign_ins.come_back": "where another service sends an officer back to: tests/connections",
    "appointments.box": "data of a secret round: tests/appointments asks for it",
    "public_minutes_life.confirmed": "only once minutes are confirmed: tests/minutes/test_life_pages.py follows it",
    "public_minutes_life.note": "only once a note is published: tests/minutes/test_exempt.py reads it",
    "public_minutes_life.note_pdf": "the same note in print: tests/minutes/test_exempt.py asks for it",
    **dict.fromkeys(
        (
            "own_stream.frame",
            "own_stream.piece",
            "own_stream.playlist",
            "own_stream.stands",
            "own_stream.watch",
        ),
        "a broadcast from this very machine, which needs its programs: tests/conferencing/own watches one",
    ),
    **dict.fromkeys(
        (
            "proof.checkpoint",
            "proof.checkpoints_of_one",
            "proof.consistency",
            "proofs.signers",
            "proofs.statement_json",
            "proofs.statement_signature",
            "proofs.statement_text",
        ),
        "files that are there once the signer has sealed a record, which this council has none of: tests/proof",
    ),
}


@pytest.fixture(scope="module")
def readings(council: Everything) -> dict[str, list[Reading]]:
    """What each of them could come to."""
    starts = council.starts()
    return {
        who: Crawler(council.address, council.routes, token).read_all(starts)
        for who, token in council.lookers.items()
    }


def test_every_route_is_reached_or_has_a_reason(
    council: Everything, readings: dict[str, list[Reading]]
) -> None:
    reached = {each.endpoint for found in readings.values() for each in found if each.status < 400}
    missing = {rule.endpoint for rule in council.pages()} - reached
    assert (sorted(missing - UNREACHED.keys()), sorted(UNREACHED.keys() - missing)) == ([], [])


def test_no_link_leads_nowhere_and_nothing_fails(readings: dict[str, list[Reading]]) -> None:
    read = [(who, each) for who, found in readings.items() for each in found]
    assert [(who, each) for who, each in read if each.status >= 500] == []
    assert [(who, each) for who, each in read if each.linked_from and each.status >= 400] == []


@pytest.mark.parametrize("who", ["public", "member", "officer", "administrator"])
def test_nothing_for_axe_to_find_and_nothing_to_scroll_sideways(
    browser: Browser, council: Everything, readings: dict[str, list[Reading]], who: str
) -> None:
    screens = Screens(browser, council.address)
    screen = screens.open(who, token=council.lookers[who])
    faults: list[object] = []
    routes: set[str] = set()
    for each in _two_faces(_of_their_own(readings, who)):
        faults += _faults(screen.page, each.path, narrow=each.endpoint not in routes)
        routes.add(each.endpoint)
    screens.close()
    assert "\n".join(map(str, faults)) == ""
    assert screens.problems == []


def _of_their_own(readings: dict[str, list[Reading]], who: str) -> list[Reading]:
    """The pages that look otherwise than they do to those before; always one, for what stands around it."""
    seen: set[str] = set()
    for other, found in readings.items():
        pages = [each for each in found if each.is_page]
        new = {each.looks: each for each in reversed(pages) if each.looks not in seen}
        if other == who:
            return list(new.values()) or pages[:1]
        seen |= set(new)
    raise LookupError(who)


def _two_faces(found: list[Reading]) -> list[Reading]:
    """Of the pages of one route two: the more of them are one template with other words."""
    seen: Counter[str] = Counter()
    kept = []
    for each in found:
        seen[each.endpoint] += 1
        if seen[each.endpoint] <= 2:
            kept.append(each)
    return kept


def _faults(page: Page, path: str, *, narrow: bool) -> Iterator[object]:
    """At both widths; `narrow` has axe judge the page on a small screen too."""
    page.set_viewport_size({"width": 320, "height": HEIGHT})
    page.goto(path)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if overflow(page):
            yield path, width, f"{overflow(page)} pixels too wide"
        if narrow or width > 320:
            for fault in violations(page):
                yield path, width, fault
