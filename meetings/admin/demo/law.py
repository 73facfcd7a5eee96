"""The demonstration council's law: a confirmed profile, a choice of its own, and two closures."""

from __future__ import annotations

from datetime import date, timedelta

from meetings.admin.demo.load_people import Cast
from meetings.deadlines.rules.base import Profile
from meetings.deadlines.usecases import (
    AddClosures,
    ChooseProfile,
    SetChoice,
    SignOffLaw,
    add_closure,
    choose_profile,
    set_choice,
    sign_off_law,
)
from meetings.runtime.work import Work

_MANAGER, _MONITORING = "carvalho-webb", "quayum"
_CUT_OFF = SetChoice(
    "notice_cut_off", "16:30", "Constitution, part 4B, rule 5: the Town Hall closes at 4.30pm"
)
_SIGNED = "Read against the constitution of May; the count of Saturdays is to go to the Standards Committee."


def load_law(work: Work, cast: Cast, today: date) -> None:
    """Confirmed by the manager, signed off by the monitoring officer."""
    system = work.actor
    work.actor = cast.actors[_MANAGER]
    choose_profile(work, ChooseProfile(Profile.ENGLAND_PRINCIPAL))
    set_choice(work, _CUT_OFF)
    add_closure(work, AddClosures(_after_christmas(today), "Town Hall closed between Christmas and New Year"))
    add_closure(work, AddClosures((_staff_day(today),), "All-staff day: Town Hall closed"))
    work.actor = cast.actors[_MONITORING]
    sign_off_law(work, SignOffLaw(_SIGNED))
    work.actor = system


def _after_christmas(today: date) -> tuple[date, ...]:
    """The week days from 27 to 31 December of the Christmas that comes next, or is just over."""
    year = today.year if today.month > 1 else today.year - 1
    days = (date(year, 12, 27) + timedelta(days=n) for n in range(5))
    return tuple(day for day in days if day.weekday() < 5)


def _staff_day(today: date) -> date:
    """A Friday soon, in the notice of the meetings that follow it."""
    soon = today + timedelta(days=8)
    return soon + timedelta(days=(4 - soon.weekday()) % 7)
