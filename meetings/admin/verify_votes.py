"""Counts every vote again from the record alone, and compares it with what was stored and declared.

Nothing here uses the rules of `meetings.voting`: a mistake there must not be able to hide itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from meetings.admin.verify_around import around, beside_differs, forgets_keys
from meetings.admin.verify_ballots import (
    BASES,
    SIDES,
    Replay,
    apply,
    begun,
    choice_of,
    counted,
    figures_differ,
    outcome_of,
    tally,
    words,
)
from meetings.admin.verify_facts import FactRow
from meetings.voting.models import Ballot, BallotKey, RollEntry, Vote

__all__ = ["VotesChecked", "check", "tally"]


@dataclass(frozen=True)
class VotesChecked:
    """How many votes and ballots there were, and what differs."""

    votes: int
    ballots: int
    differences: tuple[str, ...]


def check(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> VotesChecked:
    """Every vote of a meeting."""
    replays, problems = _replayed(facts)
    for vote_id, replay in replays.items():
        problems += [f"vote {vote_id}: {problem}" for problem in figures_differ(replay)]
    problems += _against_tables(session, meeting_id, replays)
    ballots = sum(len(replay.ballots) for replay in replays.values())
    return VotesChecked(len(replays), ballots, tuple(problems))


def _replayed(facts: Sequence[FactRow]) -> tuple[dict[str, Replay], list[str]]:
    replays: dict[str, Replay] = {}
    problems = []
    for fact in facts:
        vote_id = fact.text("vote_id")
        if fact.type == "voting.vote_opened":
            replays[vote_id] = begun(fact)
        elif vote_id and (fact.type.startswith("voting.") or fact.type == "motions.motion_decided"):
            replay = replays.get(vote_id)
            if replay is None:
                problems.append(f"fact {fact.seq} belongs to vote {vote_id}, which was never opened")
            else:
                apply(replay, fact)
    for vote_id, replay in replays.items():
        problems += [f"vote {vote_id}: {problem}" for problem in replay.problems]
    return replays, problems


def _against_tables(session: Session, meeting_id: str, replays: Mapping[str, Replay]) -> list[str]:
    """What the pages are made of against the record."""
    problems = []
    stored = {str(row["id"]): row for row in _votes(session, meeting_id)}
    ids = [*replays, *(vote_id for vote_id in stored if vote_id not in replays)]
    rolls, ballots, keys = _rolls(session, ids), _ballots(session, ids), _keys(session, ids)
    beside = around(session, ids)
    forgets = forgets_keys(session, meeting_id)
    for vote_id in ids:
        row, replay = stored.get(vote_id), replays.get(vote_id)
        if row is None or replay is None:
            where = (
                "the record and not in the table of votes"
                if row is None
                else "the table and not in the record"
            )
            problems.append(f"vote {vote_id} is in {where}")
            continue
        found = [*_row_differs(row, replay), *beside_differs(beside, vote_id, replay)]
        roll = {p: (weight, replay.holders.get(p, "")) for p, weight in replay.roll.items()}
        if rolls.get(vote_id, {}) != roll:
            found.append("the stored roll is not the one in the record")
        written = {p: (choice_of(f), f.seq) for p, f in replay.ballots.items()}
        found += _ballots_differ(ballots.get(vote_id, {}), written)
        answers = {
            (f.text("person_id"), f.text("key")): (f.text("choice"), f.seq, f.leaf) for f in replay.cast
        }
        over = replay.declared is not None or replay.void is not None
        kept = keys.get(vote_id, {})
        if kept != answers and not (forgets and over and not kept):
            found.append("the acknowledgements given are not those of the ballots in the record")
        problems += [f"vote {vote_id}: {problem}" for problem in found]
    return problems


def _row_differs(row: Mapping[str, object], replay: Replay) -> Iterator[str]:
    state = _state(replay)
    if row["state"] != state or row["method"] != replay.method:
        yield f"stored as {row['method']} and {row['state']}, the record has {replay.method} and {state}"
    if row["way"] != replay.way:
        yield f"stored as taken by {row['way']}, the record has {replay.way}"
    if row["basis"] not in BASES or row["basis"] != replay.basis:
        yield f"it is counted by “{row['basis']}”, the record has “{replay.basis}”"
        return
    figures = counted(replay)
    said = tuple(row[f"count_{name}"] for name in (*SIDES, "none"))
    if said != (figures if replay.closed else (None, None, None, None)):
        yield f"stored with {words(said)}, the ballots give {words(figures)}"
    outcome = outcome_of(figures, replay.casting, replay.basis) if replay.closed else None
    if row["outcome"] != outcome:
        yield f"stored as {row['outcome']}, the ballots give {outcome}"
    casting = replay.casting.data if replay.casting else {}
    given = (casting.get("choice"), casting.get("person_id"))
    declined = replay.casting is not None and casting.get("choice") is None
    if (row["casting"], row["casting_by"]) != given or bool(row["casting_declined"]) is not declined:
        yield "the stored casting vote is not the one in the record"
    reason = replay.void.text("reason") if replay.void else ""
    if row["reason"] != replay.opened.text("reason") or row["void_reason"] != reason:
        yield "the stored reasons are not those in the record"


def _state(replay: Replay) -> str:
    if replay.void:
        return "void"
    return "declared" if replay.declared else "closed" if replay.closed else "open"


def _ballots_differ(
    stored: Mapping[str, tuple[str, int]], written: Mapping[str, tuple[str, int]]
) -> Iterator[str]:
    for person in sorted({*stored, *written}):
        if stored.get(person) != written.get(person):
            # Neither choice is named: a totals-only vote is not to be read here either.
            what = (
                "missing"
                if person not in stored
                else "not in the record"
                if person not in written
                else "changed"
            )
            yield f"the stored ballot of {person} is {what}"


def _votes(session: Session, meeting_id: str) -> Sequence[Mapping[str, object]]:
    # As text, whatever it is: a changed one may be no word of the list.
    words = [
        type_coerce(c, String).label(c.key)
        for c in (Vote.method, Vote.way, Vote.state, Vote.outcome, Vote.casting)
    ]
    plain = (
        Vote.id,
        Vote.basis,
        Vote.count_for,
        Vote.count_against,
        Vote.count_abstain,
        Vote.count_none,
        Vote.casting_by,
        Vote.casting_declined,
        Vote.reason,
        Vote.void_reason,
    )
    query = select(*plain, *words).where(Vote.meeting_id == meeting_id)
    return [dict(row) for row in session.execute(query).mappings()]


def _rolls(session: Session, ids: Sequence[str]) -> dict[str, dict[str, tuple[int, str]]]:
    found: dict[str, dict[str, tuple[int, str]]] = {}
    columns = (RollEntry.vote_id, RollEntry.person_id, RollEntry.weight, RollEntry.holder_id)
    query = select(*columns).where(RollEntry.vote_id.in_(ids))
    for vote_id, person_id, weight, holder in session.execute(query):
        found.setdefault(vote_id, {})[person_id] = (weight, holder or "")
    return found


def _ballots(session: Session, ids: Sequence[str]) -> dict[str, dict[str, tuple[str, int]]]:
    found: dict[str, dict[str, tuple[str, int]]] = {}
    columns = (Ballot.vote_id, Ballot.person_id, type_coerce(Ballot.choice, String), Ballot.seq)
    for vote_id, person_id, choice, seq in session.execute(select(*columns).where(Ballot.vote_id.in_(ids))):
        found.setdefault(vote_id, {})[person_id] = (choice, seq)
    return found


def _keys(session: Session, ids: Sequence[str]) -> dict[str, dict[tuple[str, str], tuple[str, int, str]]]:
    found: dict[str, dict[tuple[str, str], tuple[str, int, str]]] = {}
    columns = (
        BallotKey.vote_id,
        BallotKey.person_id,
        BallotKey.key,
        type_coerce(BallotKey.choice, String),
        BallotKey.seq,
        BallotKey.leaf,
    )
    query = select(*columns).where(BallotKey.vote_id.in_(ids))
    for vote_id, person_id, key, choice, seq, leaf in session.execute(query):
        found.setdefault(vote_id, {})[person_id, key] = (choice, seq, leaf)
    return found
