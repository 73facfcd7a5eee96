"""Compares what members were told with what is kept."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.db.record import RecordedFact, Stream, leaf_of
from meetings.kernel.facts import name_of
from meetings.voting.events import BallotCast
from meetings.voting.models import Ballot, BallotKey
from meetings.voting.rules import Choice, Tally, receipt
from tests.faults.voters import Ack, last_choices

_CAST = name_of(BallotCast)


@dataclass
class Verdict:
    """What was found; everything but `acknowledged` and `kept` should be nothing."""

    acknowledged: int = 0
    kept: int = 0
    lost: list[Ack] = field(default_factory=list)
    altered: list[Ack] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong_choice: list[str] = field(default_factory=list)
    record_faults: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[object]:
        """Everything that should not be."""
        return [*self.lost, *self.altered, *self.doubled, *self.wrong_choice, *self.record_faults]


def check_ballots(session: Session, meeting_id: str, vote_id: str, acks: list[Ack]) -> Verdict:
    """Every acknowledged ballot is kept once, with the choice, number and receipt that were acknowledged."""
    rows = session.scalars(select(BallotKey).where(BallotKey.vote_id == vote_id)).all()
    keys = {(row.person_id, row.key): row for row in rows}
    verdict = Verdict(acknowledged=len(acks), kept=len(keys))
    for ack in acks:
        row = keys.get((ack.person_id, ack.key))
        if row is None:
            verdict.lost.append(ack)
        elif (row.choice, row.seq, receipt(row.leaf)) != (ack.choice, ack.seq, ack.receipt):
            verdict.altered.append(ack)
    facts = _casts(session, meeting_id, vote_id)
    times = Counter((person_id, key) for person_id, key, _, _ in facts)
    verdict.doubled = [f"{person} {key}" for (person, key), n in times.items() if n > 1]
    if times.keys() != keys.keys():
        verdict.record_faults.append(f"keys and record differ: {times.keys() ^ keys.keys()}")
    _check_standing(session, vote_id, facts, acks, verdict)
    return verdict


def _check_standing(
    session: Session,
    vote_id: str,
    facts: list[tuple[str, str, Choice, int]],
    acks: list[Ack],
    verdict: Verdict,
) -> None:
    ballots = session.scalars(select(Ballot).where(Ballot.vote_id == vote_id)).all()
    standing = {row.person_id: (row.choice, row.seq) for row in ballots}
    recorded = {person: (choice, seq) for person, _, choice, seq in facts}
    if recorded != standing:
        verdict.record_faults.append("the ballots are not what the record says last")
    for person, choice in last_choices(acks).items():
        if standing.get(person, (None, 0))[0] is not choice:
            verdict.wrong_choice.append(person)


def _casts(session: Session, meeting_id: str, vote_id: str) -> list[tuple[str, str, Choice, int]]:
    query = select(RecordedFact.seq, RecordedFact.data).where(
        RecordedFact.stream_id == meeting_id, RecordedFact.type == _CAST
    )
    found = [(seq, json.loads(data)) for seq, data in session.execute(query.order_by(RecordedFact.seq))]
    return [
        (d["person_id"], d["key"], Choice(d["choice"]), seq) for seq, d in found if d["vote_id"] == vote_id
    ]


def check_record(session: Session, meeting_id: str) -> list[str]:
    """The record has no gap, ends where its stream says, and every leaf is that of its content."""
    query = select(RecordedFact).where(RecordedFact.stream_id == meeting_id).order_by(RecordedFact.seq)
    rows = session.scalars(query).all()
    faults = []
    if [row.seq for row in rows] != list(range(1, len(rows) + 1)):
        faults.append("the record has a gap")
    version = session.scalar(select(Stream.version).where(Stream.id == meeting_id))
    if version != len(rows):
        faults.append(f"the stream is at {version}, the record at {len(rows)}")
    faults += [f"leaf {row.seq} is wrong" for row in rows if leaf_of(row) != row.leaf]
    return faults


def count(choices: dict[str, Choice], entitled: int) -> Tally:
    """The tally by another way than the product's."""
    times = Counter(choices.values())
    none = entitled - len(choices)
    return Tally(times[Choice.FOR], times[Choice.AGAINST], times[Choice.ABSTAIN], none)
