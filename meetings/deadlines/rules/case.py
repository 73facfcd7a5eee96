"""One meeting before the law: what every judge of a rule asks, and the sentences they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from meetings.deadlines.rules.base import Answer, Finding, Law, Rule, State, Verdict
from meetings.deadlines.rules.counting import WorkCalendar, calendar_of, latest_issue
from meetings.deadlines.rules.facts import Deadline, ItemFacts, MeetingFacts, PaperFacts
from meetings.deadlines.rules.notice import days_of, issue_day, mode_of

STATES = {Verdict.SAFE: State.MET, Verdict.ARGUABLE: State.DOUBTFUL, Verdict.SHORT: State.NOT_MET}


@dataclass(frozen=True)
class Case:
    """A meeting, the law it stands under, and the day from which it is looked at (None: no particular day)."""

    law: Law
    facts: MeetingFacts
    today: date | None = None

    @property
    def calendar(self) -> WorkCalendar:
        """The council's days."""
        return calendar_of(self.law)

    @property
    def zone(self) -> ZoneInfo:
        """The council's time zone."""
        return ZoneInfo(self.facts.time_zone)

    def day(self, at: datetime | None) -> date | None:
        """The day of a moment, as the council's calendar has it."""
        return at.astimezone(self.zone).date() if at else None

    def counts_from(self, at: datetime | None) -> date | None:
        """The day on which a publication counts: the next open one after office hours."""
        return issue_day(at, self.law, self.zone) if at else None

    @property
    def convened(self) -> datetime | None:
        """When it was called, if only after the last day for its usual notice; otherwise nothing was shortened."""
        at = self.facts.convened_at
        if at is None:
            return None
        days, mode = days_of(self.law, self.facts.on), mode_of(self.law)
        latest = latest_issue(self.facts.on, days, mode, self.calendar)
        return at if issue_day(at, self.law, self.zone) > latest else None

    def past(self, due: date) -> bool:
        """Whether that day is over, seen from today."""
        return self.today is not None and self.today > due


Judge = Callable[[Rule, Case], Iterable[Finding]]
Clock = Callable[[Rule, Case], Iterable[Deadline]]


def found(
    rule: Rule,
    state: State,
    sentence: str,
    *,
    about: ItemFacts | PaperFacts | None = None,
    answer: Answer | None = None,
    due: date | None = None,
    verdict: Verdict | None = None,
) -> Finding:
    """A finding about the meeting, or about one of its items or papers."""
    subject, title = (about.id, about.title) if about else ("", "")
    told = verdict or (answer.verdict if answer else None)
    return Finding(rule, state, sentence, subject, title, told, due, answer)


def due_by(
    rule: Rule,
    due: date,
    title: str,
    *,
    done: bool = False,
    about: ItemFacts | PaperFacts | None = None,
    arguable: date | None = None,
) -> Deadline:
    """A deadline of the meeting, or of one of its items or papers."""
    subject, name = (about.id, about.title) if about else ("", "")
    return Deadline(rule, due, title, done, subject, name, arguable)


def papers_of(facts: MeetingFacts) -> Iterable[tuple[ItemFacts, PaperFacts]]:
    """Every paper with its item."""
    return ((item, paper) for item in facts.items for paper in item.papers)
