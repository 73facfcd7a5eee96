"""What the law says of members themselves: attendance, acceptance of office, presiding, co-optees' votes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from meetings.deadlines.rules.base import Answer, Law, Profile, Rule, State, Step
from meetings.deadlines.rules.counting import add_months, in_words
from meetings.deadlines.rules.people_book import (
    ACCEPTANCE,
    ACCEPTANCE_PARISH,
    ARREARS,
    CO_OPTEES,
    CO_OPTEES_EDUCATION,
    SIX_MONTHS,
    SIX_MONTHS_LOCAL,
    SIX_MONTHS_NI,
    SIX_MONTHS_SCOTLAND,
    SIX_MONTHS_WALES,
)
from meetings.deadlines.rules.profiles import value
from meetings.deadlines.rules.votes_book import PRESIDE

_DAY = timedelta(days=1)
_MONTHS = 6
#: Days before the last day on which an extraordinary meeting is proposed, when no ordinary one comes in time.
PROMPTS = (60, 30)

_SIX_MONTHS: dict[Profile, Rule] = {
    Profile.ENGLAND_PRINCIPAL: SIX_MONTHS,
    Profile.ENGLAND_PARISH: SIX_MONTHS,
    Profile.WALES: SIX_MONTHS_WALES,
    Profile.SCOTLAND: SIX_MONTHS_SCOTLAND,
    Profile.NORTHERN_IRELAND: SIX_MONTHS_NI,
    Profile.GENERIC: SIX_MONTHS_LOCAL,
}


@dataclass(frozen=True)
class CouncilMeeting:
    """A meeting of the full council that could approve an absence."""

    on: date
    ordinary: bool = True


@dataclass(frozen=True)
class Clock:
    """A member's six months. `expiry` is the day on which they have run out."""

    expiry: date
    #: the last day on the careful count
    careful: date
    #: the last meeting of the council that can approve the absence in time; None: none stands in the calendar
    last_council: date | None


def clock_of(
    last_attended: date,
    suspended_days: int = 0,
    family_absence_days: int = 0,
    council_meetings: Iterable[CouncilMeeting] = (),
) -> Clock:
    """When the six months end, and the last ordinary council meeting before that."""
    expiry = add_months(last_attended, _MONTHS) + timedelta(days=suspended_days + family_absence_days)
    careful = expiry - _DAY
    slots = [m.on for m in council_meetings if m.ordinary and last_attended < m.on <= careful]
    return Clock(expiry, careful, max(slots, default=None))


def _months_steps(
    last: date, clock: Clock, suspended: int, family: int, approved_on: date | None
) -> Iterable[Step]:
    plain = add_months(last, _MONTHS)
    yield Step(f"Last attended on {in_words(last)}: the six months run from that day.", last)
    shorter = " (the month has no such day: its last day)" if plain.day != last.day else ""
    yield Step(f"Six months later is {in_words(plain)}{shorter}.", plain)
    if suspended:
        yield Step(f"{suspended} days of suspension are left out: add {suspended} days.")
    if family:
        yield Step(f"{family} days of family absence are left out: add {family} days.")
    yield Step(f"The period is over on {in_words(clock.expiry)}.", clock.expiry)
    yield Step(f"On the careful count {in_words(clock.careful)} is the last day to attend.", clock.careful)
    if clock.last_council is not None:
        yield Step(f"The last council meeting able to approve the absence: {in_words(clock.last_council)}.")
    if approved_on is not None:
        yield Step(f"Approved by the council on {in_words(approved_on)}.", approved_on)


def six_months(
    law: Law,
    last_attended: date,
    suspended_days: int = 0,
    *,
    family_absence_days: int = 0,
    approved_on: date | None = None,
    council_meetings: Iterable[CouncilMeeting] | None = None,
) -> Answer:
    """MB-1: when a member who does not attend ceases to be one, and which council meeting can still prevent it.

    `council_meetings` None: the calendar is not known, and nothing is said about it.
    """
    rule = _SIX_MONTHS[law.profile]
    inputs = {"last_attended": last_attended.isoformat(), "suspended_days": suspended_days}
    if value(law, "nonattendance").value == "off":
        none = {"expiry": None, "careful": None, "last_council_meeting": None, "approval": None}
        return Answer(rule, none, steps=(Step("Your profile has no such rule of its own."),), inputs=inputs)
    family = family_absence_days if law.profile is Profile.WALES else 0
    meetings = tuple(council_meetings or ())
    clock = clock_of(last_attended, suspended_days, family, meetings)
    steps = [*_months_steps(last_attended, clock, suspended_days, family, approved_on)]
    if council_meetings is not None and clock.last_council is None:
        steps.append(Step(_propose(clock)))
    result = {
        "expiry": clock.expiry.isoformat(),
        "careful": clock.careful.isoformat(),
        "last_council_meeting": clock.last_council.isoformat() if clock.last_council else None,
        "approval": approval_of(law, clock, approved_on).value if approved_on else None,
    }
    return Answer(rule, result, steps=tuple(steps), inputs=inputs)


def _propose(clock: Clock) -> str:
    first, second = (clock.careful - timedelta(days=n) for n in PROMPTS)
    return (
        "No ordinary meeting of the council comes in time: an extraordinary one is needed. "
        f"Propose it by {in_words(first)}, and again by {in_words(second)}."
    )


class Approval(StrEnum):
    """How an approval of an absence stands."""

    IN_TIME = "in time"
    #: on the day itself on which the six months are over
    DOUBTFUL = "doubtful"
    TOO_LATE = "too late"
    #: Scotland: the Act does not say that it must come before the period ends
    LATE_BUT_OPEN = "late, but the law names no time"


def approval_of(law: Law, clock: Clock, approved_on: date) -> Approval:
    """Whether an approval by the council on that day keeps the member in office."""
    if approved_on <= clock.careful:
        return Approval.IN_TIME
    if law.profile is Profile.SCOTLAND:
        return Approval.LATE_BUT_OPEN
    return Approval.DOUBTFUL if approved_on == clock.expiry else Approval.TOO_LATE


def counts_as_attendance(law: Law, *, in_person: bool, remote: bool, may_take_part_remotely: bool) -> bool:
    """Whether it stops the clock. In England somebody who watches from afar has not attended."""
    if in_person:
        return True
    england = law.profile in (Profile.ENGLAND_PRINCIPAL, Profile.ENGLAND_PARISH)
    return remote and may_take_part_remotely and not england


def acceptance(law: Law, elected: date, first_meeting: date | None = None) -> Answer:
    """MB-2: the last day for the declaration of acceptance of office."""
    inputs = {"elected": elected.isoformat()}
    if law.profile is Profile.ENGLAND_PARISH:
        rule, by = ACCEPTANCE_PARISH, first_meeting
        words = "at or before the first meeting after the election"
        step = Step(f"In a parish: {words}" + (f", {in_words(by)}." if by else "."), by)
    else:
        rule, by = ACCEPTANCE, add_months(elected, 2)
        step = Step(f"Two months from {in_words(elected)}: {in_words(by)}.", by)
    steps = (step, Step("Until it is made the member may not act, nor vote."))
    return Answer(rule, {"by": by.isoformat() if by else None}, steps=steps, inputs=inputs)


def may_act(law: Law, elected: date, accepted_on: date | None, on: date) -> Answer:
    """MB-2: whether a member may vote on that day."""
    answer = acceptance(law, elected)
    by = answer.result["by"]
    accepted = accepted_on is not None and accepted_on <= on
    if accepted:
        step = Step("The declaration was made: the member may act.", accepted_on)
    elif by is not None and on.isoformat() > by:
        step = Step("No declaration was made in time: the office is vacant.", on)
    else:
        step = Step("No declaration has been made yet: the member may not act.", on)
    result = {"may_act": accepted, "by": by}
    return Answer(answer.rule, result, steps=(*answer.steps, step), inputs=answer.inputs)


def may_preside(*, is_member: bool, executive: bool, chair_or_vice: bool = False) -> Answer:
    """ME-3: who may be put into the chair when chair and vice-chair are away."""
    if not is_member:
        allowed, why = False, "Only a member of the body can preside."
    elif chair_or_vice:
        allowed, why = True, "The chair presides, and in the chair's absence the vice-chair."
    elif executive:
        allowed, why = (
            False,
            "The members present choose one of themselves, but not a member of the executive.",
        )
    else:
        allowed, why = True, "Chair and vice-chair being away, the members present may choose this member."
    return Answer(PRESIDE, allowed, steps=(Step(why),))


class CoOptee(StrEnum):
    """In what capacity somebody sits on a committee."""

    COUNCILLOR = "councillor"
    #: parent governor or church representative
    EDUCATION = "education"
    INDEPENDENT = "independent"
    OTHER = "other"


def may_vote(who: CoOptee, tags: frozenset[str] = frozenset(), *, advisory: bool = False) -> Answer:
    """MB-4: whether this member of a committee votes on an item with these tags."""
    if who is CoOptee.COUNCILLOR:
        return Answer(CO_OPTEES, True, steps=(Step("A councillor on the committee votes."),))
    if advisory:
        why = "On an advisory committee a co-opted member may vote."
        return Answer(CO_OPTEES, True, steps=(Step(why),))
    if who is CoOptee.EDUCATION:
        votes = "education" in tags
        why = (
            "The question is about education functions: a vote." if votes else "Not about education: no vote."
        )
        return Answer(CO_OPTEES_EDUCATION, votes, steps=(Step(f"{why} They may speak either way."),))
    why = "A co-opted member has no vote, and no casting vote in the chair. They may speak."
    return Answer(CO_OPTEES, False, steps=(Step(why),))


def may_cast(who: CoOptee, tags: frozenset[str] = frozenset(), *, advisory: bool = False) -> bool:
    """MB-4: whether they have a casting vote in the chair: only with a vote of their own."""
    return bool(may_vote(who, tags, advisory=advisory).result)


def arrears_prompt(tags: frozenset[str]) -> Answer:
    """ME-10: whether members are to be reminded before this item. Who is in arrears is never stored."""
    budget = "budget" in tags
    why = (
        "Ask: does any member owe two months' council tax? They say so and do not vote. Record only that they said it."
        if budget
        else "Not a council-tax matter."
    )
    return Answer(ARREARS, State.WAITING.value if budget else State.MET.value, steps=(Step(why),))
