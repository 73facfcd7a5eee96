"""Printing what stands beside the minutes: the exempt minutes, the pack to be signed, the note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from meetings.kernel.errors import WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.minutes.life.events import SheetAsked
from meetings.minutes.life.models import MinutesSheet, SheetKind
from meetings.minutes.life.queries import note_of_meeting, sheet_of
from meetings.minutes.usecases.versions import locked_minutes
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting


@dataclass(frozen=True)
class AskSheet:
    """Have it printed."""

    meeting_id: str
    kind: SheetKind


@dataclass(frozen=True)
class KeepSheet:
    """What came of it. `asked_at`: when it was asked for, as the printer read it; None: do not compare."""

    meeting_id: str
    kind: SheetKind
    version: int
    asked_at: datetime | None = None
    sha256: str | None = None
    pages: int | None = None
    error: str = ""


@use_case(permission=Permission.APPROVE_MINUTES, scope=body_of_meeting)
def ask_sheet(work: Work, command: AskSheet) -> int:
    """Ask for the print of the newest version, or of the note. Returns its number. Raises WrongState without a note."""
    want_sheet(work, command.meeting_id, command.kind)
    return _number(work, command.meeting_id, command.kind)


def want_sheet(work: Work, meeting_id: str, kind: SheetKind) -> None:
    """Ask for it unless it is there; a failed one is tried again."""
    number = _number(work, meeting_id, kind)
    row = sheet_of(work.session, meeting_id, kind, number)
    if row is not None and row.pdf_sha256 is not None:
        return
    if row is None:
        row = MinutesSheet(id=new_id(), meeting_id=meeting_id, kind=kind, version=number, asked_at=work.now)
        work.session.add(row)
    row.error, row.asked_at = "", work.now
    work.session.flush()
    work.record(meeting_id, SheetAsked(kind.value, number))


@use_case(permission=None, system_only=True)
def keep_sheet(work: Work, command: KeepSheet) -> None:
    """Note what came of printing it; nothing where it was asked for again meanwhile, of what stands now."""
    row = sheet_of(work.session, command.meeting_id, command.kind, command.version)
    if row is None or row.pdf_sha256 is not None or command.asked_at not in (None, row.asked_at):
        return
    row.pdf_sha256, row.pages, row.error = command.sha256, command.pages, command.error
    work.session.flush()


def _number(work: Work, meeting_id: str, kind: SheetKind) -> int:
    minutes = locked_minutes(work, meeting_id)
    if kind is not SheetKind.NOTE:
        return minutes.version
    note = note_of_meeting(work.session, meeting_id)
    if note is None:
        raise WrongState("There is no note of this meeting yet.")
    return note.number
