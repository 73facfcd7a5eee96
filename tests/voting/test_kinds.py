"""Special majorities, casting votes, block votes, weights, proxies, and a quorum lost during a vote."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.admin.verify_ballots import outcome_of, tally
from meetings.deadlines.rules.base import Profile
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.motions.queries import motion_of
from meetings.motions.rules import MotionStatus
from meetings.motions.usecases import WithdrawMotion, withdraw_motion
from meetings.room import bars
from meetings.room.bars import Bar
from meetings.room.usecases import Arrive, Leave, arrive, leave
from meetings.voting.methods import METHODS
from meetings.voting.rules import Choice, Outcome, Tally, VoteMethod, Way
from meetings.voting.usecases import (
    BallotAnswer,
    BallotRequest,
    CloseVote,
    DeclareVote,
    EnterBallot,
    GiveCastingVote,
    GiveProxy,
    OpenVote,
    SettleWeights,
    cast_as_proxy,
    close_vote,
    declare_vote,
    give_casting_vote,
    give_proxy,
    open_vote,
    settle_weights,
)
from tests.factories.world import Sitting, World
from tests.voting.telling import chair, differences, seen, settle, under

F, A, N = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
RECORDED = VoteMethod.RECORDED


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return sqlite_world.body(members=6).meeting().open(present=5)


def opened(sitting: Sitting, basis: str = "", **more: object) -> str:
    command = OpenVote(sitting.id, sitting.motion(), RECORDED, basis=basis, **more)  # type: ignore[arg-type]
    return sitting.world.run(open_vote, command)


def close(sitting: Sitting, vote_id: str, choices: dict[str, Choice], missing: int) -> None:
    sitting.cast(vote_id, choices, f"key-{vote_id}")
    sitting.world.run(close_vote, CloseVote(vote_id, missing))


@pytest.mark.parametrize(
    ("basis", "yes", "no", "carried"),
    [
        ("two_thirds", 28, 13, True),
        ("two_thirds", 27, 14, False),
        ("no_one_against", 40, 0, True),
        ("no_one_against", 40, 1, False),
        ("four_fifths_up", 33, 8, True),
        ("four_fifths_up", 32, 9, False),
    ],
)
def test_special_majorities_of_the_law(basis: str, yes: int, no: int, *, carried: bool) -> None:
    outcome = METHODS[basis].outcome(Tally(yes, no, abstain=3, none=2))
    assert outcome is (Outcome.CARRIED if carried else Outcome.LOST)


@given(
    st.sampled_from(sorted(METHODS)),
    st.dictionaries(st.integers(0, 30).map(str), st.sampled_from(Choice), max_size=30),
    st.dictionaries(st.integers(0, 40).map(str), st.integers(1, 9), max_size=40),
)
def test_another_count_comes_to_the_same(
    basis: str, ballots: dict[str, Choice], weights: dict[str, int]
) -> None:
    roll = {**dict.fromkeys(ballots, 1), **weights}
    ours = METHODS[basis].count(ballots, roll, roll)
    theirs = tally(roll, {person: choice.value for person, choice in ballots.items()})
    assert theirs == (ours.for_, ours.against, ours.abstain, ours.none)
    assert METHODS[basis].outcome(ours).value == outcome_of(theirs, None, basis)


def test_a_special_majority_has_no_casting_vote(sitting: Sitting, tmp_path: Path) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = opened(sitting, "two_thirds")
    close(sitting, vote_id, {m[0]: F, m[1]: A}, 3)
    assert seen(world, vote_id).outcome is Outcome.LOST
    with pytest.raises(WrongState, match="no tie"):
        world.run(give_casting_vote, GiveCastingVote(vote_id, F))
    world.run(declare_vote, DeclareVote(vote_id))
    assert differences(sitting, tmp_path) == ()


def test_a_majority_that_the_law_of_the_place_does_not_know(sitting: Sitting) -> None:
    with pytest.raises(Invalid, match="does not decide by that majority"):
        opened(sitting, "four_fifths_up")
    under(sitting.world, Profile.NORTHERN_IRELAND)
    assert seen(sitting.world, opened(sitting, "four_fifths_up")).basis == "four_fifths_up"


def test_the_casting_vote_may_differ_from_ones_own(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = opened(sitting)
    close(sitting, vote_id, {m[0]: F, m[1]: A}, 3)
    world.run(give_casting_vote, GiveCastingVote(vote_id, A), chair(sitting))
    assert seen(world, vote_id).outcome is Outcome.LOST


def test_nobody_voting_decides_nothing_and_is_asked_again(sitting: Sitting, tmp_path: Path) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = opened(sitting)
    close(sitting, vote_id, {m[0]: N}, 4)
    with pytest.raises(WrongState, match="no tie"):
        world.run(give_casting_vote, GiveCastingVote(vote_id, F))
    world.run(declare_vote, DeclareVote(vote_id))
    vote = seen(world, vote_id)
    assert vote.outcome is Outcome.UNDECIDED
    with world.runner.read() as session:
        assert motion_of(session, vote.motion_id).status is MotionStatus.MOVED
    again = sitting.vote(vote.motion_id, RECORDED)
    close(sitting, again, {m[0]: F}, 4)
    world.run(declare_vote, DeclareVote(again))
    assert differences(sitting, tmp_path) == ()


def test_a_chair_without_a_vote_has_no_casting_vote(
    sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, m = sitting.world, sitting.body.members
    barred = Bar(m[0], "Heard the item only in part", may_vote=False)
    monkeypatch.setattr(bars, "_SOURCES", [lambda session, meeting_id, item_id: [barred]])
    vote_id = opened(sitting)
    close(sitting, vote_id, {m[1]: F, m[2]: A}, 2)
    with pytest.raises(WrongState, match="no casting vote"):
        world.run(give_casting_vote, GiveCastingVote(vote_id, F))
    world.run(give_casting_vote, GiveCastingVote(vote_id, None))
    vote = seen(world, vote_id)
    assert (vote.casting_none, vote.outcome) == (True, Outcome.LOST)
    world.run(declare_vote, DeclareVote(vote_id))
    assert differences(sitting, tmp_path) == ()


def test_one_vote_decides_several_motions(sitting: Sitting, tmp_path: Path) -> None:
    world, m = sitting.world, sitting.body.members
    others = tuple(sitting.motion(f"That item {n} be noted") for n in (2, 3))
    vote_id = opened(sitting, also=others)
    with pytest.raises(WrongState, match="under way"):
        world.run(withdraw_motion, WithdrawMotion(sitting.id, others[0]))
    close(sitting, vote_id, {m[0]: F, m[1]: F}, 3)
    world.run(declare_vote, DeclareVote(vote_id))
    with world.runner.read() as session:
        assert {motion_of(session, i).status for i in others} == {MotionStatus.CARRIED}
    assert differences(sitting, tmp_path) == ()


def test_weights_count_and_members_are_shown_beside(sitting: Sitting, tmp_path: Path) -> None:
    world, m = sitting.world, sitting.body.members
    settle(sitting.body, weighted=True)
    world.run(settle_weights, SettleWeights(sitting.body.id, {m[0]: 10, m[1]: 4}))
    with pytest.raises(Invalid, match="hands cannot be weighed"):
        world.run(open_vote, OpenVote(sitting.id, sitting.motion(), VoteMethod.TOTALS, Way.HANDS))
    vote_id = opened(sitting)
    close(sitting, vote_id, {m[0]: F, m[1]: A, m[2]: A}, 2)
    vote = seen(world, vote_id)
    assert (vote.tally, vote.outcome) == (Tally(10, 5, 0, 2), Outcome.CARRIED)
    assert vote.heads == Tally(1, 2, 0, 2)
    world.run(declare_vote, DeclareVote(vote_id))
    assert differences(sitting, tmp_path) == ()


@pytest.mark.parametrize("weights", [{"nobody": 2}, {"": 0}])
def test_weights_of_nobody_or_of_nothing(sitting: Sitting, weights: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        sitting.world.run(settle_weights, SettleWeights(sitting.body.id, weights))
    with pytest.raises(Denied):
        sitting.world.run(settle_weights, SettleWeights(sitting.body.id, {}), chair(sitting))


def with_proxy(sitting: Sitting) -> tuple[str, str]:
    """The sixth member is away; the second votes for them."""
    under(sitting.world, Profile.GENERIC, proxy_vote="on")
    settle(sitting.body, proxies=True)
    away, holder = sitting.body.members[5], sitting.body.members[1]
    sitting.world.run(give_proxy, GiveProxy(sitting.id, away, holder))
    return away, holder


def test_a_proxy_is_cast_beside_the_holders_own(sitting: Sitting, tmp_path: Path) -> None:
    world, m = sitting.world, sitting.body.members
    away, holder = with_proxy(sitting)
    vote_id = opened(sitting)
    assert len(seen(world, vote_id).voters) == 6
    own = BallotRequest(vote_id, world.tokens[holder], F, "the-holders-own")
    theirs = BallotRequest(vote_id, world.tokens[holder], A, "for-who-is-away", on_behalf=away)
    stranger = BallotRequest(vote_id, world.tokens[m[2]], F, "not-my-proxy", on_behalf=away)
    themselves = BallotRequest(vote_id, world.tokens[away], F, "away-myself")
    answers = world.cast(own, theirs, stranger, themselves)
    assert [isinstance(a, BallotAnswer) for a in answers] == [True, True, False, False]
    world.run(cast_as_proxy, EnterBallot(vote_id, away, N, "changed-mind"), world.actor(holder))
    with pytest.raises(Denied):
        world.run(cast_as_proxy, EnterBallot(vote_id, away, N, "not-the-holder"), world.actor(m[2]))
    world.run(close_vote, CloseVote(vote_id, 4))
    assert seen(world, vote_id).tally == Tally(1, 0, 1, 4)
    world.run(declare_vote, DeclareVote(vote_id))
    assert differences(sitting, tmp_path) == ()


def test_a_proxy_is_void_when_its_giver_comes(sitting: Sitting, tmp_path: Path) -> None:
    world = sitting.world
    away, holder = with_proxy(sitting)
    vote_id = opened(sitting)
    world.cast(BallotRequest(vote_id, world.tokens[holder], A, "for-who-is-away", on_behalf=away))
    world.run(arrive, Arrive(sitting.id, (away,)))
    assert [v.person_id for v in seen(world, vote_id).voters if v.choice] == []
    sitting.cast(vote_id, {away: F})
    world.run(close_vote, CloseVote(vote_id, 5))
    assert seen(world, vote_id).tally == Tally(1, 0, 0, 5)
    assert differences(sitting, tmp_path) == ()


def test_a_proxy_goes_with_its_holder_and_counts_for_no_quorum(sqlite_world: World) -> None:
    sitting = sqlite_world.body(members=6, quorum=5).meeting().open(present=5)
    _, holder = with_proxy(sitting)
    vote_id = opened(sitting)
    sqlite_world.run(leave, Leave(sitting.id, holder))
    assert len(seen(sqlite_world, vote_id).voters) == 4
    with pytest.raises(WrongState, match=r"quorum was lost.*4 members count towards it and 5"):
        sqlite_world.run(close_vote, CloseVote(vote_id, 9))


@pytest.mark.parametrize("profile", [p for p in Profile if p is not Profile.GENERIC])
def test_proxies_are_switched_off_where_no_law_allows_them(sqlite_world: World, profile: Profile) -> None:
    sitting = sqlite_world.body(members=6).meeting().open(present=5)
    under(sqlite_world, profile)
    with pytest.raises(Invalid):
        settle(sitting.body, proxies=True)
    with pytest.raises(WrongState, match="not allowed"):
        sqlite_world.run(give_proxy, GiveProxy(sitting.id, *sitting.body.members[4:]))


def test_a_lost_quorum_holds_the_close_back_and_loses_nothing(sqlite_world: World) -> None:
    world = sqlite_world
    sitting = world.body(members=5, quorum=4).meeting().open(present=4)
    m = sitting.body.members
    vote_id = opened(sitting)
    sitting.cast(vote_id, {m[0]: F, m[1]: F})
    world.run(leave, Leave(sitting.id, m[3]))
    with pytest.raises(WrongState, match="nothing that was cast is lost"):
        world.run(close_vote, CloseVote(vote_id, 1))
    world.run(arrive, Arrive(sitting.id, (m[3],)))
    world.run(close_vote, CloseVote(vote_id, 2))
    assert seen(world, vote_id).tally == Tally(2, 0, 0, 2)
