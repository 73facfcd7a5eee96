"""Reads about the life of minutes: checks, corrections, signature, what was published, what was opened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.content import ContentItem
from meetings.agendas.queries import published_agenda, versions
from meetings.db.record import facts_of
from meetings.deadlines.clocks import ZONE
from meetings.kernel.errors import NotFound
from meetings.minutes.document import MinutesDocument
from meetings.minutes.document_json import from_data
from meetings.minutes.life.models import (
    MeetingNote,
    MinutesCheck,
    MinutesCorrection,
    MinutesElsewhere,
    MinutesSheet,
    MinutesSignature,
    OpenedMinute,
    PublishedMinutes,
    SheetKind,
)
from meetings.minutes.life.note import Note
from meetings.minutes.life.note import from_data as note_from_data
from meetings.minutes.life.opening import Opening, with_opened
from meetings.minutes.life.rules import Check, Standing
from meetings.minutes.models import Minutes
from meetings.room.events import ChairTaken, MeetingOpened
from meetings.schedule.models import Meeting

NO_PUBLISHED = "There are no published minutes at this address."


@dataclass(frozen=True)
class PublishedRow:
    """A text that the public was given, without the text."""

    number: int
    version: int
    sha256: str
    published_at: datetime
    published_by: str
    why: str
    confirmed: bool


@dataclass(frozen=True)
class NoteRow:
    """The note of a meeting as published."""

    note: Note
    number: int
    sha256: str
    published_at: datetime
    published_by: str


def standing_of(session: Session, meeting_id: str, version: int) -> Standing:
    """What was done about a version."""
    return Standing(tuple(c for c in checks_of(session, meeting_id) if c.version == version))


def checks_of(session: Session, meeting_id: str) -> tuple[Check, ...]:
    """Everything that was done about any version, oldest first."""
    query = select(MinutesCheck).where(MinutesCheck.meeting_id == meeting_id)
    rows = session.scalars(query.order_by(MinutesCheck.at, MinutesCheck.id))
    return tuple(Check(c.id, c.version, c.kind, c.by, c.at, c.note, tuple(c.open_points)) for c in rows)


def corrections_of(session: Session, meeting_id: str) -> list[MinutesCorrection]:
    """The corrections of a meeting's minutes, oldest first."""
    query = select(MinutesCorrection).where(MinutesCorrection.meeting_id == meeting_id)
    return list(session.scalars(query.order_by(MinutesCorrection.entered_at, MinutesCorrection.id)))


def corrections_at(session: Session, meeting_id: str) -> list[MinutesCorrection]:
    """Corrections of earlier minutes that this meeting decided."""
    query = select(MinutesCorrection).where(MinutesCorrection.at_meeting_id == meeting_id)
    return list(session.scalars(query.order_by(MinutesCorrection.entered_at, MinutesCorrection.id)))


def signature_of(session: Session, meeting_id: str) -> MinutesSignature | None:
    """Who signed, when and how; None: nobody yet."""
    return session.scalar(select(MinutesSignature).where(MinutesSignature.meeting_id == meeting_id))


def openings_of(session: Session, meeting_id: str) -> dict[str, Opening]:
    """The minutes that were opened, by the id of the minute."""
    query = select(OpenedMinute).where(OpenedMinute.meeting_id == meeting_id)
    return {
        o.item_id: Opening(
            o.item_id,
            o.opened_at.astimezone(ZONE).date(),
            o.opened_by,
            o.reason,
            o.opened_at,
            o.review_on,
            o.leave_of,
        )
        for o in session.scalars(query.order_by(OpenedMinute.opened_at, OpenedMinute.id))
    }


def as_opened(session: Session, meeting_id: str, document: MinutesDocument) -> MinutesDocument:
    """A document with the minutes that were opened among the public ones. No statement where none is exempt."""
    if not any(item.is_exempt for item in document.items):
        return document
    return with_opened(document, openings_of(session, meeting_id))


def print_mark(session: Session, meeting_id: str) -> str:
    """What a print shows that is no part of the version: who signed, and which minutes were opened."""
    signed = session.scalar(select(Minutes.signed_by).where(Minutes.meeting_id == meeting_id)) or ""
    return "|".join((signed, *sorted(openings_of(session, meeting_id))))


def published_forms(session: Session, meeting_id: str) -> list[PublishedRow]:
    """Every text that the public was given, the newest first."""
    p = PublishedMinutes
    columns = (p.number, p.version, p.sha256, p.published_at, p.published_by, p.why, p.confirmed)
    query = select(*columns).where(p.meeting_id == meeting_id).order_by(p.number.desc())
    return [PublishedRow(*row) for row in session.execute(query)]


def published_form(session: Session, meeting_id: str, sha256: str) -> tuple[MinutesDocument, dict[str, Any]]:
    """A text that the public was given, by its hash, and the data that the hash is of. Raises NotFound."""
    p = PublishedMinutes
    query = select(p.content).where(p.meeting_id == meeting_id, p.sha256 == sha256).order_by(p.number.desc())
    content = session.scalar(query.limit(1))
    if content is None:
        raise NotFound(NO_PUBLISHED)
    return from_data(content), content


def confirmed_here(session: Session, meeting_id: str) -> list[tuple[str, datetime]]:
    """The meetings whose minutes this one confirmed: their ids, and when they were held."""
    query = select(Meeting.id, Meeting.starts_at).join(Minutes, Minutes.meeting_id == Meeting.id)
    rows = session.execute(
        query.where(Minutes.confirmed_at_meeting_id == meeting_id).order_by(Meeting.starts_at)
    )
    return [(row.id, row.starts_at) for row in rows]


def note_of_meeting(session: Session, meeting_id: str) -> NoteRow | None:
    """The note of a meeting as it was last published."""
    query = select(MeetingNote).where(MeetingNote.meeting_id == meeting_id)
    row = session.scalar(query.order_by(MeetingNote.number.desc()).limit(1))
    if row is None:
        return None
    return NoteRow(note_from_data(row.content), row.number, row.sha256, row.published_at, row.published_by)


def presided_at(session: Session, meeting_id: str) -> frozenset[str]:
    """Whoever was in the chair of a meeting for any part of it; empty where it was not held here."""
    facts = [e.fact for e in facts_of(session, meeting_id, types=(MeetingOpened, ChairTaken))]
    opened = {f.presiding_id for f in facts if isinstance(f, MeetingOpened)}
    return frozenset(opened | {f.person_id for f in facts if isinstance(f, ChairTaken)})


def sheet_of(session: Session, meeting_id: str, kind: SheetKind, version: int) -> MinutesSheet | None:
    """A document printed beside the minutes."""
    query = select(MinutesSheet).where(
        MinutesSheet.meeting_id == meeting_id, MinutesSheet.kind == kind, MinutesSheet.version == version
    )
    return session.scalar(query)


def elsewhere_of(session: Session, meeting_id: str) -> MinutesElsewhere | None:
    """That minutes of a body that meets no more were put before another."""
    return session.get(MinutesElsewhere, meeting_id)


def agenda_lines(session: Session, meeting_id: str, item_ids: Collection[str]) -> dict[str, ContentItem]:
    """Items as last published, by id; those that have gone from the agenda as they last stood on it."""
    found: dict[str, ContentItem] = {}
    missing = set(item_ids)
    for version in versions(session, meeting_id):
        if not missing:
            break
        content = published_agenda(session, meeting_id, version.number)
        for line in content.items if content else ():
            if line.id in missing:
                found[line.id] = line
        missing -= found.keys()
    return found


def day_of(at: datetime, timezone: ZoneInfo) -> str:
    """`8 December 2026`."""
    day = at.astimezone(timezone)
    return f"{day.day} {day:%B %Y}"
