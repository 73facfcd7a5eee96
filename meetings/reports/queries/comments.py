"""Reads of the remarks on a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.reports.models import ReportComment


@dataclass(frozen=True)
class CommentRow:
    """A remark, with the answers to it."""

    id: str
    parent_id: str | None
    version: int
    part: str
    quote: str
    text: str
    at: datetime
    by: str
    by_id: str | None
    role: str
    done_at: datetime | None
    done_by: str
    answers: tuple[CommentRow, ...] = ()


def comments_of(session: Session, report_id: str) -> list[CommentRow]:
    """The threads of remarks, the oldest first, each with its answers. One query."""
    query = select(ReportComment).where(ReportComment.report_id == report_id)
    rows = list(session.scalars(query.order_by(ReportComment.at, ReportComment.id)))
    answers: dict[str, list[CommentRow]] = {}
    for row in rows:
        if row.parent_id is not None:
            answers.setdefault(row.parent_id, []).append(_comment(row))
    return [_comment(r, tuple(answers.get(r.id, ()))) for r in rows if r.parent_id is None]


def _comment(row: ReportComment, answers: tuple[CommentRow, ...] = ()) -> CommentRow:
    return CommentRow(
        row.id,
        row.parent_id,
        row.version,
        row.part,
        row.quote,
        row.text,
        row.at,
        row.by,
        row.by_id,
        row.role,
        row.done_at,
        row.done_by,
        answers,
    )
