"""What was found in a paper's file: shown with page and words, cleaned, or let pass by two people."""

from __future__ import annotations

import io

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.agendas import queries
from meetings.agendas.inspection import found_in
from meetings.agendas.usecases.inspection import AllowFinding, allow_finding
from meetings.agendas.usecases.papers import NO_PAPER, CleanPaper, PaperFile, clean_paper
from meetings.documents.disclosure import cleaned
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.ports.storage import FileMissing, StorageFailed
from meetings.schedule.access import desk_meeting
from meetings.web.access import needs
from meetings.web.doors import current_actor, may, reading, run
from meetings.web.services import services


@needs(Permission.UPLOAD_PAPER)
def findings(meeting_id: str, paper_id: str) -> ResponseReturnValue:
    """Everything that was found."""
    return _page(meeting_id, paper_id)


@needs(Permission.PUBLISH)
def allow(meeting_id: str, paper_id: str, finding_id: str) -> ResponseReturnValue:
    """One person's word that a finding may be published."""
    reason = request.form.get("reason", "")
    try:
        settled = run(allow_finding, AllowFinding(meeting_id, finding_id, reason))
    except Invalid as error:
        return _page(meeting_id, paper_id, finding_id, error.fields)
    said = "Two people agree: it may be published." if settled else "Noted. A second person must agree."
    flash(said, "success")
    return redirect(url_for("papers.findings", meeting_id=meeting_id, paper_id=paper_id), 303)


@needs(Permission.UPLOAD_PAPER)
def clean(meeting_id: str, paper_id: str) -> ResponseReturnValue:
    """Take out metadata, comments, attachments and earlier versions; the cleaned file takes its place."""
    row = _row(meeting_id, paper_id)
    store = services().storage
    try:
        with store.open(row.paper.sha256) as stream:
            data = cleaned(stream.read(), row.paper.media_type)
        kept = store.put(io.BytesIO(data))
    except (FileMissing, StorageFailed) as error:
        raise Invalid("The file could not be read just now. Try again in a minute.") from error
    left = found_in(data, row.paper.media_type)
    paper = row.paper
    file = PaperFile(paper.filename, paper.media_type, kept.size, paper.pages, kept.sha256, left)
    new_id = run(clean_paper, CleanPaper(meeting_id, paper_id, paper.sha256, file))
    flash("The file is cleaned." + (" Some findings are left." if left else " Nothing is left."), "success")
    return redirect(url_for("papers.findings", meeting_id=meeting_id, paper_id=new_id), 303)


def _row(meeting_id: str, paper_id: str) -> queries.PaperRow:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.UPLOAD_PAPER)
        row = next((r for r in queries.paper_rows(session, meeting_id) if r.paper.id == paper_id), None)
    officer = may(Permission.PREPARE_MEETING, meeting.body_id)
    if row is None or not (officer or row.uploaded_by_id == current_actor().account_id):
        raise NotFound(NO_PAPER)
    return row


def _page(
    meeting_id: str, paper_id: str, wrong: str = "", errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    row = _row(meeting_id, paper_id)
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.UPLOAD_PAPER)
        found = queries.findings_of(session, [paper_id])
    page = render_template(
        "agendas/findings.html",
        meeting=meeting,
        row=row,
        findings=found,
        cleanable=any(f.cleanable and f.is_open for f in found),
        may_allow=may(Permission.PUBLISH, meeting.body_id),
        me=current_actor().account_id,
        wrong=wrong,
        errors={f"reason-{wrong}": text for text in (errors or {}).values()},
    )
    return page, 422 if errors else 200
