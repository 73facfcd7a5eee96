"""Actions: written down at the meeting or after it, minuted while that is a draft, followed up for ever."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from meetings.actions.queries import Show, actions_of_meeting, counts, listed
from meetings.actions.usecases import (
    ChangeAction,
    FinishAction,
    RecordAction,
    RemoveAction,
    ReopenAction,
    change_action,
    finish_action,
    record_action,
    remove_action,
    reopen_action,
)
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.minutes.document import Action
from meetings.minutes.usecases import (
    ApproveMinutes,
    PublishMinutes,
    RedraftMinutes,
    approve_minutes,
    publish_minutes,
    redraft_minutes,
)
from meetings.room.usecases import CloseMeeting, close_meeting
from tests.factories.world import EVENING, Sitting, World
from tests.minutes.reading import newest, status_of

DUE = date(2026, 12, 18)


def record(world: World, sitting: Sitting, text: str = "Send the data", due: date | None = DUE) -> str:
    world.later(seconds=1)
    return world.run(record_action, RecordAction(sitting.id, sitting.items[0], text, "Director of ICT", due))


def close(world: World, sitting: Sitting) -> None:
    world.run(close_meeting, CloseMeeting(sitting.id))


def minuted(world: World, sitting: Sitting) -> list[tuple[str, date | None]]:
    """The actions in the newest version of the minutes."""
    items = newest(world, sitting.id).items
    return [(b.text, b.due) for item in items for b in item.blocks if isinstance(b, Action)]


@pytest.fixture
def sitting(world: World) -> Sitting:
    return world.body().meeting("IT services", "Car parks").open()


def test_an_action_is_minuted_whenever_it_is_written_down(world: World, sitting: Sitting) -> None:
    record(world, sitting, "Send the data")
    close(world, sitting)
    assert minuted(world, sitting) == [("Send the data", DUE)]
    record(world, sitting, "  Thank   the officers ", None)
    assert minuted(world, sitting) == [("Send the data", DUE), ("Thank the officers", None)]
    assert status_of(world, sitting.id)[1] == 2


def test_a_changed_or_removed_action_is_so_in_the_draft(world: World, sitting: Sitting) -> None:
    first, second = record(world, sitting, "One"), record(world, sitting, "Two")
    close(world, sitting)
    world.run(change_action, ChangeAction(second, "Two, by post", "Clerk", None))
    assert minuted(world, sitting) == [("One", DUE), ("Two, by post", None)]
    world.run(remove_action, RemoveAction(first))
    assert minuted(world, sitting) == [("Two, by post", None)]
    with pytest.raises(NotFound):
        world.run(finish_action, FinishAction(first))
    assert world.run(redraft_minutes, RedraftMinutes(sitting.id, 3)) == 3


def test_what_the_public_reads_is_not_changed_by_an_action(world: World, sitting: Sitting) -> None:
    close(world, sitting)
    world.run(approve_minutes, ApproveMinutes(sitting.id, 1))
    world.run(publish_minutes, PublishMinutes(sitting.id, 1))
    record(world, sitting)
    assert minuted(world, sitting) == []
    with world.runner.read() as session:
        assert [a.text for a in actions_of_meeting(session, sitting.id)] == ["Send the data"]


def test_an_action_needs_words_an_owner_and_an_item_of_the_agenda(world: World, sitting: Sitting) -> None:
    with pytest.raises(Invalid) as refused:
        world.run(record_action, RecordAction(sitting.id, sitting.items[0], " ", ""))
    assert sorted(refused.value.fields) == ["owner", "text"]
    with pytest.raises(NotFound):
        world.run(record_action, RecordAction(sitting.id, "elsewhere", "Do it", "Clerk"))


def test_nothing_is_asked_for_by_a_meeting_that_has_not_begun(world: World) -> None:
    planned = world.body("Licensing").meeting()
    with pytest.raises(WrongState):
        record(world, planned)


def test_members_do_not_write_actions_down(world: World, sitting: Sitting) -> None:
    chair = world.actor(sitting.body.members[0])
    action_id = record(world, sitting)
    for case, command in (
        (record_action, RecordAction(sitting.id, sitting.items[0], "Do it", "Clerk")),
        (finish_action, FinishAction(action_id)),
        (remove_action, RemoveAction(action_id)),
    ):
        with pytest.raises(Denied):
            world.run(case, command, chair)


def test_done_and_open_again(world: World, sitting: Sitting) -> None:
    action_id = record(world, sitting)
    with pytest.raises(WrongState):
        world.run(reopen_action, ReopenAction(action_id))
    world.run(finish_action, FinishAction(action_id))
    with pytest.raises(WrongState):
        world.run(finish_action, FinishAction(action_id))
    world.run(reopen_action, ReopenAction(action_id))
    with world.runner.read() as session:
        assert [a.done_at for a in actions_of_meeting(session, sitting.id)] == [None]


def test_the_list_has_open_overdue_and_done_ones_the_soonest_first(world: World, sitting: Sitting) -> None:
    today = EVENING.date()
    record(world, sitting, "Some day", None)
    record(world, sitting, "Late", today - timedelta(days=1))
    record(world, sitting, "Soon", today)
    done = record(world, sitting, "Done", today)
    world.run(finish_action, FinishAction(done))
    with world.runner.read() as session:
        assert counts(session, None, today) == {Show.OPEN: 3, Show.OVERDUE: 1, Show.DONE: 1}
        found = {show: [a.text for a in listed(session, show, None, today, 10)] for show in Show}
        assert found == {
            Show.OPEN: ["Late", "Soon", "Some day"],
            Show.OVERDUE: ["Late"],
            Show.DONE: ["Done"],
        }
        assert listed(session, Show.OPEN, (), today, 10) == []
        assert [a.is_overdue(today) for a in listed(session, Show.OPEN, None, today, 10)] == [
            True,
            False,
            False,
        ]


def test_a_list_costs_one_query_however_long_it_is(sqlite_world: World) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    costs = []
    for _ in range(2):
        record(world, sitting)
        record(world, sitting)
        asked: list[str] = []
        with world.runner.read() as session:
            event.listen(
                session.get_bind(), "before_cursor_execute", lambda *args, said=asked: said.append(args[2])
            )
            listed(session, Show.OPEN, None, EVENING.date(), 10)
        costs.append(len([said for said in asked if said.startswith("SELECT")]))
    assert costs == [1, 1]
