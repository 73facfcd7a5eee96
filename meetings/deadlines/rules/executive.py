"""The executive's decisions: announced 28 clear days before, by exception or urgently, in private, and afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from meetings.deadlines.rules.base import Answer, Law, Rule, Step, Verdict
from meetings.deadlines.rules.book import rule_for
from meetings.deadlines.rules.counting import (
    DayMode,
    add_working,
    calendar_of,
    clear_days,
    earliest_meeting,
    forward_steps,
    in_words,
    latest_issue,
    open_day,
    open_steps,
    working_steps,
)
from meetings.deadlines.rules.notice import check_span, mode_of, verdict_of
from meetings.deadlines.rules.profiles import value
from meetings.kernel.errors import Invalid, WrongState

_SECOND_NOTICE = 5
_EXCEPTION = 5
_LONGEST_PERIOD = 1000
_WARDS = 2
#: Who may agree that a decision cannot wait, in the order of the regulations.
CHAIN = ("chair of scrutiny", "chair of the council", "vice-chair of the council")


def executive_rule(family: str, law: Law, on: date, what: str) -> Rule:
    """The rule, or a refusal in a sentence where there is none."""
    found = rule_for(family, law.profile, on)
    if found is None:
        raise WrongState(f"There is no {what} in the law known for {law.profile.label} on {in_words(on)}.")
    return found


def plan_mode(law: Law) -> DayMode:
    """Which days count of the 28: the usual reading is every day."""
    return DayMode(value(law, "forward_plan_mode").word)


def _inputs(law: Law, **given: date | str | int | None) -> dict[str, Any]:
    plain = {name: each.isoformat() if isinstance(each, date) else each for name, each in given.items()}
    return {"profile": law.profile.value, **plain}


def _plan_days(law: Law, on: date) -> int:
    days = value(law, "forward_plan", on).number
    if not days:
        raise WrongState(
            f"No notice of key decisions is laid down for {law.profile.label} on {in_words(on)}."
        )
    return days


def forward_plan(law: Law, meeting: date, published: date | None = None) -> Answer:
    """EX-1: the last day on which the notice of a key decision can be published; or how one published stands."""
    days, mode, calendar = _plan_days(law, meeting), plan_mode(law), calendar_of(law)
    rule = executive_rule("EX-1", law, meeting, "notice of key decisions")
    latest = latest_issue(meeting, days, mode, calendar)
    careful = latest_issue(meeting, days, mode_of(law), calendar)
    steps = [
        Step(f"A key decision is announced {days} clear days before; {mode.label}."),
        Step(f"{in_words(meeting)}: the day of the decision, not counted", meeting),
        Step(
            f"{in_words(latest)}: {days} days lie between, so it is published that day at the latest.", latest
        ),
        *open_steps(latest, calendar),
    ]
    verdict = None
    also: dict[str, Any] = {"days": days, "mode": mode.value, "working": careful.isoformat()}
    also["open"] = open_day(latest, calendar).isoformat()
    if published is not None:
        check_span(published, meeting)
        counted = clear_days(published, meeting, mode, calendar)
        bare = clear_days(published, meeting, DayMode.CALENDAR, calendar)
        verdict = verdict_of(counted, bare, days)
        also["counted"] = counted
        steps.append(Step(_plan_words(published, counted, days), published))
    return Answer(
        rule,
        latest.isoformat(),
        verdict,
        tuple(steps),
        _inputs(law, meeting=meeting, published=published),
        also,
    )


def key_decision(law: Law, on: date, amount: int, wards: int) -> Answer:
    """EX-1: whether a decision is key: money above the council's own threshold, or an effect on two wards or more."""
    rule = executive_rule("EX-1", law, on, "notice of key decisions")
    threshold = value(law, "key_decision_threshold").number
    money, places = amount >= threshold, wards >= _WARDS
    steps = (
        Step(
            f"£{amount:,} against a threshold of £{threshold:,}: {'significant' if money else 'not significant'}."
        ),
        Step(f"A significant effect on {wards} wards: {'two or more' if places else 'fewer than two'}."),
        Step("One of the two is enough: key." if money or places else "Neither: not key."),
    )
    inputs = _inputs(law, on=on, amount=amount, wards=wards)
    return Answer(rule, money or places, steps=steps, inputs=inputs)


def _plan_words(published: date, counted: int, days: int) -> str:
    said = f"Published on {in_words(published)}: {counted} clear days"
    if counted >= days:
        return f"{said}, enough."
    return f"{said}, {days - counted} too few: use the general exception, or wait."


def general_exception(law: Law, published: date, meeting: date | None = None) -> Answer:
    """EX-2: the first day for a key decision whose exception notice was published on that day."""
    rule = executive_rule("EX-2", law, published, "general exception")
    calendar, mode = calendar_of(law), mode_of(law)
    careful = earliest_meeting(published, _EXCEPTION, mode, calendar)
    bare = earliest_meeting(published, _EXCEPTION, DayMode.CALENDAR, calendar)
    steps = [
        Step("Scrutiny's chair (or every member of it) is told in writing, and the same is published."),
        *forward_steps(published, careful, mode, calendar)[:-1],
        Step(f"{in_words(careful)}: five clear days have passed, the decision can be taken.", careful),
    ]
    if bare != careful:
        steps.append(Step(f"If every day counts: {in_words(bare)}. That is arguable.", bare))
    verdict = None
    if meeting is not None:
        verdict = (
            Verdict.SAFE if meeting >= careful else Verdict.ARGUABLE if meeting >= bare else Verdict.SHORT
        )
    inputs = _inputs(law, published=published, meeting=meeting)
    return Answer(rule, careful.isoformat(), verdict, tuple(steps), inputs, {"calendar": bare.isoformat()})


def special_urgency(
    law: Law, meeting: date, agreed_by: str, *, available: Iterable[str] = CHAIN, reason: str = ""
) -> Answer:
    """EX-3: whether the right office agreed. `available`: which of the chain there is somebody in."""
    rule = executive_rule("EX-3", law, meeting, "special urgency")
    there = [office for office in CHAIN if office in set(available)]
    who = agreed_by.strip().lower()
    result = bool(there) and who == there[0]
    steps = [Step(f"Who may agree, in this order: {', '.join(CHAIN)}.")]
    if who and who not in CHAIN:
        steps.append(Step(f"The {who} is not one of them: that agreement counts for nothing."))
    elif not there:
        steps.append(Step("Nobody holds any of these offices: it cannot be agreed."))
    elif result:
        steps.append(Step(f"The {who} agreed, who comes first of those in office."))
    elif who in there:
        steps.append(Step(f"The {there[0]} is in office and comes before the {who}."))
    elif who:
        steps.append(Step(f"Nobody is {who}: the {there[0]} may agree."))
    else:
        steps.append(Step("Nobody has agreed yet."))
    if result:
        steps.append(Step(_reasons(reason)))
        steps.append(Step("The leader reports it to council, at least once a year (regulation 19)."))
    inputs = _inputs(law, meeting=meeting, agreed_by=agreed_by)
    return Answer(
        rule, result, steps=tuple(steps), inputs=inputs, also={"needed": there[0] if there else None}
    )


def _reasons(reason: str) -> str:
    return "Its reasons are published." if reason.strip() else "Publish the reasons as soon as you can."


def private_meeting(law: Law, meeting: date) -> Answer:
    """EX-4: the last days for the two notices of the executive's meeting in private."""
    rule = executive_rule("EX-4", law, meeting, "notice of private meetings")
    calendar = calendar_of(law)
    first = latest_issue(meeting, _plan_days(law, meeting), plan_mode(law), calendar)
    second = latest_issue(meeting, _SECOND_NOTICE, mode_of(law), calendar)
    bare = latest_issue(meeting, _SECOND_NOTICE, DayMode.CALENDAR, calendar)
    steps = (
        Step(f"First notice, 28 clear days before with the reasons: by {in_words(first)}.", first),
        *open_steps(first, calendar),
        Step(f"Second notice, five clear days before: by {in_words(second)}.", second),
        Step("The second repeats the reasons, lists representations and gives the response to them."),
    )
    result = {"first": first.isoformat(), "second": second.isoformat()}
    also = {"first_open": open_day(first, calendar).isoformat(), "second_calendar": bare.isoformat()}
    return Answer(rule, result, steps=steps, inputs=_inputs(law, meeting=meeting), also=also)


def decision_statement(law: Law, taken: date) -> Answer:
    """EX-5: by when the statement of the executive's decisions is published."""
    rule = executive_rule("EX-5", law, taken, "statement of executive decisions")
    days, calendar = value(law, "decision_statement_days").number, calendar_of(law)
    due = add_working(taken, days, calendar)
    steps = (
        Step("As soon as practicable, counted in working days; the same for a member alone (regulation 13)."),
        *working_steps(taken, due, calendar),
        Step("It states decision and date, reasons, alternatives rejected, conflicts, dispensations."),
    )
    return Answer(rule, due.isoformat(), steps=steps, inputs=_inputs(law, taken=taken))


@dataclass(frozen=True)
class Statement:
    """What the statement of a decision must hold. `alternatives` "none" is an answer, blank is not."""

    decision: str
    reasons: str
    alternatives: str
    conflicts: str = "none"

    def missing(self) -> tuple[str, ...]:
        """What is blank, in words."""
        parts = {
            "the decision": self.decision,
            "the reasons": self.reasons,
            "alternatives considered and rejected": self.alternatives,
            "conflicts of interest declared": self.conflicts,
        }
        return tuple(name for name, text in parts.items() if not text.strip())


def not_key(law: Law, required: date, *, period: int | None = None, missing: Iterable[str] = ()) -> Answer:
    """EX-6: by when the executive reports to council on a decision that scrutiny says was key."""
    rule = executive_rule("EX-6", law, required, "report on a decision not treated as key")
    days = period or value(law, "not_key_report_days").number
    if days > _LONGEST_PERIOD:
        raise Invalid(f"Give at most {_LONGEST_PERIOD} working days.")
    calendar = calendar_of(law)
    due = add_working(required, days, calendar)
    left_out = tuple(missing)
    steps = [*working_steps(required, due, calendar)]
    steps.append(Step("The report: the decision, its reasons, who made it, why it was not treated as key."))
    if left_out:
        steps.append(Step(f"It leaves out {', '.join(left_out)}: it cannot go to council like that."))
    inputs = _inputs(law, required=required, period=days)
    return Answer(rule, due.isoformat(), steps=tuple(steps), inputs=inputs, also={"complete": not left_out})


def call_in(law: Law, published: date, *, members: int = 0) -> Answer:
    """SC-1: the last day on which a decision can be called in; it may be carried out after that day."""
    days = value(law, "call_in").number
    rule = executive_rule("SC-1", law, published, "call-in")
    if not days:
        raise WrongState("Your own rules say for how long a decision can be called in: choose call_in first.")
    calendar = calendar_of(law)
    last = add_working(published, days, calendar)
    who = value(law, "call_in_members").word
    also: dict[str, Any] = {"working_days": days, "members": who}
    if who == "15%" and members:
        also["members"] = -(-members * 15 // 100)
    steps = (
        Step(f"The decision can be called in for {days} working days after it is published."),
        *working_steps(published, last, calendar),
        Step(f"The period ends at the end of {in_words(last)}; carried out only after that.", last),
        Step(_who(also["members"], members)),
    )
    return Answer(rule, last.isoformat(), steps=steps, inputs=_inputs(law, published=published), also=also)


def _who(number: str | int, members: int) -> str:
    if number == "15%":
        return "15 per cent of the council's members must ask, rounded up."
    if isinstance(number, int):
        return f"{number} of {members} members must ask (15 per cent, rounded up)."
    return f"{number} members, or the chair of scrutiny, must ask; this is the council's own choice."


@dataclass(frozen=True)
class Calling:
    """A call-in as lodged. `before`: the same decision was called in earlier."""

    lodged: date
    before: bool = False
    urgent_reason: str = ""


def called_in(law: Law, published: date, calling: Calling) -> Answer:
    """SC-1: whether a call-in is in time, what it stops, and by when scrutiny meets."""
    answer = call_in(law, published)
    last = date.fromisoformat(answer.result)
    calendar = calendar_of(law)
    due = add_working(calling.lodged, value(law, "call_in_meeting_days").number, calendar)
    if calling.before:
        valid, text = False, "This decision was called in before: it cannot be called in twice."
    elif calling.urgent_reason.strip():
        valid, text = False, f"It was urgent and exempt from call-in: {calling.urgent_reason.strip()}"
    elif calling.lodged < published or calling.lodged > last:
        valid, text = False, f"Lodged on {in_words(calling.lodged)}: outside the period."
    else:
        valid, text = True, f"In time: nothing is carried out; scrutiny meets by {in_words(due)}."
    result = {"valid": valid, "frozen": valid, "scrutiny_by": due.isoformat() if valid else None}
    inputs = {**answer.inputs, "lodged": calling.lodged.isoformat()}
    return Answer(answer.rule, result, steps=(*answer.steps, Step(text, calling.lodged)), inputs=inputs)
