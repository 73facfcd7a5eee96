"""Sections of a report: one more, or one less."""

from __future__ import annotations

from dataclasses import dataclass, replace

from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.reports.queries import body_of_report, content_of, template_for
from meetings.reports.rules.content import Section
from meetings.reports.rules.template import MOST_SECTIONS, key_for
from meetings.reports.usecases.access import report_to_write
from meetings.reports.usecases.versions import add_version
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class AddSection:
    """One more section at the end."""

    report_id: str
    title: str


@dataclass(frozen=True)
class RemoveSection:
    """Take out a section that the template does not ask for."""

    report_id: str
    key: str


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def add_section(work: Work, command: AddSection) -> str:
    """Add a section. Returns its key. Raises Invalid, WrongState."""
    report = report_to_write(work, command.report_id)
    checks = Checks()
    title = checks.line("section_title", command.title, "Give the section a title", 120)
    content = content_of(work.session, report.id, report.version)
    checks.that(len(content.sections) < MOST_SECTIONS, "section_title", "The report has too many sections")
    checks.done()
    key = key_for(title, (s.key for s in content.sections))
    add_version(work, report, replace(content, sections=(*content.sections, Section(key, title))))
    return key


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def remove_section(work: Work, command: RemoveSection) -> None:
    """Take out a section; the version before still has it. Raises NotFound, WrongState."""
    report = report_to_write(work, command.report_id)
    content = content_of(work.session, report.id, report.version)
    section = content.section(command.key)
    if section is None:
        raise NotFound("This section is not in the report any more.")
    if command.key in dict(template_for(work.session, report.body_id).required):
        raise WrongState("Reports to this body need this section.")
    kept = tuple(s for s in content.sections if s.key != command.key)
    add_version(work, report, replace(content, sections=kept))
