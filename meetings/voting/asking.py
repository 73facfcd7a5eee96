"""The live part from which a vote is opened: who demands names, what the body offers, and what the law forces."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.kernel.secrecy import Audience
from meetings.motions.checks import problem_before_vote
from meetings.motions.models import Motion
from meetings.motions.queries import open_amendment
from meetings.motions.rules import MotionKind, MotionStatus
from meetings.room.entitlement import voters_on
from meetings.room.queries import may_read_current, room_of
from meetings.runtime.live import part
from meetings.voting.around import Named, demands_of, forced_on, policy_at
from meetings.voting.methods import METHODS
from meetings.voting.policy import majority_in_words
from meetings.voting.queries import open_vote_of
from meetings.voting.rules import VoteMethod, Way

_STAFF = (Audience.OFFICER, Audience.CHAIR)


@dataclass(frozen=True)
class Other:
    """Another motion that the same vote could decide."""

    id: str
    text: str


@dataclass(frozen=True)
class Majority:
    """A majority that the body decides by, with where it stands."""

    key: str
    label: str
    words: str


@dataclass(frozen=True)
class AskingPart:
    """The motion that is voted on next, and how that can be."""

    motion_id: str
    kind: MotionKind
    demanded: tuple[Named, ...]
    #: how many can demand names
    needed: int
    #: why names are recorded without a choice, with the citation; empty: they need not be
    reason: str
    ways: tuple[Way, ...]
    default_way: Way
    methods: tuple[VoteMethod, ...]
    default_method: VoteMethod
    majorities: tuple[Majority, ...]
    others: tuple[Other, ...]
    #: members who may vote on it, for the clerk to enter a demand
    voters: tuple[Named, ...]
    #: why no vote can be opened yet
    problem: str


@part("asking", template="voting/_asking.html")
def asking_part(session: Session, meeting_id: str, audience: Audience) -> AskingPart | None:
    """What is voted on next; nothing for the public, and nothing while a vote is under way."""
    room = room_of(session, meeting_id)
    if audience is Audience.PUBLIC or room is None or room.item_id is None:
        return None
    motion = _next(session, meeting_id, room.item_id)
    if (
        motion is None
        or open_vote_of(session, meeting_id)
        or not may_read_current(session, meeting_id, audience)
    ):
        return None
    law, policy = policy_at(session, meeting_id)
    reason, staff = forced_on(session, [motion], law, policy), audience in _STAFF
    ways = tuple(w for w in policy.ways if not (reason and w is Way.HANDS))
    methods = (VoteMethod.RECORDED,) if reason else policy.methods
    return AskingPart(
        motion_id=motion.id,
        kind=motion.kind,
        demanded=tuple(demands_of(session, motion.id)),
        needed=policy.demand,
        reason=reason,
        ways=ways or (Way.ROLL_CALL,),
        default_way=policy.default_way if policy.default_way in ways else (ways or (Way.ROLL_CALL,))[0],
        methods=methods,
        default_method=policy.default_method if policy.default_method in methods else methods[0],
        majorities=tuple(Majority(b, METHODS[b].label, majority_in_words(law, b)) for b in policy.bases),
        others=_others(session, motion) if staff else (),
        voters=_voters(session, motion) if staff else (),
        problem=problem_before_vote(session, motion),
    )


def _next(session: Session, meeting_id: str, item_id: str) -> Motion | None:
    """The newest undecided one: an amendment before its motion."""
    query = select(Motion).where(
        Motion.meeting_id == meeting_id, Motion.item_id == item_id, Motion.status == MotionStatus.MOVED
    )
    return session.scalar(query.order_by(Motion.moved_at.desc(), Motion.position.desc()).limit(1))


def _others(session: Session, motion: Motion) -> tuple[Other, ...]:
    query = select(Motion).where(
        Motion.meeting_id == motion.meeting_id,
        Motion.status == MotionStatus.MOVED,
        Motion.kind == motion.kind,
        Motion.id != motion.id,
    )
    found = session.scalars(query.order_by(Motion.position))
    return tuple(Other(m.id, m.text) for m in found if not open_amendment(session, m.id))


def _voters(session: Session, motion: Motion) -> tuple[Named, ...]:
    return tuple(Named(v.person_id, v.name) for v in voters_on(session, motion.meeting_id, motion.item_id))
