"""Checks a record from the outside: nothing missing, nothing changed, every vote counted again. It reads only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from meetings.admin import (
    verify_actions,
    verify_appointments,
    verify_broadcast,
    verify_conferencing,
    verify_connections,
    verify_debate,
    verify_decisions,
    verify_documents,
    verify_exclusion,
    verify_minutes_life,
    verify_motions,
    verify_presence,
    verify_proof,
    verify_recordings,
    verify_style,
    verify_votes,
    verify_writing,
)
from meetings.admin.verify_facts import FactRow
from meetings.admin.verify_votes import tally
from meetings.bodies.models import Body, Council
from meetings.db.record import RecordedFact, Stream, leaf_of
from meetings.kernel.errors import NotFound
from meetings.kernel.facts import canonical
from meetings.ports.storage import Storage
from meetings.schedule.models import Meeting

__all__ = ["Checked", "check_stream", "streams_to_check", "tally"]


@dataclass(frozen=True)
class Checked:
    """One stream of the record: what there was to check, and everything that differs."""

    stream_id: str
    title: str
    facts: int
    votes: int
    ballots: int
    agendas: int
    minutes: int
    files: int
    differences: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Whether everything is as it was written."""
        return not self.differences


def streams_to_check(session: Session, meeting_ids: Sequence[str] = ()) -> list[str]:
    """These meetings; without any the whole record, the council's own stream first. Raises NotFound."""
    if not meeting_ids:
        rows = session.execute(select(Stream.id).order_by(Stream.kind, Stream.id))
        return [row.id for row in rows]
    known = set(session.scalars(select(Stream.id).where(Stream.id.in_(meeting_ids))))
    for meeting_id in meeting_ids:
        if meeting_id not in known:
            raise NotFound(f"There is no meeting with the number {meeting_id}.")
    return list(dict.fromkeys(meeting_ids))


#: What checks rows against facts and needs nothing else.
_BESIDE = (
    verify_broadcast,
    verify_conferencing,
    verify_connections,
    verify_exclusion,
    verify_minutes_life,
    verify_recordings,
    verify_style,
    verify_writing,
)


def check_stream(session: Session, storage: Storage, stream_id: str) -> Checked:
    """Check one stream and what hangs on it. Raises NotFound if there is none."""
    version = session.scalar(select(Stream.version).where(Stream.id == stream_id))
    if version is None:
        raise NotFound(f"There is no meeting with the number {stream_id}.")
    title = _title(session, stream_id)
    try:
        rows = _rows(session, stream_id)
    except (ValueError, TypeError, StatementError) as error:
        broken = f"the record cannot be read: {error}"
        return Checked(stream_id, title, 0, 0, 0, 0, 0, 0, (broken,))
    facts = [fact for row in rows if (fact := _fact(row)) is not None]
    votes = _votes(session, stream_id, facts)
    documents = verify_documents.check(session, storage, stream_id, facts)
    motions = verify_motions.check(session, stream_id, facts)
    differences = (
        *_sequence(rows, version),
        *_leaves(rows),
        *_debate(session, stream_id, facts),
        *_decisions(session, stream_id, facts),
        *_actions(session, stream_id, facts),
        *_proof(session, stream_id),
        *motions,
        *(found for each in _BESIDE for found in each.check(session, stream_id, facts)),
        *_presence(session, stream_id, facts),
        *_rounds(session, stream_id, facts),
        *votes.differences,
        *documents.differences,
    )
    return Checked(
        stream_id=stream_id,
        title=title,
        facts=len(rows),
        votes=votes.votes,
        ballots=votes.ballots,
        agendas=documents.agendas,
        minutes=documents.minutes,
        files=documents.files,
        differences=differences,
    )


def _rows(session: Session, stream_id: str) -> list[RecordedFact]:
    """Every fact of a stream as it stands in the database now."""
    query = select(RecordedFact).where(RecordedFact.stream_id == stream_id).order_by(RecordedFact.seq)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _presence(session: Session, stream_id: str, facts: Sequence[FactRow]) -> list[str]:
    try:
        return verify_presence.check(session, stream_id, facts)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        return [f"who was there and who declared what cannot be told again: {error!r}"]


def _votes(session: Session, stream_id: str, facts: Sequence[FactRow]) -> verify_votes.VotesChecked:
    try:
        return verify_votes.check(session, stream_id, facts)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        # Facts of another shape than ours: somebody wrote them past the program.
        return verify_votes.VotesChecked(0, 0, (f"the votes cannot be counted again: {error!r}",))


def _debate(session: Session, stream_id: str, facts: Sequence[FactRow]) -> list[str]:
    try:
        return verify_debate.check(session, stream_id, facts)
    except (LookupError, TypeError, ValueError) as error:
        return [f"the list of speakers cannot be compared: {error!r}"]


def _actions(session: Session, stream_id: str, facts: Sequence[FactRow]) -> list[str]:
    try:
        return verify_actions.check(session, stream_id, facts)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        return [f"the actions cannot be compared: {error!r}"]


def _decisions(session: Session, stream_id: str, facts: Sequence[FactRow]) -> list[str]:
    try:
        return verify_decisions.check(session, stream_id, facts)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        return [f"the decisions cannot be compared: {error!r}"]


def _rounds(session: Session, stream_id: str, facts: Sequence[FactRow]) -> list[str]:
    try:
        return verify_appointments.check(session, stream_id, facts)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        return [f"the rounds of appointments cannot be counted again: {error!r}"]


def _proof(session: Session, stream_id: str) -> list[str]:
    try:
        return verify_proof.check(session, stream_id)
    except (LookupError, TypeError, ValueError) as error:
        return [f"what was sealed cannot be read: {error}"]


def _title(session: Session, stream_id: str) -> str:
    query = select(Body.name, Meeting.starts_at).join(Body, Body.id == Meeting.body_id)
    row = session.execute(query.where(Meeting.id == stream_id)).one_or_none()
    if row is not None:
        return f"{row.name}, {row.starts_at:%-d %B %Y}"
    council = session.scalar(select(Council.name).where(Council.stream_id == stream_id))
    return f"{council}: what belongs to no meeting" if council else "a record that belongs to nothing"


def _fact(row: RecordedFact) -> FactRow | None:
    """The content of a fact; None where it is no JSON object, which its leaf tells of."""
    try:
        data = json.loads(row.data)
    except ValueError:
        return None
    return FactRow(row.seq, row.type, data, row.leaf) if isinstance(data, dict) else None


def _sequence(rows: Sequence[RecordedFact], version: int) -> Iterator[str]:
    """1, 2, 3 to the number the stream stands at, without a gap."""
    there = {row.seq for row in rows}
    for seq in range(1, version + 1):
        if seq not in there:
            yield f"fact {seq} is missing"
    for seq in sorted(there):
        if not 1 <= seq <= version:
            yield f"fact {seq} is beyond the end: the record stands at {version}"


def _leaves(rows: Sequence[RecordedFact]) -> Iterator[str]:
    """Every fact still gives the hash that was written with it."""
    for row in rows:
        try:
            same = leaf_of(row) == row.leaf and canonical(_object(row.data)).decode() == row.data
        except (ValueError, TypeError, AttributeError):
            same = False
        if not same:
            yield f"fact {row.seq} ({row.type}) was changed: its hash does not fit its content"


def _object(text: str) -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads(text)
    return data
