"""A meeting brought over from another system: what its file says must be what the officer and the public read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from defusedxml.ElementTree import parse
from playwright.sync_api import Page, expect

from tests.journeys.before import Journey
from tests.journeys.town import COMMITTEE, ROOT

#: a real council's answer, where one lies beside the checkout; otherwise the made-up one of the tests
_REAL = ROOT.parent / "shared" / "cases" / "harrow_GetMeeting.xml"
_OWN = ROOT / "tests" / "admin" / "data" / "GetMeeting_4021.xml"
SOURCE = _REAL if _REAL.exists() else _OWN


@dataclass(frozen=True)
class Said:
    """What the file says of an item that anybody may read."""

    title: str
    bullets: tuple[str, ...]
    resolved: str


def said(path: Path) -> list[Said]:
    """The items of the file, read by other means than the product's."""
    items = []
    for node in parse(path).iter("agendaitem"):
        if node.findtext("isrestricted") != "True" and (node.findtext("agendaitemnumber") or "0") != "0":
            html = node.findtext("minutesnonemptyhtmlbody") or ""
            items.append(
                Said(_words(node.findtext("agendaitemtitle") or ""), _bullets(html), _resolved(html))
            )
    return items


def _bullets(html: str) -> tuple[str, ...]:
    return tuple(_words(each) for each in re.findall(r"<li>(.*?)</li>", html, re.DOTALL))


def _resolved(html: str) -> str:
    """What follows the word on its line, without the word that opens it."""
    found = re.search(r"resolved.*?</(?:b|strong)>(.*?)</p>", html, re.DOTALL | re.IGNORECASE)
    return _words(found[1]).removeprefix("That").strip() if found else ""


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", unescape(html))).split())


def import_it(j: Journey) -> str:
    """Send the file; the meeting's id."""
    page = j.desk
    page.get_by_role("link", name="Import").click()
    page.get_by_label("XML files").set_input_files(SOURCE)
    page.get_by_label("Committee", exact=True).select_option(label=COMMITTEE)
    j.officer.look("03-import")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="What was imported")).to_be_visible()
    j.officer.look("03-imported")
    page.get_by_role("table").get_by_role("link", name=COMMITTEE).first.click()
    page.wait_for_url(re.compile("/desk/meetings/[a-z0-9]+$"))
    j.officer.look("04-imported-meeting")
    return page.url.rsplit("/", 1)[1]


def read_it(j: Journey, meeting_id: str) -> None:
    """The officer opens the public page; agenda and minutes say what the file says."""
    page = j.desk
    page.get_by_role("link", name="See the public page").click()
    page.wait_for_url(f"**/meetings/{meeting_id}")
    items = said(SOURCE)
    assert len(items) > 1
    # A time that the file does not give is told to nobody.
    if not (parse(SOURCE).findtext("meetingactualfinishtime") or "").strip():
        expect(page.get_by_text("It ended at")).to_have_count(0)
    for item in items:
        expect(page.get_by_role("heading", name=item.title)).to_be_visible()
    j.officer.look("04-imported-public")
    page.get_by_role("link", name="Minutes", exact=True).click()
    for item in items:
        _minute(page, item)
    assert sum(bool(item.resolved) or len(item.bullets) > 2 for item in items) > 0
    j.officer.look("04-imported-minutes")


def _minute(page: Page, item: Said) -> None:
    section = page.locator("section.minute").filter(has=page.get_by_role("heading", name=item.title))
    expect(section).to_have_count(1)
    points = [" ".join(text.split()) for text in section.locator("li").all_inner_texts()]
    assert points == list(item.bullets)
    if item.resolved:
        expect(section.locator(".resolution-word")).to_contain_text(re.compile("RESOLVED", re.IGNORECASE))
        expect(section.locator(".resolution")).to_contain_text(item.resolved)
