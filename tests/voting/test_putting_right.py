"""My vote is wrong: questions, corrections and void votes, by two people, each a further fact."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.motions.queries import motion_of
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.room.usecases import (
    AdjournMeeting,
    CloseMeeting,
    ResumeMeeting,
    TakeItem,
    adjourn_meeting,
    close_meeting,
    resume_meeting,
    take_item,
)
from meetings.voting.around import own_votes_of
from meetings.voting.queries import ballots_of
from meetings.voting.rules import Choice, Outcome, Tally, VoteMethod, VoteState
from meetings.voting.usecases import (
    BallotRequest,
    CloseVote,
    ConfirmProposal,
    DeclareVote,
    DropProposal,
    GiveCastingVote,
    ProposeCorrection,
    ProposeVoid,
    QuestionBallot,
    RecordOwnVote,
    SettleQuestion,
    close_vote,
    confirm_proposal,
    declare_vote,
    drop_proposal,
    give_casting_vote,
    propose_correction,
    propose_void,
    question_ballot,
    record_own_vote,
    settle_question,
)
from tests.factories.world import Sitting, World
from tests.minutes.reading import minute, newest
from tests.voting.telling import chair, differences, second, seen

F, A, N = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
WHY = "Pressed the wrong button and said so at once"


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return sqlite_world.body(members=6).meeting("Library hours", "Car parks", "Bins").open(present=5)


def closed(sitting: Sitting, choices: tuple[Choice, ...] = (F, F, A), motion_id: str = "") -> str:
    vote_id = sitting.vote(motion_id or sitting.motion(), VoteMethod.RECORDED)
    sitting.cast(vote_id, dict(zip(sitting.body.members, choices, strict=False)), f"key-{vote_id}")
    sitting.world.run(close_vote, CloseVote(vote_id, 5 - len(choices)))
    return vote_id


def correct(sitting: Sitting, vote_id: str, n: int, after: Choice | None) -> None:
    world = sitting.world
    world.run(propose_correction, ProposeCorrection(vote_id, sitting.body.members[n], after, WHY))
    world.run(confirm_proposal, ConfirmProposal(vote_id), chair(sitting))


def void(sitting: Sitting, vote_id: str) -> None:
    sitting.world.run(propose_void, ProposeVoid(vote_id, "The wrong text was read out."), chair(sitting))
    sitting.world.run(confirm_proposal, ConfirmProposal(vote_id))


def test_a_question_holds_the_declaration_back_until_it_is_settled(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = closed(sitting)
    for _ in range(2):
        world.run(question_ballot, QuestionBallot(vote_id), world.actor(m[1]))
    with pytest.raises(WrongState, match="Listed wrongly, says Councillor B"):
        world.run(declare_vote, DeclareVote(vote_id))
    with pytest.raises(Denied):
        world.run(settle_question, SettleQuestion(vote_id, m[1], "It is right"), world.actor(m[2]))
    with pytest.raises(Invalid):
        world.run(settle_question, SettleQuestion(vote_id, m[1], " "))
    world.run(settle_question, SettleQuestion(vote_id, m[1], "It is right"))
    world.run(declare_vote, DeclareVote(vote_id))
    with pytest.raises(WrongState):
        world.run(question_ballot, QuestionBallot(vote_id), world.actor(m[1]))


@pytest.mark.parametrize("who", ["absent", "for another"])
def test_who_may_not_question(sitting: Sitting, who: str) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = closed(sitting)
    actor, person = (world.actor(m[5]), "") if who == "absent" else (world.actor(m[1]), m[2])
    with pytest.raises(Denied):
        world.run(question_ballot, QuestionBallot(vote_id, person), actor)


def test_a_correction_by_two_is_counted_and_settles_the_question(sitting: Sitting, tmp_path: Path) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = closed(sitting)
    world.run(question_ballot, QuestionBallot(vote_id), world.actor(m[1]))
    correct(sitting, vote_id, 1, A)
    vote = seen(world, vote_id)
    assert (vote.tally, vote.outcome) == (Tally(1, 2, 0, 2), Outcome.LOST)
    correct(sitting, vote_id, 3, N)
    correct(sitting, vote_id, 0, None)
    assert seen(world, vote_id).tally == Tally(0, 2, 1, 2)
    world.run(declare_vote, DeclareVote(vote_id))
    assert differences(sitting, tmp_path) == ()
    with world.runner.read() as session:
        assert ballots_of(session, vote_id) == {m[1]: A, m[2]: A, m[3]: N}


def test_one_person_alone_corrects_nothing(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = closed(sitting)
    command = ProposeCorrection(vote_id, m[1], A, WHY)
    with pytest.raises(Denied):
        world.run(propose_correction, command, world.actor(m[1]))
    world.run(propose_correction, command)
    for actor in (world.officer, world.actor(m[1])):
        with pytest.raises(Denied):
            world.run(confirm_proposal, ConfirmProposal(vote_id), actor)
    with pytest.raises(WrongState, match="second person"):
        world.run(declare_vote, DeclareVote(vote_id))
    with pytest.raises(WrongState, match="Something else is proposed"):
        world.run(propose_void, ProposeVoid(vote_id, WHY))
    world.run(drop_proposal, DropProposal(vote_id))
    assert seen(world, vote_id).tally == Tally(2, 1, 0, 2)
    for case in (confirm_proposal, drop_proposal):
        with pytest.raises(WrongState, match="Nothing waits"):
            world.run(case, ConfirmProposal(vote_id), second(world))  # type: ignore[arg-type]


def test_a_correction_that_would_turn_a_declared_result_is_refused(sitting: Sitting) -> None:
    vote_id = closed(sitting)
    sitting.world.run(declare_vote, DeclareVote(vote_id))
    correct(sitting, vote_id, 3, N)
    with pytest.raises(WrongState, match="void and vote again"):
        correct(sitting, vote_id, 1, A)
    assert seen(sitting.world, vote_id).tally == Tally(2, 1, 1, 1)


def test_a_casting_vote_waits_for_the_list_to_be_right(sitting: Sitting) -> None:
    world, vote_id = sitting.world, closed(sitting, (F, A, N))
    world.run(question_ballot, QuestionBallot(vote_id), world.actor(sitting.body.members[1]))
    with pytest.raises(WrongState, match="Listed wrongly"):
        world.run(give_casting_vote, GiveCastingVote(vote_id, A))


def test_a_correction_after_the_casting_vote(sitting: Sitting, tmp_path: Path) -> None:
    world, vote_id = sitting.world, closed(sitting, (F, A, N))
    world.run(give_casting_vote, GiveCastingVote(vote_id, A))
    correct(sitting, vote_id, 3, N)
    assert seen(world, vote_id).outcome is Outcome.LOST
    with pytest.raises(WrongState, match="casting vote"):
        correct(sitting, vote_id, 4, F)
    world.run(drop_proposal, DropProposal(vote_id))
    world.run(declare_vote, DeclareVote(vote_id))
    assert differences(sitting, tmp_path) == ()


@pytest.mark.parametrize("stage", ["open", "closed", "declared"])
def test_a_void_vote_keeps_its_rows_and_is_taken_again(sitting: Sitting, tmp_path: Path, stage: str) -> None:
    world, m = sitting.world, sitting.body.members
    motion_id = sitting.motion("That the library opens on Sundays")
    vote_id = sitting.vote(motion_id, VoteMethod.RECORDED)
    sitting.cast(vote_id, {m[0]: F, m[1]: F, m[2]: A})
    if stage != "open":
        world.run(close_vote, CloseVote(vote_id, 2))
    if stage == "declared":
        world.run(declare_vote, DeclareVote(vote_id))
    void(sitting, vote_id)
    assert seen(world, vote_id).state is VoteState.VOID
    with world.runner.read() as session:
        assert len(ballots_of(session, vote_id)) == 3
        assert motion_of(session, motion_id).status is MotionStatus.MOVED
    with pytest.raises(WrongState, match="void already"):
        world.run(propose_void, ProposeVoid(vote_id, WHY))
    again = closed(sitting, (A, A, F), motion_id)
    world.run(declare_vote, DeclareVote(again))
    assert differences(sitting, tmp_path) == ()
    world.run(close_meeting, CloseMeeting(sitting.id))
    said = minute(newest(world, sitting.id), "Library hours")
    assert said[1].startswith("A vote on the motion was declared void: The wrong text was read out.")
    assert said[-1] == "The motion was declared LOST."
    assert not any("RESOLVED" in line for line in said)


def test_a_void_vote_on_an_amendment_gives_the_motion_its_text_back(sitting: Sitting, tmp_path: Path) -> None:
    world, motion_id = sitting.world, sitting.motion("That the library opens on Sundays.")
    change = "That the library opens on Saturdays."
    amendment = sitting.motion(change, kind=MotionKind.AMENDMENT, parent_id=motion_id)
    vote_id = closed(sitting, (F, F, A), amendment)
    world.run(declare_vote, DeclareVote(vote_id))
    with world.runner.read() as session:
        assert motion_of(session, motion_id).text == change
    void(sitting, vote_id)
    with world.runner.read() as session:
        assert motion_of(session, motion_id).text == "That the library opens on Sundays."
    assert differences(sitting, tmp_path) == ()


def test_what_has_taken_effect_is_not_undone_by_a_void_vote(sitting: Sitting) -> None:
    world = sitting.world
    motion_id = sitting.motion(
        "That item 3 be taken next",
        kind=MotionKind.PROCEDURAL,
        effect=Effect.ORDER_OF_BUSINESS,
        effect_item_id=sitting.items[2],
    )
    vote_id = closed(sitting, (F, F, A), motion_id)
    world.run(declare_vote, DeclareVote(vote_id))
    with pytest.raises(WrongState, match="done already"):
        world.run(propose_void, ProposeVoid(vote_id, WHY))
    world.run(take_item, TakeItem(sitting.id, sitting.items[2]))


def test_nothing_that_came_after_is_undone_by_a_void_vote(sitting: Sitting, tmp_path: Path) -> None:
    world, motion_id = sitting.world, sitting.motion("That the library opens on Sundays.")
    first = sitting.motion("That it opens on Saturdays.", kind=MotionKind.AMENDMENT, parent_id=motion_id)
    lost = closed(sitting, (A, A, F), first)
    world.run(declare_vote, DeclareVote(lost))
    second_one = sitting.motion("That it opens on Fridays.", kind=MotionKind.AMENDMENT, parent_id=motion_id)
    with pytest.raises(WrongState, match="Another amendment"):
        world.run(propose_void, ProposeVoid(lost, WHY))
    under_way = closed(sitting, (A, A, F), second_one)
    with pytest.raises(WrongState, match="Another vote is under way"):
        world.run(propose_void, ProposeVoid(lost, WHY))
    world.run(declare_vote, DeclareVote(under_way))
    world.run(declare_vote, DeclareVote(closed(sitting, (F, F, A), motion_id)))
    with pytest.raises(WrongState, match="has been decided"):
        world.run(propose_void, ProposeVoid(lost, WHY))
    assert differences(sitting, tmp_path) == ()


def test_a_vote_that_decided_nothing_is_not_declared_void(sitting: Sitting) -> None:
    motion_id = sitting.motion()
    nothing = closed(sitting, (N, N, N), motion_id)
    sitting.world.run(declare_vote, DeclareVote(nothing))
    sitting.world.run(declare_vote, DeclareVote(closed(sitting, (F, F, A), motion_id)))
    with pytest.raises(WrongState, match="decided nothing"):
        sitting.world.run(propose_void, ProposeVoid(nothing, WHY))


def test_an_own_vote_follows_the_correction_of_the_ballot(sitting: Sitting, tmp_path: Path) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = sitting.vote(sitting.motion(), VoteMethod.TOTALS)
    sitting.cast(vote_id, {m[0]: F, m[1]: F, m[2]: F, m[3]: F})
    world.run(close_vote, CloseVote(vote_id, 1))
    world.run(record_own_vote, RecordOwnVote(vote_id), world.actor(m[1]))
    world.run(declare_vote, DeclareVote(vote_id))
    world.run(record_own_vote, RecordOwnVote(vote_id), world.actor(m[2]))
    for n in (1, 2):
        correct(sitting, vote_id, n, N)
    with world.runner.read() as session:
        own = own_votes_of(session, [vote_id])[vote_id]
    assert [(row.person_id, row.choice) for row in own] == [(m[1], N), (m[2], N)]
    assert differences(sitting, tmp_path) == ()
    world.run(close_meeting, CloseMeeting(sitting.id))
    said = [line for line in minute(newest(world, sitting.id), "Library hours") if "own request" in line]
    assert len(said) == 2
    assert all(line.endswith("abstained.") for line in said)


def test_a_vote_rests_while_the_meeting_is_adjourned(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    vote_id = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    sitting.cast(vote_id, {m[0]: F})
    world.run(adjourn_meeting, AdjournMeeting(sitting.id, "The fire alarm"))
    (answer,) = world.cast(BallotRequest(vote_id, world.tokens[m[1]], F, "key-0002"))
    assert "adjourned" in str(answer)
    for case, command in ((close_vote, CloseVote(vote_id, 4)), (declare_vote, DeclareVote(vote_id))):
        with pytest.raises(WrongState, match="is adjourned"):
            world.run(case, command)  # type: ignore[arg-type]
    world.run(resume_meeting, ResumeMeeting(sitting.id))
    sitting.cast(vote_id, {m[1]: F})
    world.run(close_vote, CloseVote(vote_id, 3))
    world.run(declare_vote, DeclareVote(vote_id))
    assert seen(world, vote_id).tally == Tally(2, 0, 0, 3)
