"""Serving a printed page as PDF, once the worker has made it, or as a Word file at once."""

from __future__ import annotations

from flask import Response, render_template, send_file
from flask.typing import ResponseReturnValue

from meetings.actions.printing import AskPrint, ask_print, keep_page, mark_of, printed
from meetings.documents.docx_out import MEDIA_TYPE, docx_of
from meetings.kernel.errors import Unsafe
from meetings.ports.storage import StorageFailed
from meetings.web.doors import reading, run
from meetings.web.services import services

#: The worker needs about a second.
RETRY_SECONDS = 3
_PRIVATE, _PUBLIC = "no-store, private", "no-cache"


def pdf_answer(html: str, filename: str, back: str, *, everybody: bool) -> ResponseReturnValue:
    """The PDF of a page; until it is made, a page that says so and looks again."""
    storage, sha256 = services().storage, mark_of(html)
    with reading() as session:
        pdf = printed(session, storage, sha256)
    if pdf is None:
        try:
            run(ask_print, AskPrint(keep_page(storage, html)))
        except StorageFailed as error:
            raise Unsafe("The document could not be made just now. Try again in a minute.") from error
        waiting = Response(render_template("actions/printing.html", back=back, seconds=RETRY_SECONDS), 202)
        waiting.headers["Retry-After"] = str(RETRY_SECONDS)
        waiting.headers["Refresh"] = str(RETRY_SECONDS)
        waiting.headers["Cache-Control"] = _PRIVATE
        return waiting
    answer: Response = send_file(storage.open(pdf), "application/pdf", download_name=filename, etag=pdf)
    answer.headers["Cache-Control"] = _PUBLIC if everybody else _PRIVATE
    return answer


def docx_answer(html: str, filename: str, title: str, *, everybody: bool) -> ResponseReturnValue:
    """The same page as a Word file."""
    answer = Response(docx_of(html, title=title), mimetype=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    answer.headers["Cache-Control"] = _PUBLIC if everybody else _PRIVATE
    return answer
