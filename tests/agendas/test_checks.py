"""What stands in the way of publishing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from meetings.agendas.checks import content_checks
from meetings.agendas.content import AgendaContent, ContentItem, ContentPaper
from meetings.agendas.rules import ItemKind
from meetings.kernel.secrecy import Sensitivity
from tests.factories.world import EVENING

PAPER = ContentPaper("p1", "Report", "r.pdf", "application/pdf", 9, 2, Sensitivity.PUBLIC, "", "ab")
ITEM = ContentItem("a", ItemKind.ITEM, "1", "Budget")
BEFORE = EVENING - timedelta(days=9)


def found(*items: ContentItem, papers: tuple[ContentPaper, ...] = ()) -> list[tuple[str, bool]]:
    checks = content_checks(AgendaContent(0, items, papers), EVENING, BEFORE)
    return [(c.text, c.blocks) for c in checks]


def test_a_plain_item_may_be_published() -> None:
    assert found(ITEM) == []


def test_an_agenda_of_headings_is_empty() -> None:
    nothing = [("There is nothing on the agenda yet. Add at least one item.", True)]
    assert found() == nothing
    assert found(replace(ITEM, kind=ItemKind.HEADING)) == nothing


def test_what_is_not_public_needs_a_reason() -> None:
    secret = replace(ITEM, sensitivity=Sensitivity.EXEMPT)
    assert found(secret) == [("Item 1, “Budget” is not public but has no reason.", True)]
    assert found(replace(secret, exemption="para 3")) == []
    appendix = replace(PAPER, sensitivity=Sensitivity.EXEMPT)
    text = "Item 1, “Budget”: the paper “Report” is not public but has no reason."
    assert found(replace(ITEM, papers=(appendix,))) == [(text, True)]
    assert found(replace(ITEM, papers=(replace(appendix, exemption="para 3"),))) == []
    assert found(ITEM, papers=(appendix,)) == [
        ("Meeting paper “Report” is not public but has no reason.", True)
    ]


def test_an_item_without_title_blocks() -> None:
    assert found(replace(ITEM, title=" ")) == [("Item 1 has no title.", True)]


def test_a_recommendation_without_paper_is_pointed_out() -> None:
    asks = replace(ITEM, recommendation="That it be noted.")
    assert found(asks) == [("Item 1, “Budget” has a recommendation but no paper.", False)]
    assert found(replace(asks, papers=(PAPER,))) == []


def test_a_date_in_the_past_is_pointed_out_after_what_blocks() -> None:
    checks = content_checks(AgendaContent(0), EVENING, EVENING + timedelta(days=1))
    assert [c.blocks for c in checks] == [True, False]
