"""A vote from its opening to the declaration, through the use cases, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meetings.db.engine import Database
from meetings.db.record import facts_of
from meetings.kernel.errors import Denied, DomainError, Invalid, SignInRequired, Unsafe, WrongState
from meetings.motions.queries import motion_of
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.motions.usecases import AgreeMotion, WithdrawMotion, agree_motion, withdraw_motion
from meetings.room.queries import item_order
from meetings.room.usecases import (
    CloseMeeting,
    CorrectArrival,
    Leave,
    TakeItem,
    close_meeting,
    correct_arrival,
    leave,
    take_item,
)
from meetings.room.usecases import arrive as mark_present
from meetings.room.usecases.attendance import Arrive
from meetings.voting.events import BallotCast
from meetings.voting.queries import ballots_of, vote_of
from meetings.voting.rules import Choice, Outcome, Tally, VoteMethod, VoteState
from meetings.voting.usecases import (
    BallotAnswer,
    BallotRequest,
    CloseVote,
    DeclareVote,
    EnterBallot,
    GiveCastingVote,
    OpenVote,
    close_vote,
    declare_vote,
    enter_ballot,
    give_casting_vote,
    open_vote,
)
from tests.factories.world import Sitting, World, make_world

F, A, N = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


@pytest.fixture
def sitting(world: World) -> Sitting:
    return world.body(members=6).meeting("Library hours", "Car parks", "Any other reports").open(present=5)


def started(sitting: Sitting, method: VoteMethod = VoteMethod.RECORDED) -> str:
    return sitting.vote(sitting.motion(), method)


def seen(world: World, vote_id: str) -> Tally | None:
    with world.runner.read() as session:
        return vote_of(session, vote_id).tally


def test_vote_counts_each_member_once_and_keeps_the_missing_apart(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = started(sitting, VoteMethod.TOTALS)
    sitting.cast(vote_id, {m[0]: F, m[1]: A, m[2]: N})
    world.run(close_vote, CloseVote(vote_id, missing_seen=2))
    assert seen(world, vote_id) == Tally(for_=1, against=1, abstain=1, none=2)
    with world.runner.read() as session:
        assert [v.person_id for v in vote_of(session, vote_id).missing] == m[3:5]


def test_ballot_may_be_changed_until_the_close_and_both_are_in_the_record(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = started(sitting)
    sitting.cast(vote_id, {m[0]: F}, "first-press")
    sitting.cast(vote_id, {m[0]: A}, "second-press")
    with world.runner.read() as session:
        assert ballots_of(session, vote_id) == {m[0]: A}
        facts = [
            e.fact.choice
            for e in facts_of(session, sitting.id, types=(BallotCast,))
            if isinstance(e.fact, BallotCast)
        ]
    assert facts == [F, A]


def test_same_key_gets_the_same_answer_for_ever(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = started(sitting)
    request = BallotRequest(vote_id, world.tokens[m[0]], F, "one-and-the-same")
    twice = world.cast(request, request)
    later = world.cast(request)
    sitting.cast(vote_id, {m[0]: A}, "changed-my-mind")
    world.run(close_vote, CloseVote(vote_id, missing_seen=4))
    assert [*twice, *later, *world.cast(request)] == [twice[0]] * 4
    assert isinstance(twice[0], BallotAnswer)
    with world.runner.read() as session:
        assert ballots_of(session, vote_id) == {m[0]: A}


def test_key_used_for_another_choice_is_refused(sitting: Sitting) -> None:
    world, token = sitting.world, sitting.world.tokens[sitting.body.members[0]]
    vote_id = started(sitting)
    one, two = BallotRequest(vote_id, token, F, "same-key"), BallotRequest(vote_id, token, A, "same-key")
    together = world.cast(one, two)
    assert isinstance(together[0], BallotAnswer)
    assert isinstance(together[1], WrongState)
    assert isinstance(world.cast(two)[0], WrongState)


@pytest.mark.parametrize(
    ("who", "error"),
    [("absent", Denied), ("officer", Denied), ("nobody", SignInRequired), ("closed", WrongState)],
)
def test_ballot_is_refused(sitting: Sitting, who: str, error: type[DomainError]) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = started(sitting)
    if who == "closed":
        world.run(close_vote, CloseVote(vote_id, missing_seen=5))
    token = {"absent": world.tokens[m[5]], "officer": world.officer_token, "nobody": "x" * 40}.get(
        who, world.tokens[m[0]]
    )
    good = BallotRequest(vote_id, world.tokens[m[1]], F, "neighbour-1")
    answers = world.cast(BallotRequest(vote_id, token, F, "some-key-1"), good)
    assert type(answers[0]) is error
    assert isinstance(answers[1], BallotAnswer if who != "closed" else WrongState)


def test_closing_asks_again_when_others_are_missing_than_were_shown(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = started(sitting)
    sitting.cast(vote_id, dict.fromkeys(m[:4], F))
    with pytest.raises(WrongState, match=r"1 have not voted: .*Eze"):
        world.run(close_vote, CloseVote(vote_id, missing_seen=0))
    world.run(close_vote, CloseVote(vote_id, missing_seen=1))
    with pytest.raises(WrongState, match="closed already"):
        world.run(close_vote, CloseVote(vote_id, missing_seen=1))


def test_tie_asks_whoever_presides_and_nobody_else(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = started(sitting)
    sitting.cast(vote_id, {m[0]: F, m[1]: A, m[2]: F, m[3]: A})
    world.run(close_vote, CloseVote(vote_id, missing_seen=1))
    with pytest.raises(WrongState, match="tie"):
        world.run(declare_vote, DeclareVote(vote_id))
    with pytest.raises(Denied):
        world.run(give_casting_vote, GiveCastingVote(vote_id, F), world.actor(m[1]))
    with pytest.raises(Invalid):
        world.run(give_casting_vote, GiveCastingVote(vote_id, N), world.actor(m[0]))
    world.run(give_casting_vote, GiveCastingVote(vote_id, A), world.actor(m[0]))
    with pytest.raises(WrongState):
        world.run(give_casting_vote, GiveCastingVote(vote_id, F), world.actor(m[0]))
    world.run(declare_vote, DeclareVote(vote_id))
    with world.runner.read() as session:
        vote = vote_of(session, vote_id)
        assert (vote.outcome, vote.casting, vote.casting_by) == (Outcome.LOST, A, m[0])
        assert motion_of(session, vote.motion_id).status is MotionStatus.LOST


def test_declined_casting_vote_leaves_the_motion_not_carried(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = started(sitting)
    sitting.cast(vote_id, {m[0]: F, m[1]: A})
    world.run(close_vote, CloseVote(vote_id, missing_seen=3))
    world.run(give_casting_vote, GiveCastingVote(vote_id, None))
    world.run(declare_vote, DeclareVote(vote_id))
    with world.runner.read() as session:
        vote = vote_of(session, vote_id)
    assert (vote.outcome, vote.casting, vote.casting_declined) == (Outcome.LOST, None, True)


def test_recorded_result_is_read_back_before_it_is_declared(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = started(sitting)
    sitting.cast(vote_id, dict.fromkeys(m[:5], F))
    world.run(close_vote, CloseVote(vote_id, missing_seen=0))
    command = DeclareVote(vote_id, read_back=timedelta(seconds=5))
    world.later(seconds=4)
    with pytest.raises(WrongState, match="in 1 seconds"):
        world.run(declare_vote, command)
    world.later(seconds=1)
    world.run(declare_vote, command)
    with pytest.raises(WrongState, match="declared already"):
        world.run(declare_vote, command)


def test_late_arrival_joins_and_early_leaver_is_absent_not_abstaining(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = started(sitting)
    sitting.cast(vote_id, {m[1]: F})
    world.run(mark_present, Arrive(sitting.id, (m[5],)))
    world.run(leave, Leave(sitting.id, m[1]))
    world.run(leave, Leave(sitting.id, m[2]))
    sitting.cast(vote_id, {m[5]: A})
    world.run(close_vote, CloseVote(vote_id, missing_seen=3))
    assert seen(world, vote_id) == Tally(for_=1, against=1, abstain=0, none=3)


def test_clerk_enters_a_vote_that_is_called_out(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = started(sitting)
    world.run(enter_ballot, EnterBallot(vote_id, m[3], A, "called-out-1"))
    with pytest.raises(Denied):
        world.run(enter_ballot, EnterBallot(vote_id, m[5], A, "not-in-the-room"))
    with pytest.raises(Denied):
        world.run(enter_ballot, EnterBallot(vote_id, m[3], F, "by-a-member"), world.actor(m[1]))
    with world.runner.read() as session:
        assert ballots_of(session, vote_id) == {m[3]: A}


def test_only_one_vote_at_a_time_and_nothing_else_meanwhile(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    motion_id = sitting.motion()
    vote_id = sitting.vote(motion_id, VoteMethod.RECORDED)
    for case, command in (
        (open_vote, OpenVote(sitting.id, motion_id, VoteMethod.TOTALS)),
        (close_meeting, CloseMeeting(sitting.id)),
        (take_item, TakeItem(sitting.id, sitting.items[1])),
        (agree_motion, AgreeMotion(sitting.id, motion_id)),
        (withdraw_motion, WithdrawMotion(sitting.id, motion_id)),
        (correct_arrival, CorrectArrival(sitting.id, m[2])),
    ):
        with pytest.raises(WrongState):
            world.run(case, command)  # type: ignore[arg-type]
    with world.runner.read() as session:
        assert vote_of(session, vote_id).state is VoteState.OPEN


def test_vote_needs_a_quorum_and_says_how_many(world: World) -> None:
    sitting = world.body(members=6, quorum=4).meeting().open(present=4)
    motion_id = sitting.motion()
    world.run(leave, Leave(sitting.id, sitting.body.members[3]))
    with pytest.raises(WrongState, match="3 voting members are present and 4 are needed"):
        sitting.vote(motion_id, VoteMethod.RECORDED)


def test_vote_is_not_opened_on_a_database_that_may_lose_it(sqlite_world: World) -> None:
    sitting = sqlite_world.body().meeting().open()
    motion_id = sitting.motion()
    writer = sqlite_world.runner.database.writer
    with writer.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
    raw.execute("PRAGMA synchronous=NORMAL")  # type: ignore[attr-defined]
    with pytest.raises(Unsafe, match="synchronous=1"):
        sitting.vote(motion_id, VoteMethod.RECORDED)


def test_vote_is_not_opened_on_postgres_without_synchronous_commit(cluster: object) -> None:
    database = Database(cluster.database() + "?options=-csynchronous_commit%3Doff")  # type: ignore[attr-defined]
    sitting = make_world(database).body().meeting().open()
    with pytest.raises(Unsafe, match="synchronous_commit=off"):
        started(sitting)
    database.close()


def test_carried_amendment_becomes_the_motion(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    motion_id = sitting.motion("That the library opens on Sundays.")
    amendment = sitting.motion(
        "That the library opens on Saturdays.", kind=MotionKind.AMENDMENT, parent_id=motion_id
    )
    with pytest.raises(WrongState, match="amendment"):
        sitting.vote(motion_id, VoteMethod.TOTALS)
    vote_id = sitting.vote(amendment, VoteMethod.TOTALS)
    sitting.cast(vote_id, {m[0]: F, m[1]: F, m[2]: A})
    world.run(close_vote, CloseVote(vote_id, missing_seen=2))
    world.run(declare_vote, DeclareVote(vote_id))
    with world.runner.read() as session:
        motion = motion_of(session, motion_id)
    assert (motion.text, motion.status) == ("That the library opens on Saturdays.", MotionStatus.MOVED)


@pytest.mark.parametrize(("votes_for", "moved"), [(1, False), (4, True)])
def test_order_of_business_changes_only_when_carried(sitting: Sitting, votes_for: int, moved: bool) -> None:
    world, m, items = sitting.world, sitting.body.members, sitting.items
    motion_id = sitting.motion(
        "That item 3 be taken next",
        kind=MotionKind.PROCEDURAL,
        effect=Effect.ORDER_OF_BUSINESS,
        effect_item_id=items[2],
    )
    vote_id = sitting.vote(motion_id, VoteMethod.TOTALS)
    sitting.cast(vote_id, {p: F if n < votes_for else A for n, p in enumerate(m[:5])})
    world.run(close_vote, CloseVote(vote_id, missing_seen=0))
    world.run(declare_vote, DeclareVote(vote_id))
    with world.runner.read() as session:
        assert item_order(session, sitting.id) == ([items[0], items[2], items[1]] if moved else items)
