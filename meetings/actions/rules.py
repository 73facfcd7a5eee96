"""Pure rules of actions: their states, when they fall due, when somebody is reminded, who a resolution asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class ActionStatus(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    #: a meeting looked at it and left it for the next one
    CARRIED_FORWARD = "carried_forward"
    DONE = "done"
    NOT_NEEDED = "not_needed"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "open": "Open",
            "in_progress": "In progress",
            "carried_forward": "Carried forward",
            "done": "Done",
            "not_needed": "No longer needed",
        }[self.value]

    @property
    def colour(self) -> str:
        """Of its tag."""
        return {
            "open": "blue",
            "in_progress": "teal",
            "carried_forward": "yellow",
            "done": "green",
            "not_needed": "grey",
        }[self.value]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self in OPEN


OPEN = (ActionStatus.OPEN, ActionStatus.IN_PROGRESS, ActionStatus.CARRIED_FORWARD)


class DueKind(StrEnum):
    """How the day was set."""

    NONE = "none"
    DAY = "day"
    #: by the next meeting of the body: the day moves with that
    NEXT_MEETING = "next_meeting"
    WORKING_DAYS = "working_days"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "none": "No date was set",
            "day": "By a day",
            "next_meeting": "By the next meeting",
            "working_days": "Within working days",
        }[self.value]


#: The most working days that can be asked for: a year of them.
MOST_DAYS = 250
#: Reminders: so long before the day, then each so many days after it, until so many have gone.
BEFORE = timedelta(days=7)
EVERY = 7
MOST_LATE = 12


def reminder_due(due: date | None, today: date, written: date, last: str) -> str:
    """The mark of the reminder that is due today; empty if none is, or `last` is it already.

    One comes a week before the day, unless there was less time from the start; one the day after it, then one a week.
    """
    if due is None:
        return ""
    mark = ""
    if today > due:
        number = (today - due).days // EVERY
        mark = f"late{number}:{due.isoformat()}" if (today - due).days and number < MOST_LATE else ""
    elif today >= due - BEFORE and written <= due - BEFORE:
        mark = f"soon:{due.isoformat()}"
    return "" if mark == last else mark


def is_late(mark: str) -> bool:
    """Whether a reminder's mark says that the day has gone by."""
    return mark.startswith("late")


# --- What a resolution asks of whom ---

_NUMBER = re.compile(r"^\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+", re.IGNORECASE)
_THAT = re.compile(r"^that\b[\s,:]*", re.IGNORECASE)
_ASKS = re.compile(
    r"^(?P<who>[^.;]{3,120}?)\s+(?:be|is|are)\s+"
    r"(?:asked|requested|instructed|directed|required|invited|tasked)\s+to\s+(?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_DOES = re.compile(
    r"^(?P<who>(?:the\s+)?(?:[\w’'&,/-]+\s+){0,7}?"
    r"(?:officers?|director|clerk|head of [\w’'&, /-]+?|manager|solicitor|treasurer|engineer|executive|secretary))"
    r"(?:\s+of(?:\s+[\w’'&/-]+){1,5}?)?\s+(?:to|shall|will)\s+(?P<what>(?:\w+)\s.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OF = re.compile(r"^(?P<who>.{3,120}?)\s+(?:to|shall|will)\s", re.IGNORECASE | re.DOTALL)
_NEXT = re.compile(
    r"\b(?:to|at|by|before|for) (?:the|its|our|their) next (?:ordinary )?meeting\b", re.IGNORECASE
)
_WITHIN = re.compile(r"\bwithin (\d{1,3}|[a-z]+) working days\b", re.IGNORECASE)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: n for n, word in enumerate(_WORDS, 1)} | {"fourteen": 14, "fifteen": 15, "twenty": 20}


@dataclass(frozen=True)
class Asked:
    """What a part of a resolution asks for, ready to be made an action of. `owner` empty: nobody is named."""

    text: str
    owner: str = ""
    kind: DueKind = DueKind.NONE
    days: int = 0


def asked_in(part: str) -> Asked:
    """A part of a resolution as an action: its own words, with whom and by when as far as it says so."""
    text = _THAT.sub("", _NUMBER.sub("", " ".join(part.split()), count=1), count=1).strip()
    kind, days = _by_when(text)
    found = _ASKS.match(text)
    if found is not None:
        return Asked(_sentence(found["what"]), _who(found["who"]), kind, days)
    found = _DOES.match(text)
    if found is not None:
        who = _OF.match(text)
        return Asked(_sentence(found["what"]), _who(who["who"] if who else found["who"]), kind, days)
    return Asked(_sentence(text), "", kind, days)


def asks(part: str) -> bool:
    """Whether it asks somebody by name or post to do something."""
    return bool(asked_in(part).owner)


def _by_when(text: str) -> tuple[DueKind, int]:
    if found := _WITHIN.search(text):
        word = found[1].lower()
        days = int(word) if word.isdecimal() else _NUMBERS.get(word, 0)
        if 0 < days <= MOST_DAYS:
            return DueKind.WORKING_DAYS, days
    if _NEXT.search(text):
        return DueKind.NEXT_MEETING, 0
    return DueKind.NONE, 0


def _who(text: str) -> str:
    words = re.sub(r"^the\s+", "", text.strip(" ,"), flags=re.IGNORECASE)
    return words[:1].upper() + words[1:]


def _sentence(text: str) -> str:
    words = text.strip().rstrip(".;,").removesuffix("; and").removesuffix(" and").strip()
    return words[:1].upper() + words[1:]
