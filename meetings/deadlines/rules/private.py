"""Going into private: what state the meeting is in for an item, and whether pictures and sound must have stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from meetings.deadlines.rules.base import Answer, Law, Step
from meetings.deadlines.rules.book import rule_for
from meetings.kernel.errors import WrongState


class Doors(StrEnum):
    """How the meeting stands."""

    OPEN = "open"
    #: nothing may be said yet: the public feed is still running
    ALARM = "alarm"
    PRIVATE = "private"


@dataclass(frozen=True)
class Resolution:
    """The resolution to exclude the public as it was put."""

    items: tuple[str, ...]
    paragraphs: tuple[str, ...]
    votes_for: int
    votes_against: int


def doors(
    law: Law, on: date, item: str, resolution: Resolution | None, *, live: bool, confidential: bool = False
) -> Answer:
    """AG-5: open until a resolution that names the item and a paragraph is carried; an alarm while a feed runs on.

    `live`: the public feed's own state, not a button's.
    """
    rule = rule_for("AG-5", law.profile, on)
    if rule is None:
        raise WrongState(f"No rule on excluding the public is known for {law.profile.label}.")
    closed, why = (
        (True, "Confidential: the public must leave, no vote is needed.")
        if confidential
        else _carried(item, resolution)
    )
    state = Doors.OPEN if not closed else Doors.ALARM if live else Doors.PRIVATE
    steps = [Step(why)]
    if state is Doors.ALARM:
        steps.append(Step("Pictures or sound are still public: stop them before anything is said."))
    return Answer(rule, state.value, steps=tuple(steps), inputs={"item": item, "live": live})


def _carried(item: str, resolution: Resolution | None) -> tuple[bool, str]:
    if resolution is None:
        return False, "No resolution has been put: the meeting is open."
    if not resolution.paragraphs:
        return False, "The motion names no paragraph: it cannot be put."
    if resolution.votes_for <= resolution.votes_against:
        return False, "The motion was not carried: the meeting stays open."
    if item not in resolution.items:
        return False, "The resolution does not name this item: it stays open."
    return True, f"Carried {resolution.votes_for}-{resolution.votes_against}: the item is taken in private."
