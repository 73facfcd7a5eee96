"""Casting ballots: many in one transaction, each answered for itself, the same request always the same answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from meetings.db.record import Written
from meetings.kernel.actor import Actor
from meetings.kernel.errors import Denied, DomainError, Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.permissions import Permission
from meetings.people.queries import actors_of
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting
from meetings.voting.events import BallotCast
from meetings.voting.models import Ballot, BallotKey, RollEntry, Vote
from meetings.voting.rules import Channel, Choice, VoteState, Way, receipt
from meetings.voting.usecases.common import body_of_vote

MAX_KEY = 64
#: the tables themselves: the mapper would look at each of many rows
_BALLOTS: Any = Ballot.__table__
_BALLOT_KEYS: Any = BallotKey.__table__


@dataclass(frozen=True)
class BallotRequest:
    """What a member's device sends. `token` is that of the session; `key` is made by the device, once a press."""

    vote_id: str
    token: str
    choice: Choice
    key: str
    #: the member whose proxy this is; empty: one's own ballot
    on_behalf: str = ""


@dataclass(frozen=True)
class EnterBallot:
    """The clerk enters the choice that a member calls out."""

    vote_id: str
    person_id: str
    choice: Choice
    key: str


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
class _Cast:
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
class _Known:
    """What is needed to judge a batch, read once for all of it."""

    #: the meeting, the state and the way of each vote
    votes: dict[str, tuple[str, VoteState, Way]]
    #: who is on it, and who casts it for them; empty: they do themselves
    roll: dict[tuple[str, str], str]
    keys: dict[tuple[str, str, str], BallotAnswer]
    #: choices accepted in this batch, in order, with the place of their request
    accepted: list[tuple[int, _Cast]] = field(default_factory=list)
    #: the same by vote, person and key
    by_key: dict[tuple[str, str, str], tuple[int, _Cast]] = field(default_factory=dict)
    #: requests that repeat one of this very batch: place -> place of the first
    repeats: dict[int, int] = field(default_factory=dict)


def cast_ballots(work: Work, requests: Sequence[BallotRequest]) -> list[BallotAnswer | DomainError]:
    """Cast the ballots of several devices in one transaction. A refused one does not touch the others.

    Whose ballot it is follows from the session alone: nobody votes for another but by the proxy on the roll.
    """
    actors = actors_of(work.session, (r.token for r in requests), work.now)
    casts: list[_Cast | DomainError] = []
    for r in requests:
        actor = actors.get(r.token)
        if actor is None:
            casts.append(
                SignInRequired("Your session has ended. Sign in again: your choice was not counted yet.")
            )
        elif actor.person_id is None or not actor.may(Permission.CAST_BALLOT, None, work.today):
            casts.append(Denied("Only members of this body can vote."))
        else:
            casts.append(_of_device(r, actor, actor.person_id))
    return _cast(work, casts)


def _of_device(r: BallotRequest, actor: Actor, person_id: str) -> _Cast:
    if r.on_behalf and r.on_behalf != person_id:
        return _Cast(r.vote_id, r.on_behalf, r.choice, r.key, Channel.PROXY, actor, person_id)
    return _Cast(r.vote_id, person_id, r.choice, r.key, Channel.DEVICE, actor)


@use_case(permission=Permission.RUN_MEETING, scope=body_of_vote)
def enter_ballot(work: Work, command: EnterBallot) -> BallotAnswer:
    """The clerk enters a member's choice: by roll call, or when a device fails. Raises as casting does.

    A proxy's answer is entered for the member they stand for.
    """
    entry = work.session.get(RollEntry, (command.vote_id, command.person_id))
    holder = (entry.holder_id or "") if entry else ""
    cast = _Cast(
        command.vote_id, command.person_id, command.choice, command.key, Channel.CLERK, work.actor, holder
    )
    (answer,) = _cast(work, [cast])
    if isinstance(answer, DomainError):
        raise answer
    return answer


def _cast(work: Work, casts: Sequence[_Cast | DomainError]) -> list[BallotAnswer | DomainError]:
    known = _read(work.session, [c for c in casts if isinstance(c, _Cast)])
    answers: list[BallotAnswer | DomainError | None] = []
    for place, cast in enumerate(casts):
        answers.append(cast if isinstance(cast, DomainError) else _judge(known, place, cast))
    for place, row, cast in _write(work, known):
        answers[place] = BallotAnswer(cast.vote_id, cast.choice, row.seq, receipt(row.leaf), row.at)
    for place, first in known.repeats.items():
        answers[place] = answers[first]
    return [a for a in answers if a is not None]


def _judge(known: _Known, place: int, cast: _Cast) -> BallotAnswer | DomainError | None:
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


def _refused(known: _Known, cast: _Cast) -> DomainError | None:
    """Why a ballot is not taken; None: it is."""
    vote = known.votes.get(cast.vote_id)
    if vote is None:
        return NotFound("There is no such vote.")
    _, state, way = vote
    if state is not VoteState.OPEN:
        return WrongState("The vote is closed. Your choice came too late and was not counted.")
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


def _read(session: Session, casts: list[_Cast]) -> _Known:
    vote_ids = {c.vote_id for c in casts}
    people = {c.person_id for c in casts}
    _share_meetings(session, vote_ids)
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
    return _Known(
        votes={vote_id: (meeting_id, state, way) for vote_id, meeting_id, state, way in votes},
        roll={(vote_id, person_id): holder or "" for vote_id, person_id, holder in roll},
        keys={
            (v, p, k): BallotAnswer(v, choice, seq, receipt(leaf), at)
            for v, p, k, choice, seq, leaf, at in keys
        },
    )


def _share_meetings(session: Session, vote_ids: set[str]) -> None:
    """Everything else that happens in a meeting locks it first; so whoever leaves now is on the roll or is not."""
    meetings = select(Vote.meeting_id).where(Vote.id.in_(vote_ids))
    locking = select(Meeting.id).where(Meeting.id.in_(meetings)).order_by(Meeting.id)
    session.execute(locking.with_for_update(read=True))


def _write(work: Work, known: _Known) -> list[tuple[int, Written, _Cast]]:
    """Facts, ballots and keys of everything accepted; one statement each for a meeting's whole batch."""
    written = []
    by_meeting: dict[str, list[tuple[int, _Cast]]] = {}
    for place, cast in known.accepted:
        by_meeting.setdefault(known.votes[cast.vote_id][0], []).append((place, cast))
    for meeting_id in sorted(by_meeting):
        placed = by_meeting[meeting_id]
        facts = [
            (BallotCast(c.vote_id, c.person_id, c.choice, c.channel, c.key, c.holder_id), c.actor)
            for _, c in placed
        ]
        rows = work.record_as(meeting_id, facts)
        written += [(place, row, cast) for (place, cast), row in zip(placed, rows, strict=True)]
    if written:
        work.session.execute(insert(_BALLOT_KEYS), [_key_row(row, cast) for _, row, cast in written])
        final = {(c.vote_id, c.person_id): _ballot_row(row, c) for _, row, c in written}
        work.session.execute(_upsert(work.session), list(final.values()))
    return written


def _key_row(row: Written, cast: _Cast) -> dict[str, Any]:
    return {
        "vote_id": cast.vote_id,
        "person_id": cast.person_id,
        "key": cast.key,
        "choice": cast.choice,
        "seq": row.seq,
        "leaf": row.leaf,
        "answered_at": row.at,
    }


def _ballot_row(row: Written, cast: _Cast) -> dict[str, Any]:
    return {
        "vote_id": cast.vote_id,
        "person_id": cast.person_id,
        "choice": cast.choice,
        "seq": row.seq,
        "cast_at": row.at,
        "channel": cast.channel,
    }


def _upsert(session: Session) -> Any:
    """Insert a ballot, or replace the choice of the one that is there."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(_BALLOTS)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["vote_id", "person_id"],
        set_={name: new[name] for name in ("choice", "seq", "cast_at", "channel")},
    )


def cast_for(work: Work, vote_id: str, choices: Mapping[Actor, Choice]) -> list[BallotAnswer | DomainError]:
    """Ballots of people whose identity is known already, for whoever loads a history. Each is judged as any other."""
    casts: list[_Cast | DomainError] = [
        _Cast(vote_id, actor.person_id or "", choice, f"{vote_id}-{actor.person_id}", Channel.DEVICE, actor)
        for actor, choice in choices.items()
    ]
    return _cast(work, casts)
