"""S2: the budget council in England: every name on both votes, whatever the officer would choose; one resolution."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.kernel.errors import Invalid, WrongState
from meetings.motions.rules import MotionKind
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.room.usecases import CloseMeeting, close_meeting
from meetings.voting.rules import Choice, VoteMethod, Way
from meetings.voting.usecases import (
    ChangeWay,
    CloseVote,
    DeclareVote,
    OpenVote,
    change_way,
    close_vote,
    declare_vote,
    open_vote,
)
from tests.factories.site import Site, make_site, words
from tests.factories.world import Sitting
from tests.scenarios.votes import budget, plain, sides

F, A, N = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
CITED = "SI 2014/165"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """50 members at the council that sets the budget."""
    sitting = site.world.body("Council", members=50, quorum=13).meeting("Budget", publish=False)
    budget(sitting)
    return sitting.open()


def taken(sitting: Sitting, motion_id: str, numbers: dict[Choice, int]) -> str:
    world = sitting.world
    vote_id = sitting.vote(motion_id, VoteMethod.RECORDED)
    sitting.cast(vote_id, sides(sitting, numbers))
    world.run(close_vote, CloseVote(vote_id, missing_seen=0))
    world.run(declare_vote, DeclareVote(vote_id))
    return vote_id


def test_every_name_on_both_votes_and_one_resolution(site: Site, sitting: Sitting) -> None:
    world = site.world
    motion_id = sitting.motion("That Band D be set at £212.40")
    amendment = sitting.motion(
        "That Band D be set at £207.40", kind=MotionKind.AMENDMENT, parent_id=motion_id
    )
    votes = [taken(sitting, amendment, {F: 18, A: 30, N: 2}), taken(sitting, motion_id, {F: 30, A: 18, N: 2})]
    for vote_id, result in zip(votes, ("Lost", "Carried"), strict=True):
        page = words(site.public.get(f"/votes/{vote_id}"))
        assert result in page
        assert CITED in page
        assert all(page.count(world.names[p]) >= 1 for p in sitting.body.members)
    world.run(close_meeting, CloseMeeting(sitting.id))
    minutes = plain(site.officer.get(f"/desk/meetings/{sitting.id}/minutes").get_data(as_text=True))
    assert minutes.count(CITED) == 2
    budget_minute = minutes[minutes.index("Recorded vote on the amendment") :]
    surnames = [world.names[p].split(". ", 1)[1] for p in sitting.body.members]
    first, second = budget_minute.split("The amendment was declared LOST.", 1)
    for half in (first, second):
        assert all(surname in half for surname in surnames)
    assert "For 18" in first
    assert "Against 30" in first
    assert "For 30" in second
    assert minutes.count("RESOLVED") == 1
    assert "RESOLVED" not in first
    assert "That Band D be set at £212.40." in second


@pytest.mark.parametrize("kind", [MotionKind.SUBSTANTIVE, MotionKind.AMENDMENT])
def test_no_method_without_names_can_be_chosen(sitting: Sitting, kind: MotionKind) -> None:
    world, motion_id = sitting.world, sitting.motion("That Band D be set at £212.40")
    if kind is MotionKind.AMENDMENT:
        motion_id = sitting.motion("That Band D be set at £207.40", kind=kind, parent_id=motion_id)
    for way in (Way.DEVICES, Way.ROLL_CALL, Way.HANDS):
        with pytest.raises(Invalid, match=CITED):
            world.run(open_vote, OpenVote(sitting.id, motion_id, VoteMethod.TOTALS, way))
    with pytest.raises(Invalid, match=CITED):
        world.run(open_vote, OpenVote(sitting.id, motion_id, VoteMethod.RECORDED, Way.HANDS))
    with pytest.raises(WrongState, match=CITED):
        world.run(agree_motion, AgreeMotion(sitting.id, motion_id))
    vote_id = sitting.vote(motion_id, VoteMethod.RECORDED)
    with pytest.raises(Invalid, match=CITED):
        world.run(change_way, ChangeWay(vote_id, Way.HANDS, "The network failed"))
    world.run(change_way, ChangeWay(vote_id, Way.ROLL_CALL, "The network failed"))


def test_the_clerk_is_offered_no_other_and_told_why(site: Site, sitting: Sitting) -> None:
    sitting.motion("That Band D be set at £212.40")
    asking = site.officer.get(f"/room/{sitting.id}/state").get_json()["parts"]["asking"]
    assert asking["data"]["methods"] == ["recorded"]
    assert Way.HANDS.value not in asking["data"]["ways"]
    assert CITED in plain(asking["html"])
    assert "totals only" not in asking["html"].lower()


def test_a_motion_on_procedure_at_the_same_item_is_no_vote_on_the_budget(sitting: Sitting) -> None:
    motion_id = sitting.motion("That the debate be adjourned", kind=MotionKind.PROCEDURAL)
    sitting.vote(motion_id, VoteMethod.TOTALS)
