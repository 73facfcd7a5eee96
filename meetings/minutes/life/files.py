"""Files of the life of minutes, sent to those who may have them."""

from __future__ import annotations

from flask import Response, send_file
from sqlalchemy.orm import Session

from meetings.deadlines.queries import law_of
from meetings.documents.docx_out import MEDIA_TYPE, docx_of
from meetings.documents.printing import page
from meetings.kernel.errors import NotFound
from meetings.minutes import queries
from meetings.minutes.life.exempt import ExemptMinutes, agenda_id, exempt_minutes
from meetings.minutes.life.models import SheetKind
from meetings.minutes.life.points import private_items
from meetings.minutes.life.queries import agenda_lines, as_opened, sheet_of
from meetings.ports.storage import FileMissing
from meetings.schedule.queries import MeetingRow
from meetings.web.services import services

NO_PDF = "This PDF is not there yet. It is made within a minute."
NOTHING = "Nothing in these minutes is kept back."


def exempt_of(
    session: Session, row: queries.MinutesRow, closed: dict[str, str] | None = None, number: int | None = None
) -> ExemptMinutes:
    """The exempt minutes of a version, the newest unless a number is given. Raises NotFound where there are none."""
    document = as_opened(session, row.meeting_id, queries.document_of(session, row, number))
    ids = [agenda_id(item.item_id) for item in private_items(document)]
    if not ids:
        raise NotFound(NOTHING)
    lines = agenda_lines(session, row.meeting_id, ids)
    return exempt_minutes(document, lines, law_of(session).profile, closed)


def sent_word(exempt: ExemptMinutes, meeting: MeetingRow) -> Response:
    """The exempt minutes to open in Word. Its name tells nothing but that it is not for publication."""
    html = page("pdf/minutes_exempt.html", exempt=exempt)
    data = docx_of(html, title=exempt.title, language="en-GB")
    response = Response(data, mimetype=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name_of(meeting, "exempt", "docx")}"'
    return private(response)


def sent_sheet(session: Session, meeting: MeetingRow, kind: SheetKind, number: int) -> Response:
    """A sheet in print. Raises NotFound while it is being made."""
    sheet = sheet_of(session, meeting.id, kind, number)
    if sheet is None or sheet.pdf_sha256 is None:
        raise NotFound(sheet.error if sheet and sheet.error else NO_PDF)
    return sent_pdf(sheet.pdf_sha256, name_of(meeting, kind.value, "pdf"))


def sent_pdf(sha256: str, name: str) -> Response:
    """A stored PDF. Raises NotFound."""
    try:
        file = services().storage.open(sha256)
    except FileMissing:
        raise NotFound(NO_PDF) from None
    return private(
        send_file(file, mimetype="application/pdf", download_name=name, etag=sha256, conditional=True)
    )


def name_of(meeting: MeetingRow, what: str, ending: str) -> str:
    """A file's name: the body, the day, and what it is; never a title."""
    day = meeting.starts_at.astimezone(services().config.timezone)
    words = {"exempt": "exempt-minutes-not-for-publication", "signing": "minutes-to-sign", "note": "note"}
    return f"{words.get(what, what)}-{meeting.body_slug}-{day:%Y-%m-%d}.{ending}"


def private(response: Response) -> Response:
    """Kept by nobody on the way."""
    response.headers["Cache-Control"] = "no-store, private"
    return response
