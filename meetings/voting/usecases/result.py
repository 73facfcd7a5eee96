"""Closing, the casting vote, and declaring the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.queries import person_names
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.motions.usecases import decide
from meetings.room.queries import here_now, room_of
from meetings.room.usecases.meeting import locked
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of
from meetings.voting.events import CastingVoteGiven, VoteClosed, VoteDeclared
from meetings.voting.methods import METHODS
from meetings.voting.models import Vote
from meetings.voting.queries import ballots_of, roll_of
from meetings.voting.rules import Choice, Outcome, VoteMethod, VoteState


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
    """On the chair's word. `read_back` is how long the read-back lasts before this is possible."""

    vote_id: str
    read_back: timedelta = timedelta(0)


def body_of_vote(session: Session, command: CloseVote | GiveCastingVote | DeclareVote) -> str:
    """The body whose grants count. Raises NotFound."""
    meeting_id = session.scalar(select(Vote.meeting_id).where(Vote.id == command.vote_id))
    if meeting_id is None:
        raise NotFound("There is no such vote.")
    return meeting_of(session, meeting_id).body_id


@use_case(permission=Permission.RUN_MEETING, scope=body_of_vote)
def close_vote(work: Work, command: CloseVote) -> None:
    """Take no more ballots and count. Who cast nothing is "no vote cast", never an abstention.

    Raises WrongState when it is closed already, or when others are missing than the clerk was shown.
    """
    vote = _locked(work, command.vote_id)
    if vote.state is not VoteState.OPEN:
        raise WrongState("This vote is closed already.")
    ballots, roll = ballots_of(work.session, vote.id), roll_of(work.session, vote.id)
    tally = METHODS[vote.basis].count(ballots, roll, roll)
    if tally.none > command.missing_seen:
        names = person_names(work.session, [p for p in roll if p not in ballots])
        raise WrongState(
            f"Now {tally.none} have not voted: {', '.join(sorted(names.values()))}. Look again, then close the vote."
        )
    vote.state, vote.closed_at = VoteState.CLOSED, work.now
    vote.count_for, vote.count_against = tally.for_, tally.against
    vote.count_abstain, vote.count_none = tally.abstain, tally.none
    vote.outcome = METHODS[vote.basis].outcome(tally)
    work.session.flush()
    missing = tuple(sorted(p for p in roll if p not in ballots))
    work.record(
        vote.meeting_id,
        VoteClosed(vote.id, tally.for_, tally.against, tally.abstain, tally.none, vote.outcome, missing),
    )


@use_case(permission=None)
def give_casting_vote(work: Work, command: GiveCastingVote) -> None:
    """Decide a tie: whoever presides on their own device, or the clerk on their word.

    Raises Denied for others, and WrongState without a tie or once whoever presided has left.
    """
    vote = _locked(work, command.vote_id)
    room = room_of(work.session, vote.meeting_id)
    body_id = body_of_vote(work.session, command)
    presiding_id = room.presiding_id if room else None
    presides = presiding_id is not None and work.actor.person_id == presiding_id
    if not presides and not work.actor.may(Permission.RUN_MEETING, body_id, work.today):
        raise Denied("Only whoever presides has a casting vote.")
    if vote.state is not VoteState.CLOSED or vote.outcome is not Outcome.TIED or presiding_id is None:
        raise WrongState("There is no tie to decide.")
    if presiding_id not in {here.person_id for here in here_now(work.session, vote.meeting_id)}:
        # They may have gone in an adjournment, and the meeting went on without a new chair.
        raise WrongState("Whoever presides is not here. Say who takes the chair first.")
    if command.choice is Choice.ABSTAIN:
        raise Invalid("A casting vote is for or against; it can also be declined.")
    vote.casting, vote.casting_by = command.choice, presiding_id
    vote.casting_declined = command.choice is None
    vote.outcome = METHODS[vote.basis].after_casting(command.choice)
    work.session.flush()
    name = person_names(work.session, [presiding_id])[presiding_id]
    work.record(vote.meeting_id, CastingVoteGiven(vote.id, presiding_id, name, command.choice))


@use_case(permission=Permission.RUN_MEETING, scope=body_of_vote)
def declare_vote(work: Work, command: DeclareVote) -> None:
    """Declare the result and with it the motion carried or lost.

    Raises WrongState while the vote is open, a tie undecided, or the read-back of a recorded vote not over.
    """
    vote = _locked(work, command.vote_id)
    if vote.state is VoteState.OPEN:
        raise WrongState("Close the vote first.")
    if vote.state is VoteState.DECLARED:
        raise WrongState("This result is declared already.")
    if vote.outcome is None or vote.outcome is Outcome.TIED:
        raise WrongState("It is a tie: whoever presides gives or declines the casting vote first.")
    assert vote.closed_at is not None
    if vote.method is VoteMethod.RECORDED and work.now < vote.closed_at + command.read_back:
        wait = (vote.closed_at + command.read_back - work.now).total_seconds()
        raise WrongState(f"Members are checking the list: declare the result in {wait:.0f} seconds.")
    vote.state, vote.declared_at = VoteState.DECLARED, work.now
    work.session.flush()
    work.record(vote.meeting_id, VoteDeclared(vote.id, vote.motion_id, vote.outcome))
    decide(work, vote.motion_id, carried=vote.outcome is Outcome.CARRIED, vote_id=vote.id)


def _locked(work: Work, vote_id: str) -> Vote:
    """The vote, after its meeting: locks are always taken in that order. Raises NotFound."""
    meeting_id = work.session.scalar(select(Vote.meeting_id).where(Vote.id == vote_id))
    if meeting_id is None:
        raise NotFound("There is no such vote.")
    locked(work, meeting_id)
    vote = work.session.scalar(
        select(Vote).where(Vote.id == vote_id).with_for_update().execution_options(populate_existing=True)
    )
    assert vote is not None
    return vote
