"""Pure rules about bodies: kinds, seats, who presides, and that nobody holds two seats at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from meetings.kernel.permissions import Role


class BodyKind(StrEnum):
    """What sort of body it is."""

    COUNCIL = "council"
    CABINET = "cabinet"
    COMMITTEE = "committee"
    SUB_COMMITTEE = "sub_committee"
    PANEL = "panel"

    @property
    def label(self) -> str:
        """The kind in words."""
        return self.value.replace("_", "-").capitalize()


class Seat(StrEnum):
    """How somebody belongs to a body."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"
    CO_OPTED_VOTING = "co_opted_voting"
    CO_OPTED = "co_opted"
    #: parent governors and church representatives: a vote on education alone
    CO_OPTED_EDUCATION = "co_opted_education"

    @property
    def label(self) -> str:
        """The seat in words, as attendance lists print it."""
        return {
            "chair": "Chair",
            "vice_chair": "Vice-Chair",
            "member": "Member",
            "co_opted_voting": "Co-opted member (voting)",
            "co_opted": "Co-opted member",
            "co_opted_education": "Co-opted member (votes on education)",
        }[self.value]

    @property
    def votes(self) -> bool:
        """Whether this seat carries a vote."""
        return self is not Seat.CO_OPTED

    @property
    def role(self) -> Role:
        """The role that goes with the seat."""
        if self is Seat.CHAIR:
            return Role.CHAIR
        return Role.CO_OPTED if self.value.startswith("co_opted") else Role.COUNCILLOR


SEAT_ORDER = {seat: place for place, seat in enumerate(Seat)}


class Seated(Protocol):
    """Anybody with a seat."""

    @property
    def person_id(self) -> str:
        """Who sits there."""

    @property
    def seat(self) -> Seat:
        """The seat."""


@dataclass(frozen=True)
class Span:
    """From one day to another, both included; without a last day until further notice."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)

    def overlaps(self, other: Span) -> bool:
        """Whether the two have a day in common. A span that ends before it begins has no days."""
        if self.empty or other.empty:
            return False
        return (other.last is None or self.first <= other.last) and (
            self.last is None or other.first <= self.last
        )

    @property
    def empty(self) -> bool:
        """Whether it never took effect: entered by mistake, and kept."""
        return self.last is not None and self.last < self.first


def day_before(day: date) -> date:
    """The last day of what gives way to something that begins on `day`."""
    return day - timedelta(days=1)


def who_presides(members: Iterable[Seated], present: Collection[str]) -> str | None:
    """The chair if present, otherwise the vice-chair. None: those present choose somebody to preside.

    England and Wales, principal councils: Local Government Act 1972, Schedule 12, paragraph 5; committees by
    their standing orders, which follow the same order.
    """
    here = [m for m in members if m.person_id in present]
    for seat in (Seat.CHAIR, Seat.VICE_CHAIR):
        for member in here:
            if member.seat is seat:
                return member.person_id
    return None


def least_quorum(kind: BodyKind, members: int) -> int:
    """The smallest quorum that is lawful or usual.

    A council: a quarter of the whole number of its members (Local Government Act 1972, Schedule 12,
    paragraph 6). Other bodies: what standing orders say; hardly ever below three, and three is offered.
    """
    return -(-members // 4) if kind is BodyKind.COUNCIL and members else 3


def time_problem(text: str) -> str | None:
    """What is wrong with a time of day written as 19:00, or None."""
    hour, colon, minute = text.partition(":")
    fits = bool(colon) and hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2
    if fits and int(hour) < 24 and int(minute) < 60:
        return None
    return "Enter a time such as 19:00"


def first_letters(group: str) -> str:
    """A political group as lists abbreviate it: `L`, `LD`."""
    words = [w for w in re.split(r"[\s-]+", group) if w and w[0].isalpha() and w[0].isupper()]
    return "".join(w[0] for w in words) or group
