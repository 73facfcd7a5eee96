"""When notice of a decision must be out, how it stands, and which way is left when it is too late; all by the law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from meetings.deadlines.rules.base import Citation, Law, Step, Verdict
from meetings.deadlines.rules.book import rule_for
from meetings.deadlines.rules.counting import (
    DayMode,
    add_working,
    calendar_of,
    clear_days,
    count_steps,
    earliest_meeting,
    latest_issue,
)
from meetings.deadlines.rules.executive import CHAIN, general_exception, not_key, plan_mode
from meetings.deadlines.rules.notice import issue_day, mode_of, verdict_of
from meetings.deadlines.rules.profiles import may_choose, value
from meetings.forwardplan.rules.agreement import Office

_DAY = timedelta(days=1)
_SECOND = 5
_EXCEPTION = 5


class Way(StrEnum):
    """How a key decision can lawfully be announced, seen from one day."""

    NOTICE = "notice"
    EXCEPTION = "exception"
    URGENCY = "urgency"


@dataclass(frozen=True)
class Timing:
    """A notice and the day it is for. `counted` and `verdict` are those of the day it was, or would be, published."""

    rule_id: str
    citation: Citation
    #: clear days that must lie between
    days: int
    decide_on: date
    #: the last day on which it can be published
    due: date
    #: the day it was published on; None: not yet
    published_on: date | None
    #: the day that is counted from: `published_on`, or today
    counted_from: date
    counted: int
    verdict: Verdict
    steps: tuple[Step, ...]
    mode_words: str

    @property
    def done(self) -> bool:
        """Whether it is out."""
        return self.published_on is not None

    def late(self, today: date) -> bool:
        """Whether it should have been out."""
        return not self.done and today > self.due

    @property
    def fails(self) -> bool:
        """Whether it is, or would be, too late on the count that the council goes by."""
        return self.verdict is not Verdict.SAFE


#: the choice of a council that says whether there is one
PLAN = "forward_plan"


def has_plan(law: Law) -> bool:
    """Whether this council gives notice of key decisions: by its nation's law or by its own choice."""
    return value(law, PLAN).number > 0


def may_have_plan(law: Law) -> bool:
    """Whether a council without one may choose to have one."""
    return may_choose(law.profile, PLAN)


def counting_day(law: Law, at: datetime, zone: tzinfo) -> date:
    """The day that a publication counts as: the next open day when the offices were closed."""
    return issue_day(at, law, zone)


def notice_timing(law: Law, decide_on: date, published: date | None, today: date) -> Timing:
    """The 28 clear days of a key decision (England: SI 2012/2089, regulation 9)."""
    days = value(law, "forward_plan", decide_on).number
    return _timing(law, "EX-1", days, plan_mode(law), decide_on, published, today)


def private_timing(law: Law, decide_on: date, published: date | None, today: date) -> Timing:
    """The 28 clear days of a meeting in private (England: SI 2012/2089, regulation 5(2))."""
    days = value(law, "forward_plan", decide_on).number
    return _timing(law, "EX-4", days, plan_mode(law), decide_on, published, today)


def second_timing(law: Law, decide_on: date, published: date | None, today: date) -> Timing:
    """The five clear days of the second notice (England: SI 2012/2089, regulation 5(4))."""
    return _timing(law, "EX-4", _SECOND, mode_of(law), decide_on, published, today)


def exception_earliest(law: Law, published: date) -> date:
    """From when a matter may be decided under the general exception (England: SI 2012/2089, regulation 10)."""
    if rule_for("EX-2", law.profile, published) is not None:
        return date.fromisoformat(general_exception(law, published).result)
    return earliest_meeting(published, _EXCEPTION, mode_of(law), calendar_of(law))


def exception_steps(law: Law, published: date) -> tuple[Step, ...]:
    """The five clear days after publication, day by day."""
    if rule_for("EX-2", law.profile, published) is not None:
        return general_exception(law, published).steps
    earliest = exception_earliest(law, published)
    return tuple(reversed(count_steps(published, earliest, mode_of(law), calendar_of(law))))


def way_left(law: Law, decide_on: date, today: date) -> Way:
    """The least that is still possible when notice goes out on that day."""
    if not notice_timing(law, decide_on, today, today).fails:
        return Way.NOTICE
    return Way.EXCEPTION if exception_earliest(law, today) <= decide_on else Way.URGENCY


def earliest_with_notice(law: Law, published: date) -> date:
    """The first day on which a decision can be taken of which notice is given on that day."""
    return earliest_meeting(published, value(law, PLAN).number, plan_mode(law), calendar_of(law))


def report_due(law: Law, requested_on: date, period: int) -> date:
    """By when the executive reports on a decision that was not treated as key (regulation 18)."""
    if rule_for("EX-6", law.profile, requested_on) is not None:
        return date.fromisoformat(not_key(law, requested_on, period=period).result)
    return add_working(requested_on, period, calendar_of(law))


def usual_period(law: Law) -> int:
    """Working days for that report when scrutiny names none."""
    return value(law, "not_key_report_days").number


def law_word(office: str) -> str:
    """What the rules call an office of the chain; the empty word for none."""
    return CHAIN[list(Office).index(Office(office))] if office else ""


def citation_of(law: Law, rule_id: str, on: date) -> Citation:
    """Where the rule stands; a council that gives notice of its own accord cites its own choice."""
    rule = rule_for(rule_id, law.profile, on)
    return rule.citation if rule is not None else value(law, "forward_plan", on).citation


def _timing(
    law: Law,
    rule_id: str,
    days: int,
    mode: DayMode,
    decide_on: date,
    published: date | None,
    today: date,
) -> Timing:
    calendar = calendar_of(law)
    issued = published or today
    due = latest_issue(decide_on, days, mode, calendar)
    # What is published on a closed day counts as the next open day's, which would be too late.
    while not calendar.countable(due, mode_of(law)):
        due -= _DAY
    counted = clear_days(issued, decide_on, mode, calendar)
    bare = clear_days(issued, decide_on, DayMode.CALENDAR, calendar)
    return Timing(
        rule_id=rule_id,
        citation=citation_of(law, rule_id, decide_on),
        days=days,
        decide_on=decide_on,
        due=due,
        published_on=published,
        counted_from=issued,
        counted=counted,
        verdict=verdict_of(counted, bare, days),
        steps=count_steps(issued, decide_on, mode, calendar) if issued < decide_on else (),
        mode_words=mode.label,
    )
