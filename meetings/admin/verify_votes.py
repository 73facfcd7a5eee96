"""Counts every vote again from the record alone, and compares it with what was stored and declared.

Nothing here uses the rules of `meetings.voting`: a mistake there must not be able to hide itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.voting.models import Ballot, BallotKey, RollEntry, Vote

#: in the order for, against, abstained, no vote cast
Figures = tuple[int, int, int, int]
_SIDES = ("for", "against", "abstain")
#: what this check counts by; a vote counted otherwise must not pass as counted again
_BASIS = "simple_majority"
#: the facts of which a vote has one, and where it is kept
_STEPS = {
    "voting.vote_closed": "closed",
    "voting.casting_vote_given": "casting",
    "voting.vote_declared": "declared",
    "motions.motion_decided": "decided",
}


@dataclass(frozen=True)
class VotesChecked:
    """How many votes and ballots there were, and what differs."""

    votes: int
    ballots: int
    differences: tuple[str, ...]


@dataclass
class Replay:
    """One vote as its facts tell it, in the order in which they were written."""

    method: str
    roll: set[str]
    ballots: dict[str, FactRow] = field(default_factory=dict)
    cast: list[FactRow] = field(default_factory=list)
    closed: FactRow | None = None
    casting: FactRow | None = None
    declared: FactRow | None = None
    decided: FactRow | None = None
    problems: list[str] = field(default_factory=list)


def tally(roll: set[str], choices: Mapping[str, str]) -> Figures:
    """Count by hand: go through the roll once, a person at a time."""
    figures = [0, 0, 0, 0]
    for person in roll:
        choice = choices.get(person)
        figures[_SIDES.index(choice) if choice in _SIDES else 3] += 1
    return figures[0], figures[1], figures[2], figures[3]


def outcome_of(figures: Figures, casting: FactRow | None) -> str:
    """More for than against carries it; equal numbers are decided by a casting vote, and not carried without one."""
    if figures[0] != figures[1]:
        return "carried" if figures[0] > figures[1] else "lost"
    if casting is None:
        return "tied"
    return "carried" if casting.data.get("choice") == "for" else "lost"


def check(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> VotesChecked:
    """Every vote of a meeting."""
    replays, problems = _replayed(facts)
    for vote_id, replay in replays.items():
        problems += [f"vote {vote_id}: {problem}" for problem in _figures(replay)]
    problems += _against_tables(session, meeting_id, replays)
    ballots = sum(len(replay.ballots) for replay in replays.values())
    return VotesChecked(len(replays), ballots, tuple(problems))


def _replayed(facts: Sequence[FactRow]) -> tuple[dict[str, Replay], list[str]]:
    replays: dict[str, Replay] = {}
    problems = []
    for fact in facts:
        vote_id = fact.text("vote_id")
        if fact.type == "voting.vote_opened":
            people = {str(member.get("person_id")) for member in fact.data.get("roll", ())}
            replays[vote_id] = Replay(fact.text("method"), people)
        elif fact.type.startswith("voting.") or (fact.type == "motions.motion_decided" and vote_id):
            replay = replays.get(vote_id)
            if replay is None:
                problems.append(f"fact {fact.seq} belongs to vote {vote_id}, which was never opened")
            else:
                _apply(replay, fact)
    for vote_id, replay in replays.items():
        problems += [f"vote {vote_id}: {problem}" for problem in replay.problems]
    return replays, problems


def _apply(replay: Replay, fact: FactRow) -> None:
    if fact.type in _STEPS:
        setattr(replay, _STEPS[fact.type], fact)
    elif replay.closed is not None:
        replay.problems.append(f"fact {fact.seq} ({fact.type}) came after the close")
    elif fact.type == "voting.ballot_cast":
        _cast(replay, fact)
    else:
        _come_and_go(replay, fact)


def _come_and_go(replay: Replay, fact: FactRow) -> None:
    person = fact.text("person_id")
    if fact.type == "voting.roll_joined":
        replay.roll.add(person)
    elif fact.type == "voting.roll_left":
        if person in replay.ballots:
            replay.problems.append(f"fact {fact.seq} takes somebody off the roll who had voted")
        replay.roll.discard(person)


def _cast(replay: Replay, fact: FactRow) -> None:
    replay.cast.append(fact)
    person = fact.text("person_id")
    if person not in replay.roll:
        replay.problems.append(f"fact {fact.seq} is the ballot of somebody who was not on the roll")
    elif fact.text("choice") not in _SIDES:
        replay.problems.append(f"fact {fact.seq} is a ballot with an unknown choice")
    else:
        replay.ballots[person] = fact


def _counted(replay: Replay) -> Figures:
    return tally(replay.roll, {person: fact.text("choice") for person, fact in replay.ballots.items()})


def _figures(replay: Replay) -> Iterator[str]:
    """The close, the casting vote and the declaration against the count."""
    figures, closed = _counted(replay), replay.closed
    if closed is not None:
        said = tuple(closed.number(f"count_{name}") for name in (*_SIDES, "none"))
        if said != figures:
            yield f"closed with {_words(said)}, the ballots give {_words(figures)}"
        if closed.text("outcome") != outcome_of(figures, None):
            yield f"closed as {closed.text('outcome')}, the ballots give {outcome_of(figures, None)}"
        if set(closed.data.get("missing", ())) != replay.roll - replay.ballots.keys():
            yield "the close names others as not having voted than the ballots do"
    if replay.casting is not None and (closed is None or figures[0] != figures[1]):
        yield "a casting vote was given although there was no tie"
    if replay.declared is None:
        return
    final = outcome_of(figures, replay.casting)
    if closed is None:
        yield "it was declared and never closed"
    if replay.declared.text("outcome") != final:
        yield f"declared {replay.declared.text('outcome')}, the ballots give {final}"
    if replay.decided is None or replay.decided.data.get("carried") is not (final == "carried"):
        yield f"the ballots give {final}, the record decides the motion otherwise"


def _against_tables(session: Session, meeting_id: str, replays: Mapping[str, Replay]) -> list[str]:
    """What the pages are made of against the record."""
    problems = []
    stored = {str(row["id"]): row for row in _votes(session, meeting_id)}
    ids = [*replays, *(vote_id for vote_id in stored if vote_id not in replays)]
    rolls, ballots, keys = _rolls(session, ids), _ballots(session, ids), _keys(session, ids)
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
        found = [*_row_differs(row, replay)]
        if rolls.get(vote_id, set()) != replay.roll:
            found.append("the stored roll is not the one in the record")
        written = {p: (f.text("choice"), f.seq) for p, f in replay.ballots.items()}
        found += _ballots_differ(ballots.get(vote_id, {}), written)
        answers = {
            (f.text("person_id"), f.text("key")): (f.text("choice"), f.seq, f.leaf) for f in replay.cast
        }
        if keys.get(vote_id, {}) != answers:
            found.append("the acknowledgements given are not those of the ballots in the record")
        problems += [f"vote {vote_id}: {problem}" for problem in found]
    return problems


def _row_differs(row: Mapping[str, object], replay: Replay) -> Iterator[str]:
    state = "declared" if replay.declared else "closed" if replay.closed else "open"
    if row["state"] != state or row["method"] != replay.method:
        yield f"stored as {row['method']} and {row['state']}, the record has {replay.method} and {state}"
    if row["basis"] != _BASIS:
        yield f"it is counted by “{row['basis']}”, which this check cannot do"
    figures = _counted(replay)
    said = tuple(row[f"count_{name}"] for name in (*_SIDES, "none"))
    if said != (figures if replay.closed else (None, None, None, None)):
        yield f"stored with {_words(said)}, the ballots give {_words(figures)}"
    outcome = outcome_of(figures, replay.casting) if replay.closed else None
    if row["outcome"] != outcome:
        yield f"stored as {row['outcome']}, the ballots give {outcome}"
    casting = replay.casting.data if replay.casting else {}
    given = (casting.get("choice"), casting.get("person_id"))
    declined = replay.casting is not None and casting.get("choice") is None
    if (row["casting"], row["casting_by"]) != given or bool(row["casting_declined"]) is not declined:
        yield "the stored casting vote is not the one in the record"


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
        type_coerce(c, String).label(c.key) for c in (Vote.method, Vote.state, Vote.outcome, Vote.casting)
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
    )
    query = select(*plain, *words).where(Vote.meeting_id == meeting_id)
    return [dict(row) for row in session.execute(query).mappings()]


def _rolls(session: Session, ids: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    query = select(RollEntry.vote_id, RollEntry.person_id).where(RollEntry.vote_id.in_(ids))
    for vote_id, person_id in session.execute(query):
        found.setdefault(vote_id, set()).add(person_id)
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


def _words(figures: Sequence[object]) -> str:
    return "{} for, {} against, {} abstained, {} not cast".format(*figures)
