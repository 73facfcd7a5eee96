"""Writing minutes: places for text, two people at once, and the record read again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from meetings.kernel.actor import ANONYMOUS
from meetings.kernel.errors import Denied, Invalid, NotFound, SignInRequired, WrongState
from meetings.minutes.document import Narrative
from meetings.minutes.queries import versions_of
from meetings.minutes.slots import Slot, laid_out, texts_of
from meetings.minutes.usecases import (
    EditConflict,
    EditMinutes,
    RedraftMinutes,
    edit_minutes,
    redraft_minutes,
)
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.room.models import Note
from meetings.room.usecases import (
    ChangeNote,
    CloseMeeting,
    TakeItem,
    TakeNote,
    change_note,
    close_meeting,
    take_item,
    take_note,
)
from tests.factories.world import Sitting, World
from tests.minutes.reading import newest


def minuted(world: World, body: str = "Planning Committee") -> Sitting:
    """A meeting of two items, noted and closed."""
    sitting = world.body(body).meeting("Library hours", "Car parks").open()
    world.run(take_note, TakeNote(sitting.id, "The Chair spoke."))
    motion = sitting.motion("That it be noted")
    world.run(agree_motion, AgreeMotion(sitting.id, motion))
    world.run(take_item, TakeItem(sitting.id, sitting.items[1]))
    world.run(close_meeting, CloseMeeting(sitting.id))
    return sitting


def edit(world: World, sitting: Sitting, base: int, note: str = "", **texts: str) -> int:
    """Save; a text is named by the item it stands at the start of: first or second."""
    slots = {f"start-{sitting.items[['first', 'second'].index(k)]}": v for k, v in texts.items()}
    return world.run(edit_minutes, EditMinutes(sitting.id, base, slots, note))


def text(world: World, sitting: Sitting, which: int) -> str:
    """What stands at the start of an item."""
    return texts_of(newest(world, sitting.id))[f"start-{sitting.items[which]}"]


def test_there_is_a_place_for_text_before_between_and_after_the_record(sqlite_world: World) -> None:
    sitting = minuted(sqlite_world)
    first = next(i for i in newest(sqlite_world, sitting.id).items if i.item_id == sitting.items[0])
    kinds = [each.html if isinstance(each, Slot) else each.kind for each in laid_out(first)]
    assert kinds == ["<p>The Chair spoke.</p>", "motion", "", "declaration", "", "resolution", ""]


def test_an_edit_is_a_new_version_cleaned_and_the_old_one_stays(world: World) -> None:
    sitting = minuted(world)
    number = edit(world, sitting, 1, "Tidied", second='<p onclick="x()">Noted.<script>alert(1)</script></p>')
    assert number == 2
    assert text(world, sitting, 1) == "<p>Noted.</p>"
    assert text(world, sitting, 0) == "<p>The Chair spoke.</p>"
    with world.runner.read() as session:
        kept = versions_of(session, sitting.id)
    assert [(v.number, v.written_by, v.note) for v in kept] == [
        (2, "Priya Nair", "Tidied"),
        (1, "Priya Nair", "Drafted from the record"),
    ]


def test_saving_what_is_there_already_makes_no_version(sqlite_world: World) -> None:
    sitting = minuted(sqlite_world)
    assert edit(sqlite_world, sitting, 1, first="<p>The Chair spoke.</p>\r\n", second="<p> </p>") == 1


def test_an_emptied_text_is_gone_and_its_place_stays(sqlite_world: World) -> None:
    sitting = minuted(sqlite_world)
    edit(sqlite_world, sitting, 1, first="")
    assert not any(isinstance(b, Narrative) for i in newest(sqlite_world, sitting.id).items for b in i.blocks)
    assert text(sqlite_world, sitting, 0) == ""


def test_two_people_may_write_at_different_places(world: World) -> None:
    sitting = minuted(world)
    edit(world, sitting, 1, first="<p>Mine.</p>")
    assert edit(world, sitting, 1, second="<p>Yours.</p>") == 3
    assert (text(world, sitting, 0), text(world, sitting, 1)) == ("<p>Mine.</p>", "<p>Yours.</p>")


def test_the_same_text_changed_twice_is_a_conflict_that_keeps_both(world: World) -> None:
    sitting = minuted(world)
    edit(world, sitting, 1, first="<p>Mine.</p>")
    with pytest.raises(EditConflict) as refused:
        edit(world, sitting, 1, first="<p>Yours.</p>", second="<p>More.</p>")
    (conflict,) = refused.value.conflicts
    assert (conflict.heading, conflict.mine, conflict.theirs) == (
        "Library hours",
        "<p>Yours.</p>",
        "<p>Mine.</p>",
    )
    assert refused.value.version == 2
    assert (text(world, sitting, 0), text(world, sitting, 1)) == ("<p>Mine.</p>", "")
    assert edit(world, sitting, 2, first="<p>Mine and yours.</p>") == 3


def test_of_two_saves_at_once_one_is_asked_to_put_both_together(world: World) -> None:
    sitting = minuted(world)
    ready = Barrier(2)

    def save(words: str) -> int | EditConflict:
        ready.wait(10)
        try:
            return edit(world, sitting, 1, first=words)
        except EditConflict as conflict:
            return conflict

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(save, ("<p>Mine.</p>", "<p>Yours.</p>"))
    kept, refused = (first, second) if isinstance(second, EditConflict) else (second, first)
    assert kept == 2
    assert isinstance(refused, EditConflict)
    assert {text(world, sitting, 0), refused.conflicts[0].mine} == {"<p>Mine.</p>", "<p>Yours.</p>"}


def test_the_same_change_made_twice_is_none(sqlite_world: World) -> None:
    sitting = minuted(sqlite_world)
    edit(sqlite_world, sitting, 1, first="<p>Mine.</p>")
    assert edit(sqlite_world, sitting, 1, first="<p>Mine.</p>") == 2


def test_only_officers_write(sqlite_world: World) -> None:
    sitting = minuted(sqlite_world)
    command = EditMinutes(sitting.id, 1, {})
    with pytest.raises(Denied):
        sqlite_world.run(edit_minutes, command, sqlite_world.actor(sitting.body.members[0]))
    with pytest.raises(SignInRequired):
        sqlite_world.run(edit_minutes, command, ANONYMOUS)


def test_there_is_nothing_to_write_before_the_meeting_closes(sqlite_world: World) -> None:
    sitting = sqlite_world.body().meeting().open()
    with pytest.raises(NotFound):
        edit(sqlite_world, sitting, 1, first="<p>Early.</p>")


def test_a_text_of_unreasonable_length_is_refused(sqlite_world: World) -> None:
    sitting = minuted(sqlite_world)
    with pytest.raises(Invalid) as refused:
        edit(sqlite_world, sitting, 1, first="x" * 200_001)
    assert refused.value.fields == {f"start-{sitting.items[0]}": "Shorten this text"}


def changed_note(world: World, sitting: Sitting, words: str) -> None:
    with world.runner.read() as session:
        (note,) = session.query(Note).filter_by(meeting_id=sitting.id)
    world.run(change_note, ChangeNote(sitting.id, note.id, words))


def test_reading_the_record_again_takes_in_what_was_corrected_there(world: World) -> None:
    sitting = minuted(world)
    edit(world, sitting, 1, second="<p>By hand.</p>")
    changed_note(world, sitting, "The Chair spoke well.")
    assert world.run(redraft_minutes, RedraftMinutes(sitting.id, 2)) == 3
    assert (text(world, sitting, 0), text(world, sitting, 1)) == (
        "<p>The Chair spoke well.</p>",
        "<p>By hand.</p>",
    )


def test_reading_the_record_again_keeps_a_text_written_by_hand(world: World) -> None:
    sitting = minuted(world)
    edit(world, sitting, 1, first="<p>By hand.</p>")
    changed_note(world, sitting, "The Chair spoke well.")
    assert world.run(redraft_minutes, RedraftMinutes(sitting.id, 2)) == 2
    assert text(world, sitting, 0) == "<p>By hand.</p>"


def test_the_record_is_not_read_again_over_somebody_elses_save(sqlite_world: World) -> None:
    sitting = minuted(sqlite_world)
    edit(sqlite_world, sitting, 1, first="<p>By hand.</p>")
    with pytest.raises(WrongState):
        sqlite_world.run(redraft_minutes, RedraftMinutes(sitting.id, 1))
