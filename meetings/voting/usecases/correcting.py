"""Correcting one member's ballot after the close: a new fact by two people, and the count made again."""

from __future__ import annotations

from sqlalchemy import delete

from meetings.kernel.errors import WrongState
from meetings.runtime.work import Work
from meetings.voting.events import BallotCorrected, OwnVoteRecorded, ResultRecounted
from meetings.voting.methods import METHODS
from meetings.voting.models import Ballot, Vote
from meetings.voting.models_around import OwnVote, VoteProposal
from meetings.voting.rules import Channel, Choice, Outcome, VoteState
from meetings.voting.usecases.common import name_of, signed
from meetings.voting.usecases.counting import Count, counted, put_count
from meetings.voting.usecases.questions import close_question


def correct(work: Work, vote: Vote, proposal: VoteProposal) -> None:
    """Correct the ballot and count again.

    Raises WrongState where the result was declared, or a tie dealt with, and would come out otherwise now.
    """
    person_id = proposal.person_id
    assert person_id is not None
    ballot = work.session.get(Ballot, (vote.id, person_id))
    before = ballot.choice if ballot else None
    fact = BallotCorrected(
        vote.id,
        person_id,
        name_of(work, person_id),
        before,
        proposal.after,
        proposal.reason,
        proposal.first_id,
        proposal.first_name,
        *signed(work),
    )
    (row,) = work.record(vote.meeting_id, fact)
    _put(work, vote, person_id, proposal.after, row.seq)
    count = counted(work.session, vote)
    outcome = _outcome(vote, count)
    put_count(vote, count)
    vote.outcome = outcome
    work.session.flush()
    close_question(work, vote.id, person_id)
    recounted = ResultRecounted(vote.id, *count.figures, outcome, tuple(count.missing), count.heads)
    work.record(vote.meeting_id, recounted)
    _own_vote_follows(work, vote, person_id, proposal.after)


def _own_vote_follows(work: Work, vote: Vote, person_id: str, after: Choice | None) -> None:
    """What a member had recorded as their own vote is what the list says of them now."""
    own = work.session.get(OwnVote, (vote.id, person_id))
    if own is None:
        return
    own.choice = after
    work.session.flush()
    work.record(vote.meeting_id, OwnVoteRecorded(vote.id, person_id, name_of(work, person_id), after))


def _put(work: Work, vote: Vote, person_id: str, after: Choice | None, seq: int) -> None:
    work.session.execute(delete(Ballot).where(Ballot.vote_id == vote.id, Ballot.person_id == person_id))
    if after is not None:
        work.session.add(
            Ballot(
                vote_id=vote.id,
                person_id=person_id,
                choice=after,
                seq=seq,
                cast_at=work.now,
                channel=Channel.CLERK,
            )
        )
    work.session.flush()


def _outcome(vote: Vote, count: Count) -> Outcome:
    """The outcome with the casting vote that was given, if it still is a tie."""
    dealt_with = vote.casting is not None or vote.casting_declined
    final = count.outcome
    if dealt_with:
        if final is not Outcome.TIED:
            raise WrongState(
                "The tie has been dealt with by the casting vote, and with this there would be none: "
                "declare the vote void and vote again."
            )
        final = METHODS[vote.basis].after_casting(vote.casting)
    if vote.state is VoteState.DECLARED and final is not vote.outcome:
        raise WrongState(
            "The result was declared, and with this it would come out otherwise: declare the vote void and vote again."
        )
    return final
