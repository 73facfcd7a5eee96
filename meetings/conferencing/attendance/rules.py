"""What the connections of a meeting say of each person: intervals, what is doubtful, what is suggested. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from meetings.conferencing.attendance.folding import MEETING, Connection, Raw, connections
from meetings.conferencing.attendance.intervals import (
    BRIDGED,
    Interval,
    clipped,
    gaps,
    overlap,
    seconds,
    union,
)
from meetings.conferencing.attendance.matching import Book, Candidate, How, identities

#: Coming or going so little after the opening or before the end is not worth a word.
SLACK = timedelta(seconds=60)


class Flag(StrEnum):
    """Something an officer should look at before anything is confirmed."""

    TWO_DEVICES = "two_devices"
    NO_LEAVING = "no_leaving"
    NO_JOINING = "no_joining"
    WEAK = "weak"
    LATE = "late"
    EARLY = "early"
    GAP_OVER_VOTE = "gap_over_vote"
    RECUSED = "recused"
    PHONE = "phone"
    SHARED = "shared"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "two_devices": "Connected with two devices at once",
            "no_leaving": "No time of leaving was told",
            "no_joining": "Only the leaving was told, not the joining",
            "weak": "Recognised by something that others may have too",
            "late": "Came after the meeting had opened",
            "early": "Left before the meeting closed",
            "gap_over_vote": "Not connected during a part of a vote",
            "recused": "Connected while out of the room because of an interest",
            "phone": "Called in by telephone",
            "shared": "Shared a device with somebody else",
        }[self.value]


class Standing(StrEnum):
    """What is suggested of somebody."""

    SUGGESTED = "suggested"
    NEEDS_OFFICER = "needs_officer"
    NOT_CONNECTED = "not_connected"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "suggested": "Suggested present",
            "needs_officer": "You decide",
            "not_connected": "Not connected",
        }[self.value]


@dataclass(frozen=True)
class Occasion:
    """The meeting by our own clock and record. `closed_at` None: it goes on, and counts until `now`."""

    opened_at: datetime
    closed_at: datetime | None
    now: datetime
    votes: tuple[Interval, ...] = ()
    #: by person: when they were out of the room because of an interest
    recused: dict[str, tuple[Interval, ...]] = field(default_factory=dict)

    @property
    def end(self) -> datetime:
        """Until when connections count."""
        return self.closed_at or self.now


@dataclass(frozen=True)
class Seen:
    """A connection with whose it is and what of it counts; `interval` None: nothing does."""

    connection: Connection
    identity: str
    how: How
    person_ids: tuple[str, ...]
    interval: Interval | None


@dataclass(frozen=True)
class PersonSeen:
    """What the provider tells of one person."""

    person_id: str
    name: str
    standing: Standing
    #: exact: what votes and quorum would be measured by
    intervals: tuple[Interval, ...] = ()
    #: for the eye, with short gaps bridged
    shown: tuple[Interval, ...] = ()
    flags: tuple[Flag, ...] = ()
    how: tuple[How, ...] = ()
    #: digests of the raw rows
    rows: tuple[str, ...] = ()

    @property
    def seconds(self) -> int:
        """How long they were connected while the meeting was open."""
        return seconds(self.intervals)


@dataclass(frozen=True)
class Attendance:
    """Everything that the rows of a meeting say."""

    people: tuple[PersonSeen, ...]
    #: connections that are nobody's, or fit several; those in the meeting's room while it was open
    unmatched: tuple[Seen, ...]
    #: by an officer's word
    public: tuple[Seen, ...]
    #: in the waiting room, a breakout room, or before and after
    elsewhere: tuple[Seen, ...]
    #: all of them, and those that are somebody's
    every: tuple[Seen, ...]

    def person(self, person_id: str) -> PersonSeen | None:
        """One of them."""
        return next((p for p in self.people if p.person_id == person_id), None)


def attendance_of(rows: Iterable[Raw], book: Book, occasion: Occasion) -> Attendance:
    """What is suggested. The same set of rows gives the same, in any order, however often each was told."""
    listed = connections(rows)
    known = identities(listed)
    seen = [_seen(c, known[c], book, occasion) for c in listed]
    inside = [s for s in seen if _counts(s)]
    mine: dict[str, list[Seen]] = {}
    for s in inside:
        for person_id in s.person_ids:
            mine.setdefault(person_id, []).append(s)
    return Attendance(
        tuple(_person(p, mine.get(p.person_id, []), occasion) for p in book.candidates),
        tuple(s for s in inside if not s.person_ids and s.how is not How.PUBLIC),
        tuple(s for s in inside if s.how is How.PUBLIC),
        tuple(s for s in seen if not _counts(s)),
        tuple(seen),
    )


def _seen(c: Connection, identity: str, book: Book, occasion: Occasion) -> Seen:
    match = book.match(c, identity)
    interval = None
    if c.room == MEETING and c.joined_at is not None:
        interval = clipped(c.joined_at, c.left_at or occasion.end, occasion.opened_at, occasion.end)
    return Seen(c, identity, match.how, match.person_ids, interval)


def _counts(s: Seen) -> bool:
    """Whether it says something of the meeting: in its room while it was open, or leaving it without having joined."""
    return s.interval is not None or (s.connection.room == MEETING and s.connection.joined_at is None)


def _person(p: Candidate, seen: Sequence[Seen], occasion: Occasion) -> PersonSeen:
    if not seen:
        return PersonSeen(p.person_id, p.name, Standing.NOT_CONNECTED)
    found = [s.interval for s in seen if s.interval is not None]
    exact = union(found)
    how = tuple(dict.fromkeys(s.how for s in seen))
    flags = tuple(f for f in Flag if f in _flags(p.person_id, seen, exact, occasion))
    doubtful = bool(flags) or not exact or any(h.weak for h in how)
    return PersonSeen(
        person_id=p.person_id,
        name=p.name,
        standing=Standing.NEEDS_OFFICER if doubtful else Standing.SUGGESTED,
        intervals=exact,
        shown=union(exact, BRIDGED),
        flags=flags,
        how=how,
        rows=tuple(sorted({row for s in seen for row in s.connection.rows})),
    )


def _flags(person_id: str, seen: Sequence[Seen], exact: Sequence[Interval], occasion: Occasion) -> set[Flag]:
    found = _flags_of_time(exact, occasion)
    spans = sorted(s.interval for s in seen if s.interval is not None)
    if any(b[0] < a[1] for n, a in enumerate(spans) for b in spans[n + 1 :]):
        found.add(Flag.TWO_DEVICES)
    if any(s.interval is not None and s.connection.left_at is None for s in seen):
        found.add(Flag.NO_LEAVING)
    if any(s.connection.joined_at is None for s in seen):
        found.add(Flag.NO_JOINING)
    if any(s.how.weak for s in seen):
        found.add(Flag.WEAK)
    if any(s.how is How.SHARED for s in seen):
        found.add(Flag.SHARED)
    if any(s.connection.phone for s in seen):
        found.add(Flag.PHONE)
    out = occasion.recused.get(person_id, ())
    if any(overlap(a, b) for a in exact for b in out):
        found.add(Flag.RECUSED)
    return found


def _flags_of_time(exact: Sequence[Interval], occasion: Occasion) -> set[Flag]:
    found: set[Flag] = set()
    if not exact:
        return found
    if exact[0][0] > occasion.opened_at + SLACK:
        found.add(Flag.LATE)
    if occasion.closed_at is not None and exact[-1][1] < occasion.closed_at - SLACK:
        found.add(Flag.EARLY)
    away = [(occasion.opened_at, exact[0][0]), *gaps(exact), (exact[-1][1], occasion.end)]
    if any(overlap(gap, vote) for gap in away if gap[0] < gap[1] for vote in occasion.votes):
        found.add(Flag.GAP_OVER_VOTE)
    return found
