"""Recordings, transcripts and confirmed attendance as the tables have them against the record."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.conferencing.attendance.models import AttendanceRow, ConfirmedAttendance
from meetings.kernel.facts import canonical
from meetings.recordings.models import Recording, RecordingSegment, Transcript, TranscriptCue

_STATES = {
    "recordings.added": "held",
    "recordings.published": "published",
    "recordings.withdrawn": "withdrawn",
    "recordings.deleted": "deleted",
}


def check(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> list[str]:
    """Everything that is not as the record has it."""
    return [
        *_recordings(session, meeting_id, facts),
        *_transcripts(session, meeting_id, facts),
        *_confirmed(session, meeting_id, facts),
    ]


def _recordings(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> list[str]:
    written: dict[str, dict[str, Any]] = {}
    for fact in facts:
        key = fact.text("recording_id")
        if not fact.type.startswith("recordings.") or not key:
            continue
        row = written.setdefault(key, {"state": "", "stretches": []})
        row["state"] = _STATES.get(fact.type, row["state"])
        if fact.type == "recordings.stretches_set":
            row["stretches"] = [[s["offset_ms"], s["length_ms"]] for s in fact.data["stretches"]]
        if fact.type in ("recordings.added", "recordings.fetched", "recordings.deleted"):
            row["sha256"] = fact.text("sha256")
    rows = {r.id: r for r in session.scalars(select(Recording).where(Recording.meeting_id == meeting_id))}
    found = [f"recording {key} is in one place only" for key in sorted(set(rows) ^ set(written))]
    for key in sorted(set(rows) & set(written)):
        if rows[key].state.value != written[key]["state"]:
            found.append(f"recording {key}: the stored state is not the one in the record")
        if rows[key].sha256 != written[key].get("sha256", ""):
            found.append(f"recording {key}: the stored file is not the one in the record")
        query = select(RecordingSegment).where(RecordingSegment.recording_id == key)
        stored = [
            [s.offset_ms, s.length_ms] for s in session.scalars(query.order_by(RecordingSegment.position))
        ]
        if stored != written[key]["stretches"]:
            found.append(f"recording {key}: the stored times are not those in the record")
    return found


def _transcripts(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> list[str]:
    public: dict[str, bool] = {}
    digests: dict[str, str] = {}
    for fact in facts:
        key = fact.text("transcript_id")
        if fact.type == "recordings.transcript_corrected":
            digests[key] = fact.text("digest")
        elif fact.type.startswith("recordings.transcript_"):
            public[key] = fact.type == "recordings.transcript_published"
    query = select(Transcript).join(Recording, Recording.id == Transcript.recording_id)
    found = []
    for row in session.scalars(query.where(Recording.meeting_id == meeting_id).order_by(Transcript.id)):
        if public.get(row.id) != (row.published_at is not None):
            found.append(f"transcript {row.id}: whether it is public is not as the record has it")
        if row.id in digests and digests[row.id] != _digest(session, row.id):
            found.append(f"transcript {row.id}: its lines are not those in the record")
    return found


def _digest(session: Session, transcript_id: str) -> str:
    query = select(TranscriptCue).where(TranscriptCue.transcript_id == transcript_id)
    lines = [
        [c.position, c.start_ms, c.end_ms, c.speaker, c.text]
        for c in session.scalars(query.order_by(TranscriptCue.position))
    ]
    return hashlib.sha256(canonical({"lines": lines})).hexdigest()


def _confirmed(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> list[str]:
    written = {
        (f.text("person_id"), f.number("number")): (f.data.get("was_present"), f.data.get("rows"))
        for f in facts
        if f.type == "attendance.confirmed"
    }
    query = select(ConfirmedAttendance).where(ConfirmedAttendance.meeting_id == meeting_id)
    stored = {(r.person_id, r.number): (r.was_present, list(r.rows)) for r in session.scalars(query)}
    found = []
    for key in sorted({*written, *stored}):
        if written.get(key) != stored.get(key):
            found.append(f"confirmed attendance {key[0]} ({key[1]}): the table is not as the record has it")
    kept = set(session.scalars(select(AttendanceRow.sha256).where(AttendanceRow.meeting_id == meeting_id)))
    rest = {row for _, rows in stored.values() for row in rows} - kept
    if rest:
        found.append(f"{len(rest)} of the providers' rows that a confirmation rests on are gone")
    return found
