"""Papers at the desk: uploaded, changed, replaced, removed, withdrawn; and the one route that serves their bytes."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.agendas import queries
from meetings.agendas.content import AgendaContent, ContentItem
from meetings.agendas.forms import MARK_OPTIONS, PaperForm, in_order, paper_values, read_paper, title_from
from meetings.agendas.serving import served
from meetings.agendas.uploads import ACCEPT, said, take_in
from meetings.agendas.usecases import (
    AddPaper,
    ChangePaper,
    RemovePaper,
    ReplacePaper,
    RestorePaper,
    WithdrawPaper,
    add_paper,
    change_paper,
    remove_paper,
    replace_paper,
    restore_paper,
    withdraw_paper,
)
from meetings.agendas.usecases.papers import NO_PAPER
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
        file, findings = take_in(sent)
        title = form.title.strip() or title_from(file.filename)
        run(add_paper, AddPaper(meeting_id, item_id or None, title, file, form.mark, form.exemption))
    except Invalid as error:
        return _upload_page(meeting_id, item_id, form, error.fields or {"": error.message})
    flash("The paper is added.", "success")
    if findings:
        flash(f"About “{title}”: {said(findings)}", "important")
    return redirect(_after(meeting_id, item_id), 303)


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
        run(change_paper, ChangePaper(meeting_id, paper_id, form.title, form.mark, form.exemption))
        if taken is not None:
            run(replace_paper, ReplacePaper(meeting_id, paper_id, taken[0]))
    except Invalid as error:
        return _paper_page(meeting_id, paper_id, form, error.fields or {"": error.message})
    flash("The paper is saved.", "success")
    if taken is not None and taken[1]:
        flash(f"About “{form.title}”: {said(taken[1])}", "important")
    return redirect(_after(meeting_id, row.item_id), 303)


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


@bp.get("/desk/meetings/<meeting_id>/papers/<paper_id>/withdraw")
@needs(Permission.PUBLISH)
def ask_withdraw(meeting_id: str, paper_id: str) -> ResponseReturnValue:
    """Ask for the reason."""
    return _withdraw_page(meeting_id, paper_id)


@bp.post("/desk/meetings/<meeting_id>/papers/<paper_id>/withdraw")
@needs(Permission.PUBLISH)
def withdraw(meeting_id: str, paper_id: str) -> ResponseReturnValue:
    """Stop serving it."""
    reason = request.form.get("reason", "")
    try:
        run(withdraw_paper, WithdrawPaper(meeting_id, paper_id, reason))
    except Invalid as error:
        return _withdraw_page(meeting_id, paper_id, error.fields)
    flash("The paper is withdrawn. Nobody but officers can open it any more.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/papers", 303)


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
    page = render_template(
        "agendas/upload.html",
        meeting=meeting,
        lines=_lines(working, may(Permission.PREPARE_MEETING, meeting.body_id)),
        item_id=item_id,
        values=form or PaperForm(),
        mark_options=MARK_OPTIONS,
        accept=ACCEPT,
        largest=services().config.max_paper_bytes,
        errors=in_order(errors or {}),
    )
    return page, 422 if errors else 200


def _paper_page(
    meeting_id: str, paper_id: str, form: PaperForm | None = None, errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.UPLOAD_PAPER)
        row = _found(queries.paper_rows(session, meeting_id), paper_id, meeting)
    page = render_template(
        "agendas/paper.html",
        meeting=meeting,
        row=row,
        values=form or paper_values(row.paper),
        mark_options=MARK_OPTIONS,
        accept=ACCEPT,
        largest=services().config.max_paper_bytes,
        errors=in_order(errors or {}),
    )
    return page, 422 if errors else 200


def _withdraw_page(
    meeting_id: str, paper_id: str, errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.PUBLISH)
        row = _found(queries.paper_rows(session, meeting_id), paper_id, meeting)
    page = render_template("agendas/withdraw.html", meeting=meeting, row=row, errors=errors or {})
    return page, 422 if errors else 200
