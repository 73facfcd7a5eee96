"""S3: thirteen on planning, one of them late, a motion to refuse against advice, a tie and the casting vote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.agendas.rules import Tag
from meetings.agendas.usecases import ChangeItem, ItemStates, PublishAgenda, change_item, publish_agenda
from meetings.kernel.errors import WrongState
from meetings.motions.queries import motion_of
from meetings.motions.rules import MotionStatus
from meetings.room import usecases as rooms
from meetings.room.entitlement import bars_of, may_speak_on
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import (
    BallotRequest,
    CloseVote,
    DeclareVote,
    GiveCastingVote,
    close_vote,
    declare_vote,
    give_casting_vote,
)
from tests.factories.site import Site, make_site, words
from tests.factories.world import Sitting

REFUSE = "That planning permission is refused"
REASONS = "It would overlook the school and take away its light"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """The committee in the application, which one of its thirteen members joined eight minutes late."""
    world = site.world
    sitting = world.body("Planning Committee", members=13, quorum=4).meeting(
        "Minutes", "Application 24/0123, Holt Lane", "Performance", publish=False
    )
    advice = ChangeItem(
        sitting.id,
        sitting.items[1],
        "Application 24/0123, Holt Lane",
        recommendation="That planning permission is granted",
        states=ItemStates(tags=(Tag.PLANNING.value,)),
    )
    world.run(change_item, advice)
    world.run(publish_agenda, PublishAgenda(sitting.id))
    sitting.open(present=12)
    world.run(rooms.take_item, rooms.TakeItem(sitting.id, sitting.items[1]))
    world.later(minutes=8)
    world.run(rooms.arrive, rooms.Arrive(sitting.id, (sitting.body.members[12],)))
    return sitting


def test_the_late_member_speaks_and_does_not_vote(site: Site, sitting: Sitting) -> None:
    late = sitting.body.members[12]
    with site.world.runner.read() as session:
        assert may_speak_on(session, sitting.id, sitting.items[1], late)
        (bar,) = bars_of(session, sitting.id, sitting.items[1], late)
    assert not bar.may_vote
    console = words(site.officer.get(f"/desk/meetings/{sitting.id}/room"))
    assert "Joined after it began: may speak and may not vote on item 2" in console
    vote_id = sitting.vote(refused(sitting), VoteMethod.RECORDED)
    ballot = BallotRequest(vote_id, site.world.tokens[late], Choice.FOR, "key-0001")
    (answer,) = site.world.cast(ballot)
    assert isinstance(answer, Exception)


def refused(sitting: Sitting, reasons: str = REASONS) -> str:
    """The motion to refuse; its id."""
    return sitting.motion(REFUSE, against_advice=True, reasons=reasons)


def test_no_vote_opens_until_there_are_reasons(sitting: Sitting) -> None:
    motion_id = refused(sitting, reasons=" ")
    with pytest.raises(WrongState, match="reasons"):
        sitting.vote(motion_id, VoteMethod.RECORDED)


def test_a_tie_is_lost_on_the_casting_vote_and_nothing_is_granted(site: Site, sitting: Sitting) -> None:
    world, m = site.world, sitting.body.members
    motion_id = refused(sitting)
    vote_id = sitting.vote(motion_id, VoteMethod.RECORDED)
    for_ = [m[0], *m[1:6]]
    against = m[6:12]
    sitting.cast(vote_id, dict.fromkeys(for_, Choice.FOR) | dict.fromkeys(against, Choice.AGAINST))
    world.run(close_vote, CloseVote(vote_id, missing_seen=0))
    with pytest.raises(WrongState, match="tie"):
        world.run(declare_vote, DeclareVote(vote_id))
    world.run(give_casting_vote, GiveCastingVote(vote_id, Choice.AGAINST), world.actor(m[0]))
    world.run(declare_vote, DeclareVote(vote_id))
    with world.runner.read() as session:
        assert motion_of(session, motion_id).status is MotionStatus.LOST
    console = words(site.officer.get(f"/desk/meetings/{sitting.id}/room"))
    assert "still undecided" in console
    grant = sitting.motion("That planning permission is granted")
    second = sitting.vote(grant, VoteMethod.RECORDED)
    sitting.cast(second, dict.fromkeys(against, Choice.FOR) | dict.fromkeys(m[1:6], Choice.AGAINST), "key-2")
    world.run(close_vote, CloseVote(second, missing_seen=1))
    world.run(declare_vote, DeclareVote(second))
    assert "still undecided" not in words(site.officer.get(f"/desk/meetings/{sitting.id}/room"))
    world.run(rooms.close_meeting, rooms.CloseMeeting(sitting.id))
    minutes = words(site.officer.get(f"/desk/meetings/{sitting.id}/minutes"))
    assert "casting vote" in minutes.lower()
    assert "arrived" in minutes.lower()
    public = words(site.public.get(f"/meetings/{sitting.id}"))
    assert REFUSE in public
