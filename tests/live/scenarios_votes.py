"""Scenarios of every way a vote is taken, and of what is put right about it."""

from __future__ import annotations

from meetings.kernel.permissions import Role
from meetings.voting import events as voting
from meetings.voting.rules import Choice, VoteMethod, Way
from meetings.voting.usecases import (
    ChangeWay,
    ConfirmHands,
    ConfirmProposal,
    CountHands,
    DemandNames,
    DropProposal,
    OpenVote,
    PassName,
    ProposeCorrection,
    ProposeVoid,
    QuestionBallot,
    RecordOwnVote,
    SettleQuestion,
    change_way,
    confirm_hands,
    confirm_proposal,
    count_hands,
    demand_names,
    drop_proposal,
    open_vote,
    pass_name,
    propose_correction,
    propose_void,
    question_ballot,
    record_own_vote,
    settle_question,
    undo_demand,
)
from tests.factories.accounts import signed_in
from tests.factories.world import Sitting, World
from tests.live.scenarios import Act, records
from tests.live.situations import balloting, debating, voted

#: four of the five present, as `voted` casts them
FIGURES = (3, 1, 1)


def _closed(world: World, method: VoteMethod = VoteMethod.RECORDED) -> tuple[Sitting, str]:
    sitting, motion_id = debating(world)
    return sitting, voted(sitting, sitting.vote(motion_id, method))


def _by_hands(world: World) -> tuple[Sitting, str]:
    sitting, motion_id = debating(world)
    command = OpenVote(sitting.id, motion_id, VoteMethod.TOTALS, Way.HANDS)
    return sitting, world.run(open_vote, command)


@records(voting.WayChanged)
def way_changed(world: World) -> tuple[Sitting, Act]:
    """The network of the room fails, and names are called."""
    sitting, vote_id = balloting(world)
    return sitting, lambda: world.run(change_way, ChangeWay(vote_id, Way.ROLL_CALL, "The network failed"))


@records(voting.NamePassed)
def name_passed(world: World) -> tuple[Sitting, Act]:
    """Called, and no answer."""
    sitting, vote_id = balloting(world)
    world.run(change_way, ChangeWay(vote_id, Way.ROLL_CALL, "The network failed"))
    return sitting, lambda: world.run(pass_name, PassName(vote_id, sitting.body.members[0]))


@records(voting.HandsCounted)
def hands_counted(world: World) -> tuple[Sitting, Act]:
    """The clerk enters the hands."""
    sitting, vote_id = _by_hands(world)
    return sitting, lambda: world.run(count_hands, CountHands(vote_id, *FIGURES))


@records(voting.HandsConfirmed)
def hands_confirmed(world: World) -> tuple[Sitting, Act]:
    """The chair confirms them."""
    sitting, vote_id = _by_hands(world)
    world.run(count_hands, CountHands(vote_id, *FIGURES))
    chair = world.actor(sitting.body.members[0])
    return sitting, lambda: world.run(confirm_hands, ConfirmHands(vote_id, *FIGURES), chair)


@records(voting.NamesDemanded)
def names_demanded(world: World) -> tuple[Sitting, Act]:
    """A member asks on their own device."""
    sitting, motion_id = debating(world)
    member = world.actor(sitting.body.members[1])
    return sitting, lambda: world.run(demand_names, DemandNames(sitting.id, motion_id), member)


@records(voting.NamesDemandUndone)
def demand_undone(world: World) -> tuple[Sitting, Act]:
    """And no longer does."""
    sitting, motion_id = debating(world)
    command = DemandNames(sitting.id, motion_id, sitting.body.members[1])
    world.run(demand_names, command)
    return sitting, lambda: world.run(undo_demand, command)


@records(voting.OwnVoteRecorded)
def own_vote(world: World) -> tuple[Sitting, Act]:
    """A member asks straight after the vote."""
    sitting, vote_id = _closed(world, VoteMethod.TOTALS)
    member = world.actor(sitting.body.members[1])
    return sitting, lambda: world.run(record_own_vote, RecordOwnVote(vote_id), member)


@records(voting.BallotQuestioned)
def questioned(world: World) -> tuple[Sitting, Act]:
    """My vote is wrong."""
    sitting, vote_id = _closed(world)
    member = world.actor(sitting.body.members[1])
    return sitting, lambda: world.run(question_ballot, QuestionBallot(vote_id), member)


@records(voting.QuestionSettled)
def settled(world: World) -> tuple[Sitting, Act]:
    """It was right after all."""
    sitting, vote_id = _closed(world)
    member = sitting.body.members[1]
    world.run(question_ballot, QuestionBallot(vote_id, member))
    command = SettleQuestion(vote_id, member, "They had looked at another vote")
    return sitting, lambda: world.run(settle_question, command)


def _correction(world: World) -> tuple[Sitting, str]:
    sitting, vote_id = _closed(world)
    command = ProposeCorrection(vote_id, sitting.body.members[3], Choice.FOR, "Pressed the wrong one")
    world.run(propose_correction, command)
    return sitting, vote_id


@records(voting.CorrectionProposed)
def correction_proposed(world: World) -> tuple[Sitting, Act]:
    """The first of two people."""
    sitting, vote_id = _closed(world)
    command = ProposeCorrection(vote_id, sitting.body.members[3], Choice.FOR, "Pressed the wrong one")
    return sitting, lambda: world.run(propose_correction, command)


@records(voting.BallotCorrected, voting.ResultRecounted)
def corrected(world: World) -> tuple[Sitting, Act]:
    """The second."""
    sitting, vote_id = _correction(world)
    monitoring = signed_in(world, "Mona Ito", Role.MONITORING)[0]
    return sitting, lambda: world.run(confirm_proposal, ConfirmProposal(vote_id), monitoring)


@records(voting.ProposalDropped)
def dropped(world: World) -> tuple[Sitting, Act]:
    """It is not to be."""
    sitting, vote_id = _correction(world)
    return sitting, lambda: world.run(drop_proposal, DropProposal(vote_id))


@records(voting.VoidProposed)
def void_proposed(world: World) -> tuple[Sitting, Act]:
    """The wrong text was read out."""
    sitting, vote_id = _closed(world)
    return sitting, lambda: world.run(propose_void, ProposeVoid(vote_id, "The wrong text was read out"))


@records(voting.VoteVoided)
def voided(world: World) -> tuple[Sitting, Act]:
    """The chair agrees."""
    sitting, vote_id = _closed(world)
    world.run(propose_void, ProposeVoid(vote_id, "The wrong text was read out"))
    chair = world.actor(sitting.body.members[0])
    return sitting, lambda: world.run(confirm_proposal, ConfirmProposal(vote_id), chair)
