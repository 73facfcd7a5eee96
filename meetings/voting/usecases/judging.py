"""Whether a ballot is taken: judged for itself, from what was read once for the whole batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.kernel.actor import Actor
from meetings.kernel.errors import Denied, DomainError, Invalid, NotFound, WrongState
from meetings.voting.models import BallotKey, RollEntry, Vote
from meetings.voting.rules import Channel, Choice, VoteState, Way, receipt
from meetings.voting.usecases.common import share_meetings

MAX_KEY = 64


@dataclass(frozen=True)
class BallotAnswer:
    """The acknowledgement: it is given only after the ballot is on disk."""

    vote_id: str
    choice: Choice
    #: the number of the fact in the meeting's record
    seq: int
    receipt: str
    at: datetime


@dataclass(frozen=True)
class Cast:
    """One ballot to be looked at."""

    vote_id: str
    person_id: str
    choice: Choice
    key: str
    channel: Channel
    actor: Actor
    #: the proxy who casts it
    holder_id: str = ""


@dataclass
class Known:
    """What is needed to judge a batch, read once for all of it."""

    #: the meeting, the state and the way of each vote
    votes: dict[str, tuple[str, VoteState, Way]]
    #: the meetings that sit: during an adjournment a vote rests
    sitting: set[str]
    #: who is on it, and who casts it for them; empty: they do themselves
    roll: dict[tuple[str, str], str]
    keys: dict[tuple[str, str, str], BallotAnswer]
    #: choices accepted in this batch, in order, with the place of their request
    accepted: list[tuple[int, Cast]] = field(default_factory=list)
    #: the same by vote, person and key
    by_key: dict[tuple[str, str, str], tuple[int, Cast]] = field(default_factory=dict)
    #: requests that repeat one of this very batch: place -> place of the first
    repeats: dict[int, int] = field(default_factory=dict)


def judge(known: Known, place: int, cast: Cast) -> BallotAnswer | DomainError | None:
    """An answer given before, a refusal, or None: accepted, to be written."""
    if not cast.key or len(cast.key) > MAX_KEY:
        return Invalid("This ballot came without a proper key. Reload the page and press again.")
    named = (cast.vote_id, cast.person_id, cast.key)
    before = known.keys.get(named)
    if before is not None:
        return before if before.choice is cast.choice else WrongState("This key was used for another choice.")
    if named in known.by_key:
        first, other = known.by_key[named]
        if other.choice is not cast.choice:
            return WrongState("This key was used for another choice.")
        known.repeats[place] = first
        return None
    if refused := _refused(known, cast):
        return refused
    known.accepted.append((place, cast))
    known.by_key[named] = (place, cast)
    return None


def _refused(known: Known, cast: Cast) -> DomainError | None:
    """Why a ballot is not taken; None: it is."""
    vote = known.votes.get(cast.vote_id)
    if vote is None:
        return NotFound("There is no such vote.")
    meeting_id, state, way = vote
    if state is not VoteState.OPEN:
        return WrongState("The vote is closed. Your choice came too late and was not counted.")
    if meeting_id not in known.sitting:
        return WrongState("The meeting is adjourned: your choice was not taken. Vote when it goes on.")
    if way is Way.HANDS:
        return WrongState("This vote is by show of hands: your choice was not taken here. Raise your hand.")
    if way is Way.ROLL_CALL and cast.channel is not Channel.CLERK:
        return WrongState(
            "Names are being called: your choice was not taken here. Answer when you are called."
        )
    holder = known.roll.get((cast.vote_id, cast.person_id))
    if holder is None:
        return Denied(
            "You are not on the roll of this vote: the clerk has not marked you as present. Tell the clerk."
        )
    if holder != cast.holder_id:
        return Denied("On the roll of this vote somebody else casts this ballot. Tell the clerk.")
    return None


def read(session: Session, casts: list[Cast]) -> Known:
    """Read all of it in a few statements, and hold what must not change meanwhile."""
    vote_ids = {c.vote_id for c in casts}
    people = {c.person_id for c in casts}
    sitting = share_meetings(session, select(Vote.meeting_id).where(Vote.id.in_(vote_ids)))
    # The close takes the same rows for itself, so that each ballot is either counted or refused.
    votes = session.execute(
        select(Vote.id, Vote.meeting_id, Vote.state, Vote.way)
        .where(Vote.id.in_(vote_ids))
        .with_for_update(read=True)
    )
    roll = session.execute(
        select(RollEntry.vote_id, RollEntry.person_id, RollEntry.holder_id).where(
            RollEntry.vote_id.in_(vote_ids), RollEntry.person_id.in_(people)
        )
    )
    keys = session.execute(
        select(
            BallotKey.vote_id,
            BallotKey.person_id,
            BallotKey.key,
            BallotKey.choice,
            BallotKey.seq,
            BallotKey.leaf,
            BallotKey.answered_at,
        ).where(
            BallotKey.vote_id.in_(vote_ids),
            BallotKey.person_id.in_(people),
            BallotKey.key.in_({c.key for c in casts}),
        )
    )
    return Known(
        votes={vote_id: (meeting_id, state, way) for vote_id, meeting_id, state, way in votes},
        sitting=sitting,
        roll={(vote_id, person_id): holder or "" for vote_id, person_id, holder in roll},
        keys={
            (v, p, k): BallotAnswer(v, choice, seq, receipt(leaf), at)
            for v, p, k, choice, seq, leaf, at in keys
        },
    )
