"""The public excluded: who may, what is confirmed by whom, what waits, and that every state outlives a restart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from meetings.db.engine import Database
from meetings.db.record import facts_of
from meetings.exclusion import events
from meetings.exclusion.models import Exclusion
from meetings.exclusion.queries import exclusion_of, exclusions_of
from meetings.exclusion.readback import read_pages, read_state
from meetings.exclusion.rules import State
from meetings.exclusion.usecases import (
    ConfirmByEye,
    ConfirmOverride,
    EndExclusion,
    ExcludeByLaw,
    KeepReadings,
    LetPublicReturn,
    OpenPrivate,
    ProposeOverride,
    Reading,
    confirm_by_eye,
    confirm_override,
    end_exclusion,
    exclude_by_law,
    keep_readings,
    let_public_return,
    open_private,
    propose_override,
)
from meetings.kernel.errors import Denied, DomainError, Invalid, NotFound, WrongState
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.room.usecases import CloseMeeting, TakeItem, close_meeting, take_item
from meetings.runtime.live import HIDDEN, changes, snapshot
from tests.exclusion.house import arranged, state_of, stopped
from tests.factories.private import come_back, confirm, exclude, exclusion_motion, take_privately
from tests.factories.world import Sitting, World


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return arranged(sqlite_world)


def test_from_the_motion_to_the_return(sitting: Sitting) -> None:
    world = sitting.world
    exclude(sitting, sitting.items[2])
    assert state_of(sitting) is State.STOPPING
    assert stopped(sitting) == {"pages": False, "gallery": False}
    confirm(sitting)
    assert state_of(sitting) is State.CONFIRMED
    world.run(take_item, TakeItem(sitting.id, sitting.items[2]))
    assert state_of(sitting) is State.PRIVATE
    with pytest.raises(WrongState, match="let the public return first"):
        world.run(take_item, TakeItem(sitting.id, sitting.items[1]))
    world.run(let_public_return, LetPublicReturn(sitting.id))
    assert state_of(sitting) is State.RETURNING
    with pytest.raises(WrongState, match="goes on in"):
        world.run(end_exclusion, EndExclusion(sitting.id))
    world.later(seconds=31)
    world.run(end_exclusion, EndExclusion(sitting.id))
    assert state_of(sitting) is None
    world.run(take_item, TakeItem(sitting.id, sitting.items[1]))
    with world.runner.read() as session:
        (row,) = exclusions_of(session, sitting.id)
        assert row.state is State.ENDED
        opened = [e.fact for e in facts_of(session, sitting.id, types=(events.PrivatePartOpened,))]
    assert len(opened) == 1


def test_every_state_outlives_a_restart(sitting: Sitting) -> None:
    """Each time from a database opened anew: nothing is kept in the process."""
    world = sitting.world
    steps = [
        lambda: exclude(sitting, sitting.items[2]),
        lambda: confirm(sitting),
        lambda: world.run(take_item, TakeItem(sitting.id, sitting.items[2])),
        lambda: world.run(let_public_return, LetPublicReturn(sitting.id)),
    ]
    for step in steps:
        step()
        again = Database(world.runner.database.url)
        with again.read() as session:
            shown = snapshot(session, sitting.id, Audience.PUBLIC).parts
        again.close()
        assert all(part == HIDDEN for name, part in shown.items() if name != "exclusion")


def test_nobody_else_may(sitting: Sitting) -> None:
    world = sitting.world
    member = world.actor(sitting.body.members[2])
    exclude(sitting, sitting.items[2])
    for case, command in (
        (confirm_by_eye, ConfirmByEye(sitting.id, "gallery")),
        (keep_readings, KeepReadings(sitting.id, ())),
        (propose_override, ProposeOverride(sitting.id, "Because of this.")),
        (let_public_return, LetPublicReturn(sitting.id)),
        (exclude_by_law, ExcludeByLaw(sitting.id, (sitting.items[2],))),
        (open_private, OpenPrivate(sitting.id)),
        (end_exclusion, EndExclusion(sitting.id)),
    ):
        with pytest.raises(Denied):
            world.run(case, command, member)
    chair = world.actor(sitting.body.members[0])
    world.run(confirm_by_eye, ConfirmByEye(sitting.id, "gallery"), chair)
    assert stopped(sitting)["gallery"]


def test_a_person_cannot_confirm_what_the_server_reads(sitting: Sitting) -> None:
    exclude(sitting, sitting.items[2])
    with pytest.raises(WrongState, match="reads its own pages"):
        sitting.world.run(confirm_by_eye, ConfirmByEye(sitting.id, "pages"))
    with pytest.raises(NotFound):
        sitting.world.run(confirm_by_eye, ConfirmByEye(sitting.id, "nothing"))


def test_two_people_may_go_on_without_confirmation_and_their_reason_is_kept(sitting: Sitting) -> None:
    world, reason = sitting.world, "The broadcaster does not answer; the cable was pulled."
    exclude(sitting, sitting.items[2])
    with pytest.raises(WrongState):
        world.run(confirm_override, ConfirmOverride(sitting.id))
    with pytest.raises(Invalid):
        world.run(propose_override, ProposeOverride(sitting.id, " "))
    world.run(propose_override, ProposeOverride(sitting.id, reason))
    with pytest.raises(Denied, match="second person"):
        world.run(confirm_override, ConfirmOverride(sitting.id))
    with pytest.raises(Denied):
        world.run(confirm_override, ConfirmOverride(sitting.id), world.actor(sitting.body.members[3]))
    world.run(confirm_override, ConfirmOverride(sitting.id), world.actor(sitting.body.members[0]))
    world.run(take_item, TakeItem(sitting.id, sitting.items[2]))
    with world.runner.read() as session:
        (fact,) = [e.fact for e in facts_of(session, sitting.id, types=(events.ExclusionConfirmed,))]
    assert isinstance(fact, events.ExclusionConfirmed)
    assert (fact.reason, fact.first) == (reason, "Priya Nair")


def test_an_alarm_when_something_runs_again(sitting: Sitting) -> None:
    world = sitting.world
    take_privately(sitting, sitting.items[2])
    world.run(confirm_by_eye, ConfirmByEye(sitting.id, "gallery", stopped=False))
    with world.runner.read() as session:
        for audience in (Audience.OFFICER, Audience.CHAIR):
            assert snapshot(session, sitting.id, audience).parts["exclusion"]["alarm"]
        assert not snapshot(session, sitting.id, Audience.MEMBER).parts["exclusion"]["alarm"]


def test_what_a_push_tells_the_public_is_always_the_same(sitting: Sitting) -> None:
    """Not even which part something happened in."""
    world = sitting.world
    take_privately(sitting, sitting.items[2])
    made: list[str] = []
    told = []
    for act in (
        lambda: made.append(sitting.motion("That it be sold")),
        lambda: world.run(agree_motion, AgreeMotion(sitting.id, made[0])),
        lambda: world.run(let_public_return, LetPublicReturn(sitting.id)),
    ):
        with world.runner.read() as session:
            since = snapshot(session, sitting.id, Audience.PUBLIC).version
        act()
        with world.runner.read() as session:
            told.append(changes(session, sitting.id, since, [Audience.PUBLIC])[Audience.PUBLIC].parts)
    assert told[0] == told[1] == told[2]
    assert sum(part != HIDDEN for part in told[0].values()) == 1


def test_private_business_is_finished_before_the_public_returns(sitting: Sitting) -> None:
    world = sitting.world
    take_privately(sitting, sitting.items[2])
    motion_id = sitting.motion("That the depot is sold")
    with pytest.raises(WrongState, match="moved in private"):
        world.run(let_public_return, LetPublicReturn(sitting.id))
    world.run(agree_motion, AgreeMotion(sitting.id, motion_id))
    come_back(sitting)
    with world.runner.read() as session:
        shown = snapshot(session, sitting.id, Audience.PUBLIC).parts["motions"]
    assert shown["motions"] == []


def test_a_motion_needs_an_item_that_is_not_public(sitting: Sitting) -> None:
    with pytest.raises(Invalid, match="is public"):
        exclusion_motion(sitting, sitting.items[1])
    with pytest.raises(Invalid, match="Choose the items"):
        exclusion_motion(sitting)
    with pytest.raises(Invalid, match="needs a resolution"):
        sitting.world.run(exclude_by_law, ExcludeByLaw(sitting.id, (sitting.items[2],)))


def test_confidential_business_needs_no_vote(sqlite_world: World) -> None:
    sitting = arranged(sqlite_world, mark=Sensitivity.CONFIDENTIAL)
    sqlite_world.run(exclude_by_law, ExcludeByLaw(sitting.id, (sitting.items[2],)))
    assert state_of(sitting) is State.STOPPING
    with sqlite_world.runner.read() as session:
        found = exclusion_of(session, sitting.id)
        assert found is not None
        assert "section 100A(2)" in found.words
        assert found.motion_id is None


def test_a_meeting_that_closes_in_private_is_over_for_everybody(sitting: Sitting) -> None:
    take_privately(sitting, sitting.items[2])
    sitting.world.run(close_meeting, CloseMeeting(sitting.id))
    assert state_of(sitting) is None
    with sitting.world.runner.read() as session:
        assert snapshot(session, sitting.id, Audience.PUBLIC).parts["meeting"]["status"] == "closed"


@pytest.mark.parametrize("_again", range(2))
def test_two_at_once_make_one_exclusion(world: World, _again: int) -> None:
    sitting = arranged(world)
    motions = exclusion_motion(sitting, sitting.items[2])

    def agree() -> str:
        try:
            world.run(agree_motion, AgreeMotion(sitting.id, motions))
        except DomainError as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(f.result() for f in [pool.submit(agree) for _ in range(2)])
    assert answers == ["WrongState", "done"]
    with world.runner.read() as session:
        assert session.query(Exclusion).count() == 1


def test_reading_back_finds_what_is_still_shown(sitting: Sitting) -> None:
    """A control: with the public here, the same reading says that it is."""
    with sitting.world.runner.read() as session:
        reading = read_state(session, sitting.id)
    assert not reading.stopped
    assert "agenda" in reading.detail
    assert read_pages(lambda path: (500, ""), sitting.id).stopped is False
    open_ = '{"parts": {"agenda": {"html": "<p>Depot</p>", "data": {}}}}'
    assert read_pages(lambda path: (200, open_), sitting.id).stopped is False
    silent = '{"parts": {"agenda": {"html": "", "data": {"hidden": true}}}}'
    assert read_pages(lambda path: (200, silent), sitting.id).stopped is False


def test_running_again_before_confirmation_holds_it_back(sitting: Sitting) -> None:
    world = sitting.world
    exclude(sitting, sitting.items[2])
    world.run(confirm_by_eye, ConfirmByEye(sitting.id, "gallery"))
    world.run(keep_readings, KeepReadings(sitting.id, (Reading("pages", False, "still there"),)))
    assert state_of(sitting) is State.STOPPING
    world.run(keep_readings, KeepReadings(sitting.id, (Reading("pages", True, "blank"),)))
    assert state_of(sitting) is State.CONFIRMED
