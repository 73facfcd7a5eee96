"""How every way of a vote is minuted, and what a void one leaves."""

from __future__ import annotations

import pytest

from meetings.room.usecases import CloseMeeting, close_meeting
from meetings.voting.rules import Choice, VoteMethod, Way
from meetings.voting.usecases import (
    CloseVote,
    ConfirmHands,
    CountHands,
    DeclareVote,
    GiveCastingVote,
    OpenVote,
    RecordOwnVote,
    close_vote,
    confirm_hands,
    count_hands,
    declare_vote,
    give_casting_vote,
    open_vote,
    record_own_vote,
)
from tests.factories.world import Sitting, World
from tests.minutes.reading import html, minute, newest

F, A, N = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
TITLE = "Library hours"


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return sqlite_world.body(members=6).meeting(TITLE).open(present=5)


def taken(
    sitting: Sitting,
    choices: tuple[Choice, ...],
    method: VoteMethod,
    basis: str = "",
    also: tuple[str, ...] = (),
) -> str:
    world = sitting.world
    command = OpenVote(sitting.id, sitting.motion(), method, basis=basis, also=also)
    vote_id = world.run(open_vote, command)
    sitting.cast(vote_id, dict(zip(sitting.body.members, choices, strict=False)), f"key-{vote_id}")
    world.run(close_vote, CloseVote(vote_id, 5 - len(choices)))
    return vote_id


def said(sitting: Sitting) -> list[str]:
    world = sitting.world
    world.run(close_meeting, CloseMeeting(sitting.id))
    return minute(newest(world, sitting.id), TITLE)


def test_hands_give_figures_and_no_names_but_who_asked(sitting: Sitting) -> None:
    world, m = sitting.world, sitting.body.members
    command = OpenVote(sitting.id, sitting.motion(), VoteMethod.TOTALS, Way.HANDS)
    vote_id = world.run(open_vote, command)
    world.run(count_hands, CountHands(vote_id, 3, 1, 0))
    world.run(confirm_hands, ConfirmHands(vote_id, 3, 1, 0), world.actor(m[0]))
    world.run(close_vote, CloseVote(vote_id, 0))
    world.run(record_own_vote, RecordOwnVote(vote_id, choice=A), world.actor(m[4]))
    world.run(declare_vote, DeclareVote(vote_id))
    lines = said(sitting)
    assert lines[1] == "On a show of hands: For 3, against 1, abstained 0. Abstained (no vote cast) 1."
    assert f"At their own request it was recorded that {world.names[m[4]]} voted against it." in lines
    assert "The motion was declared CARRIED." in lines


def test_the_special_majority_is_named(sitting: Sitting) -> None:
    vote_id = taken(sitting, (F, F, A, A), VoteMethod.TOTALS, "two_thirds")
    sitting.world.run(declare_vote, DeclareVote(vote_id))
    lines = said(sitting)
    assert "Needed: two-thirds of those voting. Two-thirds of 4, rounded up, is 3; 2 voted for." in lines
    assert "The motion was declared LOST." in lines


def test_one_vote_on_several_motions_minutes_each(sitting: Sitting) -> None:
    other = sitting.motion("That the report be noted")
    vote_id = taken(sitting, (F, F), VoteMethod.TOTALS, also=(other,))
    sitting.world.run(declare_vote, DeclareVote(vote_id))
    lines = said(sitting)
    assert any(line.startswith("Vote on 2 motions together: For 2, against 0") for line in lines)
    assert sum("RESOLVED" in line for line in lines) == 2


def test_a_declined_casting_vote(sitting: Sitting) -> None:
    world, vote_id = sitting.world, taken(sitting, (F, A), VoteMethod.TOTALS)
    world.run(give_casting_vote, GiveCastingVote(vote_id, None))
    world.run(declare_vote, DeclareVote(vote_id))
    assert (
        f"The votes were equal and {world.names[sitting.body.members[0]]} did not give a casting vote. "
        "The motion was declared LOST."
    ) in said(sitting)


def test_a_roll_call_names_everybody_on_their_side(sitting: Sitting) -> None:
    from meetings.voting.usecases import EnterBallot, enter_ballot

    world, m = sitting.world, sitting.body.members
    command = OpenVote(sitting.id, sitting.motion(), VoteMethod.RECORDED, Way.ROLL_CALL)
    vote_id = world.run(open_vote, command)
    for person, choice in zip(m, (F, F, A, N), strict=False):
        world.run(enter_ballot, EnterBallot(vote_id, person, choice, f"called-{person}"))
    world.run(close_vote, CloseVote(vote_id, 1))
    world.run(declare_vote, DeclareVote(vote_id))
    said(sitting)
    page = html(newest(world, sitting.id))
    assert "Recorded vote by roll call on the motion" in page
    assert page.count("E. Eze") >= 2
