"""Opening a vote: by which way and majority, with names or without, on one motion or on several together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import insert

from meetings.db.engine import durability
from meetings.kernel.errors import Invalid, Unsafe, WrongState
from meetings.kernel.ids import new_id
from meetings.motions.checks import problem_before_vote
from meetings.motions.late import problem_with_late_item
from meetings.motions.models import Motion
from meetings.motions.queries import open_amendment
from meetings.motions.rules import MotionStatus
from meetings.motions.usecases import undecided
from meetings.room.authority import clerk_or_chair
from meetings.room.queries import quorum_of
from meetings.room.usecases.meeting import open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of
from meetings.voting.around import forced_on, policy_at
from meetings.voting.events import RollMember, VoteOpened
from meetings.voting.models import RollEntry, Vote, VoteMotion
from meetings.voting.policy import VotePolicy
from meetings.voting.queries import open_vote_of
from meetings.voting.rules import VoteMethod, VoteState, Way
from meetings.voting.usecases.rolls import no_vote_under_way, roll_for

__all__ = ["OpenVote", "before_opening_vote", "no_vote_under_way", "open_vote"]

MAX_TOGETHER = 50


@dataclass(frozen=True)
class OpenVote:
    """What is announced with the opening. `way` None and `basis` empty: as the body usually does.

    `also`: further motions that this one vote decides.
    """

    meeting_id: str
    motion_id: str
    method: VoteMethod
    way: Way | None = None
    basis: str = ""
    also: tuple[str, ...] = ()


#: Called with the work, the meeting and the motion before a vote on it opens; raises to hold it back.
OpeningCheck = Callable[[Work, str, Motion], None]
_BEFORE_OPENING: list[OpeningCheck] = []


def before_opening_vote(check: OpeningCheck) -> OpeningCheck:
    """Let another feature hold back a vote. Registering twice is once."""
    if check not in _BEFORE_OPENING:
        _BEFORE_OPENING.append(check)
    return check


@use_case(permission=None)
def open_vote(work: Work, command: OpenVote) -> str:
    """Open a vote among the members present: the clerk, or whoever presides. Returns its id.

    Raises Unsafe when the database would not keep an acknowledged ballot through a power cut, Invalid for a way,
    method or majority that the body or the law does not offer here, and WrongState when the meeting is not open or
    not quorate, the motion not moved, or something else must be decided first.
    """
    clerk_or_chair(work, command.meeting_id)
    law, policy = policy_at(work.session, command.meeting_id)
    command = _usual(command, policy)
    _durable(work, command)
    open_room(work, command.meeting_id)
    if open_vote_of(work.session, command.meeting_id):
        raise WrongState("Another vote is not declared yet: finish it first.")
    motions = _motions(work, command)
    _quorate(work, command.meeting_id)
    reason = forced_on(work.session, motions, law, policy)
    _check_offered(command, policy, reason)
    roll = roll_for(work.session, command.meeting_id, motions, policy)
    if not roll:
        raise WrongState("Nobody who is present may vote on this.")
    if command.way is Way.HANDS and any(m.weight != 1 for m in roll):
        raise Invalid(
            "Votes carry weights on this body: hands cannot be weighed. Choose devices or a roll call."
        )
    return _opened(work, command, motions, roll, reason)


def _usual(command: OpenVote, policy: VotePolicy) -> OpenVote:
    """What was left open, filled in as the body usually does it. Hands are no way to record names."""
    way = command.way
    if way is None:
        named = [w for w in policy.ways if w is not Way.HANDS]
        fits = policy.default_way is not Way.HANDS or command.method is not VoteMethod.RECORDED
        way = policy.default_way if fits or not named else named[0]
    return replace(command, way=way, basis=command.basis or policy.bases[0])


def _durable(work: Work, command: OpenVote) -> None:
    found = durability(work.session.connection())
    # Hands are no acknowledged ballots: two people have counted them and know the figures.
    if not found.ok and command.way is not Way.HANDS:
        raise Unsafe(
            f"No vote can be opened: {found.reason}. Take the vote by show of hands and tell the administrator."
        )


def _motions(work: Work, command: OpenVote) -> list[Motion]:
    ids = [command.motion_id, *dict.fromkeys(m for m in command.also if m != command.motion_id)]
    if len(ids) > MAX_TOGETHER:
        raise Invalid(f"One vote can decide {MAX_TOGETHER} motions.", {"also": "Too many"})
    motions = [undecided(work, command.meeting_id, motion_id) for motion_id in ids]
    for motion in motions:
        if motion.status is not MotionStatus.MOVED:
            raise WrongState("The motion has not been moved yet.")
        if open_amendment(work.session, motion.id):
            raise WrongState("An amendment is not decided yet: it is voted on first.")
        if problem := problem_before_vote(work.session, motion) or problem_with_late_item(work, motion):
            raise WrongState(problem)
        for check in _BEFORE_OPENING:
            check(work, command.meeting_id, motion)
    if len(motions) > 1 and len({m.kind for m in motions}) > 1:
        raise Invalid("Motions that are voted on together are of one kind.", {"also": "Choose other motions"})
    return motions


def _quorate(work: Work, meeting_id: str) -> None:
    quorum = quorum_of(work.session, meeting_of(work.session, meeting_id))
    if not quorum.met:
        raise WrongState(
            f"The meeting is not quorate: {quorum.present} voting members are present and {quorum.needed} are needed "
            f"({quorum.citation})."
        )


def _check_offered(command: OpenVote, policy: VotePolicy, reason: str) -> None:
    if reason and command.way is Way.HANDS:
        raise Invalid(f"Names must be recorded, and hands give none. {reason}", {"way": "Choose another way"})
    if reason and command.method is not VoteMethod.RECORDED:
        raise Invalid(f"Names must be recorded. {reason}", {"method": "Choose a recorded vote"})
    if command.way is Way.HANDS and command.method is VoteMethod.RECORDED:
        raise Invalid(
            "Hands give no names: choose totals only, devices or a roll call.", {"way": "Choose again"}
        )
    if command.way not in policy.ways:
        raise Invalid("This body does not vote that way.", {"way": "Choose another way"})
    if not reason and command.way is not Way.HANDS and command.method not in policy.methods:
        raise Invalid("This body does not offer that.", {"method": "Choose what the body offers"})
    if command.basis not in policy.bases:
        raise Invalid("This body does not decide by that majority.", {"basis": "Choose another majority"})


def _opened(
    work: Work, command: OpenVote, motions: Sequence[Motion], roll: tuple[RollMember, ...], reason: str
) -> str:
    first, *others = motions
    assert command.way is not None
    vote = Vote(
        id=new_id(),
        meeting_id=command.meeting_id,
        motion_id=first.id,
        basis=command.basis,
        method=command.method,
        way=command.way,
        reason=reason,
        state=VoteState.OPEN,
        opened_at=work.now,
        casting_declined=False,
    )
    work.session.add(vote)
    work.session.flush()
    rows = [
        {"vote_id": vote.id, "person_id": m.person_id, "weight": m.weight, "holder_id": m.holder_id or None}
        for m in roll
    ]
    work.session.execute(insert(RollEntry), rows)
    also = tuple(m.id for m in others)
    if also:
        together = [{"vote_id": vote.id, "motion_id": m, "position": n} for n, m in enumerate(also, 1)]
        work.session.execute(insert(VoteMotion), together)
    fact = VoteOpened(
        vote.id, first.id, command.method, first.text, roll, command.basis, command.way, reason, also
    )
    work.record(command.meeting_id, fact)
    return vote.id
