"""What the figures are counted from: meetings as they were held, and what was recorded at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from meetings.bodies.rules import BodyKind, Seat, Span
from meetings.debate.rules import SpeechKind
from meetings.motions.rules import MotionKind, MotionStatus
from meetings.room.rules import Capacity, Presence
from meetings.voting.rules import Choice, Outcome

Interval = tuple[datetime, datetime]


@dataclass(frozen=True)
class Taken:
    """A stretch of time in which one item was before the meeting. `title` as the reader may know it."""

    item_id: str
    number: str
    title: str
    since: datetime
    until: datetime
    #: whether the reader may know what was before the meeting then
    open: bool = True


@dataclass(frozen=True)
class Held:
    """A meeting that was held: opened and closed. An imported one may not say when."""

    id: str
    body_id: str
    body_name: str
    body_slug: str
    body_kind: BodyKind
    day: date
    starts_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    planned_minutes: int = 0
    #: when it sat: adjournments left out; empty where the times are not known
    sat: tuple[Interval, ...] = ()
    #: when the public was excluded
    private: tuple[Interval, ...] = ()
    items: tuple[Taken, ...] = ()
    #: the largest number of the public that was counted; None: nobody counted
    public: int | None = None

    @property
    def seconds(self) -> int | None:
        """How long it sat; None where the times are not known."""
        return length(self.sat) if self.sat else None


@dataclass(frozen=True)
class Person:
    """Somebody who is counted."""

    id: str
    name: str
    sort_name: str
    slug: str


@dataclass(frozen=True)
class SeatHeld:
    """A seat on a body from one day to another."""

    person_id: str
    body_id: str
    seat: Seat
    span: Span


@dataclass(frozen=True)
class InGroup:
    """A time in a political group; an empty name is no group."""

    person_id: str
    group: str
    span: Span


@dataclass(frozen=True)
class Stay:
    """An unbroken stretch of somebody's attendance."""

    meeting_id: str
    person_id: str
    capacity: Capacity
    presence: Presence
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Recorded:
    """A declared vote in which names were recorded: who was on the roll, and what each chose (None: nothing)."""

    id: str
    meeting_id: str
    motion_id: str
    outcome: Outcome
    declared_at: datetime
    kind: MotionKind
    number: str
    title: str
    text: str
    roll: tuple[tuple[str, Choice | None], ...]


@dataclass(frozen=True)
class Spoken:
    """A speech that was given. `person_id` empty for one of the public, `officer` for who has a post and no seat."""

    meeting_id: str
    item_id: str
    person_id: str
    kind: SpeechKind
    ms: int
    officer: bool = False


@dataclass(frozen=True)
class VoteCount:
    """The figures of the declared vote that decided a motion."""

    vote_id: str
    for_: int
    against: int
    abstain: int
    none: int
    recorded: bool
    casting: bool


@dataclass(frozen=True)
class Moved:
    """A motion that came before a meeting. `vote` None: decided without one, or not decided."""

    id: str
    meeting_id: str
    kind: MotionKind
    status: MotionStatus
    text: str
    parent_id: str = ""
    vote: VoteCount | None = None
    #: taken while the public was excluded, or on an item that is not public
    private: bool = False
    excludes_public: bool = False


@dataclass(frozen=True)
class Present:
    """What attendance is counted from. `remote_counts`: whether the law of a day calls a member elsewhere present."""

    held: tuple[Held, ...]
    seats: tuple[SeatHeld, ...]
    people: dict[str, Person]
    stays: tuple[Stay, ...]
    #: (meeting, person): an apology for absence
    apologies: frozenset[tuple[str, str]]
    #: (meeting, substitute) -> the member whose seat they take
    substitutes: dict[tuple[str, str], str] = field(default_factory=dict)
    remote_counts: Callable[[date], bool] = lambda _day: True


def length(intervals: tuple[Interval, ...]) -> int:
    """Seconds in all."""
    return round(sum((until - since).total_seconds() for since, until in intervals))


def overlap(one: Interval, others: tuple[Interval, ...]) -> float:
    """Seconds that one stretch has in common with several that do not overlap each other."""
    spans = ((max(one[0], since), min(one[1], until)) for since, until in others)
    return sum((until - since).total_seconds() for since, until in spans if until > since)
