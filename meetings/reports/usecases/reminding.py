"""Reminders before and after a consultee's deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from meetings.deadlines.queries import law_of
from meetings.reports.models import ConsulteeRole, Report, ReportClearance
from meetings.reports.queries import who_clears, who_writes
from meetings.reports.rules.clocks import working_days_between
from meetings.reports.rules.states import BEFORE_SUBMISSION, ClearanceState
from meetings.reports.usecases.letters import in_words, remind, subject_of
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

#: Working days before the deadline on which a consultee is reminded.
BEFORE = 1
#: A deadline that passed longer ago is not reminded of any more.
PAST = timedelta(days=14)


@dataclass(frozen=True)
class Remind:
    """Look for what is due. `on`: the day for which to look; None: today."""

    on: date | None = None


@use_case(permission=None, system_only=True)
def remind_of_deadlines(work: Work, command: Remind) -> int:
    """Remind consultees the working day before an answer is due, and them and the authors when it is late.

    Each is sent once, however often this is run: the letters' keys see to that. How many reminders were due.
    """
    on = command.on or work.today
    law = law_of(work.session)
    query = (
        select(ReportClearance, ConsulteeRole, Report)
        .join(ConsulteeRole, ConsulteeRole.id == ReportClearance.role_id)
        .join(Report, Report.id == ReportClearance.report_id)
        .where(
            ReportClearance.state == ClearanceState.ASKED,
            Report.state.in_(BEFORE_SUBMISSION),
            ReportClearance.due_on >= on - PAST,
            ReportClearance.due_on <= on + timedelta(days=7),
        )
    )
    count = 0
    for row, role, report in work.session.execute(query).all():
        assert row.due_on is not None
        assert row.asked_at is not None
        if row.due_on < on:
            _late(work, row, role, report)
        elif working_days_between(law, on, row.due_on) <= BEFORE and row.asked_at.date() < on:
            _soon(work, row, role, report)
        else:
            continue
        count += 1
    return count


def _soon(work: Work, row: ReportClearance, role: ConsulteeRole, report: Report) -> None:
    text = f"{role.name}: {in_words(report)} waits for your answer by {_day(row)}."
    readers = who_clears(work.session, role.id, row.account_id, report.body_id, work.today)
    key = f"report-soon:{row.id}:{row.asked_times}"
    remind(work, report, readers, subject=f"Answer due {_day(row)}: {subject_of(report)}", text=text, key=key)


def _late(work: Work, row: ReportClearance, role: ConsulteeRole, report: Report) -> None:
    key = f"report-late:{row.id}:{row.asked_times}"
    subject = f"Answer overdue: {subject_of(report)}"
    text = f"{role.name}: an answer on {in_words(report)} was due on {_day(row)} and has not come yet."
    readers = who_clears(work.session, role.id, row.account_id, report.body_id, work.today)
    remind(work, report, readers, subject=subject, text=text, key=key)
    remind(
        work,
        report,
        who_writes(work.session, report.id, report.body_id, work.today),
        subject=subject,
        text=f"{text} {role.name} was reminded.",
        key=f"{key}:author",
    )


def _day(row: ReportClearance) -> str:
    assert row.due_on is not None
    return f"{row.due_on:%A} {row.due_on.day} {row.due_on:%B}"
