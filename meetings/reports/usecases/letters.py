"""Letters to whoever is next: consultees, authors, democratic services."""

from __future__ import annotations

from collections.abc import Iterable

from meetings.bodies.queries import body_of
from meetings.kernel.permissions import Role
from meetings.notifications.letters import Letter
from meetings.notifications.rules import LetterKind, Recipient
from meetings.notifications.usecases import send_letter
from meetings.reports.models import ConsulteeRole, Report, ReportClearance
from meetings.reports.queries import Person, accounts_with_roles, who_clears, who_writes
from meetings.runtime.work import Work


def in_words(report: Report) -> str:
    """What a letter may call a report: mail is not the place for the title of an exempt one."""
    return "an exempt report" if report.is_secret else f"the report “{report.title}”"


def subject_of(report: Report) -> str:
    """The same in a subject."""
    return "exempt report" if report.is_secret else report.title


def to_consultee(
    work: Work,
    report: Report,
    row: ReportClearance,
    role: ConsulteeRole,
    *,
    subject: str,
    text: str,
    key: str,
) -> None:
    """A letter to everybody who may clear for a role today, but not to whoever does this."""
    readers = who_clears(work.session, role.id, row.account_id, report.body_id, work.today)
    _send(work, report, readers, subject, text, LetterKind.CLEARANCE, key)


def to_authors(work: Work, report: Report, *, subject: str, text: str, key: str) -> None:
    """A letter to everybody who writes the report and still may."""
    readers = who_writes(work.session, report.id, report.body_id, work.today)
    _send(work, report, readers, subject, text, LetterKind.REPORT, key)


def to_officers(work: Work, report: Report, *, subject: str, text: str, key: str) -> None:
    """A letter to the democratic services officers of the body."""
    readers = accounts_with_roles(work.session, [Role.OFFICER], work.today, report.body_id)
    _send(work, report, readers, subject, text, LetterKind.REPORT, key)


def remind(
    work: Work, report: Report, readers: Iterable[Person], *, subject: str, text: str, key: str
) -> None:
    """A reminder; its key keeps it from being sent twice."""
    _send(work, report, readers, subject, text, LetterKind.REMINDER, key)


def body_name(work: Work, report: Report) -> str:
    """The body the report is for."""
    return body_of(work.session, report.body_id).name


def _send(
    work: Work, report: Report, readers: Iterable[Person], subject: str, text: str, kind: LetterKind, key: str
) -> None:
    to = tuple(
        Recipient(p.name, p.email, p.account_id) for p in readers if p.account_id != work.actor.account_id
    )
    if not to:
        return
    letter = Letter(
        to=to,
        subject=subject,
        text=text,
        kind=kind,
        key=key,
        link=f"/reports/{report.id}",
        body_id=report.body_id,
        meeting_id=report.meeting_id,
    )
    send_letter(work, letter)
