"""The lines of the working agenda."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from meetings.agendas.content import AgendaContent, item_mark
from meetings.agendas.queries import who_changed, working_agenda
from meetings.agendas.rules import ItemKind
from meetings.agendas.usecases import (
    AddItem,
    ChangeItem,
    ItemChangedMeanwhile,
    MoveItem,
    RemoveItem,
    Reorder,
    RestoreItem,
    add_item,
    change_item,
    move_item,
    remove_item,
    reorder,
    restore_item,
)
from meetings.kernel.actor import ANONYMOUS
from meetings.kernel.errors import Denied, Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.secrecy import Sensitivity
from meetings.room.usecases import CloseMeeting, close_meeting
from tests.factories.world import Sitting, World


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return sqlite_world.body(members=3).meeting("First", "Second", "Third", publish=False)


def working(sitting: Sitting) -> AgendaContent:
    with sitting.world.runner.read() as session:
        return working_agenda(session, sitting.id)


def lines(sitting: Sitting) -> list[tuple[str, str]]:
    return [(i.number, i.title) for i in working(sitting).items]


def test_items_are_numbered_in_order(sitting: Sitting) -> None:
    sitting.world.run(add_item, AddItem(sitting.id, "Part two", ItemKind.HEADING, after=sitting.items[0]))
    assert lines(sitting) == [("1", "First"), ("", "Part two"), ("2", "Second"), ("3", "Third")]


def test_adding_below_a_line_that_is_gone_adds_at_the_end(sitting: Sitting) -> None:
    sitting.world.run(add_item, AddItem(sitting.id, "New", after="gone"))
    assert lines(sitting)[-1] == ("4", "New")


@pytest.mark.parametrize("title", ["", "  ", "\n"])
def test_a_line_needs_a_title(sitting: Sitting, title: str) -> None:
    with pytest.raises(Invalid) as refused:
        sitting.world.run(add_item, AddItem(sitting.id, title))
    assert refused.value.fields == {"title": "Enter a title"}


def test_an_exempt_item_needs_a_reason_and_a_public_one_keeps_none(sitting: Sitting) -> None:
    with pytest.raises(Invalid) as refused:
        sitting.world.run(add_item, AddItem(sitting.id, "Sale", sensitivity=Sensitivity.EXEMPT))
    assert set(refused.value.fields) == {"exemption"}
    item_id = sitting.world.run(add_item, AddItem(sitting.id, "Sale", exemption="para 3"))
    item = working(sitting).item(item_id)
    assert item is not None
    assert item.exemption == ""


def test_text_is_cleaned_and_recommendations_are_lines(sitting: Sitting) -> None:
    text = '<p onclick="x()">Hello<script>alert(1)</script> <b>you</b></p>'
    command = AddItem(sitting.id, " A   title ", text=text, recommendation=" That one.\r\n\r\n  That  two. ")
    item_id = sitting.world.run(add_item, command)
    item = working(sitting).item(item_id)
    assert item is not None
    assert (item.title, item.text) == ("A title", "<p>Hello <strong>you</strong></p>")
    assert item.recommendation == "That one.\nThat two."


def test_changing_records_which_fields(sitting: Sitting) -> None:
    world = sitting.world
    world.run(
        change_item, ChangeItem(sitting.id, sitting.items[0], "First", recommendation="That it be noted.")
    )
    with world.runner.read() as session:
        assert who_changed(session, sitting.id, sitting.items[0]) == ("Priya Nair", world.clock.at)
        assert who_changed(session, sitting.id, sitting.items[1]) is None


def test_changing_what_somebody_else_changed_overwrites_nothing(sitting: Sitting) -> None:
    item = working(sitting).items[0]
    seen = item_mark(item)
    sitting.world.run(change_item, ChangeItem(sitting.id, item.id, "By Ann", seen=seen))
    with pytest.raises(ItemChangedMeanwhile) as refused:
        sitting.world.run(change_item, ChangeItem(sitting.id, item.id, "By Bob", seen=seen))
    assert refused.value.current.title == "By Ann"
    assert lines(sitting)[0] == ("1", "By Ann")
    fresh = item_mark(refused.value.current)
    sitting.world.run(change_item, ChangeItem(sitting.id, item.id, "By Ann and Bob", seen=fresh))
    assert lines(sitting)[0] == ("1", "By Ann and Bob")


def test_changing_at_the_same_moment_refuses_one(world: World) -> None:
    sitting = world.body(members=1).meeting("First", publish=False)
    seen = item_mark(working(sitting).items[0])

    def attempt(name: str) -> str:
        try:
            world.run(change_item, ChangeItem(sitting.id, sitting.items[0], name, seen=seen))
        except ItemChangedMeanwhile:
            return "refused"
        return name

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(attempt, ["By Ann", "By Bob"]))
    assert answers.count("refused") == 1
    assert lines(sitting)[0][1] in answers


def test_adding_at_the_same_moment_adds_both(world: World) -> None:
    sitting = world.body(members=1).meeting("First", publish=False)
    with ThreadPoolExecutor(4) as all_four:
        list(all_four.map(lambda n: world.run(add_item, AddItem(sitting.id, f"Item {n}")), range(8)))
    assert [number for number, _ in lines(sitting)] == [str(n) for n in range(1, 10)]


def test_moving_and_ordering(sitting: Sitting) -> None:
    first, second, third = sitting.items
    sitting.world.run(move_item, MoveItem(sitting.id, third, -1))
    assert [t for _, t in lines(sitting)] == ["First", "Third", "Second"]
    sitting.world.run(reorder, Reorder(sitting.id, (second, third, first)))
    assert lines(sitting) == [("1", "Second"), ("2", "Third"), ("3", "First")]
    with pytest.raises(NotFound):
        sitting.world.run(move_item, MoveItem(sitting.id, "gone", 1))


def test_an_order_of_other_lines_is_refused(sitting: Sitting) -> None:
    first, second, third = sitting.items
    for order in ((first, second), (first, second, third, "new"), (first, first, second)):
        with pytest.raises(WrongState):
            sitting.world.run(reorder, Reorder(sitting.id, order))


def test_removing_and_putting_back(sitting: Sitting) -> None:
    second = sitting.items[1]
    sitting.world.run(remove_item, RemoveItem(sitting.id, second))
    assert lines(sitting) == [("1", "First"), ("2", "Third")]
    with pytest.raises(NotFound):
        sitting.world.run(remove_item, RemoveItem(sitting.id, second))
    for _twice in range(2):
        sitting.world.run(restore_item, RestoreItem(sitting.id, second))
    assert lines(sitting) == [("1", "First"), ("2", "Second"), ("3", "Third")]


def test_an_item_of_another_meeting_is_not_found(sitting: Sitting) -> None:
    other = sitting.world.body("Council", members=1).meeting("Theirs", publish=False)
    with pytest.raises(NotFound):
        sitting.world.run(change_item, ChangeItem(sitting.id, other.items[0], "Mine"))


@pytest.mark.parametrize(
    ("case", "command"),
    [
        (add_item, lambda s: AddItem(s.id, "New")),
        (change_item, lambda s: ChangeItem(s.id, s.items[0], "New")),
        (move_item, lambda s: MoveItem(s.id, s.items[0], 1)),
        (reorder, lambda s: Reorder(s.id, tuple(s.items))),
        (remove_item, lambda s: RemoveItem(s.id, s.items[0])),
        (restore_item, lambda s: RestoreItem(s.id, s.items[0])),
    ],
)
def test_only_officers_work_on_an_agenda_and_not_after_the_meeting(
    sitting: Sitting, case: Callable[..., object], command: Callable[[Sitting], object]
) -> None:
    world = sitting.world
    with pytest.raises(SignInRequired):
        world.run(case, command(sitting), ANONYMOUS)
    with pytest.raises(Denied):
        world.run(case, command(sitting), world.actor(sitting.body.members[0]))
    held = sitting.body.world.body("Council", members=2).meeting().open()
    world.run(close_meeting, CloseMeeting(held.id))
    with pytest.raises(WrongState):
        world.run(case, command(held))
