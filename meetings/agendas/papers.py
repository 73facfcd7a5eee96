"""Papers at the desk: uploaded, changed, replaced, removed, withdrawn; and the one route that serves their bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from meetings.agendas import queries
from meetings.agendas.content import AgendaContent, ContentItem
from meetings.agendas.finding_pages import allow, clean, findings
from meetings.agendas.forms import PaperForm, in_order, paper_values, read_paper, title_from
from meetings.agendas.item_pages import exempt_context
from meetings.agendas.rules import PaperKind
from meetings.agendas.serving import served, served_html, served_pdf
from meetings.agendas.uploads import ACCEPT, said, take_in
from meetings.agendas.usecases import (
    AddPaper,
    ChangePaper,
    PaperFile,
    PaperStates,
    RemovePaper,
    ReplacePaper,
    RestorePaper,
    add_paper,
    change_paper,
    remove_paper,
    replace_paper,
    restore_paper,
)
from meetings.agendas.usecases.papers import NO_PAPER
from meetings.agendas.withdrawal_pages import ask_withdraw, withdraw
from meetings.deadlines.queries import law_of
from meetings.documents.checks import Finding
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience, title_for
from meetings.schedule.access import desk_meeting
from meetings.schedule.queries import MeetingRow
from meetings.web.access import needs, public
from meetings.web.doors import current_actor, may, reading, run
from meetings.web.services import services

bp = Blueprint("papers", __name__)
bp.add_url_rule("/papers/<paper_id>/<path:filename>", "download", public(served), methods=["GET"])
bp.add_url_rule("/papers/<paper_id>/html", "html", public(served_html), methods=["GET"])
bp.add_url_rule("/papers/<paper_id>/pdf", "pdf", public(served_pdf), methods=["GET"])
_PAPER = "/desk/meetings/<meeting_id>/papers/<paper_id>"
bp.add_url_rule(f"{_PAPER}/findings", view_func=findings, methods=["GET"])
bp.add_url_rule(f"{_PAPER}/findings/<finding_id>", view_func=allow, methods=["POST"])
bp.add_url_rule(f"{_PAPER}/clean", view_func=clean, methods=["POST"])
bp.add_url_rule(f"{_PAPER}/withdraw", view_func=ask_withdraw, methods=["GET"])
bp.add_url_rule(f"{_PAPER}/withdraw", view_func=withdraw, methods=["POST"])


@bp.get("/desk/meetings/<meeting_id>/papers")
@needs(Permission.UPLOAD_PAPER)
def papers(meeting_id: str) -> ResponseReturnValue:
    """Every paper of a meeting, by item; report authors see what they uploaded themselves."""
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.UPLOAD_PAPER)
        working = queries.working_agenda(session, meeting_id)
        rows = queries.paper_rows(session, meeting_id)
        removed = next((r for r in rows if r.paper.id == request.args.get("removed") and r.removed_at), None)
    officer = may(Permission.PREPARE_MEETING, meeting.body_id)
    shown = [r for r in rows if officer or r.uploaded_by_id == current_actor().account_id]
    here = [r for r in shown if r.removed_at is None and r.withdrawn_at is None]
    return render_template(
        "agendas/papers.html",
        meeting=meeting,
        officer=officer,
        lines=_lines(working, officer),
        by_item={key: [r for r in here if r.item_id == key] for key in {r.item_id for r in here}},
        removed=removed,
        withdrawn=[r for r in shown if r.withdrawn_at is not None],
        still_served=[r for r in shown if r.removed_at and r.published_at and not r.withdrawn_at],
    )


@bp.get("/desk/meetings/<meeting_id>/papers/new")
@needs(Permission.UPLOAD_PAPER)
def new(meeting_id: str) -> ResponseReturnValue:
    """The form for one paper."""
    return _upload_page(meeting_id, request.args.get("item", ""))


@bp.post("/desk/meetings/<meeting_id>/papers/new")
@needs(Permission.UPLOAD_PAPER)
def upload(meeting_id: str) -> ResponseReturnValue:
    """Take in a file and put it with an item, or with the meeting."""
    form, item_id = read_paper(request.form), request.form.get("item", "")
    with reading() as session:
        desk_meeting(session, meeting_id, Permission.UPLOAD_PAPER)
    sent = request.files.get("file")
    try:
        file, findings = _taken(form, sent)
        title = form.title.strip() or (title_from(file.filename) if file else "")
        states = {f.name: getattr(form.states(), f.name) for f in fields(PaperStates)}
        new = AddPaper(
            meeting_id,
            item_id or None,
            title,
            file,
            form.mark,
            form.exemption,
            to_follow=file is None,
            **states,
        )
        paper_id = run(add_paper, new)
    except Invalid as error:
        return _upload_page(meeting_id, item_id, form, error.fields or {"": error.message})
    flash(
        "The paper is added." if file else "The paper is announced: the agenda says “To follow”.", "success"
    )
    _tell(title, findings)
    return redirect(_next(meeting_id, item_id, paper_id, file), 303)


@bp.get("/desk/meetings/<meeting_id>/papers/<paper_id>")
@needs(Permission.UPLOAD_PAPER)
def paper(meeting_id: str, paper_id: str) -> ResponseReturnValue:
    """One paper: its title, its mark, its file."""
    return _paper_page(meeting_id, paper_id)


@bp.post("/desk/meetings/<meeting_id>/papers/<paper_id>")
@needs(Permission.UPLOAD_PAPER)
def save(meeting_id: str, paper_id: str) -> ResponseReturnValue:
    """Change title and mark, and the file if another is sent."""
    form, sent = read_paper(request.form), request.files.get("file")
    row = _row(meeting_id, paper_id)
    try:
        taken = take_in(sent) if sent is not None and sent.filename else None
        change = ChangePaper(
            meeting_id, paper_id, form.title, form.mark, form.exemption, states=form.states()
        )
        run(change_paper, change)
        if taken is not None:
            paper_id = run(replace_paper, ReplacePaper(meeting_id, paper_id, taken[0]))
    except Invalid as error:
        return _paper_page(meeting_id, paper_id, form, error.fields or {"": error.message})
    flash("The paper is saved.", "success")
    if taken is not None:
        _tell(form.title, taken[1])
    return redirect(_next(meeting_id, row.item_id, paper_id, taken[0] if taken else None), 303)


@bp.post("/desk/meetings/<meeting_id>/papers/<paper_id>/<any(up, down):way>")
@needs(Permission.UPLOAD_PAPER)
def move(meeting_id: str, paper_id: str, way: str) -> ResponseReturnValue:
    """Move it among the papers of its item."""
    row = _row(meeting_id, paper_id)
    now = row.paper
    by = -1 if way == "up" else 1
    run(change_paper, ChangePaper(meeting_id, paper_id, now.title, now.sensitivity, now.exemption, by))
    return redirect(_after(meeting_id, row.item_id), 303)


@bp.post("/desk/meetings/<meeting_id>/papers/<paper_id>/remove")
@needs(Permission.UPLOAD_PAPER)
def remove(meeting_id: str, paper_id: str) -> ResponseReturnValue:
    """Take it off the working agenda; the page it leads to offers to put it back."""
    run(remove_paper, RemovePaper(meeting_id, paper_id))
    return redirect(f"/desk/meetings/{meeting_id}/papers?removed={paper_id}", 303)


@bp.post("/desk/meetings/<meeting_id>/papers/<paper_id>/restore")
@needs(Permission.UPLOAD_PAPER)
def restore(meeting_id: str, paper_id: str) -> ResponseReturnValue:
    """Put it back."""
    run(restore_paper, RestorePaper(meeting_id, paper_id))
    flash("The paper is back on the agenda.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/papers", 303)


def _taken(form: PaperForm, sent: FileStorage | None) -> tuple[PaperFile | None, tuple[Finding, ...]]:
    """The file that was sent, checked and kept; none for a paper that is to follow. Raises Invalid, Unsafe."""
    if form.to_follow and (sent is None or not sent.filename):
        return None, ()
    return take_in(sent)


def _tell(title: str, findings: tuple[Finding, ...]) -> None:
    if findings:
        flash(f"About “{title}”: {said(findings)}", "important")


def _next(meeting_id: str, item_id: str | None, paper_id: str, file: PaperFile | None) -> str:
    """Where to go after a file came: to what was found in it, if there is anything."""
    if file is not None and file.disclosures:
        return url_for("papers.findings", meeting_id=meeting_id, paper_id=paper_id)
    return _after(meeting_id, item_id)


def _lines(working: AgendaContent, officer: bool) -> list[tuple[str, str]]:
    """Id and name of each item; report authors learn of an exempt item only that there is one."""
    audience = Audience.OFFICER if officer else Audience.PUBLIC
    return [
        (i.id, _name(i, title_for(i.title, i.sensitivity, audience)))
        for i in working.items
        if not i.is_heading
    ]


def _name(item: ContentItem, title: str) -> str:
    return f"{item.number}. {title}"


def _after(meeting_id: str, item_id: str | None) -> str:
    """Officers go back to the item, everybody else to the list of papers."""
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.UPLOAD_PAPER)
    if item_id and may(Permission.PREPARE_MEETING, meeting.body_id):
        return url_for("agendas.item", meeting_id=meeting_id, item_id=item_id)
    return url_for("papers.papers", meeting_id=meeting_id)


def _row(meeting_id: str, paper_id: str) -> queries.PaperRow:
    """A paper of that meeting that this person may work on. Raises the same NotFound for another's as for none."""
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.UPLOAD_PAPER)
        return _found(queries.paper_rows(session, meeting_id), paper_id, meeting)


def _found(rows: Sequence[queries.PaperRow], paper_id: str, meeting: MeetingRow) -> queries.PaperRow:
    row = next((r for r in rows if r.paper.id == paper_id), None)
    officer = may(Permission.PREPARE_MEETING, meeting.body_id)
    if row is None or not (officer or row.uploaded_by_id == current_actor().account_id):
        raise NotFound(NO_PAPER)
    return row


def _upload_page(
    meeting_id: str, item_id: str, form: PaperForm | None = None, errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.UPLOAD_PAPER)
        working = queries.working_agenda(session, meeting_id)
        profile = law_of(session).profile
    values = form or _begun(working.item(item_id))
    page = render_template(
        "agendas/upload.html",
        meeting=meeting,
        lines=_lines(working, may(Permission.PREPARE_MEETING, meeting.body_id)),
        item_id=item_id,
        values=values,
        accept=ACCEPT,
        largest=services().config.max_paper_bytes,
        errors=in_order(errors or {}),
        kinds=[(k.value, k.label) for k in PaperKind],
        **exempt_context(profile, values.exempt_paragraphs, values.confidential_ground),
    )
    return page, 422 if errors else 200


def _paper_page(
    meeting_id: str, paper_id: str, form: PaperForm | None = None, errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.UPLOAD_PAPER)
        row = _found(queries.paper_rows(session, meeting_id), paper_id, meeting)
        profile = law_of(session).profile
        findings = queries.findings_of(session, [paper_id])
        rendition = queries.renditions_of(session, [paper_id]).get(paper_id)
    values = form or paper_values(row.paper, profile)
    page = render_template(
        "agendas/paper.html",
        meeting=meeting,
        row=row,
        values=values,
        findings=findings,
        rendition=rendition,
        accept=ACCEPT,
        largest=services().config.max_paper_bytes,
        errors=in_order(errors or {}),
        kinds=[(k.value, k.label) for k in PaperKind],
        **exempt_context(profile, values.exempt_paragraphs, values.confidential_ground),
    )
    return page, 422 if errors else 200


def _begun(item: ContentItem | None) -> PaperForm:
    """A new paper's form: a report if the item has none yet, otherwise an appendix to it."""
    if item is None:
        return PaperForm(kind=PaperKind.OTHER.value)
    has_report = any(p.kind is PaperKind.REPORT for p in item.papers)
    return PaperForm(kind=(PaperKind.APPENDIX if has_report else PaperKind.REPORT).value)
