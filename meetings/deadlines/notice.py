"""A day for a meeting, weighed: by when its notice must be out on either count, and what is odd about the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from meetings.bodies.rules import BodyKind
from meetings.deadlines.rules.base import Citation, Law, Step, Verdict
from meetings.deadlines.rules.counting import calendar_of, in_words
from meetings.deadlines.rules.notice import clear, issue_day, notice, short_notice


@dataclass(frozen=True)
class NoticeDays:
    """One duty: the public notice, or the summons to members."""

    title: str
    days: int
    careful: date
    bare: date
    #: how it stands; as long as it has not gone out, how it would if it did now; None: the meeting is today or over
    verdict: Verdict | None
    counted: int
    steps: tuple[Step, ...]
    citation: Citation
    #: whether `careful` has passed, is today, or how many days are left
    left: int
    #: when it went out; None: not yet
    out_on: date | None = None

    @property
    def state(self) -> str:
        """In words."""
        if self.left < 0:
            return f"passed {-self.left} day{'' if self.left == -1 else 's'} ago"
        return "today" if self.left == 0 else "tomorrow" if self.left == 1 else f"in {self.left} days"

    @property
    def rows(self) -> tuple[tuple[str, str, bool], ...]:
        """The days of the back-count: the day, why it counts or not, and whether it does."""
        return tuple(
            (in_words(step.day), _capital(step.text.split(": ", 1)[1]), bool(step.counted))
            for step in self.steps
            if step.day is not None and _of_a_day(step)
        )

    @property
    def closing(self) -> tuple[str, ...]:
        """What follows from the count, in sentences."""
        return tuple(step.text for step in self.steps[1:] if not _of_a_day(step))


@dataclass(frozen=True)
class DayVerdict:
    """Everything to know about a day before a meeting is put on it."""

    day: date
    notices: tuple[NoticeDays, ...]
    warnings: tuple[str, ...]
    #: what can be done when the days are too few
    shorter: str
    confirmed: bool
    profile: str

    @property
    def worst(self) -> Verdict | None:
        """The worst verdict of all, if everything went out today."""
        order = (Verdict.SHORT, Verdict.ARGUABLE, Verdict.SAFE)
        found = [n.verdict for n in self.notices if n.verdict]
        return next((v for v in order if v in found), None)


@dataclass(frozen=True)
class GoneOut:
    """When notice and summons of a meeting went out; None: not yet."""

    notice: datetime | None = None
    summons: datetime | None = None


NOT_OUT = GoneOut()


def day_verdict(
    law: Law,
    day: date,
    kind: BodyKind,
    now: datetime,
    zone: ZoneInfo,
    confirmed: bool,
    out: GoneOut = NOT_OUT,
) -> DayVerdict:
    """Weigh a day. Notice that goes out after the offices have closed counts from the next open day."""
    today = now.astimezone(zone).date()
    council = kind is BodyKind.COUNCIL
    notices = [_days(law, day, now, zone, out.notice, summons=False)]
    if council:
        notices.append(_days(law, day, now, zone, out.summons, summons=True))
    short = day > today and any(n.verdict is not Verdict.SAFE and not n.out_on for n in notices)
    return DayVerdict(
        day,
        tuple(notices),
        tuple(warnings_of(law, day, zone)),
        short_notice(law, day, full_council=council)[1] if short else "",
        confirmed,
        law.profile.label,
    )


def warnings_of(law: Law, day: date, zone: ZoneInfo) -> Iterator[str]:
    """What is odd about a day: a bank holiday, a weekend, a closed office, the clocks."""
    calendar = calendar_of(law)
    if holiday := calendar.holiday(day):
        yield f"{day:%A} {day.day} {day:%B} is a bank holiday: {holiday}."
    if day.weekday() >= 5:
        yield f"{day.day} {day:%B} is a {day:%A}."
    for closure in calendar.closures:
        if closure.day == day and closure.mourning:
            yield f"This is a day appointed for public mourning or thanksgiving: {closure.name}."
        elif closure.day == day:
            yield f"The offices are closed that day: {closure.name}."
    if change := _clock_change(day, zone):
        yield change


def _clock_change(day: date, zone: ZoneInfo) -> str:
    before = datetime.combine(day, time(), zone).utcoffset() or timedelta()
    after = datetime.combine(day + timedelta(days=1), time(), zone).utcoffset() or timedelta()
    if before == after:
        return ""
    way = "forward" if after > before else "back"
    return f"The clocks go {way} in the early hours of that day. The count of days is not touched by it."


def _days(
    law: Law, day: date, now: datetime, zone: ZoneInfo, out: datetime | None, *, summons: bool
) -> NoticeDays:
    answer = notice(law, day, summons=summons)
    careful = date.fromisoformat(str(answer.result))
    today = now.astimezone(zone).date()
    issued = issue_day(out or now, law, zone)
    verdict, counted = None, 0
    if issued < day:
        now_out = clear(law, issued, day, summons=summons)
        verdict, counted = now_out.verdict, int(now_out.result["careful"])
    elif today < day or out:
        verdict = Verdict.SHORT
    return NoticeDays(
        "Summons to members" if summons else "Public notice and agenda",
        int(answer.also["days"]),
        careful,
        date.fromisoformat(str(answer.also["calendar"])),
        verdict,
        counted,
        answer.steps,
        answer.rule.citation,
        (careful - today).days,
        out.astimezone(zone).date() if out else None,
    )


def _of_a_day(step: Step) -> bool:
    return step.day is not None and step.text.startswith(f"{in_words(step.day)}: ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
