"""What two people must agree: correcting a member's ballot, and declaring a vote void."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete

from meetings.kernel.errors import Denied, WrongState
from meetings.kernel.permissions import Permission
from meetings.room.authority import clerk_or_chair, second_person
from meetings.room.usecases.meeting import locked, open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import meeting_of
from meetings.voting.around import proposal_of
from meetings.voting.events import CorrectionProposed, ProposalDropped, VoidProposed
from meetings.voting.models import Ballot, RollEntry, Vote
from meetings.voting.models_around import BallotQuestion, OwnVote, ProposalKind, VoteProposal
from meetings.voting.rules import Choice, VoteMethod, VoteState, Way
from meetings.voting.usecases.common import locked_vote, name_of, reason_of, signed
from meetings.voting.usecases.correcting import correct
from meetings.voting.usecases.voiding import check_void, make_void


@dataclass(frozen=True)
class ProposeCorrection:
    """What a member's ballot is to be; None: no vote cast."""

    vote_id: str
    person_id: str
    after: Choice | None
    reason: str


@dataclass(frozen=True)
class ProposeVoid:
    """The vote is to be declared void."""

    vote_id: str
    reason: str


@dataclass(frozen=True)
class ConfirmProposal:
    """The second person's word."""

    vote_id: str


@dataclass(frozen=True)
class DropProposal:
    """It is not to be after all."""

    vote_id: str


@use_case(permission=None)
def propose_correction(work: Work, command: ProposeCorrection) -> None:
    """The first of two people proposes to correct a ballot.

    Raises WrongState unless the vote is closed with ballots, or without names where the member has said nothing of it;
    Denied for somebody who is not on the roll.
    """
    vote = _proposing(work, command.vote_id, ProposalKind.CORRECT)
    if vote.state not in (VoteState.CLOSED, VoteState.DECLARED) or vote.way is Way.HANDS:
        raise WrongState("A ballot can be corrected once a vote with ballots is closed.")
    if work.session.get(RollEntry, (vote.id, command.person_id)) is None:
        raise Denied("They were not on the roll of this vote.")
    _at_their_word(work, vote, command.person_id)
    ballot = work.session.get(Ballot, (vote.id, command.person_id))
    before = ballot.choice if ballot else None
    if before is command.after:
        raise WrongState("That is what the list has already.")
    reason = reason_of(command.reason, "the ballot is corrected")
    proposal = _put(work, vote, ProposalKind.CORRECT, reason, command.person_id, command.after)
    name = name_of(work, command.person_id)
    fact = CorrectionProposed(
        vote.id, command.person_id, name, before, command.after, reason, *_first(proposal)
    )
    work.record(vote.meeting_id, fact)


def _at_their_word(work: Work, vote: Vote, person_id: str) -> None:
    """Whoever proposes learns whether the ballot was that: in a vote without names only once its member has spoken."""
    if vote.method is VoteMethod.RECORDED or work.session.get(OwnVote, (vote.id, person_id)) is not None:
        return
    question = work.session.get(BallotQuestion, (vote.id, person_id))
    if question is None or question.settled:
        raise WrongState(
            "Names are not recorded in this vote: a ballot is corrected when its member says that it is wrong. "
            "Enter that first."
        )


@use_case(permission=None)
def propose_void(work: Work, command: ProposeVoid) -> None:
    """The first of two people proposes to declare a vote void. Raises WrongState where it cannot be undone."""
    vote = _proposing(work, command.vote_id, ProposalKind.VOID)
    check_void(work, vote)
    reason = reason_of(command.reason, "the vote is void")
    proposal = _put(work, vote, ProposalKind.VOID, reason)
    work.record(vote.meeting_id, VoidProposed(vote.id, vote.motion_id, reason, *_first(proposal)))


@use_case(permission=None)
def confirm_proposal(work: Work, command: ConfirmProposal) -> None:
    """The second person confirms, and it is done. Raises Denied for the first, WrongState if nothing waits."""
    vote = locked_vote(work, command.vote_id)
    proposal = proposal_of(work.session, vote.id)
    if proposal is None:
        raise WrongState("Nothing waits to be confirmed.")
    _in_time(work, vote.meeting_id, proposal.kind)
    second_person(work, vote.meeting_id, proposal.first_id)
    if proposal.kind is ProposalKind.VOID:
        make_void(work, vote, proposal)
    else:
        correct(work, vote, proposal)
    work.session.execute(delete(VoteProposal).where(VoteProposal.vote_id == vote.id))


@use_case(permission=None)
def drop_proposal(work: Work, command: DropProposal) -> None:
    """The clerk or whoever presides drops it. Raises WrongState if nothing waits."""
    vote = locked_vote(work, command.vote_id)
    _clerk_chair_or_monitor(work, vote)
    if proposal_of(work.session, vote.id) is None:
        raise WrongState("Nothing waits to be confirmed.")
    work.session.execute(delete(VoteProposal).where(VoteProposal.vote_id == vote.id))
    work.record(vote.meeting_id, ProposalDropped(vote.id))


#: Called with the work and the meeting; raises once what was voted can no longer be put right.
LateCheck = Callable[[Work, str], None]
_AFTER_CLOSE: list[LateCheck] = []


def late_correction(check: LateCheck) -> None:
    """Let a ballot be corrected after the close of the meeting too, as long as this allows it."""
    if check not in _AFTER_CLOSE:
        _AFTER_CLOSE.append(check)


def _in_time(work: Work, meeting_id: str, kind: ProposalKind) -> None:
    """While the meeting is open; a name in the list also later, until its minutes are the record."""
    closed = locked(work, meeting_id).status is MeetingStatus.CLOSED
    if not (closed and kind is ProposalKind.CORRECT and _AFTER_CLOSE):
        open_room(work, meeting_id)
        return
    for check in _AFTER_CLOSE:
        check(work, meeting_id)


def _proposing(work: Work, vote_id: str, kind: ProposalKind) -> Vote:
    vote = locked_vote(work, vote_id)
    clerk_or_chair(work, vote.meeting_id)
    _in_time(work, vote.meeting_id, kind)
    if proposal_of(work.session, vote.id) is not None:
        raise WrongState("Something else is proposed of this vote: confirm or drop it first.")
    if vote.state is VoteState.VOID:
        raise WrongState("This vote is void already.")
    return vote


def _put(
    work: Work,
    vote: Vote,
    kind: ProposalKind,
    reason: str,
    person_id: str | None = None,
    after: Choice | None = None,
) -> VoteProposal:
    first_id, first = signed(work)
    proposal = VoteProposal(
        vote_id=vote.id,
        kind=kind,
        person_id=person_id,
        after=after,
        reason=reason,
        first_id=first_id,
        first_name=first,
        proposed_at=work.now,
    )
    work.session.add(proposal)
    work.session.flush()
    return proposal


def _first(proposal: VoteProposal) -> tuple[str, str]:
    return proposal.first_id, proposal.first_name


def _clerk_chair_or_monitor(work: Work, vote: Vote) -> None:
    body_id = meeting_of(work.session, vote.meeting_id).body_id
    if not work.actor.may(Permission.OVERRIDE_LAW, body_id, work.today):
        clerk_or_chair(work, vote.meeting_id)
