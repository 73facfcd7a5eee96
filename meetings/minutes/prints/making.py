"""Making the forms of a version: in the worker ahead of need, or at once where an older version has none."""

from __future__ import annotations

from meetings.documents.docx_out import docx_of
from meetings.documents.printing import page
from meetings.minutes.document import MinutesDocument
from meetings.minutes.prints.data import open_data_file
from meetings.minutes.prints.models import PrintForm
from meetings.minutes.rules import public_rendition


def html_of(document: MinutesDocument, *, full: bool = False) -> str:
    """The page to print: what the public reads, or all of it."""
    return page("pdf/minutes.html", doc=document if full else public_rendition(document))


def word_of(document: MinutesDocument, html: str) -> bytes:
    """A Word file of that page."""
    return docx_of(html, title=document.title, language=document.language)


def made(document: MinutesDocument, meeting_id: str, form: PrintForm) -> bytes:
    """One form of the minutes."""
    if form is PrintForm.DATA:
        return open_data_file(document, meeting_id)
    return word_of(document, html_of(document, full=form is PrintForm.FULL_DOCX))
