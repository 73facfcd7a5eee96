"""The page that withdraws a published paper from its readers."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.agendas import queries
from meetings.agendas.usecases import WithdrawPaper, withdraw_paper
from meetings.agendas.usecases.papers import NO_PAPER
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.schedule.access import desk_meeting
from meetings.web.access import needs
from meetings.web.doors import reading, run


@needs(Permission.PUBLISH)
def ask_withdraw(meeting_id: str, paper_id: str) -> ResponseReturnValue:
    """Ask for the reason."""
    return _withdraw_page(meeting_id, paper_id)


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


def _withdraw_page(
    meeting_id: str, paper_id: str, errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.PUBLISH)
        row = next((r for r in queries.paper_rows(session, meeting_id) if r.paper.id == paper_id), None)
    if row is None:
        raise NotFound(NO_PAPER)
    page = render_template("agendas/withdraw.html", meeting=meeting, row=row, errors=errors or {})
    return page, 422 if errors else 200
