"""Published minutes as files: to open in Word, and as data for programs."""

from __future__ import annotations

import hashlib
from io import BytesIO

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from meetings.documents.docx_out import MEDIA_TYPE
from meetings.documents.published import DATA_TYPE
from meetings.kernel.errors import NotFound
from meetings.minutes.prints.data import open_data_file
from meetings.minutes.prints.making import made
from meetings.minutes.prints.models import PrintForm
from meetings.minutes.prints.pages import kept_or_made
from meetings.minutes.prints.queries import prints_of
from meetings.minutes.queries import public_minutes
from meetings.publicsite import queries
from meetings.publicsite.views import NO_MINUTES
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.web.access import public
from meetings.web.doors import reading
from meetings.web.services import services

bp = Blueprint("public_minutes_files", __name__)


@bp.get("/meetings/<meeting_id>/minutes.docx")
@public
def word(meeting_id: str) -> ResponseReturnValue:
    """The published minutes to open in Word."""
    with reading() as session:
        queries.version_of(session, meeting_id)
        found = public_minutes(session, meeting_id)
        if found is None:
            raise NotFound(NO_MINUTES)
        document, row = found
        meeting = meeting_of(session, meeting_id)
        sha256 = prints_of(session, meeting_id, row.public_version).get(PrintForm.DOCX)
    file, etag = kept_or_made(sha256, lambda: made(document, meeting_id, PrintForm.DOCX))
    return send_file(
        file, MEDIA_TYPE, download_name=_name(meeting, "docx"), conditional=True, etag=etag, max_age=0
    )


@bp.get("/meetings/<meeting_id>/minutes.json")
@public
def data(meeting_id: str) -> ResponseReturnValue:
    """The published minutes as data: the same file that is attached to their PDF."""
    with reading() as session:
        queries.version_of(session, meeting_id)
        found = public_minutes(session, meeting_id)
        if found is None:
            raise NotFound(NO_MINUTES)
        meeting = meeting_of(session, meeting_id)
    content = open_data_file(found[0], meeting_id)
    return send_file(
        BytesIO(content),
        DATA_TYPE,
        download_name=_name(meeting, "json"),
        conditional=True,
        etag=hashlib.sha256(content).hexdigest(),
        max_age=0,
    )


def _name(meeting: MeetingRow, ending: str) -> str:
    day = meeting.starts_at.astimezone(services().config.timezone)
    return f"minutes-{meeting.body_slug}-{day:%Y-%m-%d}.{ending}"
