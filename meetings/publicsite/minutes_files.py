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
from meetings.minutes.prints.models import PrintForm
from meetings.minutes.prints.queries import prints_of
from meetings.minutes.queries import minutes_of, public_minutes
from meetings.ports.storage import FileMissing
from meetings.publicsite import queries
from meetings.publicsite.views import NO_MINUTES, not_printed
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.web.access import public
from meetings.web.doors import reading
from meetings.web.services import services

bp = Blueprint("public_minutes_files", __name__)


@bp.get("/meetings/<meeting_id>/minutes.docx")
@public
def word(meeting_id: str) -> ResponseReturnValue:
    """The published minutes to open in Word; 503 while they are being made."""
    with reading() as session:
        queries.version_of(session, meeting_id)
        row = minutes_of(session, meeting_id)
        if row is None or not row.is_public:
            raise NotFound(NO_MINUTES)
        meeting = meeting_of(session, meeting_id)
        sha256 = prints_of(session, meeting_id, row.public_version).get(PrintForm.DOCX)
    if sha256 is None:
        return not_printed(meeting)
    try:
        stream = services().storage.open(sha256)
    except FileMissing:
        return not_printed(meeting)
    return send_file(
        stream, MEDIA_TYPE, download_name=_name(meeting, "docx"), conditional=True, etag=sha256, max_age=None
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
        max_age=None,
    )


def _name(meeting: MeetingRow, ending: str) -> str:
    day = meeting.starts_at.astimezone(services().config.timezone)
    return f"minutes-{meeting.body_slug}-{day:%Y-%m-%d}.{ending}"
