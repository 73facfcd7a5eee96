"""What comes out of it: packs for each reader looked at as pictures, the public page, the notice certificate."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.journeys.drafting import BACKGROUND, CONTROL, SECRET, TITLE
from tests.journeys.office import OUTSIDER, PHONE, Desk, pictures, texts
from tests.journeys.ordering import LATE, URGENCY, until
from tests.journeys.screens import Screen


@dataclass(frozen=True)
class Packs:
    """The pages of the packs as first published."""

    public: list[str]
    exempt: list[str]


def open_the_packs(desk: Desk) -> Packs:
    """The worker builds them; each reader gets what they may, with their name where it holds something secret."""
    page = desk.page
    page.goto(f"{desk.home}/packs")
    until(page, lambda: page.get_by_text("Ready", exact=True).count() == 3)
    desk.officer.look("42-packs")
    member = desk.office.members[1]
    reader = desk.screens.open("member", f"/my/meetings/{desk.meeting_id}", member.token)
    reader.look("43-member-meeting")
    public = download(reader, f"/meetings/{desk.meeting_id}/pack.pdf", "pack-public")
    members = download(reader, f"/meetings/{desk.meeting_id}/members-pack.pdf", "pack-members")
    exempt = download(reader, f"/meetings/{desk.meeting_id}/exempt-pack.pdf", "pack-exempt")
    said, copied, secret = texts(public), texts(members), texts(exempt)
    assert not [word for word in SECRET if word in " ".join(said)]
    assert not [word for word in SECRET if word.encode() in public]
    assert [CONTROL in " ".join(pages) for pages in (said, copied)] == [True, True]
    assert [word for word in SECRET[:2] if word in " ".join(secret)] == list(SECRET[:2])
    for pages in (copied, secret):
        assert [number for number, words in enumerate(pages, 1) if member.name not in words] == []
    assert member.name not in " ".join(said[1:])
    numbered(said)
    assert_watermark(public, members)
    nobody_else(desk)
    return Packs(said, secret)


def numbered(pages: list[str]) -> None:
    """Each page bears its number, from one to the last."""
    assert [number for number, words in enumerate(pages, 1) if f"Page {number}" not in words] == [], pages


def assert_watermark(public: bytes, members: bytes) -> None:
    """A member's copy looks different on every page; where a name stands, the public one has none."""
    plain, marked = pictures(public, "again-public"), pictures(members, "again-members")
    assert len(plain) <= len(marked)
    assert [a == b for a, b in zip(plain, marked, strict=False)] == [False] * len(plain)


def download(screen: Screen, path: str, name: str) -> bytes:
    """A PDF as this reader gets it; pictures of it are kept for people to look at."""
    answer = screen.page.request.get(path)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf"), path
    content = answer.body()
    pictures(content, name)
    return content


def nobody_else(desk: Desk) -> None:
    """A councillor of another committee is told of no such pack."""
    outsider = desk.screens.open("outsider", "", desk.office.tokens[OUTSIDER])
    for kind in ("members", "exempt"):
        path = f"/meetings/{desk.meeting_id}/{kind}-pack.pdf"
        assert outsider.page.request.get(path).status == 404
    assert outsider.page.request.get(f"/meetings/{desk.meeting_id}/pack.pdf").status == 200


def the_public_reads_it_on_a_phone(desk: Desk, name: str) -> None:
    """The items, that one is part exempt, and the page numbers of the pack; nothing more."""
    visitor = desk.screens.open("resident", f"/meetings/{desk.meeting_id}", size=PHONE)
    page = visitor.page
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_text("Part exempt")).to_be_visible()
    expect(page.get_by_text(re.compile("^page 2|^pages 2 to")).first).to_be_visible()
    expect(page.get_by_text(BACKGROUND)).to_be_visible()
    expect(page.get_by_text("paragraph 3 of Part 1 of Schedule 12A").first).to_be_visible()
    assert not [word for word in SECRET if word in page.content()]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    visitor.look(f"{name}-phone")


def numbers_go_on(desk: Desk, first: Packs) -> None:
    """The supplement begins after the last number; the whole pack has both, and nothing that was has moved."""
    page = desk.page
    page.goto(f"{desk.home}/packs")
    until(
        page,
        lambda: page.get_by_text("Supplement").count() > 0 and page.get_by_text("Being made").count() == 0,
    )
    desk.officer.look("64-packs-with-supplement")
    visitor = desk.screens.open("resident", f"/meetings/{desk.meeting_id}", size=PHONE)
    expect(visitor.page.get_by_role("heading", name=LATE)).to_be_visible()
    expect(visitor.page.get_by_text(URGENCY)).to_be_visible()
    visitor.look("65-public-supplement-phone")
    whole = texts(download(visitor, f"/meetings/{desk.meeting_id}/pack.pdf", "pack-whole"))
    supplement = texts(download(visitor, f"/meetings/{desk.meeting_id}/pack-2.pdf", "pack-supplement"))
    last = len(first.public)
    assert f"Page {last + 1}" in supplement[0], supplement
    assert "Photographs of the gate" in " ".join(supplement)
    assert "Photographs of the gate" in " ".join(whole)
    assert not [word for word in SECRET if word in " ".join(whole + supplement)]


def certify(desk: Desk) -> None:
    """Is this meeting lawful? The answer on the page, and as a certificate with the hashes of what was published."""
    page = desk.page
    page.goto(f"{desk.home}/lawful")
    expect(page.get_by_role("heading", name="Is this meeting lawful?")).to_be_visible()
    desk.officer.look("66-lawful")
    page.get_by_role("button", name="Make a certificate").click()
    link = page.get_by_role("link", name="Certificate 1 (PDF)")
    until(page, lambda: link.count() == 1)
    content = download(desk.officer, str(link.get_attribute("href")), "certificate")
    said = " ".join(texts(content))
    assert TITLE in said
    assert URGENCY in said
    assert len(re.findall(r"[0-9a-f]{64}", said.replace(" ", ""))) >= 3
