"""Casting in a round: many in one transaction, each answered for itself, the same request always the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from meetings.appointments.box import hash_of, receipt_of
from meetings.appointments.events import EnvelopeCast, RoundBallotCast
from meetings.appointments.models import Round, RoundBallot, RoundKey, RoundRoll
from meetings.appointments.rules import ABSTAIN, COUNTED_BY_HAND, Names, RoundState, RoundWay
from meetings.appointments.usecases.holding import body_of_round
from meetings.db.record import Written
from meetings.kernel.actor import Actor
from meetings.kernel.errors import Denied, DomainError, Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.permissions import Permission
from meetings.people.queries import actors_of
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.voting.events import Channel
from meetings.voting.rules import receipt
from meetings.voting.usecases.common import share_meetings

_BALLOTS: Any = RoundBallot.__table__
_KEYS: Any = RoundKey.__table__


@dataclass(frozen=True)
class RoundRequest:
    """What a member's device sends: a choice in the open, or an envelope. `key` is made by the device, once a press."""

    round_id: str
    token: str
    key: str
    choice: str = ""
    #: base64, as it came
    envelope: str = ""
    envelope_bytes: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class EnterInRound:
    """The clerk enters the name that a member calls out. Never in a secret round."""

    round_id: str
    person_id: str
    choice: str
    key: str


@dataclass(frozen=True)
class RoundAnswer:
    """The acknowledgement: it is given only after the ballot is on disk. `said`: the choice, or the envelope's hash."""

    round_id: str
    said: str
    sealed: bool
    seq: int
    receipt: str
    at: datetime


@dataclass(frozen=True)
class _Cast:
    round_id: str
    person_id: str
    said: str
    envelope: str
    key: str
    channel: Channel
    actor: Actor


@dataclass
class _Known:
    """What is needed to judge a batch, read once for all of it."""

    rounds: dict[str, Round]
    sitting: set[str]
    roll: set[tuple[str, str]]
    keys: dict[tuple[str, str, str], RoundAnswer]
    #: envelope hash -> whose it is, by round
    envelopes: dict[tuple[str, str], str]
    accepted: list[tuple[int, _Cast]] = field(default_factory=list)
    by_key: dict[tuple[str, str, str], tuple[int, _Cast]] = field(default_factory=dict)
    repeats: dict[int, int] = field(default_factory=dict)


def cast_in_rounds(work: Work, requests: Sequence[RoundRequest]) -> list[RoundAnswer | DomainError]:
    """Cast the ballots of several devices in one transaction. A refused one does not touch the others.

    Whose ballot it is follows from the session alone: nobody votes for another.
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
            said = hash_of(r.envelope_bytes) if r.envelope else r.choice
            casts.append(_Cast(r.round_id, actor.person_id, said, r.envelope, r.key, Channel.DEVICE, actor))
    return _cast(work, casts)


@use_case(permission=Permission.RUN_MEETING, scope=body_of_round)
def enter_in_round(work: Work, command: EnterInRound) -> RoundAnswer:
    """The clerk enters a member's choice: by roll call, or when a device fails. Raises as casting does."""
    c = command
    cast = _Cast(c.round_id, c.person_id, c.choice, "", c.key, Channel.CLERK, work.actor)
    (answer,) = _cast(work, [cast])
    if isinstance(answer, DomainError):
        raise answer
    return answer


def _cast(work: Work, casts: Sequence[_Cast | DomainError]) -> list[RoundAnswer | DomainError]:
    known = _read(work.session, [c for c in casts if isinstance(c, _Cast)])
    answers: list[RoundAnswer | DomainError | None] = []
    for place, cast in enumerate(casts):
        answers.append(cast if isinstance(cast, DomainError) else _judge(known, place, cast))
    for place, row, cast in _write(work, known):
        answers[place] = _answer(cast.round_id, cast.said, bool(cast.envelope), row.seq, row.leaf, row.at)
    for place, first in known.repeats.items():
        answers[place] = answers[first]
    return [a for a in answers if a is not None]


def _judge(known: _Known, place: int, cast: _Cast) -> RoundAnswer | DomainError | None:
    """An answer given before, a refusal, or None: accepted, to be written."""
    named = (cast.round_id, cast.person_id, cast.key)
    before = known.keys.get(named)
    if before is not None:
        return before if before.said == cast.said else WrongState("This key was used for another choice.")
    if named in known.by_key:
        first, other = known.by_key[named]
        if other.said != cast.said:
            return WrongState("This key was used for another choice.")
        known.repeats[place] = first
        return None
    found = known.rounds.get(cast.round_id)
    problem = _problem(known, found, cast)
    if problem is not None or found is None:
        return problem
    if cast.envelope:
        known.envelopes[cast.round_id, cast.said] = cast.person_id
    known.accepted.append((place, cast))
    known.by_key[named] = (place, cast)
    return None


def _problem(known: _Known, found: Round | None, cast: _Cast) -> DomainError | None:
    if found is None:
        return NotFound("There is no such round.")
    if found.state is not RoundState.OPEN:
        return WrongState("The round is closed. Your choice came too late and was not counted.")
    if found.meeting_id not in known.sitting:
        return WrongState("The meeting is adjourned: your choice was not taken. Vote when it goes on.")
    if found.way in COUNTED_BY_HAND:
        return WrongState("This round is not voted on devices: vote in the room.")
    if (cast.round_id, cast.person_id) not in known.roll:
        return Denied("You are not on the roll of this round. Tell the clerk.")
    if found.names is Names.SECRET:
        return _envelope_problem(known, cast)
    if cast.envelope or cast.said not in (*found.candidates, ABSTAIN):
        return Invalid(
            "Choose one of the candidates, or abstain.", {"choice": "Choose one of the candidates"}
        )
    if found.way is RoundWay.ROLL_CALL and cast.channel is not Channel.CLERK:
        return WrongState("This round is by roll call: say the name aloud, the clerk enters it.")
    return None


def _envelope_problem(known: _Known, cast: _Cast) -> DomainError | None:
    if not cast.envelope:
        return Invalid("This round is secret: only a sealed envelope is taken. Reload the page.")
    owner = known.envelopes.get((cast.round_id, cast.said))
    if owner is not None and owner != cast.person_id:
        return Invalid("This envelope is a copy of another member's and was refused.")
    return None


def _read(session: Session, casts: list[_Cast]) -> _Known:
    ids, people = {c.round_id for c in casts}, {c.person_id for c in casts}
    sitting = share_meetings(session, select(Round.meeting_id).where(Round.id.in_(ids)))
    rounds = session.scalars(
        select(Round)
        .where(Round.id.in_(ids))
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    ).all()
    roll = session.execute(
        select(RoundRoll.round_id, RoundRoll.person_id).where(
            RoundRoll.round_id.in_(ids), RoundRoll.person_id.in_(people)
        )
    )
    keys = session.scalars(
        select(RoundKey).where(
            RoundKey.round_id.in_(ids),
            RoundKey.person_id.in_(people),
            RoundKey.key.in_({c.key for c in casts}),
        )
    ).all()
    sealed = {r.id: r.names is Names.SECRET for r in rounds}
    return _Known(
        rounds={r.id: r for r in rounds},
        sitting=sitting,
        roll={(r, p) for r, p in roll},
        keys={
            (k.round_id, k.person_id, k.key): _answer(
                k.round_id, k.said, sealed[k.round_id], k.seq, k.leaf, k.answered_at
            )
            for k in keys
        },
        envelopes=_envelopes(session, casts),
    )


def _envelopes(session: Session, casts: list[_Cast]) -> dict[tuple[str, str], str]:
    """Whose envelopes with these marks are in the box already."""
    found = session.execute(
        select(RoundBallot.round_id, RoundBallot.envelope_hash, RoundBallot.person_id).where(
            RoundBallot.round_id.in_({c.round_id for c in casts}),
            RoundBallot.envelope_hash.in_({c.said for c in casts if c.envelope}),
        )
    )
    return {(r, h or ""): p for r, h, p in found}


def _write(work: Work, known: _Known) -> list[tuple[int, Written, _Cast]]:
    """Facts, ballots and keys of everything accepted; one statement each for a meeting's whole batch."""
    written: list[tuple[int, Written, _Cast]] = []
    by_meeting: dict[str, list[tuple[int, _Cast]]] = {}
    for place, cast in known.accepted:
        by_meeting.setdefault(known.rounds[cast.round_id].meeting_id, []).append((place, cast))
    for meeting_id in sorted(by_meeting):
        placed = by_meeting[meeting_id]
        rows = work.record_as(meeting_id, [(_fact(c), c.actor) for _, c in placed])
        written += [(place, row, cast) for (place, cast), row in zip(placed, rows, strict=True)]
    if written:
        work.session.execute(insert(_KEYS), [_key_row(row, cast) for _, row, cast in written])
        final = {(c.round_id, c.person_id): _ballot_row(row, c) for _, row, c in written}
        work.session.execute(_upsert(work.session), list(final.values()))
    return written


def _fact(c: _Cast) -> EnvelopeCast | RoundBallotCast:
    if c.envelope:
        return EnvelopeCast(c.round_id, c.person_id, c.said, c.key)
    return RoundBallotCast(c.round_id, c.person_id, c.said, c.channel, c.key)


def _key_row(row: Written, cast: _Cast) -> dict[str, Any]:
    return {
        "round_id": cast.round_id,
        "person_id": cast.person_id,
        "key": cast.key,
        "said": cast.said,
        "seq": row.seq,
        "leaf": row.leaf,
        "answered_at": row.at,
    }


def _ballot_row(row: Written, cast: _Cast) -> dict[str, Any]:
    return {
        "round_id": cast.round_id,
        "person_id": cast.person_id,
        "choice": None if cast.envelope else cast.said,
        "envelope": cast.envelope or None,
        "envelope_hash": cast.said if cast.envelope else None,
        "seq": row.seq,
        "cast_at": row.at,
    }


def _upsert(session: Session) -> Any:
    """Insert a ballot, or replace the one that is there."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(_BALLOTS)
    new = statement.excluded
    columns = ("choice", "envelope", "envelope_hash", "seq", "cast_at")
    return statement.on_conflict_do_update(
        index_elements=["round_id", "person_id"], set_={c: getattr(new, c) for c in columns}
    )


def _answer(round_id: str, said: str, sealed: bool, seq: int, leaf: str, at: datetime) -> RoundAnswer:
    mark = receipt_of(said) if sealed else receipt(leaf)
    return RoundAnswer(round_id, said, sealed, seq, mark, at)
