"""A version of minutes as a Word file or as data, for officers."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import BinaryIO

from flask import Blueprint, request, send_file
from flask.typing import ResponseReturnValue

from meetings.documents.docx_out import MEDIA_TYPE
from meetings.documents.published import DATA_TYPE
from meetings.kernel.permissions import Permission
from meetings.minutes.life.queries import as_opened
from meetings.minutes.pages import minutes_at
from meetings.minutes.prints.making import made
from meetings.minutes.prints.models import PrintForm
from meetings.minutes.prints.queries import prints_of
from meetings.minutes.queries import document_of
from meetings.ports.storage import FileMissing
from meetings.web.access import needs
from meetings.web.doors import reading
from meetings.web.services import services

bp = Blueprint("minutes_prints", __name__)
_TYPES = {PrintForm.DATA: (DATA_TYPE, "json"), PrintForm.DOCX: (MEDIA_TYPE, "docx")}


@bp.get("/desk/meetings/<meeting_id>/minutes.docx")
@needs(Permission.APPROVE_MINUTES)
def word(meeting_id: str) -> ResponseReturnValue:
    """A version to open in Word: the public form, or with ?full=1 the one with exempt items."""
    return _sent(meeting_id, PrintForm.FULL_DOCX if "full" in request.args else PrintForm.DOCX)


@bp.get("/desk/meetings/<meeting_id>/minutes.json")
@needs(Permission.APPROVE_MINUTES)
def data(meeting_id: str) -> ResponseReturnValue:
    """The public form of a version as data."""
    return _sent(meeting_id, PrintForm.DATA)


def _sent(meeting_id: str, form: PrintForm) -> ResponseReturnValue:
    with reading() as session:
        meeting, row = minutes_at(session, meeting_id)
        number = request.args.get("version", row.version, type=int)
        document = as_opened(session, meeting_id, document_of(session, row, number))
        sha256 = prints_of(session, meeting_id, number).get(form)
    file, etag = kept_or_made(sha256, lambda: made(document, meeting_id, form))
    full = form is PrintForm.FULL_DOCX
    media_type, ending = _TYPES[PrintForm.DOCX if full else form]
    day = meeting.starts_at.astimezone(services().config.timezone)
    name = (
        f"minutes-{meeting.body_slug}-{day:%Y-%m-%d}-v{number}{'-with-exempt-items' if full else ''}.{ending}"
    )
    response = send_file(file, mimetype=media_type, download_name=name, etag=etag, conditional=True)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def kept_or_made(sha256: str | None, make: Callable[[], bytes]) -> tuple[BinaryIO, str]:
    """The file that is stored, and its hash; made at once where there is none, as of versions printed long ago."""
    if sha256 is not None:
        try:
            return services().storage.open(sha256), sha256
        except FileMissing:
            pass
    content = make()
    return io.BytesIO(content), hashlib.sha256(content).hexdigest()
