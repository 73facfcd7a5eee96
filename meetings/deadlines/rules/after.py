"""What is due after a meeting: the Welsh note, the names of those present, recordings and their captions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from meetings.deadlines.rules.base import Answer, Law, Profile, Step
from meetings.deadlines.rules.book import rule_for
from meetings.deadlines.rules.counting import add_months, add_working, calendar_of, in_words, working_steps
from meetings.deadlines.rules.profiles import value
from meetings.kernel.errors import Invalid, WrongState


def welsh_note(law: Law, meeting: date) -> Answer:
    """RM-3: by when the note of a meeting in Wales is published, the day of the meeting being the first."""
    rule = rule_for("RM-3-N", law.profile, meeting)
    if rule is None or law.profile is not Profile.WALES:
        raise WrongState("The note after a meeting is the law of Wales, for meetings since 1 May 2021.")
    days, calendar = value(law, "post_meeting_note", meeting).number, calendar_of(law)
    due = add_working(meeting, days, calendar, inclusive=True)
    steps = (
        Step(f"{days} working days beginning with the day of the meeting."),
        *working_steps(meeting, due, calendar, inclusive=True),
        Step("It names who attended, apologies, declarations, the decisions and the outcome of votes."),
    )
    inputs = {"profile": law.profile.value, "meeting": meeting.isoformat()}
    return Answer(rule, due.isoformat(), steps=steps, inputs=inputs)


def captions(law: Law, posted: date, *, live_only: bool = False) -> Answer:
    """AC-1: by when a published recording has its captions; None: a live stream alone needs none."""
    rule = rule_for("AC-1", law.profile, posted)
    days = value(law, "captions_days", posted).number
    if rule is None or not days:
        raise WrongState("Captions are asked of recordings published since 23 September 2020.")
    inputs = {"profile": law.profile.value, "posted": posted.isoformat(), "live_only": live_only}
    if live_only:
        return Answer(
            rule, None, steps=(Step("Live sound and pictures are outside the regulations."),), inputs=inputs
        )
    due = posted + timedelta(days=days)
    steps = (
        Step(f"Published on {in_words(posted)}.", posted),
        Step(f"{days} days later: captions by {in_words(due)}, otherwise take it down.", due),
    )
    return Answer(rule, due.isoformat(), steps=steps, inputs=inputs)


def drafts_until(law: Law, signed: date) -> Answer:
    """AC-3: the last day for draft transcripts and notes, once the minutes are signed."""
    rule = rule_for("AC-3", law.profile, signed)
    assert rule is not None
    days = value(law, "transcript_days").number
    last = signed + timedelta(days=days)
    steps = (
        Step(f"{days} days after the minutes were signed: a person deletes them by {in_words(last)}.", last),
    )
    return Answer(rule, last.isoformat(), steps=steps, inputs={"signed": signed.isoformat()})


def webcast_until(law: Law, posted: date) -> Answer:
    """AC-4: the day on which a webcast may leave the website by the council's own choice."""
    rule = rule_for("AC-4", law.profile, posted)
    assert rule is not None
    months = value(law, "webcast_months").number
    last = add_months(posted, months)
    steps = (Step(f"{months} months online: until {in_words(last)}; a person takes it down.", last),)
    return Answer(rule, last.isoformat(), steps=steps, inputs={"posted": posted.isoformat()})


@dataclass(frozen=True)
class Stay:
    """A time in which a member was there. `left` None: until the end."""

    arrived: datetime
    left: datetime | None = None
    remote: bool = False


@dataclass(frozen=True)
class Taken:
    """When an item was taken, or a vote on it."""

    number: str
    at: datetime


def attendance(
    law: Law, begun: datetime, ended: datetime, stays: Iterable[Stay], items: Iterable[Taken] = ()
) -> Answer:
    """ME-8: how a member stands in the minutes: present, from and until which item, or merely in attendance."""
    on = begun.date()
    rule = rule_for("ME-8", law.profile, on)
    if rule is None:
        raise WrongState(f"No rule on attendance is known for {law.profile.label}.")
    if ended < begun:
        raise Invalid("The meeting ended before it began. Check the two times.")
    observer = value(law, "remote_member", on).word == "observer"
    spans = tuple(stays)
    there = [stay for stay in spans if not (stay.remote and observer)]
    if not there:
        text = "In attendance (remote): not present in law." if spans else "Not present."
        heading = "in attendance (remote)" if spans else "absent"
        return Answer(rule, {"heading": heading, "present": False}, steps=(Step(text, on),), inputs={})
    taken = sorted(items, key=lambda item: item.at)
    missed = [item.number for item in taken if not _inside(there, item.at)]
    first, last = min(stay.arrived for stay in there), max(stay.left or ended for stay in there)
    result: dict[str, Any] = {
        "heading": "present",
        "present": True,
        "arrived_during": _number(taken, first) if first > begun else None,
        "left_during": _number(taken, last) if last < ended else None,
        "absent_for": missed,
    }
    steps = tuple(
        Step(f"There from {stay.arrived:%H:%M} to {(stay.left or ended):%H:%M}.", on)
        for stay in sorted(there, key=lambda stay: stay.arrived)
    )
    return Answer(rule, result, steps=steps, inputs={"profile": law.profile.value, "on": on.isoformat()})


def _inside(stays: Iterable[Stay], at: datetime) -> bool:
    return any(stay.arrived <= at and (stay.left is None or at < stay.left) for stay in stays)


def _number(items: list[Taken], at: datetime) -> str | None:
    before = [item.number for item in items if item.at <= at]
    return before[-1] if before else None
