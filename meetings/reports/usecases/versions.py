"""Versions of a report: added, never changed; and what falls with a material change."""

from __future__ import annotations

from sqlalchemy import select

from meetings.kernel.errors import Invalid
from meetings.kernel.ids import new_id
from meetings.reports.events import ClearanceFell, ReportWritten
from meetings.reports.models import Report, ReportVersion
from meetings.reports.queries import content_of
from meetings.reports.rules.content import ReportContent, digest, to_json
from meetings.reports.rules.material import Weight, changes_between, falls, titles_of, weight_of
from meetings.reports.rules.states import ClearanceState, ReportState
from meetings.reports.usecases.access import clearances, settle, tell
from meetings.reports.usecases.letters import in_words, subject_of, to_consultee
from meetings.runtime.usecase import CONFLICTS
from meetings.runtime.work import Work

CONFLICTS["report_version.report_id"] = "Somebody else saved this report at the same moment. Save again."
CONFLICTS["uq_report_version"] = CONFLICTS["report_version.report_id"]
NOT_MINOR = (
    "This change is more than a few corrected letters, so it cannot be called minor: "
    "those who cleared the report must see it again."
)


def add_version(
    work: Work, report: Report, content: ReportContent, *, note: str = "", minor: bool = False
) -> ReportVersion:
    """Keep content as the newest version, record it, and let the clearances fall that it touches. Raises Invalid."""
    before = content_of(work.session, report.id, report.version) if report.version else None
    if minor and before is not None and weight_of(before, content) is Weight.MATERIAL:
        raise Invalid(NOT_MINOR, {"minor": NOT_MINOR})
    report.version += 1
    report.title, report.is_secret = content.title[:500], content.whole_is_secret
    version = ReportVersion(
        id=new_id(),
        report_id=report.id,
        number=report.version,
        content=to_json(content),
        sha256=digest(content),
        written_at=work.now,
        written_by=work.actor.name,
        written_by_id=work.actor.account_id,
        note=note,
        minor=minor,
        renditions={},
        print_error="",
    )
    work.session.add(version)
    work.session.flush()
    if before is not None:
        tell(work, report, ReportWritten(report.id, version.number, version.sha256, minor))
        _let_fall(work, report, before, content, minor=minor)
        if report.state is ReportState.ACCEPTED:
            queue_print(work, report)
    return version


def queue_print(work: Work, report: Report) -> None:
    """Have the newest version printed."""
    payload = {"report_id": report.id, "version": report.version}
    work.queue(
        "reports.render", payload, f"reports.render:{report.id}:{report.version}:{work.now.isoformat()}"
    )


def print_anew(work: Work, report: Report) -> None:
    """Throw away a print whose head is no longer right, and have another one made."""
    query = select(ReportVersion).where(
        ReportVersion.report_id == report.id, ReportVersion.number == report.version
    )
    version = work.session.scalar(query.execution_options(populate_existing=True))
    if version is not None and version.renditions:
        version.renditions, version.printed_at = {}, None
        queue_print(work, report)


def print_for_meeting(work: Work, meeting_id: str, _fact: object) -> None:
    """The meeting was moved: reports that are not on its agenda yet name its new day."""
    on_the_way = select(Report).where(
        Report.meeting_id == meeting_id,
        Report.state.not_in((ReportState.ACCEPTED, ReportState.WITHDRAWN)),
    )
    for report in work.session.scalars(on_the_way.order_by(Report.id)):
        print_anew(work, report)


def _let_fall(
    work: Work, report: Report, before: ReportContent, content: ReportContent, *, minor: bool
) -> None:
    changes = changes_between(before, content)
    fell = False
    for row, role in clearances(work, report.id):
        if not row.state.is_clear:
            continue
        touched = falls(changes, tuple(row.concerns), minor=minor)
        if not touched:
            continue
        row.state, row.fallen_version = ClearanceState.FALLEN, report.version
        row.fallen_parts = [c.key for c in touched]
        fell = True
        parts = tuple(c.key for c in touched)
        tell(work, report, ClearanceFell(report.id, role.name, row.version, report.version, parts))
        names = ", ".join(titles_of(touched)) if not report.is_secret else "exempt parts"
        text = (
            f"You cleared {in_words(report)} as {role.name} (version {row.version}). It has been changed since: "
            f"{names}.\n\nYour clearance therefore no longer holds for version {report.version}. You will be asked "
            "again when its author has finished. The page shows what was changed."
        )
        key = f"report-fell:{row.id}:{report.version}"
        to_consultee(
            work, report, row, role, subject=f"Your clearance fell: {subject_of(report)}", text=text, key=key
        )
    if fell:
        settle(work, report)
