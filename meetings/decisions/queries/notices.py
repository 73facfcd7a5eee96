"""Reads of published notices of decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from meetings.decisions.models import Decision, DecisionNotice, DecisionNoticeLine, DecisionVersion
from meetings.decisions.rules.document import NoticeDocument, NoticeKind, document_from_json
from meetings.kernel.errors import NotFound

NO_NOTICE = "There is no such notice."


@dataclass(frozen=True)
class NoticeRow:
    """A notice without its text."""

    id: str
    number: int
    kind: NoticeKind
    body_id: str
    meeting_id: str | None
    published_at: datetime
    published_by: str
    sha256: str
    pdf_sha256: str | None
    pdf_error: str

    @property
    def title(self) -> str:
        """`Notice 14: Notice of decisions`."""
        return f"Notice {self.number}: {self.kind.label}"


_COLUMNS = tuple(getattr(DecisionNotice, name) for name in NoticeRow.__dataclass_fields__)


def notice_of(session: Session, notice_id: str) -> tuple[NoticeRow, NoticeDocument, list[tuple[str, str]]]:
    """A notice, its text, and id and reference of each decision in it. Raises NotFound."""
    query = select(*_COLUMNS, DecisionNotice.content).where(DecisionNotice.id == notice_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_NOTICE)
    named = (
        select(Decision.id, Decision.reference)
        .join(DecisionNoticeLine, DecisionNoticeLine.decision_id == Decision.id)
        .where(DecisionNoticeLine.notice_id == notice_id)
        .order_by(Decision.reference)
    )
    lines = [(r[0], r[1]) for r in session.execute(named)]
    return NoticeRow(*row[:-1]), document_from_json(row[-1]), lines


def is_withheld(session: Session, notice_id: str) -> bool:
    """Whether it says in public what has been made exempt since: then nobody but officers reads it any longer."""
    query = (
        select(DecisionVersion.content)
        .join(Decision, Decision.id == DecisionVersion.decision_id)
        .join(
            DecisionNoticeLine,
            and_(
                DecisionNoticeLine.decision_id == Decision.id,
                DecisionNoticeLine.version == DecisionVersion.number,
            ),
        )
        .where(DecisionNoticeLine.notice_id == notice_id, Decision.exempt)
    )
    return any(not content.get("exempt") for content in session.scalars(query))


def notices_of(session: Session, decision_id: str) -> list[NoticeRow]:
    """The notices that give a decision, the newest first."""
    query = (
        select(*_COLUMNS)
        .join(DecisionNoticeLine, DecisionNoticeLine.notice_id == DecisionNotice.id)
        .where(DecisionNoticeLine.decision_id == decision_id)
        .order_by(DecisionNotice.number.desc())
    )
    return [NoticeRow(*row) for row in session.execute(query)]


def next_number(session: Session) -> int:
    """The number of the next notice. The caller has locked the council."""
    return (session.scalar(select(func.max(DecisionNotice.number))) or 0) + 1
