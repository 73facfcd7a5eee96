"""Files of a report: appendices, an uploaded PDF in place of written text, text taken from a Word file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.reports.models import Report
from meetings.reports.queries import body_of_report, content_of
from meetings.reports.rules.content import Attached, ReportContent, with_fields
from meetings.reports.usecases.access import report_to_write
from meetings.reports.usecases.versions import add_version
from meetings.reports.usecases.writing import html_of
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

MOST_APPENDICES = 60


@dataclass(frozen=True)
class StoredFile:
    """A file that was checked and stored under its SHA-256."""

    filename: str
    media_type: str
    size: int
    pages: int | None
    sha256: str


@dataclass(frozen=True)
class AddAppendix:
    """One more appendix, or (`appendix_id`) another file in an appendix's place."""

    report_id: str
    title: str
    file: StoredFile
    exempt: bool = False
    appendix_id: str = ""


@dataclass(frozen=True)
class RemoveAppendix:
    """Take an appendix off; the version before still has it."""

    report_id: str
    appendix_id: str


@dataclass(frozen=True)
class UseDocument:
    """Let a PDF be the report itself; None: go back to what is written in the sections."""

    report_id: str
    version: int
    file: StoredFile | None


@dataclass(frozen=True)
class TakeText:
    """The text of a Word file by section, in place of what those sections say."""

    report_id: str
    version: int
    sections: Mapping[str, str]
    filename: str


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def add_appendix(work: Work, command: AddAppendix) -> str:
    """Add or replace an appendix. Returns its id. Raises Invalid, NotFound, WrongState."""
    report = report_to_write(work, command.report_id)
    content = content_of(work.session, report.id, report.version)
    checks = Checks()
    title = checks.line("title", command.title, "Give the appendix a title")
    room = len(content.appendices) < MOST_APPENDICES or bool(command.appendix_id)
    checks.that(room, "file", f"A report can have {MOST_APPENDICES} appendices. Put some of them together.")
    checks.done()
    attached = _attached(command.file, title, command.appendix_id or new_id(), exempt=command.exempt)
    if not command.appendix_id:
        appendices = (*content.appendices, attached)
    else:
        _appendix(content, command.appendix_id)
        appendices = tuple(attached if a.id == attached.id else a for a in content.appendices)
    add_version(work, report, replace(content, appendices=appendices), note=f"Appendix: {title}"[:500])
    return attached.id


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def remove_appendix(work: Work, command: RemoveAppendix) -> None:
    """Take an appendix off. Raises NotFound, WrongState."""
    report = report_to_write(work, command.report_id)
    content = content_of(work.session, report.id, report.version)
    gone = _appendix(content, command.appendix_id)
    kept = tuple(a for a in content.appendices if a.id != gone.id)
    note = f"Appendix taken out: {gone.title}"[:500]
    add_version(work, report, replace(content, appendices=kept), note=note)


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def use_document(work: Work, command: UseDocument) -> int:
    """Put a PDF in place of the written text, or take it away again. Returns the version. Raises WrongState."""
    report = report_to_write(work, command.report_id)
    _must_be_newest(report, command.version)
    content = content_of(work.session, report.id, report.version)
    if command.file is None and content.document is None:
        raise WrongState("There is no PDF in place of the text.")
    document = _attached(command.file, content.title[:200], new_id()) if command.file else None
    note = f"PDF in place of the text: {command.file.filename}" if command.file else "The PDF was taken away"
    return add_version(work, report, replace(content, document=document), note=note[:500]).number


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def take_text(work: Work, command: TakeText) -> int:
    """Take over the text of a Word file. Sections it does not have stay as they are. Returns the version.

    Raises WrongState if somebody saved in the meantime: what they wrote must not be lost.
    """
    report = report_to_write(work, command.report_id)
    _must_be_newest(report, command.version)
    content = content_of(work.session, report.id, report.version)
    changed = {f"section.{key}": html_of(html) for key, html in command.sections.items()}
    written = replace(with_fields(content, changed), document=None)
    if written == content:
        return report.version
    return add_version(work, report, written, note=f"Text of {command.filename}"[:500]).number


def _attached(file: StoredFile, title: str, file_id: str, *, exempt: bool = False) -> Attached:
    return Attached(
        file_id, title, file.filename, file.media_type, file.size, file.pages, file.sha256, exempt
    )


def _appendix(content: ReportContent, appendix_id: str) -> Attached:
    found = next((a for a in content.appendices if a.id == appendix_id), None)
    if found is None:
        raise NotFound("This appendix is not with the report any more.")
    return found


def _must_be_newest(report: Report, version: int) -> None:
    if version != report.version:
        raise WrongState(
            "Somebody saved the report since you opened this page. Look at it again, then upload your file."
        )
