"""The officers' pages and files beside the minutes: exempt minutes, the pack to be signed, the scan, the note."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from meetings.kernel.errors import NotFound
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.life import files
from meetings.minutes.life.models import SheetKind
from meetings.minutes.life.note import note_of
from meetings.minutes.life.queries import as_opened, note_of_meeting, signature_of
from meetings.minutes.life.usecases.sheets import AskSheet, ask_sheet
from meetings.minutes.pages import minutes_at
from meetings.web.access import needs
from meetings.web.doors import reading, run

bp = Blueprint("minutes_files", __name__)
_PATH = "/desk/meetings/<meeting_id>/minutes"
_PRIVATE = {"exempt": SheetKind.EXEMPT, "signing": SheetKind.SIGNING, "note": SheetKind.NOTE}


@bp.get(f"{_PATH}/exempt")
@needs(Permission.APPROVE_MINUTES)
def exempt(meeting_id: str) -> ResponseReturnValue:
    """The exempt minutes, a document of their own."""
    with reading() as session:
        meeting, row = minutes_at(session, meeting_id)
        found = files.exempt_of(session, row)
    page = render_template(
        "minutes/exempt.html", meeting=meeting, row=row, exempt=found, doc=found.document, desk=True
    )
    return page, {"Cache-Control": "no-store, private"}


@bp.get(f"{_PATH}/exempt.docx")
@needs(Permission.APPROVE_MINUTES)
def exempt_word(meeting_id: str) -> ResponseReturnValue:
    """The same to open in Word."""
    with reading() as session:
        meeting, row = minutes_at(session, meeting_id)
        found = files.exempt_of(session, row)
    return files.sent_word(found, meeting)


@bp.get(f"{_PATH}/sheets/<any(exempt, signing, note):kind>.pdf")
@needs(Permission.APPROVE_MINUTES)
def sheet(meeting_id: str, kind: str) -> ResponseReturnValue:
    """The exempt minutes, the pack to be signed, or the note, in print."""
    with reading() as session:
        meeting, row = minutes_at(session, meeting_id)
        note = note_of_meeting(session, meeting_id)
        number = (note.number if note else 0) if kind == "note" else row.version
        return files.sent_sheet(session, meeting, _PRIVATE[kind], number)


@bp.post(f"{_PATH}/sheets/<any(exempt, signing, note):kind>")
@needs(Permission.APPROVE_MINUTES)
def ask(meeting_id: str, kind: str) -> ResponseReturnValue:
    """Have it printed."""
    run(ask_sheet, AskSheet(meeting_id, _PRIVATE[kind]))
    flash("The PDF is being made.", "success")
    return redirect(url_for("minutes_life.show", meeting_id=meeting_id), 303)


@bp.get(f"{_PATH}/scan.pdf")
@needs(Permission.APPROVE_MINUTES)
def scan(meeting_id: str) -> ResponseReturnValue:
    """The signed paper, scanned: it may hold what is not for publication, so it is for officers and the chair."""
    with reading() as session:
        meeting, _ = minutes_at(session, meeting_id)
        signature = signature_of(session, meeting_id)
    if signature is None or signature.scan_sha256 is None:
        raise NotFound("There is no scan of signed minutes.")
    return files.sent_pdf(signature.scan_sha256, files.name_of(meeting, "signed-minutes", "pdf"))


@bp.get(f"{_PATH}/note")
@needs(Permission.APPROVE_MINUTES)
def note(meeting_id: str) -> ResponseReturnValue:
    """The note of the meeting as it would be published."""
    with reading() as session:
        meeting, row = minutes_at(session, meeting_id)
        found = note_of(as_opened(session, meeting_id, queries.document_of(session, row)))
    return render_template("minutes/note.html", meeting=meeting, row=row, note=found)
