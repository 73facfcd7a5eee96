"""Clearing: consultees are asked, answer, and are asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.deadlines.queries import law_of
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.reports.events import ClearanceAsked, ClearanceGiven
from meetings.reports.models import ConsulteeRole, Report, ReportClearance
from meetings.reports.queries import body_of_report, content_of, my_clearances, who_clears
from meetings.reports.rules.clocks import answer_by
from meetings.reports.rules.states import (
    BEFORE_SUBMISSION,
    ClearanceState,
    Outcome,
    ReportState,
    due_to_ask,
    missing,
)
from meetings.reports.usecases.access import (
    clearances,
    report_to_read,
    report_to_write,
    set_state,
    settle,
    stands,
    tell,
)
from meetings.reports.usecases.letters import body_name, in_words, subject_of, to_authors, to_consultee
from meetings.reports.usecases.versions import queue_print
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting

CONFLICTS["report_clearance.report_id"] = "This consultee is on the list already."
CONFLICTS["uq_report_clearance"] = CONFLICTS["report_clearance.report_id"]
LONGEST = 5_000


@dataclass(frozen=True)
class AskConsultees:
    """Ask all who are to be asked now. `due_on` None: each by their usual day. `version`: what the author saw."""

    report_id: str
    version: int
    due_on: date | None = None


@dataclass(frozen=True)
class AddConsultee:
    """One more consultee than the template asks for."""

    report_id: str
    role_id: str


@dataclass(frozen=True)
class RemoveConsultee:
    """Take off one that was added and not asked yet."""

    report_id: str
    clearance_id: str


@dataclass(frozen=True)
class ChooseSigner:
    """Say which holder of a role is to clear, such as the responsible director."""

    report_id: str
    clearance_id: str
    account_id: str | None


@dataclass(frozen=True)
class GiveClearance:
    """A consultee's answer for the version they read. `concerns`: the sections they look after; empty: all."""

    report_id: str
    clearance_id: str
    version: int
    outcome: Outcome
    words: str = ""
    concerns: tuple[str, ...] = ()


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def ask_consultees(work: Work, command: AskConsultees) -> tuple[str, ...]:
    """Ask whoever is next. Returns their roles. Raises Invalid, WrongState."""
    report = report_to_write(work, command.report_id)
    _must_be_newest(report, command.version)
    rows = clearances(work, report.id)
    wanted = {s.role for s in due_to_ask(stands(rows))}
    if not wanted:
        raise WrongState("There is nobody to ask now: they have all been asked or have cleared it.")
    if command.due_on is not None and command.due_on < work.today:
        raise Invalid("Choose a day that is not over.", {"due_on": "Choose a day that is not over"})
    asked = [(row, role) for row, role in rows if role.name in wanted]
    _must_be_held(work, report, asked)
    for row, role in asked:
        _ask(work, report, row, role, command.due_on)
    if report.state in (ReportState.DRAFT, ReportState.CLEARED):
        set_state(work, report, ReportState.CONSULTATION)
    queue_print(work, report)
    return tuple(role.name for _, role in asked)


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def add_consultee(work: Work, command: AddConsultee) -> None:
    """Put one more consultee on the list. Raises NotFound, WrongState if they are on it."""
    report = report_to_write(work, command.report_id)
    role = work.session.get(ConsulteeRole, command.role_id)
    if role is None or not role.is_active:
        raise NotFound("There is no such consultee.")
    row = ReportClearance(
        id=new_id(), report_id=report.id, role_id=role.id, days=role.usual_days, concerns=[], fallen_parts=[]
    )
    work.session.add(row)
    settle(work, report)


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def remove_consultee(work: Work, command: RemoveConsultee) -> None:
    """Take a consultee off who was not asked yet. Raises NotFound, WrongState."""
    report = report_to_write(work, command.report_id)
    row, _ = _one(work, report.id, command.clearance_id)
    if row.asked_at is not None:
        raise WrongState("They have been asked already.")
    work.session.delete(row)
    settle(work, report)


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def choose_signer(work: Work, command: ChooseSigner) -> None:
    """Say who of a role's holders is to clear. Raises Invalid, NotFound, WrongState."""
    report = report_to_write(work, command.report_id)
    row, role = _one(work, report.id, command.clearance_id)
    if row.state is ClearanceState.ASKED:
        raise WrongState("They have been asked already. Wait for the answer, or take the report back.")
    if command.account_id is not None:
        may = {p.account_id for p in who_clears(work.session, role.id, None, report.body_id, work.today)}
        if command.account_id not in may:
            raise Invalid("Choose one of the list.", {"account_id": "Choose one of the list"})
    row.account_id = command.account_id


@use_case(permission=Permission.CLEAR_REPORT, scope=body_of_report)
def give_clearance(work: Work, command: GiveClearance) -> None:
    """Answer for the version that was read. Raises Denied, Invalid, NotFound, WrongState."""
    report = report_to_read(work, command.report_id)
    row, role = _one(work, report.id, command.clearance_id)
    mine = my_clearances(work.session, report.id, work.actor, work.today)
    if row.id not in mine:
        raise Denied(f"Only whoever holds the role “{role.name}” today, or stands in, can answer for it.")
    if report.state not in BEFORE_SUBMISSION:
        raise WrongState(
            f"The report is {report.state.label.lower()}: it is not waiting for answers any more."
        )
    if row.asked_at is None:
        raise WrongState("You have not been asked yet.")
    _must_be_newest(report, command.version)
    words = _checked(command)
    content = content_of(work.session, report.id, report.version)
    row.state, row.version = command.outcome.state, report.version
    row.decided_at, row.decided_by, row.decided_for = work.now, work.actor.name, mine[row.id]
    row.words = words
    row.concerns = [s.key for s in content.sections if s.key in command.concerns]
    row.fallen_version, row.fallen_parts = 0, []
    given = ClearanceGiven(report.id, role.name, report.version, command.outcome.value, row.decided_for)
    tell(work, report, given)
    settle(work, report)
    _pass_on(work, report, row, role, command.outcome)


def _pass_on(work: Work, report: Report, row: ReportClearance, role: ConsulteeRole, outcome: Outcome) -> None:
    """The author hears of it; when the last consultee has cleared, the sign-off is asked by itself."""
    rows = clearances(work, report.id)
    signers = [s for s in due_to_ask(stands(rows)) if s.signoff]
    if outcome is not Outcome.CHANGES and signers and not role.signoff:
        names = {s.role for s in signers}
        held = [
            (each, r)
            for each, r in rows
            if r.name in names and who_clears(work.session, r.id, each.account_id, report.body_id, work.today)
        ]
        for each, signer in held:
            _ask(work, report, each, signer, None)
    answer = {
        Outcome.CLEAR: "has cleared",
        Outcome.COMMENTS: "has cleared, with comments,",
        Outcome.CHANGES: "asks for changes to",
    }[outcome]
    text = f"{role.name} ({work.actor.name}) {answer} {in_words(report)}."
    waiting = missing(stands(rows))
    if report.state is ReportState.CLEARED:
        text += "\n\nEverybody has cleared it now. The next step is to submit it to democratic services."
    elif waiting:
        text += f"\n\nStill to clear: {', '.join(waiting)}."
    key = f"report-answer:{row.id}:{row.asked_times}:{report.version}:{outcome.value}"
    to_authors(work, report, subject=f"{role.name}: {subject_of(report)}", text=text, key=key)


def _ask(work: Work, report: Report, row: ReportClearance, role: ConsulteeRole, due_on: date | None) -> None:
    again = row.asked_times > 0
    row.due_on = due_on or answer_by(law_of(work.session), meeting_day(work, report), row.days, work.today)
    row.state, row.asked_at, row.asked_version = ClearanceState.ASKED, work.now, report.version
    row.asked_times += 1
    tell(work, report, ClearanceAsked(report.id, role.name, report.version, row.due_on))
    day = f"{row.due_on:%A} {row.due_on.day} {row.due_on:%B %Y}"
    text = (
        f"{work.actor.name} asks you, as {role.name}, to {'sign off' if role.signoff else 'clear'} "
        f"{in_words(report)} to {body_name(work, report)}{' again' if again else ''}.\n\n"
        f"Please answer by {day}: clear it, clear it with comments, or ask for changes."
    )
    subject = f"{'Sign-off' if role.signoff else 'Clearance'} asked for: {subject_of(report)}"
    key = f"report-asked:{row.id}:{row.asked_times}"
    to_consultee(work, report, row, role, subject=subject, text=text, key=key)


def meeting_day(work: Work, report: Report) -> date | None:
    """The day of the meeting a report is for; None if there is none."""
    if report.meeting_id is None:
        return None
    meeting = work.session.get(Meeting, report.meeting_id)
    return meeting.starts_at.astimezone(work.timezone).date() if meeting else None


def _must_be_held(work: Work, report: Report, asked: list[tuple[ReportClearance, ConsulteeRole]]) -> None:
    nobody = [
        role.name
        for row, role in asked
        if not who_clears(work.session, role.id, row.account_id, report.body_id, work.today)
    ]
    if nobody:
        raise Invalid(
            f"Nobody holds the role {', '.join(nobody)} today. Ask democratic services to name somebody."
        )


def _must_be_newest(report: Report, version: int) -> None:
    if version != report.version:
        raise WrongState(
            f"The report was changed since you opened this page: it is version {report.version} now. "
            "Look at it again first."
        )


def _one(work: Work, report_id: str, clearance_id: str) -> tuple[ReportClearance, ConsulteeRole]:
    for row, role in clearances(work, report_id):
        if row.id == clearance_id:
            return row, role
    raise NotFound("This consultee is not on the report's list.")


def _checked(command: GiveClearance) -> str:
    checks = Checks()
    words = checks.text("words", command.words, LONGEST)
    if command.outcome is Outcome.CHANGES:
        checks.that(bool(words), "words", "Say what should be changed")
    if command.outcome is Outcome.COMMENTS:
        checks.that(bool(words), "words", "Write your comments")
    checks.done()
    return words


def still_missing(work: Work, report: Report) -> tuple[str, ...]:
    """The consultees who have not cleared the report as it stands."""
    return missing(stands(clearances(work, report.id)))
