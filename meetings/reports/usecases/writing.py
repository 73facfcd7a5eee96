"""Writing: a report is begun, edited by one or several people, and meant for a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meetings.db.record import council_stream
from meetings.documents.richtext import clean, from_plain, is_blank
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.people.queries import person_of
from meetings.reports.events import AuthorAdded, ReportMoved, ReportStarted
from meetings.reports.models import Report, ReportAuthor, ReportClearance
from meetings.reports.queries import body_of_report, content_of, people, roles, template_for, versions_of
from meetings.reports.rules.content import ReportContent, fields_of, with_fields
from meetings.reports.rules.states import ReportState
from meetings.reports.rules.template import blank_sections
from meetings.reports.usecases.access import body_of_command, own_report, report_to_write, tell
from meetings.reports.usecases.versions import add_version, print_anew
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus

CONFLICTS["report_author"] = "They write on this report already."
LONGEST = {"title": 500, "recommendations": 50_000, "wards": 300, "interest_test": 5_000}
LONGEST_SECTION = 500_000
_OVER = (MeetingStatus.CLOSED, MeetingStatus.CANCELLED)


@dataclass(frozen=True)
class StartReport:
    """`meeting_id` None: for no meeting yet."""

    body_id: str
    title: str
    meeting_id: str | None = None


@dataclass(frozen=True)
class EditReport:
    """The fields as they were sent (see `rules.content.fields_of`), each as it is to be; those not sent stay."""

    report_id: str
    base_version: int
    fields: Mapping[str, Any]
    note: str = ""
    minor: bool = False


@dataclass(frozen=True)
class MoveReport:
    """Mean it for another meeting of the same body, or (None) for none yet."""

    report_id: str
    meeting_id: str | None


@dataclass(frozen=True)
class AddAuthor:
    """Let somebody else write on it too."""

    report_id: str
    account_id: str


@dataclass(frozen=True)
class FieldConflict:
    """A field that two people changed."""

    name: str
    mine: Any
    theirs: Any


class EditConflict(WrongState):
    """Somebody else changed the same fields. Both stand here, so that nothing is lost."""

    code = "edit_conflict"

    def __init__(
        self,
        conflicts: tuple[FieldConflict, ...],
        mine: Mapping[str, Any],
        version: int,
        written_by: str,
    ) -> None:
        super().__init__(
            f"{written_by} changed the same text meanwhile. Nothing of yours is lost: both are shown, "
            "put them together and save again."
        )
        self.conflicts = conflicts
        #: everything that this person changed
        self.mine = dict(mine)
        self.version = version
        self.written_by = written_by


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_command)
def start_report(work: Work, command: StartReport) -> str:
    """Begin a report from the body's template. Returns its id. Raises Invalid, NotFound, WrongState."""
    checks = Checks()
    title = checks.line("title", command.title, "Give the report a title", LONGEST["title"])
    checks.done()
    if command.meeting_id is not None:
        _meeting(work, command.meeting_id, command.body_id)
    template = template_for(work.session, command.body_id)
    report = _new_report(work, command, title)
    known = {r.id for r in roles(work.session)}
    work.session.add_all(
        ReportClearance(
            id=new_id(),
            report_id=report.id,
            role_id=each.role_id,
            days=each.days,
            concerns=[],
            fallen_parts=[],
        )
        for each in template.consultees
        if each.role_id in known
    )
    version = add_version(work, report, ReportContent(title, sections=blank_sections(template)))
    started = ReportStarted(report.id, report.body_id, report.meeting_id, version.number, version.sha256)
    tell(work, report, started)
    return report.id


def _new_report(work: Work, command: StartReport, title: str) -> Report:
    person = person_of(work.session, work.actor.person_id) if work.actor.person_id else None
    report = Report(
        id=new_id(),
        body_id=command.body_id,
        meeting_id=command.meeting_id,
        title=title,
        is_secret=False,
        state=ReportState.DRAFT,
        state_reason="",
        state_by=work.actor.name,
        state_at=work.now,
        version=0,
        accepted_version=0,
        papers={},
        created_at=work.now,
        author_name=work.actor.name,
        author_post=person.post if person else "",
    )
    work.session.add(report)
    work.session.flush()
    if work.actor.account_id is not None:
        work.session.add(
            ReportAuthor(report_id=report.id, account_id=work.actor.account_id, added_at=work.now)
        )
    return report


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def edit_report(work: Work, command: EditReport) -> int:
    """Keep what was changed as a new version, together with what somebody else changed elsewhere meanwhile.

    Returns the newest version's number, which stays as it is when nothing was changed. Raises EditConflict,
    Invalid, WrongState.
    """
    report = report_to_write(work, command.report_id)
    note = " ".join(command.note.split())
    base = content_of(work.session, report.id, command.base_version)
    newest = content_of(work.session, report.id, report.version)
    sent = _tidied(command.fields, note)
    then, now = fields_of(base), fields_of(newest)
    mine = {name: value for name, value in sent.items() if value != then.get(name, _blank(name))}
    if not mine:
        return report.version
    conflicts = tuple(
        FieldConflict(name, value, now.get(name, _blank(name)))
        for name, value in mine.items()
        if now.get(name, _blank(name)) not in (then.get(name, _blank(name)), value)
    )
    if conflicts:
        raise EditConflict(conflicts, mine, report.version, _last_writer(work, report))
    written = with_fields(newest, mine)
    if written == newest:
        return report.version
    return add_version(work, report, written, note=note, minor=command.minor).number


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def move_report(work: Work, command: MoveReport) -> None:
    """Mean it for another meeting. Raises WrongState once it is on an agenda."""
    report = own_report(work, command.report_id)
    if report.state is ReportState.ACCEPTED:
        raise WrongState("The report is on an agenda already. Ask democratic services to take it off first.")
    if command.meeting_id == report.meeting_id:
        return
    if command.meeting_id is not None:
        _meeting(work, command.meeting_id, report.body_id)
    before = report.meeting_id
    report.meeting_id = command.meeting_id
    print_anew(work, report)
    moved = ReportMoved(report.id, before, command.meeting_id)
    work.record(council_stream(work.session), moved)


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def add_author(work: Work, command: AddAuthor) -> None:
    """Let a colleague write too; doing it twice is doing it once. Raises NotFound."""
    report = own_report(work, command.report_id)
    found = people(work.session, [command.account_id])
    if not found:
        raise NotFound("There is no such account.")
    if work.session.get(ReportAuthor, (report.id, command.account_id)) is not None:
        return
    work.session.add(ReportAuthor(report_id=report.id, account_id=command.account_id, added_at=work.now))
    tell(work, report, AuthorAdded(report.id, found[0].name))


def _meeting(work: Work, meeting_id: str, body_id: str) -> Meeting:
    meeting = work.session.get(Meeting, meeting_id)
    if meeting is None or meeting.body_id != body_id:
        raise NotFound("There is no such meeting of this body.")
    if meeting.status in _OVER:
        raise WrongState("This meeting is over or was cancelled. Choose another one.")
    return meeting


def _last_writer(work: Work, report: Report) -> str:
    return versions_of(work.session, report.id)[0].written_by


def _blank(name: str) -> Any:
    if name.startswith("exempt.") or name in ("no_background", "negotiation"):
        return False
    return () if name in ("background", "paragraphs") else None if name == "review_on" else ""


def _tidied(fields: Mapping[str, Any], note: str) -> dict[str, Any]:
    """What was sent, as it is kept. Raises Invalid with every field that is too long."""
    checks = Checks()
    tidy: dict[str, Any] = {}
    for name, value in fields.items():
        if name.startswith("section."):
            checks.that(len(value) <= LONGEST_SECTION, name, "This section is too long: make it an appendix")
            tidy[name] = html_of(value)
        elif name == "recommendations":
            tidy[name] = "\n".join(" ".join(line.split()) for line in value.splitlines() if line.strip())
        elif isinstance(value, str) and name in LONGEST:
            tidy[name] = " ".join(value.split()) if name != "interest_test" else value.strip()
        else:
            tidy[name] = value
        if name in LONGEST:
            checks.that(len(tidy[name]) <= LONGEST[name], name, f"Use {LONGEST[name]:,} characters or fewer")
    checks.that("title" not in tidy or bool(tidy["title"]), "title", "Give the report a title")
    checks.that(len(note) <= 500, "note", "Use 500 characters or fewer")
    checks.done()
    return tidy


def html_of(text: str) -> str:
    """A section's text as it is kept: clean HTML; without any tag it was typed by hand."""
    normal = text.replace("\r\n", "\n")
    kept = clean(normal) if "<" in normal and ">" in normal else from_plain(normal)
    return "" if is_blank(kept) else kept
