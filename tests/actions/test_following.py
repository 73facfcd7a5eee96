"""From what is asked to what the next meeting notes: owners, resolutions, reminders, answers, sheets."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from meetings.actions import reactions
from meetings.actions.history import history_of
from meetings.actions.live import actions_part
from meetings.actions.models import Action
from meetings.actions.offers import offers_of
from meetings.actions.queries import own_actions
from meetings.actions.rules import DueKind
from meetings.actions.usecases import (
    Answer,
    AnswerAction,
    AnswerMoreTime,
    RecordPart,
    RemoveAction,
    RestoreAction,
    When,
    answer_action,
    answer_more_time,
    record_part,
    remove_action,
    restore_action,
)
from meetings.actions.usecases.reminding import reminders_due
from meetings.kernel.actor import ANONYMOUS, Actor
from meetings.kernel.errors import Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Audience
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.people.queries import actor_of
from meetings.room.usecases import CloseMeeting, close_meeting
from meetings.schedule.usecases import CancelMeeting, cancel_meeting
from tests.actions.asking import after, ask, column, context, following_day, letters, row
from tests.factories.world import EVENING, Sitting, World


def test_owner_and_deputy_are_found_by_post_and_the_day_is_settled_by_the_calendar(council: World) -> None:
    world = council
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


def test_a_carried_motion_offers_its_parts_and_one_press_makes_an_action(council: World) -> None:
    world = council
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


@pytest.fixture(params=[("Audit Committee", "Dana Webb")])
def asked(council: World, request: pytest.FixtureRequest) -> tuple[str, Sitting, Actor, date]:
    """Something asked of somebody with an account, by a day; the meeting is over."""
    world, (body, name) = council, request.param
    sitting = world.body(body).meeting("Accounts").open()
    token, due = world.account(name, role=Role.AUTHOR), EVENING.date() + timedelta(days=20)
    with world.runner.read() as session:
        dana = actor_of(session, token, world.clock.now())
    assert dana is not None
    action = ask(sitting, owner=name, deputy="Priya Nair", due=due)
    world.run(close_meeting, CloseMeeting(sitting.id))
    return action, sitting, dana, due


def test_what_was_asked_after_midnight_in_summer_was_asked_on_the_new_day(
    council: World,
) -> None:
    world = council
    action = ask(world.body("Night committee").meeting("Lamps").open())
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    with world.runner.database.write() as session:
        session.execute(
            update(Action).where(Action.id == action).values(created_at=late, due=date(2026, 7, 7))
        )
    with world.runner.read() as session:
        due = reminders_due(session, date(2026, 7, 1), world.runner.timezone)
        assert [each.mark for each in due if each.action_id == action] == []
        due = reminders_due(session, date(2026, 7, 8), world.runner.timezone)
        assert [each.mark for each in due if each.action_id == action] == ["late0:2026-07-07"]


def test_reminders_go_once_and_the_owner_answers(
    council: World, asked: tuple[str, Sitting, Actor, date]
) -> None:
    world, (action, sitting, dana, due) = council, asked
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
    with world.runner.read() as session:
        steps = [s.what.split(",")[0] for s in history_of(session, sitting.id, action)]
    assert steps == [
        "Recorded for Dana Webb",
        "Reminder to Dana Webb",
        "In progress",
        "More time was asked for",
        "More time was given",
        "Reminder to Dana Webb",
        "Done",
    ]


@pytest.mark.parametrize("asked", [("Standards Committee", "Sam Hill")], indirect=True)
def test_nobody_else_answers_and_nobody_twice(
    council: World, asked: tuple[str, Sitting, Actor, date]
) -> None:
    world, (action, sitting, dana, _) = council, asked
    stranger = world.actor(sitting.body.members[1])
    with pytest.raises(NotFound):
        world.run(answer_action, AnswerAction(action, Answer.DONE), stranger)
    with pytest.raises(SignInRequired):
        world.run(answer_action, AnswerAction(action, Answer.DONE), ANONYMOUS)
    world.run(answer_action, AnswerAction(action, Answer.DONE), dana)
    with pytest.raises(WrongState):
        world.run(answer_action, AnswerAction(action, Answer.DONE), dana)
