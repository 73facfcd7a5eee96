"""Serving the notice to everybody, and the summons to those who are summoned."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meetings.agendas.sheets.models import MeetingSheet, SheetKind
from meetings.agendas.sheets.queries import has_sheet
from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import Audience
from meetings.ports.storage import FileMissing
from meetings.schedule.queries import MeetingRow, visible_meeting
from meetings.schedule.rules import audience_of
from meetings.web.access import public, signed_in
from meetings.web.doors import current_actor, reading, today
from meetings.web.services import services

bp = Blueprint("sheets", __name__)
_NONE_YET = "There is no such document. If the agenda has just been published, try again in a few seconds."


@bp.get("/meetings/<meeting_id>/notice.pdf")
@public
def notice(meeting_id: str) -> ResponseReturnValue:
    """The public notice of the meeting, as it stands; the page itself as long as it is not printed."""
    with reading() as session:
        meeting = visible_meeting(session, meeting_id, current_actor(), today())
        if meeting.agenda_version and not has_sheet(
            session, meeting, SheetKind.NOTICE, meeting.agenda_version
        ):
            return redirect(f"/meetings/{meeting.id}", 303)
        sha256 = _latest(session, meeting, SheetKind.NOTICE)
    return _answer(sha256, "notice-of-meeting.pdf", "no-cache")


@bp.get("/meetings/<meeting_id>/summons.pdf")
@signed_in
def summons(meeting_id: str) -> ResponseReturnValue:
    """The summons, for the members of the body and its officers."""
    with reading() as session:
        meeting = visible_meeting(session, meeting_id, current_actor(), today())
        if audience_of(current_actor(), meeting.body_id, today()) is Audience.PUBLIC:
            raise NotFound(_NONE_YET)
        sha256 = _latest(session, meeting, SheetKind.SUMMONS)
    return _answer(sha256, "summons.pdf", "no-store, private")


def _latest(session: Session, meeting: MeetingRow, kind: SheetKind) -> str:
    """The newest sheet, as long as there is an agenda: one that was taken back has none."""
    query = (
        select(MeetingSheet.pdf_sha256)
        .where(
            MeetingSheet.meeting_id == meeting.id,
            MeetingSheet.kind == kind,
            MeetingSheet.pdf_sha256.is_not(None),
            # What is secret now is not to be read in yesterday's notice.
            or_(MeetingSheet.version == meeting.agenda_version, MeetingSheet.kind != SheetKind.NOTICE),
        )
        .order_by(MeetingSheet.seq.desc())
        .limit(1)
    )
    sha256 = session.scalar(query) if meeting.agenda_version else None
    if sha256 is None:
        raise NotFound(_NONE_YET)
    return sha256


def _answer(sha256: str, name: str, keep: str) -> Response:
    try:
        file = services().storage.open(sha256)
    except FileMissing:
        raise NotFound(_NONE_YET) from None
    response: Response = send_file(file, mimetype="application/pdf", download_name=name, etag=sha256)
    response.headers["Cache-Control"] = keep
    return response
