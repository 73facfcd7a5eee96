"""From what is asked to what the next meeting notes: owners, resolutions, reminders, answers, sheets."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest
from sqlalchemy import select

from meetings.actions import jobs, reactions
from meetings.actions.history import history_of
from meetings.actions.live import actions_part
from meetings.actions.models import Action, ActionSheet
from meetings.actions.offers import offers_of
from meetings.actions.queries import ActionRow, action_of, actions_of_meeting, open_actions, own_actions
from meetings.actions.rules import ActionStatus, DueKind
from meetings.actions.sheets import for_audience, kept_sheet, sheet_of
from meetings.actions.usecases import (
    Answer,
    AnswerAction,
    AnswerMoreTime,
    CarryForward,
    ChangeAction,
    DropAction,
    FinishAction,
    RecordAction,
    RecordPart,
    RemoveAction,
    RestoreAction,
    When,
    answer_action,
    answer_more_time,
    carry_forward,
    change_action,
    drop_action,
    finish_action,
    record_action,
    record_part,
    remove_action,
    restore_action,
)
from meetings.actions.usecases.sheets import PlaceSheet, place_sheet
from meetings.admin.verify_actions import check
from meetings.admin.verify_facts import FactRow
from meetings.agendas.business.queries import propose_agenda
from meetings.agendas.models import Paper
from meetings.agendas.queries import working_agenda
from meetings.agendas.usecases import ChangeItem, PublishAgenda, change_item, publish_agenda
from meetings.agendas.usecases.states import ItemStates
from meetings.db.engine import Database
from meetings.db.outbox import OutboxRow
from meetings.db.record import facts_of
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.facts import to_data
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.minutes.queries import document_of, minutes_of
from meetings.minutes.rules import public_rendition
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.notifications.models import StoredLetter
from meetings.people.queries import actor_of
from meetings.ports.storage import StoredFile
from meetings.room.usecases import CloseMeeting, TakeItem, close_meeting, take_item
from meetings.runtime.jobs import JobContext
from meetings.schedule.queries import meeting_of
from meetings.schedule.usecases import CancelMeeting, cancel_meeting
from tests.factories.world import EVENING, Committee, Sitting, World, make_world


class Shelf:
    """Keeps nothing; counts."""

    def put(self, stream: io.BytesIO) -> StoredFile:
        data = stream.read()
        return StoredFile(hashlib.sha256(data).hexdigest(), len(data))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = Database(f"sqlite:///{tmp_path_factory.mktemp('actions') / 'witan.sqlite'}")
    yield make_world(made)
    made.close()


@pytest.fixture
def world(shared: World) -> Iterator[World]:
    at = shared.clock.at
    yield shared
    shared.clock.at = at


def context(world: World, pages: list[str] | None = None) -> JobContext:
    def render(html: str) -> bytes:
        (pages if pages is not None else []).append(html)
        return _pdf()

    return JobContext(world.runner, Shelf(), render)  # type: ignore[arg-type]


def _pdf() -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(out)
    return out.getvalue()


def row(world: World, action_id: str) -> ActionRow:
    with world.runner.read() as session:
        return action_of(session, action_id)


def column(world: World, action_id: str, name: str) -> Any:
    with world.runner.read() as session:
        return session.scalar(select(getattr(Action, name)).where(Action.id == action_id))


def ask(sitting: Sitting, text: str = "Send the data", **more: Any) -> str:
    sitting.world.later(seconds=1)
    more = {"owner": "Director of ICT"} | more
    return sitting.world.run(
        record_action, RecordAction(sitting.id, more.pop("item", sitting.items[0]), text, **more)
    )


def after(body: Committee, days: int = 30, *titles: str, publish: bool = False) -> Sitting:
    return body.meeting(*titles, publish=publish, starts_at=EVENING + timedelta(days=days))


def letters(world: World, action_id: str) -> list[tuple[str, str, str]]:
    with world.runner.read() as session:
        query = select(StoredLetter.name, StoredLetter.subject, StoredLetter.text).where(
            StoredLetter.key.startswith(f"action:{action_id}:")
        )
        return [tuple(r) for r in session.execute(query.order_by(StoredLetter.created_at, StoredLetter.name))]


def test_owner_and_deputy_are_found_by_post_and_the_day_is_settled_by_the_calendar(world: World) -> None:
    body = world.body("Overview Committee")
    director = world.person("Rhys Owen", "Director of Place")
    sitting = body.meeting("Roads").open()
    first = ask(
        sitting, owner="director of place", deputy="Priya Nair", when=When(DueKind.WORKING_DAYS, days=10)
    )
    found = row(world, first)
    assert column(world, first, "owner_person_id") == director
    assert column(world, first, "deputy_person_id") == world.officer.person_id
    # Ten working days after Tuesday 8 December 2026: Christmas Day is not there yet.
    assert (found.due, found.deputy) == (date(2026, 12, 22), "Priya Nair")
    second = ask(sitting, "Report back", when=When(DueKind.NEXT_MEETING), asked_by_id=body.members[1])
    assert (row(world, second).due, row(world, second).asked_by) == (None, world.names[body.members[1]])
    following = after(body)
    assert row(world, second).due == following_day(following)
    later = after(body, 60)
    world.run(cancel_meeting, CancelMeeting(following.id, "No business"))
    assert row(world, second).due == following_day(later)
    with pytest.raises(Invalid) as refused:
        ask(sitting, when=When(DueKind.WORKING_DAYS, days=0))
    assert list(refused.value.fields) == ["days"]


def following_day(sitting: Sitting) -> date:
    with sitting.world.runner.read() as session:
        return meeting_of(session, sitting.id).starts_at.date()


def test_a_carried_motion_offers_its_parts_and_one_press_makes_an_action(world: World) -> None:
    sitting = world.body("Scrutiny Committee").meeting("IT services").open()
    motion = sitting.motion(
        "That:\n(a) the presentation be noted;\n(b) the Director of ICT be asked to circulate the usage data "
        "to members before the next meeting; and\n(c) the contract be extended to May."
    )
    with world.runner.read() as session:
        assert offers_of(session, sitting.id) == []
    world.run(agree_motion, AgreeMotion(sitting.id, motion))
    with world.runner.read() as session:
        offers = offers_of(session, sitting.id)
        part = actions_part(session, sitting.id, Audience.OFFICER)
    assert [(o.part, o.asked.owner, o.asks) for o in offers] == [(2, "Director of ICT", True), (3, "", False)]
    assert part is not None
    assert [(o.owner, part.others) for o in part.offers] == [("Director of ICT", 1)]
    made = world.run(record_part, RecordPart(sitting.id, motion, 2))
    found = row(world, made)
    assert found.text == "Circulate the usage data to members before the next meeting"
    assert (found.owner, found.due_kind, found.motion_id) == ("Director of ICT", DueKind.NEXT_MEETING, motion)
    with pytest.raises(WrongState):
        world.run(record_part, RecordPart(sitting.id, motion, 2))
    with pytest.raises(Invalid):
        world.run(record_part, RecordPart(sitting.id, motion, 3))
    with pytest.raises(NotFound):
        world.run(record_part, RecordPart(sitting.id, motion, 4))
    world.run(remove_action, RemoveAction(made))
    with pytest.raises(NotFound):
        row(world, made)
    world.run(restore_action, RestoreAction(made))
    assert row(world, made).text == found.text


def test_reminders_go_once_and_the_owner_answers(world: World) -> None:
    body = world.body("Audit Committee")
    sitting = body.meeting("Accounts").open()
    officer = world.account("Dana Webb", role=Role.AUTHOR)
    with world.runner.read() as session:
        dana = actor_of(session, officer, world.clock.now())
    assert dana is not None
    stranger, due = world.actor(body.members[1]), EVENING.date() + timedelta(days=20)
    action = ask(sitting, owner="Dana Webb", deputy="Priya Nair", due=due)
    world.run(close_meeting, CloseMeeting(sitting.id))
    world.clock.at = EVENING + timedelta(days=14, hours=-8)
    for _ in range(2):
        reactions.reminders(context(world))
    assert [(name, subject) for name, subject, _ in letters(world, action)] == [
        ("Dana Webb", "An action is due soon: Audit Committee")
    ]
    with world.runner.read() as session:
        assert [a.id for a in own_actions(session, dana, "")] == [action]
    world.run(answer_action, AnswerAction(action, Answer.PROGRESS, "Half of it is sent"), dana)
    with pytest.raises(Invalid):
        world.run(answer_action, AnswerAction(action, Answer.MORE_TIME, "", due), dana)
    until = due + timedelta(days=30)
    world.run(answer_action, AnswerAction(action, Answer.MORE_TIME, "The system is down", until), dana)
    assert row(world, action).asked_until == until
    world.run(answer_more_time, AnswerMoreTime(action, give=True))
    assert (row(world, action).due, row(world, action).asked_until) == (until, None)
    world.clock.at = EVENING + timedelta(days=52, hours=-8)
    reactions.reminders(context(world))
    assert sorted(name for name, _, _ in letters(world, action)) == ["Dana Webb", "Dana Webb", "Priya Nair"]
    world.run(answer_action, AnswerAction(action, Answer.DONE, "All of it is sent"), dana)
    with pytest.raises(WrongState):
        world.run(answer_action, AnswerAction(action, Answer.DONE), dana)
    with pytest.raises(NotFound):
        world.run(answer_action, AnswerAction(action, Answer.DONE), stranger)
    with world.runner.read() as session:
        steps = [s.what.split(",")[0] for s in history_of(session, sitting.id, action)]
    assert steps[1:] == [
        "Reminder to Dana Webb",
        "In progress",
        "More time was asked for",
        "More time was given",
        "Reminder to Dana Webb",
        "Done",
    ]


def test_the_next_meeting_reads_the_sheet_and_notes_what_is_finished(world: World) -> None:
    body = world.body("Finance Committee")
    sitting = body.meeting("Budget", "Contract").open()
    done, dropped, late = (
        ask(sitting, "One"),
        ask(sitting, "Two"),
        ask(sitting, "Three", when=When(DueKind.NEXT_MEETING)),
    )
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
    with pytest.raises(WrongState):
        world.run(place_sheet, PlaceSheet(following.id))
    pages: list[str] = []
    for _ in range(2):
        jobs.make_sheet(context(world, pages), {"meeting_id": following.id})
    assert len(pages) == 1
    assert "Sent on Monday" in pages[0]
    with world.runner.read() as session:
        agenda = working_agenda(session, following.id)
        assert [p.title for p in agenda.items[-1].papers] == ["Action sheet"]
        kept = kept_sheet(session, following.id)
    assert kept is not None
    assert [(x.text, x.status) for x in kept[0].lines] == [
        ("Three", "Open"),
        ("One", "Done"),
        ("Two", "No longer needed"),
    ]
    world.run(publish_agenda, PublishAgenda(following.id))
    world.clock.at = EVENING + timedelta(days=30)
    following.open()
    world.run(take_item, TakeItem(following.id, item))
    world.run(carry_forward, CarryForward(late, "To the summer"))
    world.run(close_meeting, CloseMeeting(following.id))
    assert [row(world, a).noted_meeting_id for a in (done, dropped, late)] == [
        following.id,
        following.id,
        None,
    ]
    third = after(body, 60)
    with world.runner.read() as session:
        sheet = sheet_of(session, third.id, EVENING.date(), EVENING, world.runner.timezone)
        assert [(x.text, x.status, x.words) for x in sheet.lines] == [
            ("Three", "Carried forward", "To the summer")
        ]
        assert [a.id for a in open_actions(session, body.id)] == [late]
    assert row(world, late).due == following_day(third)
    verified(world, sitting.id)


def verified(world: World, meeting_id: str) -> None:
    """The rows are what the record says; a row changed past it is found."""
    with world.runner.read() as session:
        facts = [FactRow(e.seq, e.type, to_data(e.fact), "") for e in facts_of(session, meeting_id)]
        assert check(session, meeting_id, facts) == []
        told = [f for f in facts if f.type != "actions.done"]
        assert check(session, meeting_id, told) != []


def test_what_comes_of_an_exempt_item_is_on_no_public_surface(world: World) -> None:
    body = world.body("Property Committee")
    sitting = body.meeting("Open matter", "Sale of the mill", publish=False)
    states = ItemStates(exempt_paragraphs=("3",), interest_test="The price would be known to the other side.")
    secret = ChangeItem(
        sitting.id,
        sitting.items[1],
        "Sale of the mill",
        sensitivity=Sensitivity.EXEMPT,
        exemption="paragraph 3",
        states=states,
    )
    world.run(change_item, secret)
    world.run(publish_agenda, PublishAgenda(sitting.id))
    sitting.open()
    public = ask(sitting, "Fix the roof")
    hidden = ask(sitting, "Offer the buyer ZEBRA", item=sitting.items[1], owner="Priya Nair")
    private = ask(sitting, "Call the bank about ZEBRA", private=True)
    world.run(close_meeting, CloseMeeting(sitting.id))
    following = after(body, 30, "Roads")
    world.run(place_sheet, PlaceSheet(following.id))
    pages: list[str] = []
    jobs.make_sheet(context(world, pages), {"meeting_id": following.id})
    assert "ZEBRA" not in pages[0]
    assert "mill" not in pages[0]
    with world.runner.read() as session:
        sheet = sheet_of(session, following.id, EVENING.date(), EVENING, world.runner.timezone)
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


def test_a_sheet_in_preparation_is_made_again_when_something_changes(world: World) -> None:
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
