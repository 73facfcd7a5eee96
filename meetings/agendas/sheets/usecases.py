"""Keeping a printed sheet."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.agendas.events import SheetPrinted
from meetings.agendas.sheets.models import MeetingSheet, SheetKind
from meetings.kernel.ids import new_id
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work

CONFLICTS["uq_meeting_sheet_meeting_id_seq"] = "This sheet was printed already."
CONFLICTS["meeting_sheet.meeting_id"] = "This sheet was printed already."


@dataclass(frozen=True)
class KeepSheet:
    """`seq` is the fact's number that gave rise to it."""

    meeting_id: str
    seq: int
    kind: SheetKind
    version: int
    sha256: str


@use_case(permission=None, system_only=True)
def keep_sheet(work: Work, command: KeepSheet) -> None:
    """Keep the PDF. Raises WrongState if another worker was quicker."""
    row = MeetingSheet(id=new_id(), meeting_id=command.meeting_id, seq=command.seq, kind=command.kind)
    row.version, row.made_at, row.pdf_sha256, row.error = command.version, work.now, command.sha256, ""
    work.session.add(row)
    work.record(command.meeting_id, SheetPrinted(command.kind.value, command.version, command.sha256))
