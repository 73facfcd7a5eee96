"""Packs as they are made: numbers, links, sheets for what cannot be there, supplements."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from meetings.agendas.usecases import (
    AddItem,
    ChangePaper,
    WithdrawPaper,
    add_item,
    change_paper,
    withdraw_paper,
)
from meetings.agendas.usecases.papers import PaperStates
from meetings.documents.pack_order import Numbers
from meetings.documents.pdf_process import PdfFailed, PdfRenderer
from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.packs.jobs import NotYet
from meetings.packs.models import PackState
from meetings.packs.queries import item_files, packs_of
from meetings.packs.rules import PackKind
from meetings.packs.usecases import ChooseSides, choose_sides
from tests.documents.pdfs import broken_rules
from tests.factories.world import World
from tests.packs.making import Desk, locked, make_desk, texts, untagged


@pytest.fixture
def desk(sqlite_world: World, tmp_path: Path, renderer: PdfRenderer) -> Desk:
    return make_desk(sqlite_world, tmp_path / "files", renderer.render, "Library hours", "Car park", "Land")


def labels(content: bytes) -> list[str]:
    """What is stamped at the foot of each page."""
    return [
        match[1] if (match := re.search(r"Pages? (E?\d+\w*(?: to E?\d+)?)(?: (?!of)|$)", t)) else ""
        for t in texts(content)
    ]


def links(content: bytes) -> list[tuple[str, int]]:
    """The words of each link in the agenda and the index of the page it leads to."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        where: dict[Any, int] = {page.objgen: n for n, page in enumerate(pdf.pages)}
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", []):
                if "/Dest" in annotation:
                    found.append((str(annotation.Contents), where[annotation.Dest[0].objgen]))
    return found


def test_pages_are_numbered_on_and_the_agenda_leads_to_them(desk: Desk, tagged: bytes) -> None:
    desk.add(0, "Opening hours", tagged)
    desk.add(1, "Parking plan", untagged(3, "Plan", size=(842, 1191), turn=90))
    desk.publish()
    desk.make()
    pack, content, given = desk.pack(), desk.content(), desk.numbers()
    pages = texts(content)
    assert labels(content) == [str(n) for n in range(1, pack.pages + 1)]
    report, plan = given["Opening hours"], given["Parking plan"]
    assert (report.first, plan.first, plan.last) == (2, report.last + 1, pack.pages)
    assert f"Parking plan {plan.words}" in pages[0]
    assert "Plan sheet 1" in pages[plan.first - 1]
    assert links(content) == [
        (f"Go to Opening hours, {report.words}", report.first - 1),
        (f"Go to Parking plan, {plan.words}", plan.first - 1),
    ]
    assert pack.numbers == f"1 to {pack.pages}"
    assert [(p.title, p.problem) for p in pack.problems] == [("Parking plan", "untagged")]
    assert not pack.is_accessible


def test_a_pack_of_tagged_papers_keeps_to_pdf_ua(desk: Desk, tagged: bytes, tmp_path: Path) -> None:
    desk.add(0, "Opening hours", tagged)
    desk.add(1, "The same again", tagged)
    desk.publish()
    desk.make()
    path = tmp_path / "pack.pdf"
    path.write_bytes(desk.content())
    assert desk.pack().is_accessible
    assert broken_rules(path) == {str(path): []}


def test_bookmarks_have_two_levels_and_readers_show_the_numbers(desk: Desk) -> None:
    desk.add(0, "First", untagged(2))
    desk.add(0, "Second", untagged(1))
    desk.publish()
    desk.make()
    with pikepdf.open(io.BytesIO(desk.content())) as pdf, pdf.open_outline() as outline:
        found = [(top.title, [below.title for below in top.children]) for top in outline.root]
        shown: list[Any] = [page.label for page in pdf.pages]
        assert shown == ["1", "2", "3", "4"]
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert dict(pdf.docinfo.items()) == {
            "/Title": "Agenda pack: Planning Committee, Tuesday 8 December 2026"
        }
    assert found == [("Agenda", []), ("1. Library hours", ["First", "Second"])]


def test_a_broken_and_a_locked_paper_are_named_and_the_pack_goes_on(desk: Desk) -> None:
    desk.add(0, "Damaged report", b"%PDF-1.7 nothing of the kind")
    desk.add(1, "Locked report", locked())
    desk.add(2, "Good report", untagged(2, "Good"))
    desk.publish()
    desk.make()
    pages = texts(desk.content())
    assert len(pages) == 5
    assert "This paper could not be included Damaged report Its file is damaged" in pages[1]
    assert "Locked report Its file is locked with a password." in pages[2]
    assert "Good sheet 2" in pages[4]
    told = {(p.title, p.problem) for p in desk.pack().problems}
    assert told == {("Damaged report", "broken"), ("Locked report", "encrypted"), ("Good report", "untagged")}


def test_a_supplement_goes_on_with_the_numbers_and_joins_the_pack(desk: Desk) -> None:
    desk.add(0, "First", untagged(3, "First"))
    desk.publish()
    desk.make()
    before = desk.numbers()
    desk.add(1, "Late", untagged(2, "Late"))
    desk.publish("A late report")
    desk.make()
    assert desk.numbers() == {**before, "Late": Numbers(6, 7)}
    assert labels(desk.content()) == ["1", "2", "3", "4", "5", "6", "7"]
    supplement = desk.content(edition=2)
    assert labels(supplement) == ["5", "6", "7"]
    pages = texts(supplement)
    assert "Supplement 1: Planning Committee" in pages[0]
    assert "What has changed: A late report" in pages[0]
    assert "Library hours" not in pages[0]
    assert links(supplement) == [("Go to Late, pages 6 to 7", 1)]
    assert labels(desk.content(edition=1)) == ["1", "2", "3", "4"]


def test_a_withdrawn_paper_leaves_a_sheet_and_all_numbers_stay(desk: Desk) -> None:
    gone = desk.add(0, "Mistaken figures", untagged(3, "Mistaken"))
    desk.add(1, "Good", untagged(2, "Good"))
    desk.publish()
    desk.make()
    before, old = desk.numbers(), desk.pack().sha256
    desk.world.run(withdraw_paper, WithdrawPaper(desk.sitting.id, gone, "Wrong figures"))
    desk.make()
    content = desk.content()
    assert desk.numbers() == before
    assert labels(content) == ["1", "2 to 4", "5", "6"]
    words = " ".join(texts(content))
    assert "Withdrawn" in words
    assert "Mistaken" not in words
    assert not desk.context.storage.exists(old)


def test_exempt_papers_have_a_count_of_their_own(desk: Desk) -> None:
    desk.add(0, "Open", untagged(2, "Open"))
    desk.add(1, "Secret tender", untagged(4, "Tender"), Sensitivity.EXEMPT)
    desk.add(2, "Last", untagged(1, "Last"))
    desk.publish()
    desk.make()
    assert desk.numbers() == {"Open": Numbers(2, 3), "Last": Numbers(4, 4)}
    assert desk.numbers(Audience.MEMBER)["Secret tender"] == Numbers(2, 5, "E")
    assert labels(desk.content()) == ["1", "2", "3", "4"]
    assert labels(desk.content(PackKind.EXEMPT)) == ["E1", "E2", "E3", "E4", "E5"]
    assert labels(desk.content(PackKind.MEMBERS)) == ["1", "2", "3", "4", "E1", "E2", "E3", "E4", "E5"]
    assert desk.pack(PackKind.MEMBERS).numbers == "1 to 4, E1 to E5"


def test_nothing_is_made_twice(desk: Desk) -> None:
    desk.add(0, "Open", untagged(2, "Open"))
    desk.publish()
    desk.make()
    before = desk.pack()
    desk.world.later(minutes=5)
    desk.make()
    assert desk.pack() == before
    assert desk.queued() == 1


def test_printed_on_both_sides_each_report_begins_on_an_odd_page(desk: Desk) -> None:
    desk.world.run(choose_sides, ChooseSides(desk.sitting.id, True))
    desk.add(0, "One page", untagged(1, "One"))
    desk.add(1, "Two pages", untagged(2, "Two"))
    desk.publish()
    desk.make()
    assert desk.numbers() == {"One page": Numbers(3, 3), "Two pages": Numbers(5, 6)}
    assert labels(desk.content()) == ["1", "2", "3", "4", "5", "6"]
    assert ["left blank" in t for t in texts(desk.content())] == [False, True, False, True, False, False]


def test_the_file_of_an_item_has_the_numbers_of_the_pack(desk: Desk) -> None:
    desk.add(0, "First", untagged(3, "First"))
    desk.add(1, "Second", untagged(2, "Second"))
    desk.publish()
    desk.make()
    with desk.world.runner.read() as session:
        files = item_files(session, desk.sitting.id)
    file = files[desk.sitting.items[1]]
    assert (set(files), file.numbers, file.pages) == (set(desk.sitting.items[:2]), "5 to 6", 2)
    with desk.context.storage.open(file.sha256) as stream:
        assert labels(stream.read()) == ["5", "6"]


def test_a_new_item_without_papers_is_a_supplement_too(desk: Desk) -> None:
    desk.add(0, "First", untagged(1))
    desk.publish()
    desk.make()
    desk.world.run(add_item, AddItem(desk.sitting.id, "Urgent flooding"))
    desk.publish("An urgent item")
    desk.make()
    assert "Urgent flooding" in texts(desk.content(edition=2))[0]
    assert labels(desk.content()) == ["1", "2", "3"]


def test_a_meeting_without_an_agenda_has_no_packs(desk: Desk) -> None:
    desk.make()
    with desk.world.runner.read() as session:
        assert packs_of(session, desk.sitting.id) == []


def test_a_draft_is_marked_and_gives_no_numbers_away_for_good(desk: Desk) -> None:
    desk.add(0, "Unready", untagged(2, "Unready"))
    desk.make(draft=True)
    pages = texts(desk.content(PackKind.DRAFT))
    assert len(pages) == 3
    assert all("DRAFT" in t for t in pages)
    assert desk.numbers() == {}
    desk.publish()
    desk.make()
    with desk.world.runner.read() as session:
        found = [(p.kind, p.state) for p in packs_of(session, desk.sitting.id)]
    assert found == [(PackKind.PUBLIC, PackState.READY)]


def test_packs_of_a_meeting_that_was_held_long_ago_are_made_when_asked_for(desk: Desk) -> None:
    desk.add(0, "First", untagged(1))
    desk.publish()
    desk.world.later(minutes=60 * 24 * 30)
    desk.make()
    with desk.world.runner.read() as session:
        assert packs_of(session, desk.sitting.id) == []
    desk.make(asked=True)
    assert desk.pack().pages == 2


def test_a_word_paper_is_waited_for_and_then_has_a_sheet(desk: Desk) -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    desk.add(0, "In Word", b"not converted", media_type=word, filename="in-word.docx")
    desk.publish()
    with pytest.raises(NotYet):
        desk.make()
    desk.world.later(minutes=2)
    desk.make()
    assert "It could not be turned into a PDF." in texts(desk.content())[1]
    assert [p.problem for p in desk.pack().problems] == ["no_pdf"]


def test_a_paper_made_exempt_later_leaves_a_sheet_and_moves_to_the_exempt_count(desk: Desk) -> None:
    paper = desk.add(0, "Terms of the lease", untagged(2, "Lease"))
    desk.add(1, "Good", untagged(1, "Good"))
    desk.publish()
    desk.make()
    states = PaperStates(exempt_paragraphs=("3",), interest_test="It would spoil the sale.")
    change = ChangePaper(desk.sitting.id, paper, "Terms of the lease", Sensitivity.EXEMPT, states=states)
    desk.world.run(change_paper, change)
    desk.publish("The terms are exempt")
    with pytest.raises(NotFound):
        desk.pack()
    desk.make()
    public = texts(desk.content())
    assert labels(desk.content())[:3] == ["1", "2 to 3", "4"]
    assert "Not for publication Exempt paper" in public[1]
    assert not any("Terms of the lease" in text or "Lease" in text for text in public)
    assert desk.numbers(Audience.MEMBER)["Good"] == Numbers(4, 4)
    assert "Lease sheet 2" in texts(desk.content(PackKind.EXEMPT))[2]


def test_a_failure_is_said_on_the_page_and_tried_again(desk: Desk) -> None:
    def fail(html: str) -> bytes:
        raise PdfFailed("no renderer")

    desk.add(0, "First", untagged(1))
    desk.publish()
    broken = replace(desk, context=replace(desk.context, render_pdf=fail))
    with pytest.raises(PdfFailed):
        broken.make()
    with desk.world.runner.read() as session:
        ((state, message),) = [(p.state, p.message) for p in packs_of(session, desk.sitting.id)]
    assert (state, "tried again by itself" in message) == (PackState.FAILED, True)
    desk.make()
    assert desk.pack().state is PackState.READY
