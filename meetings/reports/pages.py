"""What the pages of a report show, put together for whoever looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from meetings.deadlines.queries import law_of
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission, Role
from meetings.reports import queries
from meetings.reports.queries import ClearanceRow, CommentRow, CoverRow, Person, ReportRow, VersionRow
from meetings.reports.rules.clocks import publication_day, submit_by
from meetings.reports.rules.content import ReportContent
from meetings.reports.rules.material import parts_of
from meetings.reports.rules.states import (
    BEFORE_SUBMISSION,
    OPEN,
    ClearanceState,
    ReportState,
    due_to_ask,
    missing,
    problems,
)
from meetings.schedule.queries import MeetingRow, upcoming
from meetings.web.doors import current_actor, now, today
from meetings.web.services import services


@dataclass(frozen=True)
class Next:
    """What comes next, and (action) the one button that does it."""

    text: str
    action: str = ""
    button: str = ""


@dataclass(frozen=True)
class ReportPage:
    """Everything on the page of a report."""

    report: ReportRow
    content: ReportContent
    clearances: list[ClearanceRow]
    #: those of the clearances that this person may answer, with in whose place
    mine: Mapping[str, str]
    comments: Mapping[str, list[CommentRow]]
    versions: list[VersionRow]
    #: writes it: an author, or an officer
    may_write: bool
    is_author: bool
    is_officer: bool
    next: Next
    problems: Mapping[str, str]
    publication: date | None
    submit_by: date | None
    authors: list[Person]
    part_titles: Mapping[str, str]
    #: only for who writes: choices of the forms
    colleagues: list[Person] = field(default_factory=list)
    more_roles: list[tuple[str, str]] = field(default_factory=list)
    meetings: list[MeetingRow] = field(default_factory=list)
    signers: Mapping[str, list[Person]] = field(default_factory=dict)

    @property
    def newest(self) -> VersionRow:
        """The newest version."""
        return self.versions[0]

    @property
    def to_answer(self) -> list[ClearanceRow]:
        """The answers that wait for this person."""
        waiting = (ClearanceState.ASKED, ClearanceState.CHANGES, ClearanceState.FALLEN)
        open_now = self.report.state in BEFORE_SUBMISSION
        return [c for c in self.clearances if c.id in self.mine and c.state in waiting and open_now]

    @property
    def open(self) -> bool:
        """Whether it can be written on."""
        return self.may_write and self.report.state in OPEN

    @property
    def open_remarks(self) -> int:
        """How many remarks are not dealt with."""
        return sum(c.done_at is None for found in self.comments.values() for c in found)


def report_page(session: Session, report_id: str) -> ReportPage:
    """The page of a report for whoever asks. Raises NotFound."""
    actor, on = current_actor(), today()
    report = queries.visible_report(session, report_id, actor, on)
    content = queries.content_of(session, report.id, report.version)
    clearances = queries.clearances_of(session, report.id)
    officer = actor.may(Permission.ACCEPT_REPORT, report.body_id, on)
    author = queries.is_author(session, report.id, actor.account_id)
    may_write = officer or (author and actor.may(Permission.WRITE_REPORT, report.body_id, on))
    template = queries.template_for(session, report.body_id)
    published, submitted = _days(session, report, template.submit_days)
    found = problems(content, template.required)
    return ReportPage(
        report=report,
        content=content,
        clearances=clearances,
        mine=_mine(session, report, actor, on),
        comments=_by_part(queries.comments_of(session, report.id)),
        versions=queries.versions_of(session, report.id),
        may_write=may_write,
        is_author=author,
        is_officer=officer,
        next=_next(report, clearances, found, may_write=may_write, officer=officer),
        problems=found,
        publication=published,
        submit_by=submitted,
        authors=queries.people(session, queries.authors_of(session, report.id)),
        part_titles={key: part.title for key, part in parts_of(content).items()},
        **(_choices(session, report, clearances, on) if may_write else {}),
    )


def _mine(session: Session, report: ReportRow, actor: Actor, on: date) -> Mapping[str, str]:
    if not actor.may(Permission.CLEAR_REPORT, report.body_id, on):
        return {}
    return queries.my_clearances(session, report.id, actor, on)


def _days(session: Session, report: ReportRow, days: int) -> tuple[date | None, date | None]:
    if report.meeting_at is None:
        return None, None
    law = law_of(session)
    day = report.meeting_at.astimezone(services().config.timezone).date()
    return publication_day(law, day), submit_by(law, day, days)


def _by_part(comments: list[CommentRow]) -> dict[str, list[CommentRow]]:
    found: dict[str, list[CommentRow]] = {}
    for comment in comments:
        found.setdefault(comment.part, []).append(comment)
    return found


def _choices(session: Session, report: ReportRow, clearances: list[ClearanceRow], on: date):  # type: ignore[no-untyped-def]
    listed = {c.role_id for c in clearances}
    authors = set(queries.authors_of(session, report.id))
    colleagues = queries.accounts_with_roles(session, [Role.AUTHOR, Role.OFFICER], on, report.body_id)
    signing = [c for c in clearances if c.signoff and c.state is not ClearanceState.ASKED]
    return {
        "colleagues": [p for p in colleagues if p.account_id not in authors],
        "more_roles": [(r.id, r.name) for r in queries.roles(session) if r.id not in listed],
        "meetings": upcoming(session, now(), 20, report.body_id, public_only=False),
        "signers": {c.id: queries.who_clears(session, c.role_id, None, report.body_id, on) for c in signing},
    }


def _next(
    report: ReportRow,
    clearances: list[ClearanceRow],
    found: Mapping[str, str],
    *,
    may_write: bool,
    officer: bool,
) -> Next:
    state = report.state
    if state is ReportState.SUBMITTED:
        if officer:
            return Next("Democratic services look at it now.", "accept", "Put on the agenda")
        return Next(
            "Democratic services have the report. You hear from them when it is on the agenda.", "take-back"
        )
    if state is ReportState.ACCEPTED:
        return _after_acceptance(report, officer=officer)
    if state is ReportState.WITHDRAWN:
        return (
            Next("The report is withdrawn.", "take-up", "Take up again")
            if may_write
            else Next("It is withdrawn.")
        )
    if not may_write:
        return Next("")
    return _before_submission(report, clearances, found)


def _after_acceptance(report: ReportRow, *, officer: bool) -> Next:
    if not report.newer_than_agenda:
        return Next(f"Version {report.version} is on the agenda.")
    text = f"Version {report.accepted_version} is on the agenda; version {report.version} has been written since."
    if officer:
        return Next(text, "accept", f"Put version {report.version} on the agenda")
    return Next(f"{text} Democratic services take it over.")


def _before_submission(report: ReportRow, clearances: list[ClearanceRow], found: Mapping[str, str]) -> Next:
    stands = [c.stand for c in clearances]
    ask = due_to_ask(stands)
    waiting = [c.role for c in clearances if c.state is ClearanceState.ASKED]
    if ask:
        names = ", ".join(s.role for s in ask)
        again = any(s.state is not ClearanceState.PLANNED for s in ask)
        words = "When you have answered what was said, ask again" if again else "When it is written, ask"
        button = "Ask them again" if again else "Send to the consultees"
        return Next(f"{words}: {names}.{_lacks(found)}", "ask", button)
    if waiting:
        return Next(f"Waiting for {', '.join(waiting)}.{_lacks(found)}")
    if not missing(stands):
        if found:
            return Next(_lacks(found).strip())
        return Next(
            "Everybody has cleared it." if stands else "No clearance is needed.",
            "submit",
            "Submit to democratic services",
        )
    return Next("")


def _lacks(found: Mapping[str, str]) -> str:
    """Said from the beginning: mending it late is a change that may make clearances fall."""
    return f" Before it can be submitted: {'; '.join(found.values())}." if found else ""


@dataclass(frozen=True)
class CoverPage:
    """What a consultee can say about cover for their own roles."""

    own: bool
    covers: list[CoverRow]
    people: list[Person]


def cover_page(session: Session) -> CoverPage:
    """Cover for the roles of whoever asks."""
    actor, on = current_actor(), today()
    held = queries.held_by(session, actor.account_id, on)
    own = any(not name for name in held.values())
    found = queries.covers(session, on, [actor.account_id]) if own and actor.account_id else []
    deputies = queries.accounts_with_roles(session, [Role.CONSULTEE, Role.MONITORING], on) if own else []
    return CoverPage(own, found, [p for p in deputies if p.account_id != actor.account_id])
