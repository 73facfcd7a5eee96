"""Any two versions of minutes beside each other, and an earlier text brought back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.comparison import Piece, compare
from meetings.minutes.forms import version_in
from meetings.minutes.pages import minutes_at
from meetings.minutes.writing.restoring import RestoreTexts, restore_texts
from meetings.web.access import needs
from meetings.web.doors import reading, run

bp = Blueprint("minutes_versions", __name__)


@bp.get("/desk/meetings/<meeting_id>/minutes/compare")
@needs(Permission.APPROVE_MINUTES)
def differences(meeting_id: str) -> ResponseReturnValue:
    """What is different between two versions, in words."""
    with reading() as session:
        meeting, row = minutes_at(session, meeting_id)
        versions = queries.versions_of(session, meeting_id)
        new = min(max(request.args.get("to", row.version, type=int), 1), row.version)
        old = min(max(request.args.get("from", new - 1, type=int), 1), row.version)
        documents = [queries.document_of(session, row, number) for number in (old, new)]
    return render_template(
        "minutes/compare.html",
        meeting=meeting,
        row=row,
        versions=versions,
        old=old,
        new=new,
        changes=compare(*documents),
        piece=Piece,
    )


@bp.post("/desk/meetings/<meeting_id>/minutes/versions/<int:number>/restore")
@needs(Permission.WRITE_MINUTES)
def restore(meeting_id: str, number: int) -> ResponseReturnValue:
    """Bring the texts of that version back, as a new one."""
    command = RestoreTexts(meeting_id, number, version_in(request.form), request.form.get("note", ""))
    try:
        version = run(restore_texts, command)
    except Invalid as error:
        flash(error.message, "error")
        return redirect(f"/desk/meetings/{meeting_id}/minutes/versions/{number}", 303)
    flash(f"The texts of version {number} are back: this is version {version}.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/minutes", 303)
