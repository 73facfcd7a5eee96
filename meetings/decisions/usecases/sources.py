"""What is written already about a matter: in the forward plan, and in the report that the decision rests on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from meetings.documents.richtext import plain
from meetings.forwardplan.models import NoticeKind
from meetings.forwardplan.queries import EntryRow, NoticeRow, Wanted, entries, latest_notice, notices_by_entry
from meetings.forwardplan.rules.planned import day_words
from meetings.reports.models import Report, ReportVersion
from meetings.reports.rules.content import ReportContent, from_json, public_part


@dataclass(frozen=True)
class Written:
    """What the public part of a report says that a decision's record needs."""

    report_id: str = ""
    title: str = ""
    recommendations: str = ""
    reasons: str = ""
    alternatives: str = ""
    consultation: str = ""
    wards: tuple[str, ...] = ()


def planned(session: Session, entry_ids: Collection[str]) -> dict[str, tuple[EntryRow, str]]:
    """Entries of the forward plan, each with how it was announced where that was late. Two queries."""
    if not entry_ids:
        return {}
    rows = entries(session, Wanted(ids=entry_ids))
    notices = notices_by_entry(session, [row.id for row in rows])
    return {row.id: (row, _urgency(notices.get(row.id, []))) for row in rows}


def written(session: Session, item_ids: Collection[str]) -> dict[str, Written]:
    """The reports that stand on these items, by the item. One query."""
    if not item_ids:
        return {}
    accepted = and_(ReportVersion.report_id == Report.id, ReportVersion.number == Report.accepted_version)
    query = (
        select(Report.item_id, Report.id, ReportVersion.content)
        .join(ReportVersion, accepted)
        .where(Report.item_id.in_(list(item_ids)))
        .order_by(Report.created_at)
    )
    found: dict[str, Written] = {}
    for item_id, report_id, content in session.execute(query):
        if item_id is not None:
            found.setdefault(item_id, from_report(report_id, from_json(content)))
    return found


def from_report(report_id: str, content: ReportContent) -> Written:
    """What its public part says; of an exempt report nothing."""
    open_ = public_part(content)
    if open_ is None:
        return Written(report_id)

    def says(key: str) -> str:
        section = open_.section(key)
        return plain(section.html) if section else ""

    return Written(
        report_id,
        open_.title,
        open_.recommendations,
        says("reasons"),
        says("options"),
        says("consultation"),
        tuple(w.strip() for w in open_.wards.split(",") if w.strip()),
    )


def _urgency(notices: Collection[NoticeRow]) -> str:
    """General exception or special urgency, with who agreed and why."""
    found = latest_notice(notices, NoticeKind.EXCEPTION, NoticeKind.URGENCY)
    if found is None:
        return ""
    if found.kind is NoticeKind.EXCEPTION:
        return f"Under the general exception (notice {found.number}): {found.reasons}"
    on = f" on {day_words(found.agreed_on)}" if found.agreed_on else ""
    who = f"{found.agreed_by}, {found.agreed_office}, agreed{on}"
    return f"By special urgency (notice {found.number}; {who}): {found.reasons}"
