"""Casting ballots: many in one transaction, each answered for itself, the same request always the same answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from meetings.db.record import Written
from meetings.kernel.actor import Actor
from meetings.kernel.errors import Denied, DomainError, SignInRequired
from meetings.kernel.permissions import Permission
from meetings.people.queries import actors_of
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.voting.events import BallotCast
from meetings.voting.models import Ballot, BallotKey, RollEntry
from meetings.voting.rules import Channel, Choice, receipt
from meetings.voting.usecases.common import body_of_vote
from meetings.voting.usecases.judging import BallotAnswer, Cast, Known, judge, read

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


def cast_ballots(work: Work, requests: Sequence[BallotRequest]) -> list[BallotAnswer | DomainError]:
    """Cast the ballots of several devices in one transaction. A refused one does not touch the others.

    Whose ballot it is follows from the session alone: nobody votes for another but by the proxy on the roll.
    """
    actors = actors_of(work.session, (r.token for r in requests), work.now)
    casts: list[Cast | DomainError] = []
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


def _of_device(r: BallotRequest, actor: Actor, person_id: str) -> Cast:
    if r.on_behalf and r.on_behalf != person_id:
        return Cast(r.vote_id, r.on_behalf, r.choice, r.key, Channel.PROXY, actor, person_id)
    return Cast(r.vote_id, person_id, r.choice, r.key, Channel.DEVICE, actor)


@use_case(permission=Permission.RUN_MEETING, scope=body_of_vote)
def enter_ballot(work: Work, command: EnterBallot) -> BallotAnswer:
    """The clerk enters a member's choice: by roll call, or when a device fails. Raises as casting does.

    A proxy's answer is entered for the member they stand for.
    """
    entry = work.session.get(RollEntry, (command.vote_id, command.person_id))
    holder = (entry.holder_id or "") if entry else ""
    cast = Cast(
        command.vote_id, command.person_id, command.choice, command.key, Channel.CLERK, work.actor, holder
    )
    (answer,) = _cast(work, [cast])
    if isinstance(answer, DomainError):
        raise answer
    return answer


@use_case(permission=Permission.CAST_BALLOT, scope=body_of_vote)
def cast_as_proxy(work: Work, command: EnterBallot) -> BallotAnswer:
    """The holder of a proxy votes for the member they stand for. Raises as casting does."""
    holder = work.actor.person_id or ""
    cast = Cast(
        command.vote_id,
        command.person_id,
        command.choice,
        command.key,
        Channel.PROXY,
        work.actor,
        holder or "nobody",
    )
    (answer,) = _cast(work, [cast])
    if isinstance(answer, DomainError):
        raise answer
    return answer


def _cast(work: Work, casts: Sequence[Cast | DomainError]) -> list[BallotAnswer | DomainError]:
    known = read(work.session, [c for c in casts if isinstance(c, Cast)])
    answers: list[BallotAnswer | DomainError | None] = []
    for place, cast in enumerate(casts):
        answers.append(cast if isinstance(cast, DomainError) else judge(known, place, cast))
    for place, row, cast in _write(work, known):
        answers[place] = BallotAnswer(cast.vote_id, cast.choice, row.seq, receipt(row.leaf), row.at)
    for place, first in known.repeats.items():
        answers[place] = answers[first]
    return [a for a in answers if a is not None]


def _write(work: Work, known: Known) -> list[tuple[int, Written, Cast]]:
    """Facts, ballots and keys of everything accepted; one statement each for a meeting's whole batch."""
    written = []
    by_meeting: dict[str, list[tuple[int, Cast]]] = {}
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


def _key_row(row: Written, cast: Cast) -> dict[str, Any]:
    return {
        "vote_id": cast.vote_id,
        "person_id": cast.person_id,
        "key": cast.key,
        "choice": cast.choice,
        "seq": row.seq,
        "leaf": row.leaf,
        "answered_at": row.at,
    }


def _ballot_row(row: Written, cast: Cast) -> dict[str, Any]:
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
    casts: list[Cast | DomainError] = [
        Cast(vote_id, actor.person_id or "", choice, f"{vote_id}-{actor.person_id}", Channel.DEVICE, actor)
        for actor, choice in choices.items()
    ]
    return _cast(work, casts)
