"""Calling meetings: the annual meeting, members' demands, and which later meeting signs the minutes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from meetings.deadlines.rules.base import Answer, Law, Profile, Rule, Step
from meetings.deadlines.rules.book import rule_for
from meetings.deadlines.rules.counting import DayMode, calendar_of, earliest_meeting, in_words
from meetings.deadlines.rules.facts import LaterMeeting, MeetingForm
from meetings.deadlines.rules.notice import days_of, mode_of
from meetings.deadlines.rules.profiles import value
from meetings.kernel.errors import Invalid, WrongState

_DAY = timedelta(days=1)
_SPRING = (3, 4, 5)
_MAY = 5


def _rule(family: str, law: Law, on: date, what: str) -> Rule:
    found = rule_for(family, law.profile, on)
    if found is None:
        raise WrongState(f"No rule on {what} is known for {law.profile.label}.")
    return found


def annual_meeting(law: Law, *, retirement: date | None = None, meeting: date | None = None) -> Answer:
    """ME-1: when the annual meeting can be held. `retirement`: when councillors retire, in an election year.

    The result: the usual day, the first and the last one; and whether `meeting` is lawful, when it is given.
    """
    on = meeting or retirement
    if on is None:
        raise Invalid("Give the day on which councillors retire, or the day of the meeting.")
    rule = _rule("ME-1", law, on, "the annual meeting")
    parish = law.profile is Profile.ENGLAND_PARISH
    if retirement is None:
        first, last, usual = _without_election(on.year, parish)
        steps = [Step(f"Without an ordinary election of councillors in {on.year}: {_months(parish)}.")]
    else:
        first, last, usual = _after_election(retirement, parish)
        steps = _election_steps(retirement, first, last, usual, parish)
    calendar = calendar_of(law)
    for day in sorted({last, usual or last}):
        why = calendar.why_not(day, DayMode.WORKING)
        if why:
            steps.append(Step(f"{in_words(day)} is {why}: better avoided.", day))
    result: dict[str, Any] = {
        "default": usual.isoformat() if usual else None,
        "first": first.isoformat(),
        "last": last.isoformat(),
    }
    if meeting is not None:
        result["lawful"] = lawful = first <= meeting <= last
        steps.append(
            Step(f"{in_words(meeting)} is {'inside' if lawful else 'outside'} that period.", meeting)
        )
    inputs = {
        "profile": law.profile.value,
        "retirement": retirement.isoformat() if retirement else None,
        "meeting": meeting.isoformat() if meeting else None,
    }
    return Answer(
        rule, result, steps=(*steps, Step("It begins at noon where no hour is fixed.")), inputs=inputs
    )


def _months(parish: bool) -> str:
    return "any day in May" if parish else "any day in March, April or May"


def _without_election(year: int, parish: bool) -> tuple[date, date, date | None]:
    first = date(year, _MAY if parish else _SPRING[0], 1)
    return first, date(year, _MAY, 31), None


def _after_election(retirement: date, parish: bool) -> tuple[date, date, date]:
    if parish:
        # They take office on the day on which the old ones retire.
        return retirement, retirement + 14 * _DAY, retirement
    return retirement + _DAY, retirement + 21 * _DAY, retirement + 8 * _DAY


def _election_steps(retirement: date, first: date, last: date, usual: date, parish: bool) -> list[Step]:
    steps = [Step(f"Councillors retire on {in_words(retirement)}.", retirement)]
    if parish:
        steps.append(Step(f"Within 14 days of taking office: by {in_words(last)}.", last))
    else:
        steps.append(Step(f"The eighth day after that is {in_words(usual)}.", usual))
        steps.append(Step(f"Or another day within 21 days after it: from {in_words(first)}.", first))
        steps.append(Step(f"The last of the 21 days is {in_words(last)}.", last))
    return steps


def signatures_needed(law: Law, seats: int = 0) -> int | None:
    """How many members must sign; None: a share of the seats, and the seats are not known."""
    text = value(law, "requisition_members").word
    if text == "quarter":
        return math.ceil(seats / 4) if seats else None
    if not text.isdecimal():
        raise Invalid("How many members can demand a meeting is a number or the word quarter.")
    return int(text)


def requisition(
    law: Law,
    received: date,
    *,
    signatures: int | None = None,
    refused: date | None = None,
    seats: int = 0,
) -> Answer:
    """ME-2: what follows when members demand a meeting: until when the chair may call it, then when they may."""
    rule = _rule("ME-2", law, received, "members' demands")
    needed = signatures_needed(law, seats)
    inputs = {
        "profile": law.profile.value,
        "received": received.isoformat(),
        "signatures": signatures,
        "refused": refused.isoformat() if refused else None,
    }
    if refused is not None and refused < received:
        raise Invalid("It was refused before it was received. Check the two dates.")
    valid = signatures is None or needed is None or signatures >= needed
    steps = [Step(_signed(needed, signatures, valid))]
    result: dict[str, Any] = {"valid": valid, "signatures_needed": needed}
    if valid:
        clock, told = _requisition_clock(law, received, refused)
        result |= clock
        steps += told
    return Answer(rule, result, steps=tuple(steps), inputs=inputs)


def _signed(needed: int | None, signatures: int | None, valid: bool) -> str:
    who = "A quarter of the members sign" if needed is None else f"{needed} members sign"
    if signatures is None:
        return f"{who}, and say what business the meeting is for."
    if needed is None:
        return f"{who}: {signatures} did. Give the number of seats to be told whether that is enough."
    if valid:
        return f"{who}: {signatures} did, that is enough."
    return f"{who}: {signatures} did, so the demand is not valid."


def _requisition_clock(law: Law, received: date, refused: date | None) -> tuple[dict[str, Any], list[Step]]:
    days, hold = value(law, "requisition_days").number, value(law, "requisition_hold_days").number
    steps = [Step(f"Received on {in_words(received)}.", received)]
    result: dict[str, Any] = {
        "chair_by": None,
        "members_from": None,
        "earliest_meeting": None,
        "hold_by": None,
    }
    if days:
        by = received + days * _DAY
        # A refusal that comes when the days are over takes nothing from them.
        early = refused is not None and refused <= by
        members = refused if refused is not None and early else by + _DAY
        earliest = earliest_meeting(
            members, days_of(law, members, summons=True), mode_of(law), calendar_of(law)
        )
        result |= {
            "chair_by": by.isoformat(),
            "members_from": members.isoformat(),
            "earliest_meeting": earliest.isoformat(),
        }
        steps.append(Step(f"The chair calls it within {days} days: by {in_words(by)}.", by))
        if early:
            steps.append(Step(f"Refused on {in_words(members)}: the members may call it at once.", members))
        else:
            steps.append(
                Step(f"Not called by then: the members may call it from {in_words(members)}.", members)
            )
        needed = days_of(law, members, summons=True)
        text = (
            f"Called that day, with {needed} clear days, it is held on {in_words(earliest)} at the earliest."
        )
        steps.append(Step(text, earliest))
        steps += _avoid(law, earliest)
    if hold:
        last = received + hold * _DAY
        result["hold_by"] = last.isoformat()
        steps.append(Step(f"It is held within {hold} days: by {in_words(last)}.", last))
    return result, steps


def _avoid(law: Law, day: date) -> list[Step]:
    why = calendar_of(law).why_not(day, DayMode.WORKING)
    text = f"That day is {why}: the next open one is the first that is fit for a meeting."
    return [Step(text, day)] if why and why != "a Saturday" else []


def next_suitable(
    law: Law, meeting: date, later: Iterable[LaterMeeting], *, abolished: bool = False
) -> Answer:
    """ME-9: the later meeting of the same body whose agenda has these minutes: the first not extraordinary one.

    `abolished`: the body meets no more; `later` are its parent's or successor's, and a named person decides.
    """
    rule = _rule("ME-9-T" if abolished else "ME-9", law, meeting, "minutes")
    steps = [Step(f"The minutes of {in_words(meeting)}.", meeting)]
    chosen: LaterMeeting | None = None
    for each in sorted(later, key=lambda each: each.on):
        if each.on <= meeting:
            continue
        if each.form is MeetingForm.EXTRAORDINARY:
            steps.append(
                Step(f"{in_words(each.on)} is an extraordinary meeting: the one after it will do.", each.on)
            )
            continue
        chosen = each
        steps.append(Step(f"{in_words(each.on)} is the next suitable meeting: signed there.", each.on))
        break
    if chosen is None:
        steps.append(Step("No such meeting stands in the calendar: arrange one, or ask the parent body."))
    result = chosen.on.isoformat() if chosen else None
    inputs = {"profile": law.profile.value, "meeting": meeting.isoformat()}
    return Answer(
        rule, result, steps=tuple(steps), inputs=inputs, also={"meeting_id": chosen.id if chosen else None}
    )
