"""What the clerk takes back: each of the last steps is put right by the press that is offered for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from meetings.kernel.secrecy import Audience
from meetings.room import usecases as room
from meetings.room.undo import Step, undo_part
from tests.factories.site import Site, make_site
from tests.factories.world import Sitting


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """A meeting of five in its second item; one member has not come."""
    made = site.world.body(members=5).meeting("Library hours", "Bins").open(present=4)
    site.world.run(room.take_item, room.TakeItem(made.id, made.items[1]))
    return made


def steps(sitting: Sitting, audience: Audience = Audience.OFFICER) -> list[Step]:
    with sitting.world.runner.read() as session:
        part = undo_part(session, sitting.id, audience)
    return list(part.steps) if part else []


def press(site: Site, step: Step) -> None:
    """As the console does."""
    answer = site.officer.post(step.action, dict(step.fields), headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text


Act = Callable[[Sitting], object]
CASES: dict[str, Act] = {
    "Go back to item 1": lambda s: None,
    "Councillor E. Eze did not arrive": lambda s: s.world.run(
        room.arrive, room.Arrive(s.id, (s.body.members[4],))
    ),
    "Councillor D. Dunmore is here again": lambda s: s.world.run(
        room.leave, room.Leave(s.id, s.body.members[3])
    ),
    "No apology of Councillor E. Eze": lambda s: s.world.run(
        room.send_apology, room.SendApology(s.id, s.body.members[4])
    ),
    "Councillor A. Abara in the chair again": lambda s: s.world.run(
        room.take_chair, room.TakeChair(s.id, s.body.members[1])
    ),
    "Not adjourned: go on": lambda s: s.world.run(room.adjourn_meeting, room.AdjournMeeting(s.id)),
    "Remove the note “Ann Lee spoke.”": lambda s: s.world.run(
        room.take_note, room.TakeNote(s.id, "Ann Lee\nspoke.")
    ),
}


@pytest.mark.parametrize("expected", CASES)
def test_the_last_step_is_offered_and_put_right(site: Site, sitting: Sitting, expected: str) -> None:
    CASES[expected](sitting)
    first = steps(sitting)[0]
    assert first.words == expected
    press(site, first)
    assert first not in steps(sitting)


def test_a_note_that_was_changed_or_removed_comes_back(site: Site, sitting: Sitting) -> None:
    note_id = site.world.run(room.take_note, room.TakeNote(sitting.id, "First words"))
    site.world.run(room.change_note, room.ChangeNote(sitting.id, note_id, "Other words"))
    assert steps(sitting)[0].words == "The note as before: “First words”"
    press(site, steps(sitting)[0])
    site.world.run(room.change_note, room.ChangeNote(sitting.id, note_id, ""))
    assert steps(sitting)[0].words == "Keep the note “First words” after all"
    press(site, steps(sitting)[0])
    assert steps(sitting)[0].words == "Remove the note “First words”"


def test_what_has_been_overtaken_is_not_offered(sitting: Sitting) -> None:
    world, late = sitting.world, sitting.body.members[4]
    world.run(room.arrive, room.Arrive(sitting.id, (late,)))
    world.run(room.leave, room.Leave(sitting.id, late))
    offered = [step.words for step in steps(sitting)]
    assert offered[0] == "Councillor E. Eze is here again"
    assert "Councillor E. Eze did not arrive" not in offered
    assert len(offered) == 2


def test_only_the_clerk_is_offered_anything_and_only_while_it_goes_on(sitting: Sitting) -> None:
    for audience in (Audience.PUBLIC, Audience.MEMBER, Audience.CHAIR):
        assert steps(sitting, audience) == []
    sitting.world.run(room.close_meeting, room.CloseMeeting(sitting.id))
    assert steps(sitting) == []
