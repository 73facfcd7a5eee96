"""Notice and summons: by which day they go out, how many clear days there are, and how that stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from meetings.deadlines.rules.base import Answer, Law, Profile, Rule, Step, Verdict
from meetings.deadlines.rules.book import rule_for
from meetings.deadlines.rules.counting import (
    DayMode,
    WorkCalendar,
    calendar_of,
    clear_days,
    count_steps,
    earliest_meeting,
    forward_steps,
    in_words,
    latest_issue,
)
from meetings.deadlines.rules.profiles import value
from meetings.kernel.errors import Invalid, WrongState

_DAY = timedelta(days=1)
#: No notice is counted over more days than this: it would be a slip.
_LONGEST = 3653


def mode_of(law: Law) -> DayMode:
    """Which days count on the careful count."""
    return DayMode(value(law, "day_mode").word)


def days_of(law: Law, on: date, *, summons: bool = False) -> int:
    """How many clear days the law of that day asks."""
    return value(law, "summons_days" if summons else "notice_public_days", on).number


def notice_rule(law: Law, on: date, *, summons: bool = False) -> Rule:
    """The rule of notice, or of the summons, in force there on that day."""
    found = rule_for("CD-1-M" if summons else "CD-1", law.profile, on)
    if found is None:
        raise WrongState(f"No rule of notice is known for {law.profile.label} on {in_words(on)}.")
    return found


def verdict_of(careful: int, calendar: int, days: int) -> Verdict:
    """SAFE on the careful count, ARGUABLE on the bare calendar count only, SHORT on neither."""
    if careful >= days:
        return Verdict.SAFE
    return Verdict.ARGUABLE if calendar >= days else Verdict.SHORT


def issue_day(at: datetime, law: Law, zone: tzinfo) -> date:
    """The day on which a publication counts: the next open day when the offices had closed or were closed."""
    local = at.astimezone(zone)
    day, mode, calendar = local.date(), mode_of(law), calendar_of(law)
    hour, minute = (int(part) for part in value(law, "notice_cut_off").word.split(":"))
    if local.time().replace(tzinfo=None) > time(hour, minute):
        day += _DAY
    while not calendar.countable(day, mode):
        day += _DAY
    return day


def notice(law: Law, meeting: date, *, summons: bool = False) -> Answer:
    """CD-1: the last day on which notice of a meeting can be given. The result is the careful count's day."""
    rule, days, mode = (
        notice_rule(law, meeting, summons=summons),
        days_of(law, meeting, summons=summons),
        mode_of(law),
    )
    calendar = calendar_of(law)
    careful = latest_issue(meeting, days, mode, calendar)
    bare = latest_issue(meeting, days, DayMode.CALENDAR, calendar)
    what = "The summons" if summons else "Notice"
    steps = (
        Step(f"{what} of {days} clear days is needed; counted back from the meeting, {mode.label}."),
        *_back(meeting, careful, days, mode, calendar),
        Step(f"{what} goes out on {in_words(careful)} at the latest.", careful),
        *_bare_steps(careful, bare, what),
    )
    return Answer(
        rule,
        careful.isoformat(),
        steps=steps,
        inputs=_inputs(law, meeting=meeting, days=days, mode=mode, summons=summons),
        also={"calendar": bare.isoformat(), "days": days, "mode": mode.value},
    )


def _inputs(law: Law, *, summons: bool, mode: DayMode, days: int, **dates: date) -> dict[str, Any]:
    given: dict[str, Any] = {name: day.isoformat() for name, day in dates.items()}
    return {"profile": law.profile.value, **given, "days": days, "mode": mode.value, "summons": summons}


def _back(meeting: date, issue: date, days: int, mode: DayMode, calendar: WorkCalendar) -> tuple[Step, ...]:
    """The back-count, which ends when the days are complete: what lies behind is only a closed office."""
    steps = []
    complete = False
    for step in count_steps(issue, meeting, mode, calendar)[:-1]:
        if complete and step.day is not None:
            why = calendar.why_not(step.day, mode)
            steps.append(Step(f"{in_words(step.day)}: nothing can be issued, {why}", step.day, False))
            continue
        steps.append(step)
        complete = sum(1 for each in steps if each.counted) >= days
    return tuple(steps)


def _bare_steps(careful: date, bare: date, what: str) -> tuple[Step, ...]:
    if bare == careful:
        return ()
    text = f"{what} up to {in_words(bare)} has the days only if every day counts: that is arguable, not safe."
    return (Step(text, bare),)


def check_span(issued: date, meeting: date) -> None:
    """Raises Invalid for days that nobody can mean: after the meeting, or years before it."""
    if issued > meeting:
        raise Invalid("The day of issue is after the meeting. Check the two dates.")
    if (meeting - issued).days > _LONGEST:
        raise Invalid("More than ten years lie between issue and meeting. Check the two dates.")


def clear(law: Law, issued: date, meeting: date, *, summons: bool = False) -> Answer:
    """CD-1: how many clear days lie between, on the careful count and on the calendar, and the verdict."""
    check_span(issued, meeting)
    rule, days, mode = (
        notice_rule(law, meeting, summons=summons),
        days_of(law, meeting, summons=summons),
        mode_of(law),
    )
    calendar = calendar_of(law)
    careful = clear_days(issued, meeting, mode, calendar)
    bare = clear_days(issued, meeting, DayMode.CALENDAR, calendar)
    verdict = verdict_of(careful, bare, days)
    steps = (
        Step(f"{days} clear days are needed; {mode.label}."),
        *count_steps(issued, meeting, mode, calendar),
        *_closed_issue(issued, mode, calendar),
        Step(_verdict_words(verdict, careful, bare, days)),
    )
    return Answer(
        rule,
        {"careful": careful, "calendar": bare},
        verdict,
        steps,
        _inputs(law, issued=issued, meeting=meeting, days=days, mode=mode, summons=summons),
        {"days": days, "latest": latest_issue(meeting, days, mode, calendar).isoformat()},
    )


def clear_published(law: Law, at: datetime, meeting: date, zone: tzinfo, *, summons: bool = False) -> Answer:
    """CD-1 for a publication at a moment: after office hours the careful count begins with the next open day."""
    counts, plain = issue_day(at, law, zone), at.astimezone(zone).date()
    careful = clear(law, min(counts, meeting), meeting, summons=summons)
    if counts == plain:
        return careful
    bare = clear_days(plain, meeting, DayMode.CALENDAR, calendar_of(law))
    days = days_of(law, meeting, summons=summons)
    number = 0 if counts > meeting else careful.result["careful"]
    verdict = verdict_of(number, bare, days)
    text = f"Published on {in_words(plain)} at {at.astimezone(zone):%H:%M}, counted as {in_words(counts)}: the offices"
    steps = (
        Step(f"{text} were closed.", plain),
        *careful.steps[:-1],
        Step(_verdict_words(verdict, number, bare, days)),
    )
    return replace(careful, result={"careful": number, "calendar": bare}, verdict=verdict, steps=steps)


def _closed_issue(issued: date, mode: DayMode, calendar: WorkCalendar) -> tuple[Step, ...]:
    why = calendar.why_not(issued, mode)
    if not why:
        return ()
    text = (
        f"It was issued on a day that does not count, {why}: keep evidence that it could be seen on that day."
    )
    return (Step(text, issued),)


def _verdict_words(verdict: Verdict, careful: int, bare: int, days: int) -> str:
    counts = f"{careful} on the careful count, {bare} if every day counts, {days} needed"
    return {
        Verdict.SAFE: f"Safe: {counts}.",
        Verdict.ARGUABLE: f"Arguable: {counts}. No Act or case settles which reading is right.",
        Verdict.SHORT: f"Short: {counts}.",
    }[verdict]


def first_meeting(law: Law, issued: date, *, summons: bool = False) -> Answer:
    """CD-1 the other way: the first day on which a meeting called on that day can be held."""
    rule, days, mode = (
        notice_rule(law, issued, summons=summons),
        days_of(law, issued, summons=summons),
        mode_of(law),
    )
    calendar = calendar_of(law)
    careful = earliest_meeting(issued, days, mode, calendar)
    bare = earliest_meeting(issued, days, DayMode.CALENDAR, calendar)
    return Answer(
        rule,
        careful.isoformat(),
        steps=(
            *forward_steps(issued, careful - _DAY, mode, calendar),
            Step(f"{in_words(careful)}: the first day on which it can be held", careful),
        ),
        inputs=_inputs(law, issued=issued, days=days, mode=mode, summons=summons),
        also={"calendar": bare.isoformat()},
    )


def short_notice(law: Law, meeting: date, *, full_council: bool) -> tuple[bool, str]:
    """CD-2: whether a meeting may be called at shorter notice, and why (not), as one sentence."""
    allowed = value(law, "short_notice_allowed", meeting).word
    if allowed == "no":
        return False, "There is no shorter notice: the days are fixed."
    if full_council and allowed in ("not_summons", "public_only"):
        return False, "The public notice may be shorter, the summons to full council may not."
    if law.profile is Profile.GENERIC:
        return True, "Your own rules allow shorter notice."
    return True, "It may be called at shorter notice: notice and papers are open from when it is convened."


def short_notice_answer(
    law: Law,
    meeting: date,
    full_council: bool = False,
    convened: str | None = None,
    opened: str | None = None,
) -> Answer:
    """CD-2 as a question. `convened` and `opened` are local moments in ISO form, compared with one another."""
    rule = rule_for("CD-2", law.profile, meeting)
    if rule is None:
        raise WrongState(f"No rule on shorter notice is known for {law.profile.label}.")
    allowed, why = short_notice(law, meeting, full_council=full_council)
    steps = [Step(why)]
    result: dict[str, Any] = {
        "allowed": allowed,
        "override": "" if allowed else notice_rule(law, meeting, summons=full_council).override,
        "open": None,
    }
    if convened is not None and opened is not None:
        result["open"] = opened <= convened
        text = "The papers were open from when it was convened."
        steps.append(
            Step(text if result["open"] else "The papers were open only after it was convened: late.")
        )
    inputs = {
        "meeting": meeting.isoformat(),
        "full_council": full_council,
        "convened": convened,
        "open": opened,
    }
    return Answer(rule, result, steps=tuple(steps), inputs=inputs)
