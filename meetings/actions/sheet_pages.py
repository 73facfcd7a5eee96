"""The sheet of actions that a meeting reads: for everybody, for its members, and to print or take into Word."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.actions.serving import docx_answer, pdf_answer
from meetings.actions.sheets import Sheet, for_audience, is_out, kept_sheet, sheet_of, without_closed
from meetings.actions.usecases.sheets import placed
from meetings.documents.printing import page
from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import Audience
from meetings.schedule.queries import MeetingRow, visible_meeting
from meetings.schedule.rules import audience_of
from meetings.web.access import public
from meetings.web.doors import current_actor, now, reading, today
from meetings.web.services import services

bp = Blueprint("action_sheets", __name__)
NO_SHEET = "There is no sheet of actions for this meeting."


@bp.get("/meetings/<meeting_id>/actions")
@public
def show(meeting_id: str) -> ResponseReturnValue:
    """The sheet as it was put before the meeting."""
    with reading() as session:
        meeting, sheet, audience = _sheet(session, meeting_id)
    response = Response(
        render_template(
            "actions/sheet.html", meeting=meeting, sheet=sheet, all=audience is not Audience.PUBLIC
        )
    )
    response.headers["Cache-Control"] = "no-store, private" if audience is not Audience.PUBLIC else "no-cache"
    return response


@bp.get("/meetings/<meeting_id>/actions.pdf")
@public
def as_pdf(meeting_id: str) -> ResponseReturnValue:
    """The same to print."""
    with reading() as session:
        _, sheet, audience = _sheet(session, meeting_id)
    html = _printed(sheet, audience)
    return pdf_answer(html, "action-sheet.pdf", f"/meetings/{meeting_id}/actions", everybody=_open(audience))


@bp.get("/meetings/<meeting_id>/actions.docx")
@public
def as_docx(meeting_id: str) -> ResponseReturnValue:
    """The same for Word."""
    with reading() as session:
        _, sheet, audience = _sheet(session, meeting_id)
    return docx_answer(
        _printed(sheet, audience), "action-sheet.docx", "Action sheet", everybody=_open(audience)
    )


def _open(audience: Audience) -> bool:
    return audience is Audience.PUBLIC


def _printed(sheet: Sheet, audience: Audience) -> str:
    exempt = any(line.private or line.sensitivity.value != "public" for line in sheet.lines)
    return page("pdf/action_sheet.html", doc=sheet, exempt=exempt)


def _sheet(session: Session, meeting_id: str) -> tuple[MeetingRow, Sheet, Audience]:
    """As it was made; while the agenda is worked on, officers read it as it would be. Raises NotFound."""
    meeting = visible_meeting(session, meeting_id, current_actor(), today())
    audience = audience_of(current_actor(), meeting.body_id, today())
    found = kept_sheet(session, meeting_id)
    there = placed(session, meeting_id)
    if audience is not Audience.OFFICER and not is_out(session, there, audience):
        raise NotFound(NO_SHEET)
    if found is None or there is None:
        if audience is not Audience.OFFICER:
            raise NotFound(NO_SHEET)
        sheet = sheet_of(session, meeting_id, today(), now(), services().config.timezone)
    else:
        sheet = found[0]
    if audience is not Audience.OFFICER:
        sheet = without_closed(session, sheet, current_actor().person_id)
    return meeting, for_audience(sheet, audience), audience
