"""Serving a paper: to whom `paper_access` says, closed in a sandbox, under its own name."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from meetings.agendas.findings import renditions_of
from meetings.agendas.paper_access import NO_PAPER, PaperGone, PaperToServe, paper_for
from meetings.documents.file_types import DOCX, PDF
from meetings.documents.richtext import without_title
from meetings.kernel.errors import NotFound
from meetings.ports.storage import FileMissing
from meetings.schedule.queries import meeting_of
from meetings.web.doors import current_actor, reading, today
from meetings.web.services import services

#: A document is shown, never run: it may load nothing and is no part of this site.
_CLOSED = "sandbox; default-src 'none'; frame-ancestors 'none'"


def served(paper_id: str, filename: str) -> ResponseReturnValue:
    """The paper's bytes, 304 for a reader who has them, 410 where it was withdrawn, 404 for everything else."""
    try:
        with reading() as session:
            paper = paper_for(session, paper_id, current_actor(), today())
    except PaperGone as gone:
        return render_template("agendas/withdrawn.html", message=gone.message), 410
    if not paper.sha256:
        raise NotFound(NO_PAPER)
    if filename != paper.filename:
        return redirect(url_for("papers.download", paper_id=paper.id, filename=paper.filename), 302)
    try:
        return _answer(paper)
    except FileMissing:
        raise NotFound(NO_PAPER) from None


def served_pdf(paper_id: str) -> ResponseReturnValue:
    """A Word paper as PDF, to whoever may have the paper."""
    try:
        with reading() as session:
            paper = paper_for(session, paper_id, current_actor(), today())
            made = renditions_of(session, [paper.id]).get(paper.id)
    except PaperGone as gone:
        return render_template("agendas/withdrawn.html", message=gone.message), 410
    if made is None or not made.current or not made.sha256:
        raise NotFound(NO_PAPER)
    name = f"{paper.filename.rsplit('.', 1)[0]}.pdf"
    as_pdf = replace(paper, sha256=made.sha256, size=made.size, media_type=PDF, filename=name)
    try:
        return _answer(as_pdf)
    except FileMissing:
        raise NotFound(NO_PAPER) from None


def served_html(paper_id: str) -> ResponseReturnValue:
    """A Word paper as a page that everybody can read, to whoever may have the paper."""
    try:
        with reading() as session:
            paper = paper_for(session, paper_id, current_actor(), today())
            made = renditions_of(session, [paper.id]).get(paper.id)
            meeting = meeting_of(session, paper.meeting_id)
    except PaperGone as gone:
        return render_template("agendas/withdrawn.html", message=gone.message), 410
    if paper.media_type != DOCX or not paper.sha256:
        raise NotFound(NO_PAPER)
    html = ""
    if made is not None and made.current and made.html_sha256:
        try:
            with services().storage.open(made.html_sha256) as stream:
                html = without_title(stream.read().decode(), paper.title)
        except FileMissing:
            raise NotFound(NO_PAPER) from None
    page = render_template("agendas/paper_html.html", paper=paper, meeting=meeting, html=html, rendition=made)
    response = make_response(page)
    response.headers["Cache-Control"] = "no-cache" if paper.is_open else "no-store, private"
    return response


def _answer(paper: PaperToServe) -> Response:
    """Ranges and revalidation are werkzeug's; what may be kept by whom is decided here."""
    response = send_file(
        services().storage.open(paper.sha256),
        mimetype=paper.media_type,
        as_attachment=paper.media_type != PDF or "download" in request.args,
        download_name=paper.filename,
        conditional=False,
        etag=paper.sha256,
        max_age=None,
    )
    response.content_length = paper.size
    response.make_conditional(request, accept_ranges=True, complete_length=paper.size)
    response.headers["Content-Security-Policy"] = _CLOSED
    # A withdrawal must be felt at once, so even an open paper is asked for anew each time.
    response.headers["Cache-Control"] = "no-cache" if paper.is_open else "no-store, private"
    return response
