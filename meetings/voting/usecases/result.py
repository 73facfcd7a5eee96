"""Closing, the casting vote, and declaring the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from meetings.bodies.queries import person_names
from meetings.kernel.errors import Invalid, WrongState
from meetings.motions.models import Motion
from meetings.motions.usecases import decide
from meetings.room.authority import clerk_or_chair
from meetings.room.entitlement import voters_on
from meetings.room.queries import here_now, quorum_on, room_of
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of
from meetings.voting.around import policy_at, proposal_of, questions_of
from meetings.voting.events import CastingVoteGiven, VoteClosed, VoteDeclared
from meetings.voting.methods import METHODS
from meetings.voting.models import Vote
from meetings.voting.policy import casting_lawful
from meetings.voting.queries import also_of
from meetings.voting.rules import Choice, Outcome, VoteMethod, VoteState
from meetings.voting.usecases.common import name_of, vote_in_session
from meetings.voting.usecases.counting import counted, put_count


@dataclass(frozen=True)
class CloseVote:
    """`missing_seen` is how many names the clerk was shown as missing: closing asks again if that has changed."""

    vote_id: str
    missing_seen: int


@dataclass(frozen=True)
class GiveCastingVote:
    """After a tie, by whoever presides; None declines. An abstention is no casting vote."""

    vote_id: str
    choice: Choice | None


@dataclass(frozen=True)
class DeclareVote:
    """On the chair's word. `read_back` is how long the list is read back where the body has not settled it."""

    vote_id: str
    read_back: timedelta = timedelta(0)


@use_case(permission=None)
def close_vote(work: Work, command: CloseVote) -> None:
    """Take no more ballots and count. Who cast nothing is "no vote cast", never an abstention.

    Raises WrongState when it is closed already, the quorum is lost, hands are not confirmed, or others are missing
    than the clerk was shown.
    """
    vote = vote_in_session(work, command.vote_id)
    clerk_or_chair(work, vote.meeting_id)
    if vote.state is not VoteState.OPEN:
        raise WrongState("This vote is closed already.")
    _quorate(work, vote)
    count = counted(work.session, vote)
    # Hands leave no names: who the clerk has seen there is checked when they are counted.
    if count.missing and len(count.missing) > command.missing_seen:
        names = person_names(work.session, count.missing)
        raise WrongState(
            f"Now {len(count.missing)} have not voted: {', '.join(sorted(names.values()))}. "
            "Look again, then close the vote."
        )
    vote.state, vote.closed_at = VoteState.CLOSED, work.now
    put_count(vote, count)
    work.session.flush()
    work.record(
        vote.meeting_id,
        VoteClosed(vote.id, *count.figures, count.outcome, tuple(count.missing), count.heads),
    )


def _quorate(work: Work, vote: Vote) -> None:
    item_id = work.session.scalar(select(Motion.item_id).where(Motion.id == vote.motion_id))
    quorum = quorum_on(work.session, meeting_of(work.session, vote.meeting_id), item_id)
    if not quorum.met:
        raise WrongState(
            f"The quorum was lost during the vote: {quorum.present} members count towards it and {quorum.needed} "
            f"are needed ({quorum.citation}). The vote stays open and closes when they are back; nothing that was "
            "cast is lost."
        )


@use_case(permission=None)
def give_casting_vote(work: Work, command: GiveCastingVote) -> None:
    """Decide a tie: whoever presides on their own device, or the clerk on their word.

    Raises Denied for others, WrongState without a tie, once whoever presided has left, or when they have none.
    """
    vote = vote_in_session(work, command.vote_id)
    clerk_or_chair(work, vote.meeting_id)
    room = room_of(work.session, vote.meeting_id)
    presiding_id = room.presiding_id if room else None
    if vote.state is not VoteState.CLOSED or vote.outcome is not Outcome.TIED or presiding_id is None:
        raise WrongState("There is no tie to decide.")
    _nothing_waits(work, vote)
    if presiding_id not in {here.person_id for here in here_now(work.session, vote.meeting_id)}:
        # They may have gone in an adjournment, and the meeting went on without a new chair.
        raise WrongState("Whoever presides is not here. Say who takes the chair first.")
    if command.choice is Choice.ABSTAIN:
        raise Invalid("A casting vote is for or against; it can also be declined.")
    has_none = not may_cast(work, vote, presiding_id)
    if has_none and command.choice is not None:
        raise WrongState(
            "Whoever presides has no vote here, and so no casting vote: the motion is not carried."
        )
    vote.casting, vote.casting_by = command.choice, presiding_id
    vote.casting_declined, vote.casting_none = command.choice is None, has_none
    vote.outcome = METHODS[vote.basis].after_casting(command.choice)
    work.session.flush()
    name = name_of(work, presiding_id)
    work.record(vote.meeting_id, CastingVoteGiven(vote.id, presiding_id, name, command.choice, has_none))


def may_cast(work: Work, vote: Vote, presiding_id: str) -> bool:
    """Whether whoever presides has a casting vote: the law gives one, and they may vote on this item at all."""
    law, _ = policy_at(work.session, vote.meeting_id)
    item_id = work.session.scalar(select(Motion.item_id).where(Motion.id == vote.motion_id))
    entitled = {v.person_id for v in voters_on(work.session, vote.meeting_id, item_id)}
    return casting_lawful(law) and presiding_id in entitled


@use_case(permission=None)
def declare_vote(work: Work, command: DeclareVote) -> None:
    """Declare the result and with it the motion carried or lost; where nobody voted it stays before the meeting.

    Raises WrongState while the vote is open, a tie undecided, somebody's ballot in question, or the read-back of a
    recorded vote not over.
    """
    vote = vote_in_session(work, command.vote_id)
    clerk_or_chair(work, vote.meeting_id)
    _may_be_declared(work, vote)
    _read_back(work, vote, command.read_back)
    assert vote.outcome is not None
    vote.state, vote.declared_at = VoteState.DECLARED, work.now
    work.session.flush()
    work.record(vote.meeting_id, VoteDeclared(vote.id, vote.motion_id, vote.outcome))
    if vote.outcome is not Outcome.UNDECIDED:
        carried = vote.outcome is Outcome.CARRIED
        for motion_id in (vote.motion_id, *also_of(work.session, [vote.id]).get(vote.id, ())):
            decide(work, motion_id, carried=carried, vote_id=vote.id)


def _may_be_declared(work: Work, vote: Vote) -> None:
    if vote.state is VoteState.OPEN:
        raise WrongState("Close the vote first.")
    if vote.state is VoteState.DECLARED:
        raise WrongState("This result is declared already.")
    if vote.state is VoteState.VOID:
        raise WrongState("This vote is void: open it again.")
    if vote.outcome is None or vote.outcome is Outcome.TIED:
        raise WrongState("It is a tie: whoever presides gives or declines the casting vote first.")
    _nothing_waits(work, vote)


def _nothing_waits(work: Work, vote: Vote) -> None:
    """No ballot is in question and nothing is proposed: the figures can be built on."""
    if asked := questions_of(work.session, vote.id):
        who = ", ".join(named.name for named in asked)
        raise WrongState(
            f"Listed wrongly, says {who}: correct it or settle it before the result is declared."
        )
    if proposal_of(work.session, vote.id) is not None:
        raise WrongState(
            "What was proposed of this vote waits for a second person: confirm or drop it first."
        )


def _read_back(work: Work, vote: Vote, usual: timedelta) -> None:
    """The list stands on every screen long enough to be checked."""
    assert vote.closed_at is not None
    _, policy = policy_at(work.session, vote.meeting_id)
    own = policy.read_back_seconds
    lasts = usual if own is None else timedelta(seconds=own)
    if vote.method is VoteMethod.RECORDED and work.now < vote.closed_at + lasts:
        wait = (vote.closed_at + lasts - work.now).total_seconds()
        raise WrongState(f"Members are checking the list: declare the result in {wait:.0f} seconds.")
