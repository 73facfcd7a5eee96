"""Another way for an open vote, hands counted by two people, and names called that nobody answers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.room.authority import clerk_or_chair, second_person
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.voting.around import policy_at
from meetings.voting.events import HandsConfirmed, HandsCounted, NamePassed, WayChanged
from meetings.voting.models import Ballot, RollEntry, Vote
from meetings.voting.models_around import HandCount
from meetings.voting.queries import roll_of
from meetings.voting.rules import VoteMethod, VoteState, Way
from meetings.voting.usecases.common import body_of_vote, locked_vote, name_of, reason_of, signed


@dataclass(frozen=True)
class ChangeWay:
    """Go on with an open vote by roll call, by hands, or by devices again."""

    vote_id: str
    way: Way
    reason: str


@dataclass(frozen=True)
class CountHands:
    """The figures that were called out."""

    vote_id: str
    count_for: int
    count_against: int
    count_abstain: int


@dataclass(frozen=True)
class ConfirmHands:
    """The figures as the second person saw them on their own screen."""

    vote_id: str
    count_for: int
    count_against: int
    count_abstain: int


@dataclass(frozen=True)
class PassName:
    """Called, and no answer: call again after the others."""

    vote_id: str
    person_id: str


@use_case(permission=None)
def change_way(work: Work, command: ChangeWay) -> None:
    """Take an open vote another way: the clerk, or whoever presides. No ballot is lost.

    A roll call keeps the ballots cast and calls the others. Hands are counted afresh; the ballots stay in the
    record and are not counted. Raises WrongState once it is closed, Invalid where names must be recorded.
    """
    vote = _open(work, command.vote_id)
    clerk_or_chair(work, vote.meeting_id)
    if vote.way is command.way:
        raise WrongState("The vote is being taken that way already.")
    reason = reason_of(command.reason, "the vote goes on another way")
    method = None
    if command.way is Way.HANDS:
        _may_go_to_hands(work, vote)
        if vote.method is VoteMethod.RECORDED:
            method = vote.method = VoteMethod.TOTALS
        # Hands that were counted before the vote went on another way are not those that are raised now.
        work.session.execute(delete(HandCount).where(HandCount.vote_id == vote.id))
    vote.way = command.way
    work.session.flush()
    work.record(vote.meeting_id, WayChanged(vote.id, command.way, reason, method))


def _may_go_to_hands(work: Work, vote: Vote) -> None:
    if vote.reason:
        raise Invalid(
            f"Names must be recorded, and hands give none: go on by roll call. {vote.reason}",
            {"way": "Choose the roll call"},
        )
    if any(weight != 1 for weight in roll_of(work.session, vote.id).values()):
        raise Invalid("Votes carry weights on this body: hands cannot be weighed. Go on by roll call.")
    _, policy = policy_at(work.session, vote.meeting_id)
    if VoteMethod.TOTALS not in policy.methods:
        raise Invalid("This body records names in every vote, and hands give none: go on by roll call.")


@use_case(permission=Permission.RUN_MEETING, scope=body_of_vote)
def count_hands(work: Work, command: CountHands) -> None:
    """Enter the hands counted; entered again they replace what was there, and must be confirmed again.

    Raises Invalid for more hands than members entitled and present, WrongState unless the vote is open by hands.
    """
    vote = _open_by_hands(work, command.vote_id)
    present = len(roll_of(work.session, vote.id))
    figures = (command.count_for, command.count_against, command.count_abstain)
    if min(figures) < 0:
        raise Invalid("Hands cannot be fewer than none.", {"count_for": "Give 0 or more"})
    if sum(figures) > present:
        raise Invalid(
            f"{sum(figures)} hands were entered and {present} members are entitled and present: count again.",
            {"count_for": f"The three come to {sum(figures)}, more than {present}"},
        )
    first_id, first = signed(work)
    work.session.execute(delete(HandCount).where(HandCount.vote_id == vote.id))
    work.session.add(
        HandCount(
            vote_id=vote.id,
            count_for=command.count_for,
            count_against=command.count_against,
            count_abstain=command.count_abstain,
            present=present,
            first_id=first_id,
            first_name=first,
        )
    )
    work.session.flush()
    work.record(vote.meeting_id, HandsCounted(vote.id, *figures, present, first_id, first))


@use_case(permission=None)
def confirm_hands(work: Work, command: ConfirmHands) -> None:
    """A second person confirms the very figures they were shown. Raises Denied for the first, and WrongState."""
    vote = _open_by_hands(work, command.vote_id)
    hands = work.session.scalar(
        select(HandCount).where(HandCount.vote_id == vote.id).execution_options(populate_existing=True)
    )
    if hands is None:
        raise WrongState("No hands were entered yet.")
    second_person(work, vote.meeting_id, hands.first_id)
    seen = (command.count_for, command.count_against, command.count_abstain)
    if seen != (hands.count_for, hands.count_against, hands.count_abstain):
        raise WrongState("The figures have been entered anew since you saw them: look again, then confirm.")
    if hands.second_id:
        return
    hands.second_id, hands.second_name = signed(work)
    work.session.flush()
    fact = HandsConfirmed(vote.id, hands.first_id, hands.first_name, hands.second_id, hands.second_name)
    work.record(vote.meeting_id, fact)


@use_case(permission=Permission.RUN_MEETING, scope=body_of_vote)
def pass_name(work: Work, command: PassName) -> None:
    """A name was called and nobody answered. Raises WrongState unless names are being called, NotFound."""
    vote = _open(work, command.vote_id)
    if vote.way is not Way.ROLL_CALL:
        raise WrongState("Names are not being called.")
    mine = (RollEntry.vote_id == vote.id) & (RollEntry.person_id == command.person_id)
    if not work.session.scalar(select(func.count()).select_from(RollEntry).where(mine)):
        raise NotFound("They are not on the roll of this vote.")
    if work.session.get(Ballot, (vote.id, command.person_id)) is not None:
        raise WrongState("They have voted already.")
    work.session.execute(update(RollEntry).where(mine).values(passed=RollEntry.passed + 1))
    work.record(vote.meeting_id, NamePassed(vote.id, command.person_id, name_of(work, command.person_id)))


def _open(work: Work, vote_id: str) -> Vote:
    vote = locked_vote(work, vote_id)
    if vote.state is not VoteState.OPEN:
        raise WrongState("This vote is closed already.")
    return vote


def _open_by_hands(work: Work, vote_id: str) -> Vote:
    vote = _open(work, vote_id)
    if vote.way is not Way.HANDS:
        raise WrongState("This vote is not taken by show of hands.")
    return vote
