"""Consultees are asked, answer, and their clearance falls when what they cleared is changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.secrecy import Sensitivity
from meetings.notifications.models import StoredLetter
from meetings.reports import queries
from meetings.reports.events import ClearanceFell
from meetings.reports.rules.states import Outcome, ReportState
from meetings.reports.usecases import (
    AddAppendix,
    AddConsultee,
    AddHolder,
    AskConsultees,
    ChooseSigner,
    EditReport,
    EndHolder,
    GiveClearance,
    Remind,
    RemoveConsultee,
    SaveRole,
    SetCover,
    add_appendix,
    add_consultee,
    add_holder,
    ask_consultees,
    choose_signer,
    delegate,
    edit_report,
    end_holder,
    give_clearance,
    remind_of_deadlines,
    remove_consultee,
    save_role,
)
from meetings.reports.usecases.files import StoredFile
from tests.reports.workshop import Workshop

MAP = StoredFile("map.pdf", "application/pdf", 100, 1, "e" * 64)


def letters(shop: Workshop, to: str) -> list[str]:
    """Subjects of the letters to somebody, in the order of the alphabet."""
    with shop.world.runner.read() as session:
        query = select(StoredLetter.subject).where(StoredLetter.name == to)
        return sorted(session.scalars(query))


def test_consultees_first_then_the_director(shop: Workshop) -> None:
    report_id = shop.whole()
    assert shop.ask(report_id) == ("Finance", "Legal")
    assert shop.report(report_id).state is ReportState.CONSULTATION
    shop.answer(report_id, "Finance", shop.finance)
    assert shop.states(report_id)["Responsible director"] == "planned"
    shop.answer(report_id, "Legal", shop.legal, Outcome.COMMENTS, "Mind the Act.")
    assert shop.states(report_id) == {
        "Finance": "cleared",
        "Legal": "comments",
        "Responsible director": "asked",
    }
    shop.answer(report_id, "Responsible director", shop.director)
    assert shop.report(report_id).state is ReportState.CLEARED
    assert letters(shop, "Dana Director") == ["Sign-off asked for: Harbour wall"]
    assert "Responsible director: Harbour wall" in letters(shop, "Anna Author")


def test_deadlines_are_counted_back_from_publication(shop: Workshop) -> None:
    report_id = shop.asked()
    # Meeting on Tuesday 9 February 2027: five clear working days make Monday 1 February, five more the 25th.
    assert shop.clearance(report_id, "Legal").due_on == date(2027, 1, 25)
    other = shop.start("Other", meeting=False)
    shop.ask(other)
    # Without a meeting: five working days from Saturday 28 November 2026.
    assert shop.clearance(other, "Legal").due_on == date(2026, 12, 4)


def test_a_deadline_is_never_over_before_it_began(shop: Workshop) -> None:
    shop.world.later(minutes=60 * 24 * 62)
    report_id = shop.asked()
    assert shop.clearance(report_id, "Legal").due_on == date(2027, 2, 1)
    command = AskConsultees(shop.start(), 1, date(2027, 1, 1))
    with pytest.raises(Invalid):
        shop.world.run(ask_consultees, command, shop.author)


def test_asking_twice_is_refused(shop: Workshop) -> None:
    report_id = shop.asked()
    with pytest.raises(WrongState, match="nobody to ask"):
        shop.ask(report_id)


def test_a_role_that_nobody_holds_cannot_be_asked(shop: Workshop) -> None:
    role_id = shop.world.run(save_role, SaveRole(None, "Equalities"))
    report_id = shop.whole()
    with pytest.raises(Invalid, match="Nobody holds the role Equalities"):
        shop.ask(report_id)
    assert shop.stranger.account_id is not None
    holder = shop.world.run(add_holder, AddHolder(role_id, shop.stranger.account_id, date(2026, 1, 1)))
    assert shop.ask(report_id) == ("Finance", "Legal", "Equalities")
    shop.world.run(end_holder, EndHolder(holder, date(2026, 1, 2)))
    with pytest.raises(NotFound):
        shop.answer(report_id, "Equalities", shop.stranger)


def test_only_the_holder_answers(shop: Workshop) -> None:
    report_id = shop.asked()
    with pytest.raises(Denied, match="holds the role"):
        shop.answer(report_id, "Legal", shop.finance)
    with pytest.raises(NotFound):
        shop.answer(report_id, "Legal", shop.stranger)
    with pytest.raises(Denied):
        shop.answer(report_id, "Legal", shop.author)
    with pytest.raises(NotFound):
        shop.answer(report_id, "Responsible director", shop.director)


def test_a_holder_delegates_and_the_deputy_answers_in_their_place(shop: Workshop) -> None:
    report_id = shop.asked()
    today = date(2026, 11, 28)
    assert shop.deputy.account_id is not None
    cover = SetCover(shop.deputy.account_id, today, today + timedelta(days=3))
    with pytest.raises(WrongState):
        shop.world.run(delegate, cover, shop.stranger)
    with pytest.raises(Invalid):
        shop.world.run(delegate, replace(cover, cover_id=shop.legal.account_id or ""), shop.legal)
    shop.world.run(delegate, cover, shop.legal)
    shop.answer(report_id, "Legal", shop.deputy)
    row = shop.clearance(report_id, "Legal")
    assert (row.decided_by, row.decided_for) == ("Dee Deputy", "Lou Legal")
    shop.world.later(minutes=60 * 24 * 5)
    with shop.world.runner.read() as session:
        assert queries.to_clear(session, shop.deputy, date(2026, 12, 3)) == []


def test_changes_need_words_and_are_asked_for_again(shop: Workshop) -> None:
    report_id = shop.asked()
    with pytest.raises(Invalid, match="Say what should be changed"):
        shop.answer(report_id, "Legal", shop.legal, Outcome.CHANGES)
    shop.answer(report_id, "Legal", shop.legal, Outcome.CHANGES, "Name the section of the Act.")
    shop.answer(report_id, "Finance", shop.finance)
    assert shop.ask(report_id) == ("Legal",)
    shop.answer(report_id, "Legal", shop.legal)
    assert shop.states(report_id)["Legal"] == "cleared"


def test_a_consultee_clears_what_they_have_read(shop: Workshop) -> None:
    report_id = shop.asked()
    row = shop.clearance(report_id, "Legal")
    shop.write(report_id, section__risks="<p>Storms.</p>")
    with pytest.raises(WrongState, match="it is version 3 now"):
        shop.world.run(give_clearance, GiveClearance(report_id, row.id, 2, Outcome.CLEAR), shop.legal)


def test_a_material_change_fells_the_clearance_and_says_why(shop: Workshop) -> None:
    report_id = shop.cleared()
    shop.write(report_id, section__financial="<p>The cost is £150,000.</p>")
    assert set(shop.states(report_id).values()) == {"fallen"}
    assert shop.report(report_id).state is ReportState.CONSULTATION
    row = shop.clearance(report_id, "Finance")
    assert (row.version, row.fallen_version, row.fallen_parts) == (2, 3, ("section.financial",))
    assert "Your clearance fell: Harbour wall" in letters(shop, "Fay Finance")
    with shop.world.runner.read() as session:
        fell = [
            e.fact
            for e in queries.history_of(session, shop.report(report_id))
            if isinstance(e.fact, ClearanceFell)
        ]
    assert {f.role for f in fell} == {"Finance", "Legal", "Responsible director"}
    assert shop.ask(report_id) == ("Finance", "Legal")


def test_a_consultee_may_name_the_sections_that_concern_them(shop: Workshop) -> None:
    report_id = shop.asked()
    shop.answer(report_id, "Legal", shop.legal, concerns=("legal", "nonsense"))
    shop.answer(report_id, "Finance", shop.finance)
    assert shop.clearance(report_id, "Legal").concerns == ("legal",)
    shop.write(report_id, section__risks="<p>Storms may delay the works.</p>")
    assert shop.states(report_id)["Legal"] == "cleared"
    assert shop.states(report_id)["Finance"] == "fallen"


def test_spaces_and_punctuation_change_nothing(shop: Workshop) -> None:
    report_id = shop.cleared()
    shop.write(
        report_id, section__legal="<p>The  council has the power – under the Coast Protection Act 1949</p>"
    )
    assert shop.report(report_id).state is ReportState.CLEARED


def test_a_minor_change_only_below_the_threshold(shop: Workshop) -> None:
    report_id = shop.cleared()
    purpose = "<p>To agree the scheme for the harbor wall.</p>"
    minor = EditReport(report_id, 2, {"section.purpose": purpose}, minor=True)
    assert shop.world.run(edit_report, minor, shop.author) == 3
    assert shop.report(report_id).state is ReportState.CLEARED
    heavy = EditReport(report_id, 3, {"section.purpose": "<p>To refuse it.</p>"}, minor=True)
    with pytest.raises(Invalid, match="cannot be called minor"):
        shop.world.run(edit_report, heavy, shop.author)
    assert shop.report(report_id).version == 3


def test_an_appendix_fells_clearances_too(shop: Workshop) -> None:
    report_id = shop.cleared()
    shop.world.run(add_appendix, AddAppendix(report_id, "Map", MAP), shop.author)
    assert set(shop.states(report_id).values()) == {"fallen"}


def test_consultees_are_added_and_taken_off_until_they_are_asked(shop: Workshop) -> None:
    role_id = shop.world.run(save_role, SaveRole(None, "Climate", usual=False))
    report_id = shop.start()
    shop.world.run(add_consultee, AddConsultee(report_id, role_id), shop.author)
    with pytest.raises(WrongState):
        shop.world.run(add_consultee, AddConsultee(report_id, role_id), shop.author)
    row = shop.clearance(report_id, "Climate")
    shop.world.run(remove_consultee, RemoveConsultee(report_id, row.id), shop.author)
    shop.ask(report_id)
    legal = shop.clearance(report_id, "Legal").id
    with pytest.raises(WrongState, match="asked already"):
        shop.world.run(remove_consultee, RemoveConsultee(report_id, legal), shop.author)


def test_the_author_says_which_director_signs(shop: Workshop) -> None:
    assert shop.deputy.account_id is not None
    command = AddHolder(shop.roles["Responsible director"], shop.deputy.account_id, date(2026, 1, 1))
    shop.world.run(add_holder, command)
    report_id = shop.whole()
    row = shop.clearance(report_id, "Responsible director")
    with pytest.raises(Invalid):
        shop.world.run(choose_signer, ChooseSigner(report_id, row.id, shop.legal.account_id), shop.author)
    shop.world.run(choose_signer, ChooseSigner(report_id, row.id, shop.deputy.account_id), shop.author)
    shop.ask(report_id)
    shop.answer(report_id, "Finance", shop.finance)
    shop.answer(report_id, "Legal", shop.legal)
    assert letters(shop, "Dana Director") == []
    with pytest.raises(NotFound):
        shop.answer(report_id, "Responsible director", shop.director)
    shop.answer(report_id, "Responsible director", shop.deputy)
    assert shop.report(report_id).state is ReportState.CLEARED


def test_reminders_go_out_once_before_and_once_after(shop: Workshop) -> None:
    report_id = shop.asked()
    due = shop.clearance(report_id, "Legal").due_on
    assert due is not None

    def look(on: date) -> list[str]:
        before = letters(shop, "Lou Legal")
        shop.world.runner.run(remind_of_deadlines, Remind(on), actor=SYSTEM)
        return [subject for subject in letters(shop, "Lou Legal") if subject not in before]

    assert look(due - timedelta(days=10)) == []
    assert look(due - timedelta(days=1)) == ["Answer due Monday 25 January: Harbour wall"]
    assert look(due) == []
    assert look(due + timedelta(days=1)) == ["Answer overdue: Harbour wall"]
    assert look(due + timedelta(days=2)) == []
    assert letters(shop, "Anna Author") == ["Answer overdue: Harbour wall"] * 2


def test_letters_do_not_give_an_exempt_title_away(shop: Workshop) -> None:
    report_id = shop.whole("Dismissal of a chief officer")
    shop.write(report_id, sensitivity=Sensitivity.EXEMPT, paragraphs=("1",), interest_test="Personal.")
    shop.ask(report_id)
    assert letters(shop, "Lou Legal") == ["Clearance asked for: exempt report"]
    with shop.world.runner.read() as session:
        text = session.scalars(select(StoredLetter.text)).all()
    assert "Dismissal" not in " ".join(text)
