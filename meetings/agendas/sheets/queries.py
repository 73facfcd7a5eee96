"""Reads about printed sheets."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.sheets.models import MeetingSheet, SheetKind
from meetings.schedule.queries import MeetingRow


def has_sheet(session: Session, meeting: MeetingRow, kind: SheetKind, version: int | None = None) -> bool:
    """Whether there is one to read: any, or one of that version of the agenda."""
    query = select(MeetingSheet.id).where(MeetingSheet.meeting_id == meeting.id, MeetingSheet.kind == kind)
    if version is not None:
        query = query.where(MeetingSheet.version == version)
    return bool(meeting.agenda_version) and session.scalar(query.limit(1)) is not None
