"""The sheet that the next meeting reads, what it notes, and what stays exempt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from meetings.actions import jobs, reactions, sheets
from meetings.actions.models import ActionSheet
from meetings.actions.queries import actions_of_meeting, open_actions
from meetings.actions.rules import ActionStatus, DueKind
from meetings.actions.sheets import for_audience, is_out, kept_sheet, sheet_of, without_closed
from meetings.actions.usecases import (
    CarryForward,
    ChangeAction,
    DropAction,
    FinishAction,
    When,
    carry_forward,
    change_action,
    drop_action,
    finish_action,
)
from meetings.actions.usecases.sheets import PlaceSheet, place_sheet, placed
from meetings.agendas.business.queries import propose_agenda
from meetings.agendas.models import Paper
from meetings.agendas.queries import working_agenda
from meetings.agendas.usecases import ChangeItem, PublishAgenda, change_item, publish_agenda
from meetings.agendas.usecases.states import ItemStates
from meetings.db.outbox import OutboxRow
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.minutes.queries import document_of, minutes_of
from meetings.minutes.rules import public_rendition
from meetings.room.usecases import CloseMeeting, TakeItem, close_meeting, take_item
from tests.actions.asking import after, ask, context, following_day, letters, row, verified
from tests.factories.world import EVENING, Committee, Sitting, World


@dataclass(frozen=True)
class Finance:
    """A meeting that asked for three things, one done, one dropped, and the next one with the sheet on its agenda."""

    body: Committee
    sitting: Sitting
    following: Sitting
    item: str
    done: str
    dropped: str
    late: str


@pytest.fixture(scope="module")
def finance(shared: World) -> Finance:
    world = shared
    body = world.body("Finance Committee")
    sitting = body.meeting("Budget", "Contract").open()
    done, dropped = ask(sitting, "One"), ask(sitting, "Two")
    late = ask(sitting, "Three", when=When(DueKind.NEXT_MEETING))
    world.run(close_meeting, CloseMeeting(sitting.id))
    world.run(finish_action, FinishAction(done, "Sent on Monday"))
    with pytest.raises(Invalid):
        world.run(drop_action, DropAction(dropped, " "))
    world.run(drop_action, DropAction(dropped, "The law changed"))
    following = after(body, 30, "Roads")
    with world.runner.read() as session:
        brought = propose_agenda(session, following.id, world.runner.timezone, world.clock.now()).lines
    assert [b.title for b in brought if b.brought] == ["Actions from earlier meetings"]
    item = world.run(place_sheet, PlaceSheet(following.id))
    return Finance(body, sitting, following, item, done, dropped, late)


def test_the_sheet_is_made_once_and_stands_with_its_item(council: World, finance: Finance) -> None:
    following = finance.following
    pages: list[str] = []
    with pytest.raises(WrongState):
        council.run(place_sheet, PlaceSheet(following.id))
    for _ in range(2):
        jobs.make_sheet(context(council, pages), {"meeting_id": following.id})
    assert len(pages) == 1
    assert "Sent on Monday" in pages[0]
    with council.runner.read() as session:
        agenda = working_agenda(session, following.id)
        assert [p.title for p in agenda.items[-1].papers] == ["Action sheet"]
        kept = kept_sheet(session, following.id)
    assert kept is not None
    assert [(x.text, x.status) for x in kept[0].lines] == [
        ("Three", "Open"),
        ("One", "Done"),
        ("Two", "No longer needed"),
    ]


def test_the_next_meeting_notes_what_is_finished_and_carries_the_rest(
    council: World, finance: Finance
) -> None:
    world, following = council, finance.following
    world.run(publish_agenda, PublishAgenda(following.id))
    world.clock.at = EVENING + timedelta(days=30)
    following.open()
    world.run(take_item, TakeItem(following.id, finance.item))
    world.run(carry_forward, CarryForward(finance.late, "To the summer"))
    world.run(close_meeting, CloseMeeting(following.id))
    noted = [row(world, a).noted_meeting_id for a in (finance.done, finance.dropped, finance.late)]
    assert noted == [following.id, following.id, None]
    third = after(finance.body, 60)
    with world.runner.read() as session:
        sheet = sheet_of(session, third.id, EVENING.date(), EVENING, world.runner.timezone)
        said = [(x.text, x.status, x.words) for x in sheet.lines]
        assert [a.id for a in open_actions(session, finance.body.id)] == [finance.late]
    assert said == [("Three", "Carried forward", "To the summer")]
    assert row(world, finance.late).due == following_day(third)
    verified(world, finance.sitting.id)


@pytest.fixture
def secrets(council: World) -> tuple[Sitting, str, str, str]:
    """A meeting that is over and asked for something public, something exempt and something in private."""
    sitting = council.body("Property Committee").meeting("Open matter", "Sale of the mill", publish=False)
    states = ItemStates(exempt_paragraphs=("3",), interest_test="The price would be known to the other side.")
    secret = ChangeItem(
        sitting.id,
        sitting.items[1],
        "Sale of the mill",
        sensitivity=Sensitivity.EXEMPT,
        exemption="paragraph 3",
        states=states,
    )
    council.run(change_item, secret)
    council.run(publish_agenda, PublishAgenda(sitting.id))
    sitting.open()
    public = ask(sitting, "Fix the roof")
    hidden = ask(sitting, "Offer the buyer ZEBRA", item=sitting.items[1], owner="Priya Nair")
    private = ask(sitting, "Call the bank about ZEBRA", private=True)
    council.run(close_meeting, CloseMeeting(sitting.id))
    return sitting, public, hidden, private


def test_what_comes_of_an_exempt_item_is_on_no_public_surface(
    council: World, secrets: tuple[Sitting, str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, (sitting, public, hidden, private) = council, secrets
    following = after(sitting.body, 30, "Roads")
    world.run(place_sheet, PlaceSheet(following.id))
    pages: list[str] = []
    jobs.make_sheet(context(world, pages), {"meeting_id": following.id})
    assert "ZEBRA" not in pages[0]
    assert "mill" not in pages[0]

    def out() -> bool:
        with world.runner.read() as session:
            return is_out(session, placed(session, following.id), Audience.PUBLIC)

    # The agenda was published before the sheet was put on it: nobody reads it before that is published too.
    assert not out()
    world.run(publish_agenda, PublishAgenda(following.id))
    assert out()
    monkeypatch.setattr(
        sheets, "closed_items", lambda _s, _m, who: {sitting.items[1]: "x"} if who == "barred" else {}
    )
    with world.runner.read() as session:
        sheet = sheet_of(session, following.id, EVENING.date(), EVENING, world.runner.timezone)
        assert {x.action_id for x in without_closed(session, sheet, "barred").lines} == {public, private}
        assert without_closed(session, sheet, "other") == sheet
        assert [x.action_id for x in for_audience(sheet, Audience.PUBLIC).lines] == [public]
        assert {x.action_id for x in for_audience(sheet, Audience.MEMBER).lines} == {public, hidden, private}
        assert [a.is_exempt for a in actions_of_meeting(session, sitting.id)] == [False, True, True]
        paper = session.scalar(select(Paper).where(Paper.meeting_id == following.id))
        assert paper is not None
        assert session.get_one(ActionSheet, following.id).paper_id == paper.id
    due = ChangeAction(hidden, "Offer the buyer ZEBRA", "Priya Nair", EVENING.date() + timedelta(days=9))
    world.run(change_action, due)
    world.clock.at = EVENING + timedelta(days=14, hours=-8)
    reactions.reminders(context(world))
    assert [("ZEBRA" in text, "mill" in text) for _, _, text in letters(world, hidden)] == [(False, False)]
    with world.runner.read() as session:
        minutes = minutes_of(session, sitting.id)
        assert minutes is not None
        document = document_of(session, minutes)
    assert "ZEBRA" not in repr(public_rendition(document))
    assert "Offer the buyer ZEBRA" in repr(document)


def test_a_sheet_in_preparation_is_made_again_when_something_changes(council: World) -> None:
    world = council
    body = world.body("Licensing Committee")
    sitting = body.meeting("Fees").open()
    action = ask(sitting, "Publish the fees")
    world.run(close_meeting, CloseMeeting(sitting.id))
    following = after(body)
    world.run(place_sheet, PlaceSheet(following.id))

    def asked() -> int:
        with world.runner.read() as session:
            rows = session.scalars(select(OutboxRow.payload).where(OutboxRow.job == "actions.sheet"))
            return sum(r["meeting_id"] == following.id for r in rows)

    before = asked()
    world.run(finish_action, FinishAction(action))
    assert asked() == before + 1
    assert row(world, action).status is ActionStatus.DONE
    papers = []
    for private in (False, True):
        change = ChangeAction(action, "Publish the fees", "Clerk", private=private)
        world.run(change_action, change)
        jobs.make_sheet(context(world), {"meeting_id": following.id})
        with world.runner.read() as session:
            papers.append(len(working_agenda(session, following.id).items[-1].papers))
    assert papers == [1, 0]
