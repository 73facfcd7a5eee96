"""Interests: when they must be registered, who may take part, and what a dispensation may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from meetings.deadlines.rules.base import Answer, Law, Profile, Step
from meetings.deadlines.rules.counting import add_months, in_words, years_beginning
from meetings.deadlines.rules.people_book import DISPENSATION, PARTICIPATION, REGISTER, REGISTER_ELSEWHERE

_REGISTER_DAYS = 28
_MOST_YEARS = 4
_ENGLAND = (Profile.ENGLAND_PRINCIPAL, Profile.ENGLAND_PARISH)


def register_by(law: Law, became_member: date) -> Answer:
    """MB-3: the last day to notify interests. The first day is counted in: the careful reading."""
    inputs = {"became_member": became_member.isoformat()}
    if law.profile is Profile.GENERIC:
        step = Step("Your own rules say whether interests are registered; they are declared at the meeting.")
        return Answer(REGISTER_ELSEWHERE, None, steps=(step,), inputs=inputs)
    if law.profile is Profile.SCOTLAND:
        by = add_months(became_member, 1)
        step = Step(f"One month from {in_words(became_member)}: {in_words(by)}.", by)
    else:
        by = became_member + timedelta(days=_REGISTER_DAYS - 1)
        step = Step(f"28 days beginning with {in_words(became_member)}: {in_words(by)}.", by)
    rule = REGISTER if law.profile in _ENGLAND else REGISTER_ELSEWHERE
    return Answer(rule, by.isoformat(), steps=(step,), inputs=inputs)


class Ground(StrEnum):
    """On what ground a dispensation may be given."""

    NUMBERS = "a"
    BALANCE = "b"
    INHABITANTS = "c"
    EXECUTIVE = "d"
    APPROPRIATE = "e"

    @property
    def label(self) -> str:
        """The ground in words."""
        return {
            "a": "so many are barred that business would be impeded",
            "b": "the balance of the groups would be upset and the outcome likely altered",
            "c": "it is in the interests of people living in the area",
            "d": "every member of the executive would be barred",
            "e": "it is otherwise appropriate",
        }[self.value]


@dataclass(frozen=True)
class Dispensation:
    """Leave to take part in spite of an interest."""

    start: date
    end: date
    speak: bool = True
    vote: bool = True
    #: what it covers, in the words of the register; empty: whatever the interest touches
    matter: str = ""

    def covers(self, on: date, matter: str) -> bool:
        """Whether it holds that day for that matter."""
        return self.start <= on <= self.end and self.matter in ("", matter)


def dispensation(start: date, end: date, *, in_writing: bool = True, ground: Ground | None = None) -> Answer:
    """MB-3: whether a dispensation for that period may be given: four years at most, the first day counted in."""
    last = years_beginning(start, _MOST_YEARS)
    steps = [Step(f"Four years beginning with {in_words(start)} end on {in_words(last)}.", last)]
    wrong = []
    if end > last:
        wrong.append("It would be longer than four years.")
    if end < start:
        wrong.append("It would end before it begins.")
    if not in_writing:
        wrong.append("The member must ask for it in writing.")
    if ground is not None:
        steps.append(Step(f"Ground ({ground.value}): {ground.label}."))
    steps += [Step(text) for text in wrong]
    inputs = {"start": start.isoformat(), "end": end.isoformat()}
    result = {"valid": not wrong, "latest_end": last.isoformat()}
    return Answer(DISPENSATION, result, steps=tuple(steps), inputs=inputs)


@dataclass(frozen=True)
class Part:
    """What a member may do on an item."""

    speak: bool
    vote: bool


def participation(interest: bool, given: Dispensation | None, on: date, matter: str = "") -> Answer:
    """MB-3: whether a member with a disclosable pecuniary interest may speak and vote."""
    if not interest:
        part, why = Part(True, True), "No disclosable pecuniary interest: full part."
    elif given is not None and given.covers(on, matter):
        part, why = Part(given.speak, given.vote), f"Dispensed until {in_words(given.end)} for this."
    else:
        part = Part(False, False)
        why = (
            "A disclosable pecuniary interest and no dispensation that covers it: no part in discussion or vote. "
            "Whether the member leaves the room is for standing orders or the local code."
        )
    result = {"speak": part.speak, "vote": part.vote}
    return Answer(PARTICIPATION, result, steps=(Step(why),), inputs={"on": on.isoformat(), "matter": matter})


def ground_numbers(members: int, barred: int, quorum: int) -> Answer:
    """MB-3, ground (a): whether too few would be left to do the business."""
    left = members - barred
    shown = left < quorum
    steps = (Step(f"{members} members, {barred} barred: {left} left, and the quorum is {quorum}."),)
    inputs = {"members": members, "barred": barred, "quorum": quorum}
    return Answer(DISPENSATION, shown, steps=steps, inputs=inputs)


def ground_balance(for_: int, against: int, barred_for: int, barred_against: int) -> Answer:
    """MB-3, ground (b): whether who has the upper hand changes when those barred are left out."""
    before, after = for_ - against, (for_ - barred_for) - (against - barred_against)
    sign = (before > 0) - (before < 0), (after > 0) - (after < 0)
    steps = (
        Step(f"With everybody: {for_} to {against}."),
        Step(f"Without those barred: {for_ - barred_for} to {against - barred_against}."),
    )
    inputs = {"for": for_, "against": against, "barred_for": barred_for, "barred_against": barred_against}
    return Answer(DISPENSATION, sign[0] != sign[1], steps=steps, inputs=inputs)
