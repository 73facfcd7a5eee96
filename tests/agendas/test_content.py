"""An agenda as data: there and back, hashed, and shown to each audience."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from meetings.agendas.content import (
    AgendaContent,
    ContentItem,
    ContentPaper,
    as_strict_as,
    digest,
    for_audience,
    from_json,
    item_mark,
    to_json,
    without_number,
)
from meetings.agendas.rules import BackgroundPaper, ItemKind, PaperKind
from meetings.kernel.secrecy import Audience, Sensitivity

PAPER = ContentPaper("p1", "Report", "report.pdf", "application/pdf", 9, 2, Sensitivity.PUBLIC, "", "ab")
SECRET_PAPER = replace(PAPER, id="p2", title="Valuation", sensitivity=Sensitivity.EXEMPT, exemption="para 3")
OPEN = ContentItem(
    "i1", ItemKind.ITEM, "1", "Budget", "<p>x</p>", "That it be noted.", papers=(PAPER, SECRET_PAPER)
)
SECRET = ContentItem(
    "i2",
    ItemKind.ITEM,
    "2",
    "Sale of Orchard Way",
    "<p>price</p>",
    "That the offer be accepted.",
    Sensitivity.EXEMPT,
    "para 3",
    (PAPER,),
)
HEADING = ContentItem("i0", ItemKind.HEADING, "", "Part one")
AGENDA = AgendaContent(2, (HEADING, OPEN, SECRET), (replace(PAPER, id="p0", title="Pack"),))


def test_json_there_and_back() -> None:
    assert from_json(json.loads(json.dumps(to_json(AGENDA)))) == AGENDA


def test_digest_is_of_the_content_not_of_a_withdrawal() -> None:
    gone = replace(AGENDA, papers=(replace(AGENDA.papers[0], withdrawn=True),))
    assert digest(gone) == digest(AGENDA)
    assert digest(replace(AGENDA, number=3)) != digest(AGENDA)
    assert without_number(replace(AGENDA, number=3)) == without_number(AGENDA)


def test_sections_follow_the_headings() -> None:
    first = replace(OPEN, id="i9")
    found = AgendaContent(1, (first, HEADING, OPEN, SECRET)).sections()
    assert found == ((None, (first,)), (HEADING, (OPEN, SECRET)))


@pytest.mark.parametrize("audience", [Audience.MEMBER, Audience.CHAIR, Audience.OFFICER])
def test_members_and_officers_read_all_that_is_published(audience: Audience) -> None:
    assert for_audience(AGENDA, audience) == AGENDA


def test_the_public_learns_that_there_is_an_exempt_item_and_why_and_nothing_else() -> None:
    shown = for_audience(AGENDA, Audience.PUBLIC)
    hidden = shown.items[2]
    assert (hidden.title, hidden.text, hidden.recommendation) == ("Exempt item", "", "")
    assert (hidden.papers, hidden.exemption, hidden.number) == ((), "para 3", "2")
    assert shown.items[1].papers[0] == PAPER
    assert shown.items[1].papers[1] == ContentPaper(
        "", "Exempt paper", "", "", 0, None, Sensitivity.EXEMPT, "", exemption="para 3"
    )
    said = json.dumps(to_json(shown))
    assert not any(word in said for word in ("Orchard", "price", "offer", "Valuation", "p2"))


def test_a_withdrawn_paper_is_listed_without_title_except_for_officers() -> None:
    gone = replace(AGENDA, papers=(replace(AGENDA.papers[0], withdrawn=True),))
    for audience in (Audience.PUBLIC, Audience.MEMBER):
        paper = for_audience(gone, audience).papers[0]
        assert (paper.id, paper.title, paper.filename) == ("", "Paper withdrawn", "")
    assert for_audience(gone, Audience.OFFICER) == gone


def test_an_older_version_is_no_more_open_than_the_present_one() -> None:
    before = replace(SECRET, sensitivity=Sensitivity.PUBLIC, exemption="", papers=())
    old = AgendaContent(1, (before, replace(OPEN, papers=(PAPER,))))
    now = AgendaContent(2, (SECRET, replace(OPEN, papers=(replace(PAPER, sensitivity=Sensitivity.EXEMPT),))))
    shown = for_audience(as_strict_as(old, now), Audience.PUBLIC)
    assert [i.title for i in shown.items] == ["Exempt item", "Budget"]
    assert shown.items[0].exemption == "para 3"
    assert shown.items[1].papers[0].title == "Exempt paper"
    assert as_strict_as(now, now) is now


def test_item_mark_follows_the_words_alone() -> None:
    assert item_mark(OPEN) == item_mark(replace(OPEN, number="7", papers=()))
    for change in ({"title": "X"}, {"text": ""}, {"recommendation": ""}, {"exemption": "y"}):
        assert item_mark(replace(OPEN, **change)) != item_mark(OPEN)


def test_what_is_new_leaves_earlier_digests_as_they_were() -> None:
    """The keys of an agenda published before items and papers had states: nothing may be added to them."""
    paper = {
        "id", "title", "filename", "media_type", "size", "pages", "sensitivity", "external_url", "sha256", "exemption",
    }  # fmt: skip
    item = {"id", "kind", "number", "title", "text", "recommendation", "sensitivity", "exemption", "papers"}
    content = AgendaContent(1, (SECRET, replace(OPEN, papers=(PAPER, SECRET_PAPER))), (PAPER,))
    data = to_json(content)
    assert [set(i) for i in data["items"]] == [item, item]
    assert {frozenset(p) for p in [*data["papers"], *data["items"][1]["papers"]]} == {frozenset(paper)}
    assert from_json(data) == content


def test_states_are_in_the_data_and_come_back_from_it() -> None:
    late = replace(
        SECRET,
        exempt_paragraphs=("3", "5"),
        interest_test="Bids",
        review_on=date(2027, 3, 1),
        negotiation=True,
        tags=("budget",),
        key_decision_id="k1",
        urgent_reason="Grant",
        urgent_by="The chair",
        withdrawn=True,
        withdrawn_reason="More time",
        supplement=2,
    )
    report = replace(
        PAPER,
        kind=PaperKind.REPORT,
        to_follow=True,
        background_declared=True,
        background=(BackgroundPaper("Survey", True, "https://example.org/"),),
        supplement=1,
    )
    content = AgendaContent(3, (replace(late, papers=(report,)),), (report,))
    assert from_json(to_json(content)) == content
    assert digest(content) != digest(replace(content, items=(replace(late, supplement=1),)))
