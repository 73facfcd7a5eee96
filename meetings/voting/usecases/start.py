"""Opening a vote, and who may take part in it while people come and go."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from meetings.db.engine import durability
from meetings.kernel.errors import Unsafe, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.motions.queries import open_amendment
from meetings.motions.rules import MotionStatus
from meetings.motions.usecases import undecided
from meetings.room.events import MemberArrived, MemberLeft
from meetings.room.queries import quorum_of, voters_here
from meetings.room.rules import QUORUM_CITATION, Capacity
from meetings.room.usecases.meeting import open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting, meeting_of
from meetings.voting.events import RollJoined, RollLeft, RollMember, VoteOpened
from meetings.voting.methods import DEFAULT
from meetings.voting.models import Ballot, RollEntry, Vote
from meetings.voting.queries import open_vote_of
from meetings.voting.rules import VoteMethod, VoteState


@dataclass(frozen=True)
class OpenVote:
    """The method is announced with the opening and stays."""

    meeting_id: str
    motion_id: str
    method: VoteMethod


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def open_vote(work: Work, command: OpenVote) -> str:
    """Open a vote among the members present. Returns its id.

    Raises Unsafe when the database would not keep an acknowledged ballot through a power cut, and WrongState when
    the meeting is not open or not quorate, the motion not moved, or something else must be decided first.
    """
    found = durability(work.session.connection())
    if not found.ok:
        raise Unsafe(
            "No vote can be opened: this database may lose ballots in a power cut "
            f"({found.detail}). Take the vote by show of hands and tell the administrator."
        )
    open_room(work, command.meeting_id)
    if open_vote_of(work.session, command.meeting_id):
        raise WrongState("Another vote is not declared yet: finish it first.")
    motion = undecided(work, command.meeting_id, command.motion_id)
    if motion.status is not MotionStatus.MOVED:
        raise WrongState("The motion has not been moved yet.")
    if open_amendment(work.session, motion.id):
        raise WrongState("An amendment is not decided yet: it is voted on first.")
    quorum = quorum_of(work.session, meeting_of(work.session, command.meeting_id))
    if not quorum.met:
        raise WrongState(
            f"The meeting is not quorate: {quorum.present} voting members are present and {quorum.needed} are needed "
            f"({QUORUM_CITATION})."
        )
    voters = voters_here(work.session, command.meeting_id)
    vote = Vote(
        id=new_id(),
        meeting_id=command.meeting_id,
        motion_id=motion.id,
        basis=DEFAULT,
        method=command.method,
        state=VoteState.OPEN,
        opened_at=work.now,
        casting_declined=False,
    )
    work.session.add(vote)
    work.session.flush()
    work.session.execute(insert(RollEntry), [{"vote_id": vote.id, "person_id": v.person_id} for v in voters])
    roll = tuple(RollMember(v.person_id, v.name) for v in voters)
    work.record(command.meeting_id, VoteOpened(vote.id, motion.id, command.method, motion.text, roll))
    return vote.id


def join_roll(work: Work, meeting_id: str, fact: MemberArrived) -> None:
    """A voting member who arrives while a vote is open may still vote in it."""
    vote = open_vote_of(work.session, meeting_id)
    if vote is None or vote.state is not VoteState.OPEN or fact.capacity is not Capacity.MEMBER:
        return
    if work.session.get(RollEntry, (vote.id, fact.person_id)) is None:
        work.session.execute(insert(RollEntry).values(vote_id=vote.id, person_id=fact.person_id))
        work.record(meeting_id, RollJoined(vote.id, fact.person_id, fact.name))


def leave_roll(work: Work, meeting_id: str, fact: MemberLeft) -> None:
    """Who leaves without having voted is absent from the vote; a ballot cast before leaving stands."""
    vote = open_vote_of(work.session, meeting_id)
    if vote is None or vote.state is not VoteState.OPEN:
        return
    ballot = work.session.get(Ballot, (vote.id, fact.person_id))
    if ballot is not None:
        return
    gone = work.session.execute(
        delete(RollEntry)
        .where(RollEntry.vote_id == vote.id, RollEntry.person_id == fact.person_id)
        .returning(RollEntry.person_id)
    ).all()
    if gone:
        work.record(meeting_id, RollLeft(vote.id, fact.person_id, fact.name))


def no_vote_under_way(work: Work, meeting_id: str) -> None:
    """Hold back what must not happen during a vote. Raises WrongState."""
    vote = open_vote_of(work.session, meeting_id)
    if vote is not None:
        what = (
            "Close and declare the vote first" if vote.state is VoteState.OPEN else "Declare the result first"
        )
        raise WrongState(f"{what}: a vote is under way.")


def not_on_an_open_roll(work: Work, meeting_id: str, person_id: str) -> None:
    """Nobody is taken off the attendance list as if they had never been there while they are on a vote's roll."""
    vote = open_vote_of(work.session, meeting_id)
    entry = work.session.get(RollEntry, (vote.id, person_id)) if vote is not None else None
    if entry is not None:
        raise WrongState("They are on the roll of the vote under way. Mark them as left instead.")


def no_vote_on(work: Work, motion_id: str) -> None:
    """A motion being voted on cannot be agreed or withdrawn besides. Raises WrongState."""
    query = select(Vote.id).where(Vote.motion_id == motion_id, Vote.state != VoteState.DECLARED)
    if work.session.scalar(query):
        raise WrongState("A vote on this motion is under way.")
