"""Papers looked through before they are published, and their PDF and HTML forms made: in the worker, or on asking."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.findings import renditions_of
from meetings.agendas.models import Paper
from meetings.agendas.usecases.inspection import (
    KeepInspection,
    KeepRendition,
    keep_inspection,
    keep_rendition,
)
from meetings.documents.disclosure import Disclosure, disclosures, look_at
from meetings.documents.file_types import DOCX, PDF
from meetings.documents.pdf_process import PdfFailed
from meetings.documents.printing import page
from meetings.documents.richtext import without_title
from meetings.documents.word import docx_to_html
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Invalid
from meetings.ports.storage import FileMissing, Storage
from meetings.runtime.jobs import JobContext
from meetings.runtime.usecase import Runner

_HEADING = re.compile(r"<(/?)h([34])(?=[\s>])")


@dataclass(frozen=True)
class Source:
    """A paper's file, and what has been done with it."""

    id: str
    meeting_id: str
    title: str
    media_type: str
    sha256: str
    inspected: bool
    rendered: bool


def found_in(data: bytes, media_type: str) -> tuple[Disclosure, ...]:
    """What a file would give away; that it could not be looked through is a finding too."""
    try:
        return disclosures(data, media_type)
    except Invalid as error:
        return (Disclosure("not_checked", words=error.message),)


def inspect_waiting(runner: Runner, storage: Storage, meeting_id: str) -> int:
    """Look through every paper of a meeting that nobody has looked through yet. How many had findings."""
    with runner.read() as session:
        ids = select(Paper.id).where(
            Paper.meeting_id == meeting_id,
            Paper.removed_at.is_(None),
            Paper.sha256 != "",
            Paper.inspected_sha256 != Paper.sha256,
        )
        sources = [s for paper_id in session.scalars(ids) if (s := source_of(session, paper_id))]
    return sum(_inspect(runner, source, data) for source in sources if (data := _read(storage, source)))


def source_of(session: Session, paper_id: str) -> Source | None:
    """A paper with a file of ours; None for what is announced, linked to or unknown."""
    paper = session.get(Paper, paper_id)
    if paper is None or not paper.sha256 or paper.media_type not in (PDF, DOCX):
        return None
    made = renditions_of(session, [paper_id]).get(paper_id)
    rendered = made is not None and made.current and not made.error
    inspected = paper.inspected_sha256 == paper.sha256
    return Source(
        paper.id, paper.meeting_id, paper.title, paper.media_type, paper.sha256, inspected, rendered
    )


def make_ready(context: JobContext, source: Source) -> None:
    """Look through a paper and make its PDF form, as far as that was not done."""
    data = _read(context.storage, source)
    if data is None:
        return
    if not source.inspected:
        _inspect(context.runner, source, data)
    if source.rendered:
        return
    try:
        kept = _word(context, source, data) if source.media_type == DOCX else _pdf(source, data)
    except (Invalid, PdfFailed) as error:
        kept = KeepRendition(source.meeting_id, source.id, source.sha256, error=str(error) or "no PDF")
    context.runner.run(keep_rendition, kept, actor=SYSTEM)


def _inspect(runner: Runner, source: Source, data: bytes) -> bool:
    found = found_in(data, source.media_type)
    kept = KeepInspection(source.meeting_id, source.id, source.sha256, found)
    runner.run(keep_inspection, kept, actor=SYSTEM)
    return bool(found)


def _pdf(source: Source, data: bytes) -> KeepRendition:
    seen = look_at(data)
    return KeepRendition(
        source.meeting_id,
        source.id,
        source.sha256,
        sha256=source.sha256,
        size=len(data),
        pages=seen.pages,
        tagged=seen.tagged,
        scanned=seen.scanned,
        language=seen.language,
        notes=seen.notes,
    )


def _word(context: JobContext, source: Source, data: bytes) -> KeepRendition:
    """A Word file as HTML, its pictures described, and as PDF, its pictures drawn."""
    plain, drawn = docx_to_html(data), docx_to_html(data, pictures=True)
    html = context.storage.put(io.BytesIO(plain.html.encode()))
    printed = Markup(
        _HEADING.sub(lambda m: f"<{m[1]}h{int(m[2]) - 1}", without_title(drawn.html, source.title))
    )
    pdf = context.render_pdf(page("pdf/paper.html", title=source.title, html=printed), assets=drawn.pictures)
    kept = context.storage.put(io.BytesIO(pdf))
    seen = look_at(pdf)
    return KeepRendition(
        source.meeting_id,
        source.id,
        source.sha256,
        sha256=kept.sha256,
        size=kept.size,
        pages=seen.pages,
        tagged=seen.tagged,
        scanned=False,
        language=seen.language,
        html_sha256=html.sha256,
        notes=plain.warnings,
    )


def _read(storage: Storage, source: Source) -> bytes | None:
    try:
        with storage.open(source.sha256) as stream:
            return stream.read()
    except FileMissing:
        return None
