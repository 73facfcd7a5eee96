"""Counts every round of an appointment again from the record alone, and compares it with what was stored.

Of a secret round the record has no choices: there the box is made again from the envelopes' hashes, and its number is
held to those who voted. Nothing here uses the rules of `meetings.appointments`.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.appointments.models import Round, RoundBallot, RoundRoll

_BY_HAND = ("hands", "paper")
#: the facts of which a round has one, and where it is kept
_STEPS = {
    "round_closed": "closed",
    "round_counted": "counted",
    "round_declared": "declared",
    "round_voided": "void",
}


@dataclass
class _Replay:
    """One round as its facts tell it."""

    opened: FactRow
    roll: set[str]
    cast: dict[str, FactRow] = field(default_factory=dict)
    closed: FactRow | None = None
    counted: FactRow | None = None
    declared: FactRow | None = None
    void: FactRow | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def is_sealed(self) -> bool:
        return self.opened.text("names") == "secret" and self.opened.text("way") == "devices"

    @property
    def candidates(self) -> list[str]:
        return [str(c["candidate_id"]) for c in self.opened.data.get("candidates", ())]

    @property
    def state(self) -> str:
        if self.void:
            return "void"
        if self.declared:
            return "declared"
        return "counted" if self.counted else "closed" if self.closed else "open"


def check(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> list[str]:
    """Every round of a meeting; what differs."""
    replays: dict[str, _Replay] = {}
    problems = []
    for fact in facts:
        round_id = fact.text("round_id")
        if fact.type == "appointments.round_opened":
            people = {str(m["person_id"]) for m in fact.data.get("roll", ())}
            replays[round_id] = _Replay(fact, people)
        elif fact.type.startswith("appointments.") and round_id:
            if round_id in replays:
                _apply(replays[round_id], fact)
            else:
                problems.append(f"fact {fact.seq} belongs to round {round_id}, which was never opened")
    stored = {row.id: row for row in session.scalars(select(Round).where(Round.meeting_id == meeting_id))}
    for round_id in sorted({*replays, *stored}):
        row, replay = stored.get(round_id), replays.get(round_id)
        if row is None or replay is None:
            where = "the record and not in the table" if row is None else "the table and not in the record"
            problems.append(f"round {round_id} is in {where}")
            continue
        found = [*replay.problems, *_figures(replay), *_row_differs(row, replay)]
        found += _rows_differ(session, round_id, replay)
        problems += [f"round {round_id}: {problem}" for problem in found]
    return problems


def _apply(replay: _Replay, fact: FactRow) -> None:
    kind = fact.type.removeprefix("appointments.")
    person = fact.text("person_id")
    if kind in ("ballot_cast", "envelope_cast"):
        if replay.closed is not None:
            replay.problems.append(f"fact {fact.seq} came after the close")
        elif person not in replay.roll:
            replay.problems.append(f"fact {fact.seq} is the ballot of somebody who was not on the roll")
        elif (kind == "envelope_cast") is not replay.is_sealed:
            replay.problems.append(f"fact {fact.seq} is a ballot of the wrong kind for this round")
        else:
            replay.cast[person] = fact
    elif kind == "roll_joined":
        replay.roll.add(person)
    elif kind == "roll_left":
        replay.roll.discard(person)
    elif kind in _STEPS:
        setattr(replay, _STEPS[kind], fact)


def _figures(replay: _Replay) -> Iterator[str]:
    closed, counted = replay.closed, replay.counted
    if closed is not None and replay.is_sealed:
        marks = sorted(f.text("envelope") for f in replay.cast.values())
        if (closed.text("box_root"), closed.number("box_count")) != (_root(marks), len(marks)):
            yield "the box that was closed is not made of the envelopes in the record"
    if counted is None:
        if replay.declared is not None:
            yield "it was declared and never counted"
        return
    votes = {str(v["candidate_id"]): int(v["votes"]) for v in counted.data.get("votes", ())}
    abstained, none = counted.number("abstained"), counted.number("none")
    spoilt = counted.number("spoilt")
    if replay.is_sealed or replay.opened.text("way") in _BY_HAND:
        if sum(votes.values()) + abstained + none + spoilt != len(replay.roll):
            yield "the figures are not of as many as were on the roll"
        if replay.is_sealed and none != len(replay.roll) - len(replay.cast):
            yield "the box was counted with another number than there were voters"
        return
    by_choice = Counter(f.text("choice") for f in replay.cast.values())
    again = {c: by_choice.pop(c, 0) for c in replay.candidates}
    said = (votes, abstained, none)
    if said != (again, by_choice.pop("abstain", 0), len(replay.roll) - len(replay.cast)) or by_choice:
        yield "the ballots give other figures than were counted"


def _row_differs(row: Round, replay: _Replay) -> Iterator[str]:
    if row.state.value != replay.state:
        yield f"stored as {row.state.value}, the record has {replay.state}"
    if list(row.candidates) != replay.candidates:
        yield "the stored candidates are not those in the record"
    if replay.counted is not None:
        votes = {str(v["candidate_id"]): v["votes"] for v in replay.counted.data.get("votes", ())}
        if dict(zip(row.candidates, row.votes or (), strict=False)) != votes:
            yield "the stored figures are not those in the record"
    if replay.closed is not None and row.box_root != replay.closed.text("box_root"):
        yield "the stored box is not the one in the record"
    if replay.declared is not None and row.outcome and row.outcome.value != replay.declared.text("outcome"):
        yield "the stored outcome is not the one declared"


def _rows_differ(session: Session, round_id: str, replay: _Replay) -> Iterator[str]:
    roll = session.scalars(select(RoundRoll.person_id).where(RoundRoll.round_id == round_id))
    if set(roll) != replay.roll:
        yield "the stored roll is not the one in the record"
    query = select(
        RoundBallot.person_id,
        type_coerce(RoundBallot.choice, String),
        RoundBallot.envelope,
        RoundBallot.envelope_hash,
        RoundBallot.seq,
    ).where(RoundBallot.round_id == round_id)
    stored = {p: (h or c or "", seq) for p, c, _, h, seq in session.execute(query)}
    written = {p: (f.text("envelope") or f.text("choice"), f.seq) for p, f in replay.cast.items()}
    # Neither choice is named: a round by totals is not to be read here either.
    for person in sorted({*stored, *written}):
        if stored.get(person) != written.get(person):
            yield f"the stored ballot of {person} is not the one in the record"
    if any(c is not None for _, c, *_ in session.execute(query)) and replay.is_sealed:
        yield "a choice is stored in the open though the round is secret"
    for person, _, envelope, mark, _ in session.execute(query):
        if envelope is not None and _hash(envelope) != mark:
            yield f"the stored envelope of {person} is not the one it was"


def _hash(envelope: str) -> str:

    try:
        return hashlib.sha256(base64.b64decode(envelope)).hexdigest()
    except ValueError:
        return ""


def _root(marks: Sequence[str]) -> str:
    """The tree of RFC 9162, made level by level: another way than the one the box was made by."""
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(m)).digest() for m in marks]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [p[0] if len(p) == 1 else hashlib.sha256(b"\x01" + p[0] + p[1]).digest() for p in pairs]
    return level[0].hex()
