"""Reads of what was found in papers, and of their PDF and HTML forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from meetings.agendas.models import Paper, PaperFinding, PaperRendition, RenditionState
from meetings.documents.disclosure import CLEANABLE, SENTENCES
from meetings.documents.file_types import DOCX, PDF


@dataclass(frozen=True)
class FindingRow:
    """A finding with who let it pass, if anybody did."""

    id: str
    paper_id: str
    number: int
    code: str
    page: int | None
    place: str
    words: str
    first_by: str
    first_by_id: str | None
    first_reason: str
    first_at: datetime | None
    second_by: str
    second_reason: str
    second_at: datetime | None

    @property
    def sentence(self) -> str:
        """What it means for readers."""
        return SENTENCES[self.code]

    @property
    def cleanable(self) -> bool:
        """Whether it can be taken out here."""
        return self.code in CLEANABLE

    @property
    def is_open(self) -> bool:
        """Whether it still stands in the way."""
        return self.second_at is None


@dataclass(frozen=True)
class Rendition:
    """A paper as PDF; `current` if it was made from the file that the paper has now."""

    paper_id: str
    source_sha256: str
    state: RenditionState
    sha256: str
    size: int
    pages: int | None
    tagged: bool
    scanned: bool
    language: str
    html_sha256: str
    notes: tuple[str, ...]
    error: str
    current: bool


def findings_of(session: Session, paper_ids: Sequence[str]) -> list[FindingRow]:
    """What was found in the files these papers have now, in order. One query."""
    columns = [getattr(PaperFinding, name) for name in FindingRow.__dataclass_fields__]
    query = (
        select(*columns)
        .join(Paper, Paper.id == PaperFinding.paper_id)
        .where(PaperFinding.paper_id.in_(paper_ids), PaperFinding.source_sha256 == Paper.sha256)
    )
    return [FindingRow(*row) for row in session.execute(query.order_by(Paper.id, PaperFinding.number))]


def open_findings(session: Session, paper_ids: Sequence[str]) -> list[FindingRow]:
    """Those that two people have not let pass."""
    return [row for row in findings_of(session, paper_ids) if row.is_open]


def uninspected(session: Session, paper_ids: Sequence[str]) -> list[str]:
    """The papers whose present file nobody has looked through. One query."""
    query = select(Paper.id).where(
        Paper.id.in_(paper_ids), Paper.sha256 != "", Paper.inspected_sha256 != Paper.sha256
    )
    return list(session.scalars(query.order_by(Paper.position, Paper.id)))


def unready(session: Session, most: int) -> list[str]:
    """Papers on working agendas that have no PDF form of their present file yet, the newest first. One query."""
    made = PaperRendition.source_sha256 == Paper.sha256
    query = (
        select(Paper.id)
        .outerjoin(PaperRendition, and_(PaperRendition.paper_id == Paper.id, made))
        .where(PaperRendition.id.is_(None), Paper.sha256 != "", Paper.removed_at.is_(None))
        .where(Paper.media_type.in_((PDF, DOCX)))
    )
    return list(session.scalars(query.order_by(Paper.uploaded_at.desc(), Paper.id).limit(most)))


def renditions_of(session: Session, paper_ids: Sequence[str]) -> dict[str, Rendition]:
    """The PDF form of these papers by paper id; without an entry there is none yet. One query."""
    query = (
        select(PaperRendition, Paper.sha256)
        .join(Paper, Paper.id == PaperRendition.paper_id)
        .where(PaperRendition.paper_id.in_(paper_ids))
    )
    return {
        r.paper_id: Rendition(
            r.paper_id,
            r.source_sha256,
            r.state,
            r.sha256,
            r.size,
            r.pages,
            r.tagged,
            r.scanned,
            r.language,
            r.html_sha256,
            tuple(r.notes),
            r.error,
            current=r.source_sha256 == sha256,
        )
        for r, sha256 in session.execute(query)
    }
