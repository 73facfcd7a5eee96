"""Licensing hearings and planning committees: notices, replies, equal time, when speakers' registration closes."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from meetings.deadlines.rules.base import Answer, Law, Step
from meetings.deadlines.rules.book import rule_for
from meetings.deadlines.rules.counting import calendar_of, in_words, take_working, working_steps
from meetings.deadlines.rules.profiles import value
from meetings.kernel.errors import Invalid, WrongState


class Hearing(StrEnum):
    """The kinds of licensing hearing that have notice periods of their own."""

    ORDINARY = "ordinary"
    #: review after a closure order, or of interim steps (section 53C)
    CLOSURE_REVIEW = "closure-review"
    #: counter notice to a temporary event notice; cancelled interim authority
    TEMPORARY_EVENT = "temporary-event"


#: Working days before the hearing: for the notice, and for the parties' reply.
_DAYS = {Hearing.ORDINARY: (10, 5), Hearing.CLOSURE_REVIEW: (5, 2), Hearing.TEMPORARY_EVENT: (2, 1)}


def licensing_hearing(law: Law, hearing: date, kind: Hearing = Hearing.ORDINARY) -> Answer:
    """LI-1: the last days for the notice of a hearing and for the parties' replies."""
    rule = rule_for("LI-1", law.profile, hearing)
    if rule is None:
        raise WrongState(f"The hearings regulations of 2005 are not the law of {law.profile.label}.")
    notice_days, reply_days = _DAYS[kind]
    calendar = calendar_of(law)
    notice, reply = take_working(hearing, notice_days, calendar), take_working(hearing, reply_days, calendar)
    steps = (
        Step(f"Notice {notice_days} working days before the first day of the hearing, replies {reply_days}."),
        Step(f"{in_words(hearing)}: the first day of the hearing, not counted", hearing),
        *_back(notice, hearing, law),
        Step(f"Notice is given by {in_words(notice)}.", notice),
        Step(f"The parties reply by {in_words(reply)}.", reply),
        Step("A party may withdraw up to 24 hours before, or by word at the hearing."),
    )
    result = {"notice": notice.isoformat(), "reply": reply.isoformat()}
    inputs = {"profile": law.profile.value, "hearing": hearing.isoformat(), "kind": kind.value}
    return Answer(rule, result, steps=steps, inputs=inputs)


def _back(first: date, hearing: date, law: Law) -> tuple[Step, ...]:
    found, number = [], 0
    for step in reversed(working_steps(first, hearing, calendar_of(law), inclusive=True)[:-1]):
        number += bool(step.counted)
        day = step.text.split(": ", 1)[0]
        found.append(Step(f"{day}: working day {number} before", step.day, True) if step.counted else step)
    return tuple(found)


def equal_time(law: Law, hearing: date, minutes: int, parties: int) -> Answer:
    """LI-1: the same maximum time for every party; joint objectors are one party unless set otherwise."""
    rule = rule_for("LI-1-T", law.profile, hearing)
    if rule is None:
        raise WrongState(f"The hearings regulations of 2005 are not the law of {law.profile.label}.")
    if minutes < 1 or parties < 1:
        raise Invalid("Give at least one minute and one party.")
    steps = (
        Step(f"Each of {parties} parties has up to {minutes} minutes, the same for all."),
        Step("Objectors who join are one party and share its time, unless the authority sets otherwise."),
    )
    inputs = {"profile": law.profile.value, "minutes": minutes, "parties": parties}
    return Answer(rule, [minutes] * parties, steps=steps, inputs=inputs)


def planning_speakers(law: Law, meeting: date) -> Answer:
    """PL-1: when registration of speakers at a planning committee closes."""
    rule = rule_for("PL-1-D", law.profile, meeting)
    assert rule is not None
    day = take_working(meeting, 1, calendar_of(law))
    at = value(law, "planning_speakers_close").word
    steps = (Step(f"{at} on the working day before {in_words(meeting)}: {in_words(day)}.", day),)
    inputs = {"profile": law.profile.value, "meeting": meeting.isoformat()}
    return Answer(rule, {"day": day.isoformat(), "time": at}, steps=steps, inputs=inputs)
