"""The printed minutes and their page: every word of the record, in good order, for every reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from meetings.documents.pdf_process import PdfRenderer
from meetings.documents.printing import page
from meetings.minutes.document import (
    MinuteItem,
    MinutesDocument,
    MinutesStatus,
    Motion,
    Narrative,
    Resolution,
    VoteResult,
)
from tests.documents import pdfs
from tests.minutes.sample import awkward_minutes
from tests.minutes.sample_items import NAMES


def print_page(document: MinutesDocument) -> str:
    return page("pdf/minutes.html", doc=document)


def web_page(document: MinutesDocument) -> str:
    return page("minutes/_document.html", doc=document)


@pytest.fixture(scope="module")
def renderer() -> Iterator[PdfRenderer]:
    with PdfRenderer() as renderer:
        yield renderer


@pytest.fixture(scope="module")
def draft(renderer: PdfRenderer) -> bytes:
    return renderer.render(print_page(awkward_minutes()))


@pytest.fixture(scope="module")
def signed(renderer: PdfRenderer) -> bytes:
    document = replace(
        awkward_minutes(),
        status=MinutesStatus.CONFIRMED,
        confirmed_on=date(2021, 4, 13),
        signed_by="Councillor Harriet Hollis",
    )
    return renderer.render(print_page(document))


@pytest.mark.parametrize(
    "expected",
    [
        "Eastmere and Saltwick Borough Council Full Council Draft minutes: Ordinary meeting of the Council",
        "Tuesday 9 February 2021 at 6.30pm",
        "Presiding: Councillor Harriet Hollis, Mayor",
        "Councillors present (45)",
        "Bryn Dauntsey (Green), arrived 6.37pm, during item 78",
        "Apologies for lateness (1) Councillor Bryn Dauntsey",
        "(substitute: Councillor Sir Bartholomew Fotheringay-Featherstonehaugh OBE)",
        "Absent (2)",
        "8.02pm: the meeting was adjourned",
        "It was moved by Councillor Amina Ashdown, seconded by Councillor Harriet Blyth-Carrow, that the minutes",
        "RESOLVED (unanimously) – That the minutes of the meeting held on 8 December 2020 be confirmed and signed.",
        "An amendment was moved by Councillor Lucy Nightingale-Thorpe, seconded by Councillor Nesta Tŷ-Mawr: That all",
        "The amendment was declared LOST.",
        "On the motion: For 27, against 27, abstained 4. Abstained (no vote cast) 2.",
        "The votes being equal, the Mayor gave a casting vote against the motion. The motion was declared LOST.",
        "That the revenue budget for 2021/22 of £14,382,000, as set out in Appendix A",
        "Action: Send the council tax resolution to the precepting authorities. (Director of Finance, by 12 February",
        "84. Sea wall contract (exempt)",
        "The meeting ended at 9.41pm. Chair Date",
    ],
)
def test_draft_has_the_words_of_the_record(draft: bytes, expected: str) -> None:
    assert expected in pdfs.words(draft)


def test_recorded_vote_names_everybody_once(draft: bytes) -> None:
    text = pdfs.words(draft)
    table = text[
        text.index("Recorded vote on the amendment") : text.index("The amendment was declared LOST.")
    ]
    for name in NAMES:
        bare = name.removeprefix("Councillor ")
        assert (name, table.count(bare)) == (name, NAMES.count(name))


def test_every_page_has_its_number_and_is_marked_as_draft(draft: bytes) -> None:
    text = pdfs.words(draft)
    with pdfs.opened(draft) as pdf:
        pages = len(pdf.pages)
        marks = [page for page in pdf.pages if "/XObject" in page.Resources]
    assert [text.count(f"Page {number} of {pages}") for number in range(1, pages + 1)] == [1] * pages
    assert len(marks) == pages
    assert text.count("Draft until confirmed. Initials:") == pages


def test_signed_minutes_are_no_draft_and_say_who_signed(signed: bytes) -> None:
    text = pdfs.words(signed)
    assert (
        "Confirmed as a correct record on 13 April 2021 and signed by Councillor Harriet Hollis, in the chair."
        in text
    )
    assert "Draft" not in text
    with pdfs.opened(signed) as pdf:
        assert [page for page in pdf.pages if page.Resources.get("/XObject", {})] == []


def test_minutes_are_tagged_titled_and_bookmarked(draft: bytes) -> None:
    with pdfs.opened(draft) as pdf:
        assert dict(pdf.docinfo) == {"/Title": "Minutes: Full Council, Tuesday 9 February 2021"}
        assert pdf.Root.Lang == "en-GB"
        roles = pdfs.roles(pdf)
        assert (roles.count("H1"), roles.count("Table"), roles.count("THead")) == (1, 3, 3)
        assert [str(each.Lang) for each in pdfs.elements(pdf) if "/Lang" in each] == ["cy"]
        with pdf.open_outline() as outline:
            top = outline.root[0]
            titles = [each.title for each in top.children]
    assert top.title == "Full Council"
    assert titles[:2] == ["Attendance", "76. Apologies for absence"]
    assert titles[-1] == "Part 2: not open to the public"


def test_minutes_keep_to_the_rules_of_pdf_ua(draft: bytes, signed: bytes, tmp_path: Path) -> None:
    paths = (tmp_path / "draft.pdf", tmp_path / "signed.pdf")
    for path, content in zip(paths, (draft, signed), strict=True):
        path.write_bytes(content)
    assert pdfs.broken_rules(*paths) == {str(path): [] for path in paths}


def bare(*blocks: Motion | Narrative | VoteResult | Resolution) -> MinutesDocument:
    item = MinuteItem(item_id="i", number="1/21", heading="A & B", blocks=blocks)
    return MinutesDocument(
        council="C", body="B", meeting_title="M", held_on=date(2021, 2, 9), place="P", items=(item,)
    )


@pytest.mark.parametrize("make", [print_page, web_page])
def test_lost_motion_resolves_nothing(make: object) -> None:
    lost = Motion(id="m", text="That x be done.", outcome="lost")
    vote = VoteResult(id="v", method="hands", for_=1, against=2, abstain=0, motion_id="m")
    html = print_page(bare(lost, vote)) if make is print_page else web_page(bare(lost, vote))
    assert "RESOLVED" not in html
    assert "On a show of hands: For 1, against 2, abstained 0." in html
    assert html.index("On a show of hands") < html.index("The motion was declared LOST.")


def test_meeting_at_which_nothing_was_decided_prints(renderer: PdfRenderer) -> None:
    text = pdfs.words(renderer.render(print_page(bare())))
    assert "1/21. A & B" in text


@pytest.mark.parametrize("make", [print_page, web_page])
def test_hostile_words_stay_words(make: object) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    document = replace(
        bare(
            Narrative(id="n", html=hostile),
            Motion(id="m", text=hostile, mover=hostile, sentence=hostile),
            Resolution(id="r", word=hostile, parts=(hostile, hostile)),
            VoteResult(
                id="v", method="recorded", for_=1, against=0, abstain=0, for_names=(hostile,), title=hostile
            ),
        ),
        council=hostile,
        place=hostile,
        presiding=hostile,
    )
    html = print_page(document) if make is print_page else web_page(document)
    assert "<script" not in html
    assert "<img" not in html


def test_page_on_the_web_has_the_same_words_as_the_print() -> None:
    html = web_page(awkward_minutes())
    assert "<h2 " in html
    assert "<h1" not in html
    assert "These minutes are not the record until the body has confirmed them." in html
    assert 'style="' not in html
