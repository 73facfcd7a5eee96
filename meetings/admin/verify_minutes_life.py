"""The life of minutes as the tables have it against the record: texts that were published, corrections, signatures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.kernel.facts import canonical
from meetings.minutes.life.models import (
    MeetingNote,
    MinutesCorrection,
    MinutesSignature,
    OpenedMinute,
    PublishedMinutes,
)


def check(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> list[str]:
    """Everything of it that is not as the record has it."""
    return [
        *_texts(session, meeting_id, facts),
        *_notes(session, meeting_id, facts),
        *_corrections(session, meeting_id, facts),
        *_signature(session, meeting_id, facts),
        *_openings(session, meeting_id, facts),
    ]


def _texts(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> Iterator[str]:
    written = {f.number("number"): f.text("sha256") for f in facts if f.type == "minutes.public_form"}
    rows = session.scalars(select(PublishedMinutes).where(PublishedMinutes.meeting_id == meeting_id)).all()
    stored = {row.number: _hash(row) for row in rows}
    yield from _compared(stored, written, "the published minutes")


def _notes(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> Iterator[str]:
    written = {f.number("number"): f.text("sha256") for f in facts if f.type == "minutes.note_published"}
    rows = session.scalars(select(MeetingNote).where(MeetingNote.meeting_id == meeting_id)).all()
    yield from _compared({row.number: _hash(row) for row in rows}, written, "the note of the meeting")


def _compared(stored: Mapping[int, str], written: Mapping[int, str], what: str) -> Iterator[str]:
    for number in sorted({*stored, *written}):
        if number not in stored:
            yield f"{what}, text {number}, is missing"
        elif number not in written:
            yield f"{what}, text {number}, is not in the record"
        elif stored[number] != written[number]:
            yield f"{what}, text {number}, was changed: its hash does not fit its content"


def _hash(row: PublishedMinutes | MeetingNote) -> str:
    try:
        return hashlib.sha256(canonical(row.content)).hexdigest()
    except (ValueError, TypeError, StatementError):
        return "unreadable"


def _corrections(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> Iterator[str]:
    states: dict[str, str] = {}
    for fact in facts:
        if fact.type == "minutes.correction_proposed":
            states[fact.text("correction_id")] = "proposed"
        elif fact.type == "minutes.correction_settled":
            states[fact.text("correction_id")] = fact.text("state")
        elif fact.type == "minutes.corrected_later":
            states[fact.text("correction_id")] = "carried"
    rows = session.scalars(select(MinutesCorrection).where(MinutesCorrection.meeting_id == meeting_id))
    stored = {row.id: row.state.value for row in rows}
    for key in sorted({*states, *stored}):
        if states.get(key) != stored.get(key):
            yield f"the correction {key} is {stored.get(key, 'missing')}, the record says {states.get(key, 'nothing')}"


def _signature(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> Iterator[str]:
    written: tuple[str, str, str, str] | None = None
    for fact in facts:
        if fact.type == "minutes.signed":
            written = (
                fact.text("signed_by"),
                fact.text("signed_on"),
                fact.text("sha256"),
                fact.text("scan_sha256"),
            )
        elif fact.type == "minutes.scan_added" and written is not None:
            written = (*written[:3], fact.text("sha256"))
    row = session.scalar(select(MinutesSignature).where(MinutesSignature.meeting_id == meeting_id))
    stored = row and (row.signed_by, row.signed_on.isoformat(), row.sha256, row.scan_sha256 or "")
    if stored != written:
        yield "the signature of the minutes is not the one in the record"


def _openings(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> Iterator[str]:
    written = {f.text("item_id") for f in facts if f.type == "minutes.exempt_opened"}
    query = select(OpenedMinute.item_id).where(OpenedMinute.meeting_id == meeting_id)
    stored = set(session.scalars(query))
    for item_id in sorted(stored ^ written):
        yield f"the minute {item_id} is {'opened' if item_id in stored else 'closed'} against the record"
