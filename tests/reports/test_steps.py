"""From a cleared report to one on the agenda, and back again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from meetings.agendas.models import AgendaItem, Paper
from meetings.agendas.queries import working_agenda
from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.secrecy import Sensitivity
from meetings.reports import queries
from meetings.reports.events import ReportAccepted
from meetings.reports.rules.states import Outcome, ReportState
from meetings.reports.usecases import (
    AcceptReport,
    AddAppendix,
    KeepPrint,
    MoveReport,
    PrintReport,
    ReturnReport,
    SubmitReport,
    TakeBackReport,
    TakeUpReport,
    WithdrawReport,
    accept_report,
    add_appendix,
    keep_print,
    move_report,
    print_report,
    return_report,
    submit_report,
    take_back_report,
    take_up_report,
    withdraw_report,
)
from meetings.reports.usecases.files import StoredFile
from tests.reports.workshop import Workshop

MAP = StoredFile("map.pdf", "application/pdf", 100, 1, "e" * 64)
SECRET = {
    "exempt.financial": True,
    "paragraphs": ("3",),
    "interest_test": "The contract is not awarded yet.",
}


def accept(shop: Workshop, report_id: str, **more: str) -> str:
    command = AcceptReport(report_id, shop.report(report_id).version, shop.meeting_id, **more)
    return shop.world.run(accept_report, command)


def papers(shop: Workshop) -> dict[str, tuple[str, str, str]]:
    """The papers of the agenda: title to hash, mark, kind."""
    with shop.world.runner.read() as session:
        found = working_agenda(session, shop.meeting_id).all_papers()
        kinds = {p.id: session.get(Paper, p.id).kind.value for p in found}  # type: ignore[union-attr]
    return {p.title: (p.sha256[:1], p.sensitivity.value, kinds[p.id]) for p in found}


def test_a_report_is_submitted_when_it_is_whole(shop: Workshop) -> None:
    report_id = shop.start()
    with pytest.raises(Invalid) as caught:
        shop.world.run(submit_report, SubmitReport(report_id, 1), shop.author)
    assert set(caught.value.fields) == {
        "recommendations",
        "section.purpose",
        "section.reasons",
        "section.financial",
        "section.legal",
        "background",
    }
    with pytest.raises(Denied):
        shop.world.run(submit_report, SubmitReport(report_id, 1), shop.finance)


def test_an_exempt_mark_needs_its_paragraph_and_its_test(shop: Workshop) -> None:
    report_id = shop.whole()
    version = shop.write(report_id, exempt__financial=True)
    with pytest.raises(Invalid) as caught:
        shop.world.run(submit_report, SubmitReport(report_id, version, "Urgent"), shop.author)
    assert set(caught.value.fields) == {"paragraphs", "interest_test"}


def test_submitting_without_clearance_needs_a_reason_and_says_whose(shop: Workshop) -> None:
    report_id = shop.asked()
    with pytest.raises(Invalid, match="Not cleared yet by Finance, Legal, Responsible director"):
        shop.world.run(submit_report, SubmitReport(report_id, 2), shop.author)
    lacking = shop.world.run(submit_report, SubmitReport(report_id, 2, "The offer lapses."), shop.author)
    assert lacking == ("Finance", "Legal", "Responsible director")
    shop.printed(report_id)
    with pytest.raises(Invalid, match="Say why the report goes on the agenda without"):
        accept(shop, report_id)
    accept(shop, report_id, override="The chair agreed: the grant lapses on 11 February.")
    with shop.world.runner.read() as session:
        fact = queries.history_of(session, shop.report(report_id))[0].fact
    assert isinstance(fact, ReportAccepted)
    assert fact.overridden == ("Finance", "Legal", "Responsible director")
    assert fact.reason.startswith("The chair agreed")


def test_twice_is_refused(shop: Workshop) -> None:
    report_id = shop.submitted()
    with pytest.raises(WrongState, match="submitted already"):
        shop.world.run(submit_report, SubmitReport(report_id, 2), shop.author)
    accept(shop, report_id)
    with pytest.raises(WrongState, match="on the agenda already"):
        accept(shop, report_id)


def test_only_democratic_services_accept_and_return(shop: Workshop) -> None:
    report_id = shop.submitted()
    command = AcceptReport(report_id, 2, shop.meeting_id)
    for actor in (shop.author, shop.finance, shop.monitoring):
        with pytest.raises(Denied):
            shop.world.run(accept_report, command, actor)
        with pytest.raises(Denied):
            shop.world.run(return_report, ReturnReport(report_id, "No"), actor)


def test_an_accepted_report_makes_an_item_with_its_papers(shop: Workshop) -> None:
    report_id = shop.submitted()
    item_id = accept(shop, report_id)
    with shop.world.runner.read() as session:
        item = working_agenda(session, shop.meeting_id).item(item_id)
    assert item is not None
    assert (item.title, item.recommendation.splitlines()) == (
        "Harbour wall",
        ["That the scheme be agreed.", "That £120,000 be spent on it."],
    )
    assert papers(shop) == {"Report: Harbour wall": ("a", "public", "report")}
    assert shop.report(report_id).state is ReportState.ACCEPTED


def test_a_report_fills_an_item_that_is_there(shop: Workshop) -> None:
    item_id = shop.world.run(
        add_item, AddItem(shop.meeting_id, "Coastal works", text="<p>Introduced by the head.</p>")
    )
    report_id = shop.submitted()
    assert accept(shop, report_id, item_id=item_id) == item_id
    with shop.world.runner.read() as session:
        item = session.get(AgendaItem, item_id)
    assert item is not None
    assert (item.title, item.text) == ("Harbour wall", "<p>Introduced by the head.</p>")
    other = shop.submitted("Other")
    with pytest.raises(NotFound):
        accept(shop, other, item_id="nothing")


def test_a_part_exempt_report_has_its_annex_apart(shop: Workshop) -> None:
    report_id = shop.whole()
    shop.write(report_id, **{k.replace(".", "__"): v for k, v in SECRET.items()})
    shop.world.run(add_appendix, AddAppendix(report_id, "Tender prices", MAP, exempt=True), shop.author)
    shop.world.run(submit_report, SubmitReport(report_id, 4, "Urgent"), shop.author)
    shop.printed(report_id, public="a", exempt="b")
    item_id = accept(shop, report_id, override="Agreed")
    assert papers(shop) == {
        "Report: Harbour wall": ("a", "public", "report"),
        "Exempt annex: Harbour wall": ("b", "exempt", "report"),
        "Appendix A: Tender prices": ("e", "exempt", "appendix"),
    }
    with shop.world.runner.read() as session:
        item = session.get(AgendaItem, item_id)
        annex = [p for p in session.query(Paper) if p.sensitivity is Sensitivity.EXEMPT]
    assert item is not None
    assert item.sensitivity is Sensitivity.PUBLIC
    assert [p.exempt_paragraphs for p in annex] == [["3"], ["3"]]
    assert "paragraph 3 of Part 1 of Schedule 12A" in annex[0].exemption


def test_a_whole_exempt_report_makes_an_exempt_item(shop: Workshop) -> None:
    report_id = shop.whole("Dismissal")
    shop.write(report_id, sensitivity=Sensitivity.EXEMPT, paragraphs=("1",), interest_test="Personal.")
    shop.world.run(submit_report, SubmitReport(report_id, 3, "Urgent"), shop.author)
    shop.printed(report_id, exempt="c")
    item_id = accept(shop, report_id, override="Agreed")
    with shop.world.runner.read() as session:
        item = session.get(AgendaItem, item_id)
    assert item is not None
    assert (item.sensitivity, item.exempt_paragraphs) == (Sensitivity.EXEMPT, ["1"])
    assert papers(shop) == {"Report: Dismissal": ("c", "exempt", "report")}


def test_a_later_version_takes_the_place_of_the_one_before(shop: Workshop) -> None:
    report_id = shop.submitted()
    item_id = accept(shop, report_id)
    shop.write(report_id, title="Harbour wall, phase 1", section__risks="<p>Storms.</p>")
    assert shop.report(report_id).newer_than_agenda
    with pytest.raises(WrongState, match="is being made"):
        accept(shop, report_id, override="x")
    shop.printed(report_id, public="f")
    assert accept(shop, report_id, override="Agreed by phone") == item_id
    assert papers(shop) == {"Report: Harbour wall, phase 1": ("f", "public", "report")}
    assert shop.report(report_id).accepted_version == 3


def test_after_publication_the_new_version_is_a_new_paper(shop: Workshop) -> None:
    report_id = shop.submitted()
    accept(shop, report_id)
    shop.world.run(publish_agenda, PublishAgenda(shop.meeting_id))
    with shop.world.runner.read() as session:
        before = [p.id for p in session.query(Paper)]
    shop.write(report_id, section__risks="<p>Storms.</p>")
    shop.printed(report_id, public="f")
    accept(shop, report_id, override="Agreed")
    with shop.world.runner.read() as session:
        after = {p.id: (p.sha256[:1], p.removed_at is None) for p in session.query(Paper)}
    assert after[before[0]] == ("a", False)
    assert sorted(v for k, v in after.items() if k not in before) == [("f", True)]


def test_a_returned_report_comes_back_with_its_reason(shop: Workshop) -> None:
    report_id = shop.submitted()
    with pytest.raises(Invalid):
        shop.world.run(return_report, ReturnReport(report_id, " "))
    shop.world.run(return_report, ReturnReport(report_id, "The cost is missing."))
    row = shop.report(report_id)
    assert (row.state, row.state_reason, row.state_by) == (
        ReportState.RETURNED,
        "The cost is missing.",
        "Priya Nair",
    )
    with pytest.raises(WrongState):
        shop.world.run(return_report, ReturnReport(report_id, "Again"))
    shop.world.run(submit_report, SubmitReport(report_id, 2), shop.author)
    assert shop.report(report_id).state is ReportState.SUBMITTED


def test_taking_back_keeps_what_was_cleared(shop: Workshop) -> None:
    report_id = shop.submitted()
    with pytest.raises(NotFound):
        shop.world.run(take_back_report, TakeBackReport(report_id), shop.colleague)
    shop.world.run(take_back_report, TakeBackReport(report_id), shop.author)
    assert shop.report(report_id).state is ReportState.CLEARED
    assert set(shop.states(report_id).values()) == {"cleared"}
    draft = shop.start("Another")
    with pytest.raises(WrongState):
        shop.world.run(take_back_report, TakeBackReport(draft), shop.author)


def test_withdrawn_and_taken_up_again(shop: Workshop) -> None:
    report_id = shop.asked()
    with pytest.raises(Invalid):
        shop.world.run(withdraw_report, WithdrawReport(report_id, ""), shop.author)
    with pytest.raises(WrongState):
        shop.world.run(take_up_report, TakeUpReport(report_id), shop.author)
    shop.world.run(withdraw_report, WithdrawReport(report_id, "Not needed"), shop.author)
    with pytest.raises(WrongState):
        shop.answer(report_id, "Legal", shop.legal, Outcome.CLEAR)
    with pytest.raises(WrongState):
        shop.write(report_id, title="X")
    shop.world.run(take_up_report, TakeUpReport(report_id), shop.author)
    assert shop.report(report_id).state is ReportState.CONSULTATION
    done = shop.submitted("Another")
    accept(shop, done)
    with pytest.raises(WrongState):
        shop.world.run(withdraw_report, WithdrawReport(done, "X"), shop.author)


def test_the_version_that_was_looked_at_is_the_one_that_counts(shop: Workshop) -> None:
    report_id = shop.cleared()
    with pytest.raises(WrongState):
        shop.world.run(submit_report, SubmitReport(report_id, 1), shop.author)
    submitted = shop.submitted("Other")
    with pytest.raises(WrongState):
        shop.world.run(accept_report, AcceptReport(submitted, 1, shop.meeting_id))


def test_printing_again_only_where_it_failed(shop: Workshop) -> None:
    report_id = shop.submitted()
    with pytest.raises(WrongState):
        shop.world.run(print_report, PrintReport(report_id), shop.author)
    fresh = shop.start("Another")
    shop.world.run(print_report, PrintReport(fresh), shop.author)


def test_a_report_is_printed_anew_for_another_meeting(shop: Workshop) -> None:
    report_id = shop.submitted()
    other = shop.body.meeting(publish=False, starts_at=datetime(2027, 3, 9, 18, 30, tzinfo=UTC))
    with pytest.raises(WrongState, match="meant for another meeting"):
        shop.world.run(accept_report, AcceptReport(report_id, 2, other.id))
    shop.world.run(move_report, MoveReport(report_id, other.id))
    late = KeepPrint(
        report_id, 2, {"public": {"sha256": "a" * 64, "size": 1, "pages": 1}}, printed_for=shop.meeting_id
    )
    assert shop.world.runner.run(keep_print, late, actor=SYSTEM) is False
    with pytest.raises(WrongState, match="is being made"):
        shop.world.run(accept_report, AcceptReport(report_id, 2, other.id))
    shop.printed(report_id, public="f")
    assert shop.world.run(accept_report, AcceptReport(report_id, 2, other.id))
