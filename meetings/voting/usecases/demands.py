"""Members who demand before a vote that names be recorded, and who have their own vote recorded after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.motions.models import Motion
from meetings.motions.rules import MotionStatus
from meetings.motions.usecases import undecided
from meetings.room.entitlement import voters_on
from meetings.room.usecases.meeting import open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of
from meetings.voting.around import forced_on, policy_at
from meetings.voting.events import NamesDemanded, NamesDemandUndone, OwnVoteRecorded
from meetings.voting.models import Ballot, RollEntry, Vote
from meetings.voting.models_around import Demand, OwnVote
from meetings.voting.rules import Choice, VoteMethod, VoteState, Way
from meetings.voting.usecases.common import locked_vote, name_of
from meetings.voting.usecases.rolls import no_vote_on


@dataclass(frozen=True)
class DemandNames:
    """`person_id` empty: whoever presses; otherwise the clerk enters it for a member who called out."""

    meeting_id: str
    motion_id: str
    person_id: str = ""


@dataclass(frozen=True)
class RecordOwnVote:
    """Straight after a vote without names. `choice` counts only where hands were raised: else the ballot speaks."""

    vote_id: str
    person_id: str = ""
    choice: Choice | None = None


@use_case(permission=None)
def demand_names(work: Work, command: DemandNames) -> None:
    """Ask before the vote that names be recorded. Asking twice is asking once.

    Raises Denied for somebody who may not vote on the motion, WrongState once the vote is open.
    """
    motion, person_id = _before_the_vote(work, command)
    entitled = {v.person_id for v in voters_on(work.session, command.meeting_id, motion.item_id)}
    if person_id not in entitled:
        raise Denied("Only members who are present and may vote on this can demand a recorded vote.")
    if work.session.get(Demand, (motion.id, person_id)) is None:
        work.session.add(Demand(motion_id=motion.id, person_id=person_id))
        work.session.flush()
        work.record(command.meeting_id, NamesDemanded(motion.id, person_id, name_of(work, person_id)))


@use_case(permission=None)
def undo_demand(work: Work, command: DemandNames) -> None:
    """Take the demand back, or an entry made by mistake. Raises as demanding does."""
    motion, person_id = _before_the_vote(work, command)
    mine = (Demand.motion_id == motion.id) & (Demand.person_id == person_id)
    gone = work.session.execute(delete(Demand).where(mine).returning(Demand.person_id)).all()
    if gone:
        work.record(command.meeting_id, NamesDemandUndone(motion.id, person_id, name_of(work, person_id)))


def _before_the_vote(work: Work, command: DemandNames) -> tuple[Motion, str]:
    open_room(work, command.meeting_id)
    motion = undecided(work, command.meeting_id, command.motion_id)
    if motion.status is not MotionStatus.MOVED:
        raise WrongState("The motion has not been moved yet.")
    no_vote_on(work, motion.id)
    return motion, _whose(work, command.meeting_id, command.person_id)


def _whose(work: Work, meeting_id: str, person_id: str) -> str:
    """One's own, or a member's whom the clerk enters. Raises Denied."""
    own = work.actor.person_id or ""
    if not person_id or person_id == own:
        return own
    if not work.actor.may(Permission.RUN_MEETING, meeting_of(work.session, meeting_id).body_id, work.today):
        raise Denied("Only the clerk can enter this for somebody else.")
    return person_id


def no_assent_instead(work: Work, motion_id: str) -> None:
    """A motion on which names must be recorded is not agreed without a vote. Raises WrongState with the reason."""
    motion = work.session.get(Motion, motion_id)
    if motion is None:
        return
    law, policy = policy_at(work.session, motion.meeting_id)
    if why := forced_on(work.session, [motion], law, policy):
        raise WrongState(f"Names must be recorded, so it takes a recorded vote. {why}")


@use_case(permission=None)
def record_own_vote(work: Work, command: RecordOwnVote) -> None:
    """Have one's own vote recorded straight after a vote without names: only this name goes into the minutes.

    Raises Denied for somebody who was not on the roll, Invalid without a choice after hands, WrongState before the
    close, after the time for it, where names are recorded anyway, or where the body does not do it.
    """
    vote = locked_vote(work, command.vote_id)
    _in_time(work, vote)
    person_id = _whose(work, vote.meeting_id, command.person_id)
    if work.session.get(RollEntry, (vote.id, person_id)) is None:
        raise Denied("Only members who were on the roll of this vote can have their own vote recorded.")
    if work.session.get(OwnVote, (vote.id, person_id)) is not None:
        return
    choice = _own_choice(work, vote, person_id, command)
    work.session.add(OwnVote(vote_id=vote.id, person_id=person_id, choice=choice, asked_at=work.now))
    work.session.flush()
    work.record(vote.meeting_id, OwnVoteRecorded(vote.id, person_id, name_of(work, person_id), choice))


def _in_time(work: Work, vote: Vote) -> None:
    _, policy = policy_at(work.session, vote.meeting_id)
    if not policy.own_vote:
        raise WrongState("This body does not record single votes.")
    if vote.method is VoteMethod.RECORDED:
        raise WrongState("Every name is recorded in this vote already.")
    if vote.state not in (VoteState.CLOSED, VoteState.DECLARED):
        raise WrongState("It can be asked for straight after the vote.")
    until = (vote.declared_at or work.now) + timedelta(seconds=policy.own_vote_seconds)
    if work.now > until:
        raise WrongState(f"It had to be asked for within {policy.own_vote_seconds} seconds of the result.")


def _own_choice(work: Work, vote: Vote, person_id: str, command: RecordOwnVote) -> Choice | None:
    if vote.way is not Way.HANDS:
        ballot = work.session.get(Ballot, (vote.id, person_id))
        return ballot.choice if ballot else None
    if command.choice is None:
        raise Invalid("Say how you voted.", {"choice": "Choose for, against or abstained"})
    raised = {
        Choice.FOR: vote.count_for,
        Choice.AGAINST: vote.count_against,
        Choice.ABSTAIN: vote.count_abstain,
    }
    if not raised[command.choice]:
        raise Invalid("Nobody was counted on that side: tell the clerk.", {"choice": "Choose again"})
    return command.choice
