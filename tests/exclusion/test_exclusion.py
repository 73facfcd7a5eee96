"""The public excluded: who may, what is confirmed by whom, what waits, and that every state outlives a restart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from meetings.admin.verify import check_stream
from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.db.engine import Database
from meetings.db.record import facts_of
from meetings.deadlines.rules.base import Profile
from meetings.exclusion import events
from meetings.exclusion.jobs import look_again, watch
from meetings.exclusion.models import Exclusion
from meetings.exclusion.queries import exclusion_of, exclusions_of, surfaces_of
from meetings.exclusion.readback import read_pages, read_state
from meetings.exclusion.rules import State, law_words, motion_words, why_not_take
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
from meetings.ports.broadcast import StreamState, guarding
from meetings.room.usecases import CloseMeeting, TakeItem, close_meeting, take_item
from meetings.runtime.jobs import JobContext
from meetings.runtime.live import HIDDEN, changes, snapshot
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.factories.private import come_back, confirm, exclude, exclusion_motion, take_privately
from tests.factories.world import EVENING, Sitting, World


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return arranged(sqlite_world)


def arranged(world: World, *, url: str = "", mark: Sensitivity = Sensitivity.EXEMPT) -> Sitting:
    """Two open items and one that is not public; the meeting is open, the first item taken."""
    body = world.body()
    if url:
        command = ArrangeMeeting(body.id, EVENING, place="Town Hall", broadcast_url=url)
        made = Sitting(body, world.run(arrange_meeting, command), [])
        made.items = [world.run(add_item, AddItem(made.id, t)) for t in ("Bins", "Trees")]
    else:
        made = body.meeting("Bins", "Trees", publish=False)
    item = (
        AddItem(made.id, "Depot", sensitivity=mark, interest_test="Bids", confidential_ground="court")
        if (mark is Sensitivity.CONFIDENTIAL)
        else AddItem(made.id, "Depot", sensitivity=mark, exempt_paragraphs=("3",), interest_test="Bids")
    )
    made.items.append(world.run(add_item, item))
    world.run(publish_agenda, PublishAgenda(made.id))
    return made.open()


def state_of(sitting: Sitting) -> State | None:
    with sitting.world.runner.read() as session:
        found = exclusion_of(session, sitting.id)
        return found.state if found else None


def stopped(sitting: Sitting) -> dict[str, bool]:
    with sitting.world.runner.read() as session:
        found = exclusion_of(session, sitting.id)
        assert found is not None
        return {s.name: s.stopped_at is not None for s in surfaces_of(session, found.id)}


def verified(sitting: Sitting) -> tuple[str, ...]:
    with sitting.world.runner.read() as session:
        return tuple(d for d in check_stream(session, None, sitting.id).differences if "exclusion" in d)  # type: ignore[arg-type]


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


class Streams:
    """A streaming service that stops when it likes."""

    def __init__(self) -> None:
        self.live: bool | None = True
        self.asked: list[str] = []

    def handles(self, url: str) -> bool:
        return url.startswith("https://stream.example.org/")

    def stop(self, url: str) -> None:
        self.asked.append("stop")

    def resume(self, url: str) -> None:
        self.asked.append("resume")

    def state(self, url: str) -> StreamState:
        return StreamState(self.live, "live" if self.live else "ended")


def context(world: World) -> JobContext:
    return JobContext(world.runner, storage=None, render_pdf=lambda *a: b"")  # type: ignore[arg-type]


def test_a_service_is_asked_what_the_public_gets_not_what_was_pressed(sqlite_world: World) -> None:
    sitting = arranged(sqlite_world, url="https://stream.example.org/council")
    streams = Streams()
    with guarding(streams):
        exclude(sitting, sitting.items[2])
        look_again(context(sqlite_world), sitting.id)
        assert streams.asked == ["stop"]
        assert stopped(sitting) == {"broadcast": False, "gallery": False, "pages": True}
        streams.live = None
        look_again(context(sqlite_world), sitting.id)
        assert not stopped(sitting)["broadcast"]
        streams.live = False
        look_again(context(sqlite_world), sitting.id)
        sqlite_world.run(confirm_by_eye, ConfirmByEye(sitting.id, "gallery"))
        assert state_of(sitting) is State.CONFIRMED
        sqlite_world.run(let_public_return, LetPublicReturn(sitting.id))
        watch(context(sqlite_world))
        assert state_of(sitting) is State.RETURNING
        sqlite_world.later(seconds=31)
        watch(context(sqlite_world))
    assert state_of(sitting) is None
    assert streams.asked[-1] == "resume"


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


def test_the_words_follow_the_nation() -> None:
    england = motion_words(Profile.ENGLAND_PRINCIPAL, ["9"], ["3"])
    assert "paragraph 3 of Part 1 of Schedule 12A" in england
    assert "outweighs the public interest in disclosing" in england
    wales = motion_words(Profile.WALES, ["4", "5"], ["14", "12"])
    assert "items 4 and 5" in wales
    assert "paragraphs 12 and 14 of Part 4 of Schedule 12A" in wales
    scotland = motion_words(Profile.SCOTLAND, ["2"], ["6"])
    assert "section 50A(4)" in scotland
    assert "outweighs" not in scotland
    assert "Schedule 6" in motion_words(Profile.NORTHERN_IRELAND, ["2"], ["3"])
    parish = motion_words(Profile.ENGLAND_PARISH, ["7"], [], "the terms of a lease")
    assert "Public Bodies (Admission to Meetings) Act 1960" in parish
    assert parish.endswith("the terms of a lease.")
    assert "section 100A(2)" in law_words(Profile.ENGLAND_PRINCIPAL, ["3"], "court")


@pytest.mark.parametrize(
    ("state", "item", "mark", "may"),
    [
        (None, "a", Sensitivity.PUBLIC, True),
        (None, "x", Sensitivity.EXEMPT, False),
        (State.STOPPING, "x", Sensitivity.EXEMPT, False),
        (State.CONFIRMED, "x", Sensitivity.EXEMPT, True),
        (State.PRIVATE, "x", Sensitivity.EXEMPT, True),
        (State.PRIVATE, "y", Sensitivity.EXEMPT, False),
        (State.PRIVATE, "a", Sensitivity.PUBLIC, False),
        (State.RETURNING, "x", Sensitivity.EXEMPT, False),
        (State.ENDED, "x", Sensitivity.EXEMPT, False),
        (State.ENDED, "a", Sensitivity.PUBLIC, True),
    ],
)
def test_an_item_is_taken_only_where_it_may(
    state: State | None, item: str, mark: Sensitivity, may: bool
) -> None:
    assert (why_not_take(state, ("x",), item, mark, "item 9") == "") is may
