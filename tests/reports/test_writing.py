"""Reports are begun and written, by one person or by two at once."""

from __future__ import annotations

import pytest

from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.reports import queries
from meetings.reports.events import ReportStarted, ReportWritten
from meetings.reports.rules.states import ReportState
from meetings.reports.usecases import (
    AddAuthor,
    AddSection,
    EditConflict,
    EditReport,
    MoveReport,
    RemoveSection,
    StartReport,
    TakeText,
    UseDocument,
    add_author,
    add_section,
    edit_report,
    move_report,
    remove_section,
    start_report,
    take_text,
    use_document,
)
from meetings.reports.usecases.files import StoredFile
from tests.factories.world import EVENING, World
from tests.reports.workshop import Workshop, make_workshop

PDF = StoredFile("report.pdf", "application/pdf", 100, 3, "d" * 64)


def test_a_report_begins_with_the_sections_of_the_template(shop: Workshop) -> None:
    report_id = shop.start()
    content = shop.content(report_id)
    assert [s.key for s in content.sections][:3] == ["purpose", "background", "reasons"]
    assert shop.report(report_id).state is ReportState.DRAFT
    assert shop.states(report_id) == dict.fromkeys(("Finance", "Legal", "Responsible director"), "planned")
    row = shop.report(report_id)
    assert (row.author_name, row.author_post) == ("Anna Author", "Head of Coastal Works")


def test_what_a_report_says_is_in_no_fact(shop: Workshop) -> None:
    report_id = shop.whole("Sale of the old mill")
    with shop.world.runner.read() as session:
        history = queries.history_of(session, shop.report(report_id))
    assert [type(e.fact) for e in history] == [ReportWritten, ReportStarted]
    said = " ".join(str(e.fact) for e in history)
    assert "mill" not in said
    assert "breached" not in said
    assert len(history[0].fact.sha256) == 64  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["finance", "stranger"])
def test_only_authors_and_officers_begin_reports(shop: Workshop, who: str) -> None:
    with pytest.raises(Denied):
        shop.world.run(start_report, StartReport(shop.body.id, "X"), getattr(shop, who))
    assert shop.world.run(start_report, StartReport(shop.body.id, "X"))


def test_a_report_needs_a_title_and_a_meeting_of_its_body(shop: Workshop) -> None:
    with pytest.raises(Invalid):
        shop.world.run(start_report, StartReport(shop.body.id, "  "), shop.author)
    other = shop.world.body("Licensing Committee", members=1)
    with pytest.raises(NotFound):
        shop.world.run(start_report, StartReport(other.id, "X", shop.meeting_id), shop.author)


def test_saving_nothing_new_makes_no_version(shop: Workshop) -> None:
    report_id = shop.whole()
    assert shop.write(report_id, section__purpose=shop.content(report_id).section("purpose").html) == 2  # type: ignore[union-attr]


def test_what_could_do_harm_is_cleaned_away(shop: Workshop) -> None:
    report_id = shop.start()
    shop.write(report_id, section__purpose='<p onclick="x()">Text<script>alert(1)</script></p>')
    assert shop.content(report_id).section("purpose").html == "<p>Text</p>"  # type: ignore[union-attr]


def test_two_people_in_different_sections_keep_both(shop: Workshop) -> None:
    report_id = shop.whole()
    shop.world.run(add_author, AddAuthor(report_id, shop.colleague.account_id or ""), shop.author)
    first = EditReport(report_id, 2, {"section.risks": "<p>Storms.</p>"})
    second = EditReport(report_id, 2, {"section.legal": "<p>Another Act.</p>", "section.risks": ""})
    assert shop.world.run(edit_report, first, shop.author) == 3
    assert shop.world.run(edit_report, second, shop.colleague) == 4
    content = shop.content(report_id)
    assert content.section("risks").html == "<p>Storms.</p>"  # type: ignore[union-attr]
    assert content.section("legal").html == "<p>Another Act.</p>"  # type: ignore[union-attr]


def test_two_people_in_one_section_see_each_others_words(shop: Workshop) -> None:
    report_id = shop.whole()
    shop.world.run(edit_report, EditReport(report_id, 2, {"section.risks": "<p>Storms.</p>"}), shop.author)
    with pytest.raises(EditConflict) as caught:
        shop.world.run(edit_report, EditReport(report_id, 2, {"section.risks": "<p>Floods.</p>"}))
    conflict = caught.value.conflicts[0]
    assert (conflict.name, conflict.mine, conflict.theirs) == (
        "section.risks",
        "<p>Floods.</p>",
        "<p>Storms.</p>",
    )
    assert (caught.value.written_by, caught.value.version) == ("Anna Author", 3)
    assert shop.content(report_id).section("risks").html == "<p>Storms.</p>"  # type: ignore[union-attr]


def test_others_find_no_report(shop: Workshop) -> None:
    report_id = shop.whole()
    with pytest.raises(NotFound):
        shop.write(report_id, shop.colleague, title="Mine")
    with pytest.raises(Denied):
        shop.write(report_id, shop.finance, title="Mine")
    shop.write(report_id, shop.world.officer, title="The officer may")


def test_a_submitted_report_is_taken_back_before_it_is_changed(shop: Workshop) -> None:
    report_id = shop.submitted()
    with pytest.raises(WrongState, match="Take it back first"):
        shop.write(report_id, title="Another")


def test_sections_come_and_go(shop: Workshop) -> None:
    report_id = shop.start()
    key = shop.world.run(add_section, AddSection(report_id, "Climate & carbon"), shop.author)
    assert key == "climate-carbon"
    shop.world.run(remove_section, RemoveSection(report_id, key), shop.author)
    assert shop.content(report_id).section(key) is None
    with pytest.raises(WrongState, match="need this section"):
        shop.world.run(remove_section, RemoveSection(report_id, "purpose"), shop.author)
    with pytest.raises(NotFound):
        shop.world.run(remove_section, RemoveSection(report_id, key), shop.author)


def test_a_report_can_be_meant_for_another_meeting(shop: Workshop) -> None:
    report_id = shop.start(meeting=False)
    shop.world.run(move_report, MoveReport(report_id, shop.meeting_id), shop.author)
    assert shop.report(report_id).meeting_id == shop.meeting_id
    with shop.world.runner.read() as session:
        assert len(queries.history_of(session, shop.report(report_id))) == 2
    other = shop.world.body("Licensing Committee", members=1).meeting(starts_at=EVENING)
    with pytest.raises(NotFound):
        shop.world.run(move_report, MoveReport(report_id, other.id), shop.author)


def test_text_of_a_word_file_takes_the_place_of_the_sections_it_has(shop: Workshop) -> None:
    report_id = shop.whole()
    sections = {"purpose": "<p>New purpose.</p>", "body": "<p>The rest.</p>"}
    shop.world.run(take_text, TakeText(report_id, 2, sections, "r.docx"), shop.author)
    content = shop.content(report_id)
    assert content.section("purpose").html == "<p>New purpose.</p>"  # type: ignore[union-attr]
    assert content.section("legal").html.startswith("<p>The council has")  # type: ignore[union-attr]
    assert content.sections[-1].title == "Report"
    with pytest.raises(WrongState, match="Somebody saved"):
        shop.world.run(take_text, TakeText(report_id, 2, sections, "r.docx"), shop.author)


def test_a_pdf_can_stand_in_place_of_the_text(shop: Workshop) -> None:
    report_id = shop.whole()
    shop.world.run(use_document, UseDocument(report_id, 2, PDF), shop.author)
    assert shop.content(report_id).document.sha256 == PDF.sha256  # type: ignore[union-attr]
    shop.world.run(use_document, UseDocument(report_id, 3, None), shop.author)
    with pytest.raises(WrongState):
        shop.world.run(use_document, UseDocument(report_id, 4, None), shop.author)


def test_on_both_databases(world: World) -> None:
    shop = make_workshop(world)
    report_id = shop.submitted()
    assert shop.report(report_id).state is ReportState.SUBMITTED
