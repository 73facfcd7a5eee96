"""Attendance by the rules of the law: who was expected, who was present, who sent apologies, who was not there.

Expected at a meeting is everybody who held a seat on the body that day, once. Present is who was there as a member for
any part of it, in the room or, where the law of the day calls that present, from elsewhere. Who only looked on from
elsewhere was not present. An apology does not make anybody present, whatever its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from meetings.bodies.rules import Span
from meetings.room.rules import Capacity, Presence
from meetings.statistics.rules.facts import Held, Present, SeatHeld, Stay, overlap

_AS_MEMBER = (Capacity.MEMBER, Capacity.NON_VOTING)
#: seconds of a meeting that nobody is said to have missed
_TOLERANCE = 60


class Mark(StrEnum):
    """How somebody who was expected stands. Each is exactly one."""

    PRESENT = "present"
    APOLOGIES = "apologies"
    ABSENT = "absent"


@dataclass(frozen=True)
class Line:
    """One expected member at one meeting."""

    meeting_id: str
    body_id: str
    person_id: str
    mark: Mark
    #: present, and for some of it from elsewhere
    remote: bool = False
    #: present for a part of the meeting
    part: bool = False
    #: not present in law, and looked on from elsewhere
    looked_on: bool = False
    #: not present, and a substitute took the seat
    replaced: bool = False


@dataclass(frozen=True)
class Guest:
    """Somebody without a seat who attended: as a substitute, or as a councillor who is not on the body."""

    meeting_id: str
    person_id: str
    substitute: bool


@dataclass(frozen=True)
class Tally:
    """Lines added up: `present + apologies + absent` is `expected`; the others are parts of these."""

    expected: int = 0
    present: int = 0
    apologies: int = 0
    absent: int = 0
    remote: int = 0
    part: int = 0
    looked_on: int = 0
    replaced: int = 0


def tally(lines: Iterable[Line]) -> Tally:
    """Lines added up."""
    rows = list(lines)
    marks = [line.mark for line in rows]
    return Tally(
        len(rows),
        marks.count(Mark.PRESENT),
        marks.count(Mark.APOLOGIES),
        marks.count(Mark.ABSENT),
        sum(line.remote for line in rows),
        sum(line.part for line in rows),
        sum(line.looked_on for line in rows),
        sum(line.replaced for line in rows),
    )


def counted(given: Present) -> tuple[list[Line], list[Guest]]:
    """Every expected member at every meeting at which attendance was taken, and everybody who came without a seat."""
    seats: dict[str, list[SeatHeld]] = defaultdict(list)
    for seat in given.seats:
        seats[seat.body_id].append(seat)
    stays: dict[str, dict[str, list[Stay]]] = defaultdict(lambda: defaultdict(list))
    for stay in given.stays:
        stays[stay.meeting_id][stay.person_id].append(stay)
    lines: list[Line] = []
    guests: list[Guest] = []
    for held in given.held:
        here = stays.get(held.id)
        if not here:
            continue
        expected = dict.fromkeys(s.person_id for s in seats[held.body_id] if s.span.covers(held.day))
        came = [_guest(given, held, p) for p, own in here.items() if p not in expected and _as_guest(own)]
        guests += came
        replaced = _replaced(given, held, came)
        lines += [_line(given, held, p, here.get(p, []), p in replaced) for p in expected]
    return lines, guests


def _as_guest(own: list[Stay]) -> bool:
    return any(s.capacity is not Capacity.OFFICER for s in own)


def _guest(given: Present, held: Held, person_id: str) -> Guest:
    return Guest(held.id, person_id, (held.id, person_id) in given.substitutes)


def _replaced(given: Present, held: Held, came: list[Guest]) -> set[str]:
    return {given.substitutes[held.id, g.person_id] for g in came if g.substitute}


def _line(given: Present, held: Held, person_id: str, own: list[Stay], replaced: bool) -> Line:
    member = [s for s in own if s.capacity in _AS_MEMBER]
    elsewhere = given.remote_counts(held.day)
    lawful = [s for s in member if s.presence is Presence.IN_PERSON or _lawful(s, elsewhere)]
    if lawful:
        remote = any(s.presence is Presence.REMOTE for s in lawful)
        return Line(held.id, held.body_id, person_id, Mark.PRESENT, remote=remote, part=is_part(held, lawful))
    mark = Mark.APOLOGIES if (held.id, person_id) in given.apologies else Mark.ABSENT
    return Line(held.id, held.body_id, person_id, mark, looked_on=bool(member), replaced=replaced)


def _lawful(stay: Stay, elsewhere: bool) -> bool:
    return stay.presence is Presence.REMOTE and elsewhere


def is_part(held: Held, stays: Iterable[Stay]) -> bool:
    """Whether somebody missed more than a minute of the time the meeting sat. Leaving for an interest is no absence."""
    if not held.sat:
        return False
    end = held.sat[-1][1]
    there = sum(overlap((s.since, s.until or end), held.sat) for s in stays)
    return there < (held.seconds or 0) - _TOLERANCE


@dataclass(frozen=True)
class OnBody:
    """A member's attendance at one body, with the part of the period in which they sat on it."""

    person_id: str
    body_id: str
    spans: tuple[Span, ...]
    tally: Tally


def by_seat(seats: Iterable[SeatHeld], lines: Iterable[Line], period: Span) -> list[OnBody]:
    """By member and body, whoever held a seat in the period, even if there was no meeting."""
    own: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        own[line.person_id, line.body_id].append(line)
    spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for seat in seats:
        if seat.span.overlaps(period):
            spans[seat.person_id, seat.body_id].append(seat.span)
    return [
        OnBody(person, body, _joined(held), tally(own[person, body]))
        for (person, body), held in spans.items()
    ]


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Spans in order, those that follow each other without a gap made one: a change of seat is no break."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda s: s.first):
        last = found[-1].last if found else None
        if found and last is not None and (span.first - last).days <= 1:
            found[-1] = Span(found[-1].first, span.last)
        elif not found or last is not None:
            found.append(span)
    return tuple(found)


def whole_period(one: OnBody, period: Span) -> bool:
    """Whether they sat on it from the first to the last day of the period, or till now."""
    assert period.last is not None
    first, last = one.spans[0], one.spans[-1]
    return (
        len(one.spans) == 1
        and first.first <= period.first
        and (last.last is None or last.last >= period.last)
    )
