"""Reads of published notices, of representations against a meeting in private, and of requests to report."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from meetings.bodies.models import Body
from meetings.forwardplan.models import (
    NoticeKind,
    PlanEntry,
    PlanNotice,
    PlanNoticeEntry,
    PlanRepresentation,
    PlanRequest,
)
from meetings.forwardplan.rules.agreement import Office
from meetings.forwardplan.rules.document import NoticeDocument, document_from_json
from meetings.kernel.errors import NotFound

NO_NOTICE = "There is no such notice."
_Corrected = aliased(PlanNotice)


@dataclass(frozen=True)
class NoticeRow:
    """A notice without its text."""

    id: str
    number: int
    kind: NoticeKind
    body_id: str | None
    published_at: datetime
    counts_from: date
    published_by: str
    sha256: str
    corrects_id: str | None
    corrects_number: int | None
    earliest: date | None
    agreed_by: str
    agreed_as: str
    agreed_on: date | None
    reasons: str
    first: date | None
    last: date | None
    pdf_sha256: str | None
    pdf_error: str

    @property
    def agreed_office(self) -> str:
        """The office of whoever agreed, in words."""
        return Office(self.agreed_as).label if self.agreed_as else ""

    @property
    def title(self) -> str:
        """`Notice 14: General exception notice`."""
        return f"Notice {self.number}: {self.kind.label}"


@dataclass(frozen=True)
class RequestRow:
    """A request that the executive report to the council."""

    id: str
    entry_id: str | None
    body_id: str
    body_name: str
    decision: str
    decided_on: date
    requested_on: date
    period: int
    due: date
    reasons: str
    reported_on: date | None
    report_decision: str
    report_reasons: str
    report_maker: str
    report_not_key: str


def notice_of(session: Session, notice_id: str) -> tuple[NoticeRow, NoticeDocument]:
    """A notice with its text. Raises NotFound."""
    row = session.execute(
        _rows().add_columns(PlanNotice.content).where(PlanNotice.id == notice_id)
    ).one_or_none()
    if row is None:
        raise NotFound(NO_NOTICE)
    return NoticeRow(*row[:-1]), document_from_json(row[-1])


def notices(
    session: Session, kinds: Collection[NoticeKind] | None = None, limit: int = 100
) -> list[NoticeRow]:
    """The newest notices first."""
    query = _rows().order_by(PlanNotice.number.desc()).limit(limit)
    if kinds is not None:
        query = query.where(PlanNotice.kind.in_(list(kinds)))
    return [NoticeRow(*row) for row in session.execute(query)]


def notices_by_entry(session: Session, entry_ids: Collection[str]) -> dict[str, list[NoticeRow]]:
    """The notices that name each entry, oldest first. One query."""
    query = (
        _rows()
        .add_columns(PlanNoticeEntry.entry_id)
        .join(PlanNoticeEntry, PlanNoticeEntry.notice_id == PlanNotice.id)
        .where(PlanNoticeEntry.entry_id.in_(list(entry_ids)))
        .order_by(PlanNotice.number)
    )
    found: dict[str, list[NoticeRow]] = {}
    for row in session.execute(query):
        found.setdefault(row[-1], []).append(NoticeRow(*row[:-1]))
    return found


def latest_notice(rows: Collection[NoticeRow], *kinds: NoticeKind) -> NoticeRow | None:
    """The newest of some kinds."""
    return max((r for r in rows if r.kind in kinds), key=lambda r: r.number, default=None)


def entries_of_notice(session: Session, notice_id: str) -> list[tuple[str, str]]:
    """Identifier and reference of each entry that a notice names."""
    query = (
        select(PlanEntry.id, PlanEntry.reference)
        .join(PlanNoticeEntry, PlanNoticeEntry.entry_id == PlanEntry.id)
        .where(PlanNoticeEntry.notice_id == notice_id)
        .order_by(PlanEntry.reference)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def urgent_between(session: Session, first: date, last: date) -> list[tuple[NoticeRow, str, NoticeDocument]]:
    """Special urgency notices of a period with the reference of their entry: the newest for each entry."""
    query = (
        _rows()
        .add_columns(PlanEntry.reference, PlanNotice.content)
        .join(PlanNoticeEntry, PlanNoticeEntry.notice_id == PlanNotice.id)
        .join(PlanEntry, PlanEntry.id == PlanNoticeEntry.entry_id)
        .where(PlanNotice.kind == NoticeKind.URGENCY, PlanNotice.counts_from.between(first, last))
        .order_by(PlanNotice.number)
    )
    newest: dict[str, tuple[NoticeRow, str, NoticeDocument]] = {}
    for row in session.execute(query):
        newest[row[-2]] = (NoticeRow(*row[:-2]), row[-2], document_from_json(row[-1]))
    return sorted(newest.values(), key=lambda found: found[0].number)


def representations(session: Session, entry_id: str, dropped: bool = False) -> list[PlanRepresentation]:
    """What people said of a meeting in private, in the order it came; those that do not count only if asked."""
    query = select(PlanRepresentation).where(PlanRepresentation.entry_id == entry_id)
    if not dropped:
        query = query.where(PlanRepresentation.dropped == "")
    return list(session.scalars(query.order_by(PlanRepresentation.received_on, PlanRepresentation.id)))


def requests(session: Session) -> list[RequestRow]:
    """Requests to report, the newest first."""
    query = _requests().order_by(PlanRequest.requested_on.desc(), PlanRequest.id)
    return [RequestRow(*row) for row in session.execute(query)]


def request_of(session: Session, request_id: str) -> RequestRow:
    """One of them. Raises NotFound."""
    row = session.execute(_requests().where(PlanRequest.id == request_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such request.")
    return RequestRow(*row)


def next_number(session: Session) -> int:
    """The number of the next notice."""
    return (session.scalar(select(func.max(PlanNotice.number))) or 0) + 1


def _requests() -> Select[*tuple[Any, ...]]:
    return select(
        PlanRequest.id,
        PlanRequest.entry_id,
        PlanRequest.body_id,
        Body.name,
        PlanRequest.decision,
        PlanRequest.decided_on,
        PlanRequest.requested_on,
        PlanRequest.period,
        PlanRequest.due,
        PlanRequest.reasons,
        PlanRequest.reported_on,
        PlanRequest.report_decision,
        PlanRequest.report_reasons,
        PlanRequest.report_maker,
        PlanRequest.report_not_key,
    ).join(Body, Body.id == PlanRequest.body_id)


def _rows() -> Select[*tuple[Any, ...]]:
    return select(
        PlanNotice.id,
        PlanNotice.number,
        PlanNotice.kind,
        PlanNotice.body_id,
        PlanNotice.published_at,
        PlanNotice.counts_from,
        PlanNotice.published_by,
        PlanNotice.sha256,
        PlanNotice.corrects_id,
        _Corrected.number,
        PlanNotice.earliest,
        PlanNotice.agreed_by,
        PlanNotice.agreed_as,
        PlanNotice.agreed_on,
        PlanNotice.reasons,
        PlanNotice.first,
        PlanNotice.last,
        PlanNotice.pdf_sha256,
        PlanNotice.pdf_error,
    ).outerjoin(_Corrected, _Corrected.id == PlanNotice.corrects_id)
