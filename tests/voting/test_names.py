"""When names are recorded: by policy, on demand of so many, by law; and one's own vote straight after the vote."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings.deadlines.rules.base import Profile
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.kernel.secrecy import Audience
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.voting.around import own_votes_of
from meetings.voting.live import vote_part
from meetings.voting.policy import names_forced, usual
from meetings.voting.rules import Choice, VoteMethod, Way
from meetings.voting.usecases import (
    CloseVote,
    ConfirmHands,
    CountHands,
    DeclareVote,
    DemandNames,
    OpenVote,
    RecordOwnVote,
    close_vote,
    confirm_hands,
    count_hands,
    declare_vote,
    demand_names,
    open_vote,
    record_own_vote,
    undo_demand,
)
from tests.factories.world import Sitting, World
from tests.voting.telling import chair, differences, seen, settle, under

F, A, N = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
TOTALS = VoteMethod.TOTALS


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return sqlite_world.body(members=7).meeting().open(present=6)


def demand(sitting: Sitting, motion_id: str, *members: int) -> None:
    for n in members:
        actor = sitting.world.actor(sitting.body.members[n])
        sitting.world.run(demand_names, DemandNames(sitting.id, motion_id), actor)


def taken(sitting: Sitting, method: VoteMethod = TOTALS) -> str:
    m = sitting.body.members
    vote_id = sitting.vote(sitting.motion(), method)
    sitting.cast(vote_id, {m[0]: F, m[1]: A, m[2]: F})
    sitting.world.run(close_vote, CloseVote(vote_id, 3))
    return vote_id


def test_five_members_demand_names_before_the_vote(sitting: Sitting) -> None:
    world, motion_id = sitting.world, sitting.motion()
    demand(sitting, motion_id, 1, 1, 2, 3, 4)
    world.run(demand_names, DemandNames(sitting.id, motion_id, sitting.body.members[5]))
    world.run(undo_demand, DemandNames(sitting.id, motion_id, sitting.body.members[5]))
    demand(sitting, motion_id, 0)
    with pytest.raises(Invalid, match="5 members asked before the vote"):
        sitting.vote(motion_id, TOTALS)
    with pytest.raises(WrongState, match="recorded vote"):
        world.run(agree_motion, AgreeMotion(sitting.id, motion_id))
    assert "standing orders" in seen(world, sitting.vote(motion_id, VoteMethod.RECORDED)).reason


def test_four_are_not_enough(sitting: Sitting) -> None:
    motion_id = sitting.motion()
    demand(sitting, motion_id, 0, 1, 2, 3)
    assert seen(sitting.world, sitting.vote(motion_id, TOTALS)).reason == ""


def test_one_is_enough_in_a_parish_whatever_its_policy_says(sitting: Sitting) -> None:
    under(sitting.world, Profile.ENGLAND_PARISH)
    settle(sitting.body, demand=4)
    motion_id = sitting.motion()
    demand(sitting, motion_id, 3)
    with pytest.raises(Invalid, match="paragraphs 13"):
        sitting.vote(motion_id, TOTALS)


def test_a_body_asks_for_another_number(sitting: Sitting) -> None:
    settle(sitting.body, demand=2)
    motion_id = sitting.motion()
    demand(sitting, motion_id, 1)
    demand(sitting, motion_id, 2)
    with pytest.raises(Invalid, match="2 can demand it"):
        sitting.vote(motion_id, TOTALS)


def test_who_may_not_demand(sitting: Sitting) -> None:
    world, motion_id = sitting.world, sitting.motion()
    absent = world.actor(sitting.body.members[6])
    for actor, command in (
        (absent, DemandNames(sitting.id, motion_id)),
        (world.actor(sitting.body.members[1]), DemandNames(sitting.id, motion_id, sitting.body.members[2])),
        (world.officer, DemandNames(sitting.id, motion_id)),
    ):
        with pytest.raises(Denied):
            world.run(demand_names, command, actor)
    sitting.vote(motion_id, TOTALS)
    with pytest.raises(WrongState):
        demand(sitting, motion_id, 1)


def test_a_body_that_always_records_names(sitting: Sitting) -> None:
    settle(sitting.body, always_names=True)
    with pytest.raises(Invalid, match="always records names"):
        sitting.vote(sitting.motion(), TOTALS)


def test_what_the_body_does_not_offer_is_refused(sitting: Sitting) -> None:
    settle(
        sitting.body,
        ways=(Way.ROLL_CALL,),
        default_way=Way.ROLL_CALL,
        methods=(TOTALS,),
        default_method=TOTALS,
    )
    motion_id = sitting.motion()
    with pytest.raises(Invalid, match="does not vote that way"):
        sitting.world.run(open_vote, OpenVote(sitting.id, motion_id, TOTALS, Way.DEVICES))
    with pytest.raises(Invalid, match="does not offer"):
        sitting.vote(motion_id, VoteMethod.RECORDED)
    assert seen(sitting.world, sitting.vote(motion_id, TOTALS)).way is Way.ROLL_CALL


@pytest.mark.parametrize("profile", Profile)
def test_the_budget_forces_names_in_england_alone(profile: Profile) -> None:
    from meetings.deadlines.rules.base import Law

    law = Law(profile)
    why = names_forced(law, usual(law), budget=True, demanded=0)
    assert ("SI 2014/165" in why) is (profile is Profile.ENGLAND_PRINCIPAL)


def test_only_the_one_who_asks_is_named(sitting: Sitting, tmp_path: Path) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = taken(sitting)
    world.run(declare_vote, DeclareVote(vote_id))
    world.later(seconds=59)
    for n in (1, 1, 4):
        world.run(record_own_vote, RecordOwnVote(vote_id), world.actor(m[n]))
    with world.runner.read() as session:
        rows = own_votes_of(session, [vote_id])[vote_id]
        part = vote_part(session, sitting.id, Audience.PUBLIC)
    assert [(r.person_id, r.choice) for r in rows] == [(m[1], A), (m[4], None)]
    assert part is not None
    assert part.sides == ()
    assert len(part.own_votes) == 2
    world.later(seconds=2)
    with pytest.raises(WrongState, match="within 60 seconds"):
        world.run(record_own_vote, RecordOwnVote(vote_id), world.actor(m[2]))
    assert differences(sitting, tmp_path) == ()


def test_own_vote_after_hands_is_what_the_member_says(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = world.run(open_vote, OpenVote(sitting.id, sitting.motion(), TOTALS, Way.HANDS))
    world.run(count_hands, CountHands(vote_id, 4, 0, 1))
    world.run(confirm_hands, ConfirmHands(vote_id, 4, 0, 1), chair(sitting))
    world.run(close_vote, CloseVote(vote_id, 0))
    with pytest.raises(Invalid, match="Say how you voted"):
        world.run(record_own_vote, RecordOwnVote(vote_id), world.actor(m[1]))
    with pytest.raises(Invalid, match="Nobody was counted"):
        world.run(record_own_vote, RecordOwnVote(vote_id, choice=A), world.actor(m[1]))
    world.run(record_own_vote, RecordOwnVote(vote_id, choice=N), world.actor(m[1]))


def test_own_vote_is_refused(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = taken(sitting)
    for person, actor in (("", world.actor(m[6])), (m[1], world.actor(m[2]))):
        with pytest.raises(Denied):
            world.run(record_own_vote, RecordOwnVote(vote_id, person), actor)
    world.run(declare_vote, DeclareVote(vote_id))
    named = taken(sitting, VoteMethod.RECORDED)
    with pytest.raises(WrongState, match="recorded in this vote already"):
        world.run(record_own_vote, RecordOwnVote(named), world.actor(m[1]))


def test_elsewhere_it_is_for_the_body_to_decide(sitting: Sitting) -> None:
    under(sitting.world, Profile.SCOTLAND)
    vote_id = taken(sitting)
    member = sitting.world.actor(sitting.body.members[1])
    with pytest.raises(WrongState, match="does not record single votes"):
        sitting.world.run(record_own_vote, RecordOwnVote(vote_id), member)
    settle(sitting.body, own_vote=True)
    sitting.world.run(record_own_vote, RecordOwnVote(vote_id), member)
