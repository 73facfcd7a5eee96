"""Random councils, as facts alone: few people, few meetings, everything that can happen to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from random import Random

from meetings.bodies.rules import BodyKind, Seat, Span
from meetings.debate.rules import SpeechKind
from meetings.motions.rules import MotionKind, MotionStatus
from meetings.room.rules import Capacity, Presence
from meetings.statistics.rules.facts import (
    Held,
    InGroup,
    Interval,
    Moved,
    Person,
    Present,
    Recorded,
    SeatHeld,
    Spoken,
    Stay,
    VoteCount,
)
from meetings.voting.rules import Choice, Outcome

START = date(2026, 1, 5)
MINUTE = timedelta(minutes=1)
BODIES = ("council", "planning")
GROUPS = ("Civic", "Progress", "")
PEOPLE = tuple(f"p{n}" for n in range(7))
CHOICES = (*Choice, None)


def minute(meeting: Held, number: int) -> datetime:
    """So many minutes after the meeting was to begin."""
    return meeting.starts_at + number * MINUTE


def meetings(rng: Random) -> tuple[Held, ...]:
    """Some with breaks, some whose times nobody knows."""
    found = []
    for n in range(rng.randint(0, 5)):
        at = datetime(2026, 1, 5, 19, tzinfo=UTC) + timedelta(days=7 * n)
        body = rng.choice(BODIES)
        known = rng.random() < 0.85
        sat = _sittings(rng, at) if known else ()
        found.append(
            Held(
                f"m{n}",
                body,
                body.title(),
                body,
                BodyKind.COUNCIL if body == "council" else BodyKind.COMMITTEE,
                at.date(),
                at,
                sat[0][0] if sat else None,
                sat[-1][1] if sat else None,
                sat=sat,
                public=rng.choice((None, rng.randint(0, 9))),
            )
        )
    return tuple(found)


def _sittings(rng: Random, at: datetime) -> tuple[Interval, ...]:
    marks = sorted(rng.sample(range(120), rng.choice((2, 2, 4))))
    edges = [at + m * MINUTE for m in marks]
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def seats(rng: Random) -> tuple[SeatHeld, ...]:
    """Each person at most once on a body at a time; some joined or left during the year."""
    found = []
    for person in PEOPLE[:6]:
        for body in BODIES:
            if rng.random() < 0.75:
                first = START + timedelta(days=rng.choice((-400, 0, 9, 20)))
                last = rng.choice((None, None, first + timedelta(days=rng.randint(0, 30))))
                found.append(SeatHeld(person, body, rng.choice(list(Seat)), Span(first, last)))
                if last is not None and rng.random() < 0.4:
                    found.append(SeatHeld(person, body, Seat.CHAIR, Span(last + timedelta(days=1))))
    return tuple(found)


def terms(rng: Random) -> tuple[InGroup, ...]:
    """Who is in which group; some change in the middle."""
    found = []
    for person in PEOPLE:
        change = START + timedelta(days=rng.randint(1, 25))
        found.append(InGroup(person, rng.choice(GROUPS), Span(date(2024, 5, 6), change)))
        found.append(InGroup(person, rng.choice(GROUPS), Span(change + timedelta(days=1))))
    return tuple(found)


def presence(rng: Random) -> Present:
    """Who was where."""
    held = meetings(rng)
    stays: list[Stay] = []
    apologies, substitutes = set(), {}
    for meeting in held:
        for person in PEOPLE:
            if rng.random() < 0.6:
                stays += _stays(rng, meeting, person)
            if rng.random() < 0.3:
                apologies.add((meeting.id, person))
        if rng.random() < 0.5:
            substitutes[meeting.id, "p6"] = rng.choice(PEOPLE[:6])
    odd = rng.random() < 0.5
    people = {p: Person(p, p.upper(), p, p) for p in PEOPLE}
    return Present(
        held,
        seats(rng),
        people,
        tuple(stays),
        frozenset(apologies),
        substitutes,
        (lambda day: day.day % 2 == 1) if odd else (lambda _day: False),
    )


def _stays(rng: Random, meeting: Held, person: str) -> Iterable[Stay]:
    marks = sorted(rng.sample(range(-5, 125), rng.choice((2, 2, 4))))
    for since, until in zip(marks[::2], marks[1::2], strict=True):
        capacity = rng.choice((Capacity.MEMBER, Capacity.MEMBER, Capacity.NON_VOTING, Capacity.VISITOR))
        end = None if until == marks[-1] and rng.random() < 0.3 else minute(meeting, until)
        yield Stay(meeting.id, person, capacity, rng.choice(list(Presence)), minute(meeting, since), end)


def recorded(rng: Random, held: Iterable[Held]) -> tuple[Recorded, ...]:
    """Votes with names."""
    found = []
    for meeting in held:
        for n in range(rng.randint(0, 3)):
            roll = tuple((p, rng.choice(CHOICES)) for p in PEOPLE if rng.random() < 0.7)
            found.append(
                Recorded(
                    f"{meeting.id}v{n}",
                    meeting.id,
                    "",
                    rng.choice(list(Outcome)),
                    meeting.starts_at,
                    MotionKind.SUBSTANTIVE,
                    "1",
                    "Item",
                    "That it is done",
                    roll,
                )
            )
    return tuple(found)


def moved(rng: Random) -> list[Moved]:
    """Motions in every state."""
    found = []
    for n in range(rng.randint(0, 12)):
        vote = VoteCount(
            f"v{n}", *(rng.randint(0, 3) for _ in range(4)), rng.random() < 0.5, rng.random() < 0.2
        )
        found.append(
            Moved(
                f"m{n}",
                "one",
                rng.choice(list(MotionKind)),
                rng.choice(list(MotionStatus)),
                rng.choice(("That it is done.", "That Council be recommended to do it.", "To recommend it.")),
                f"m{rng.randint(0, max(0, n - 1))}" if n and rng.random() < 0.5 else "",
                vote if rng.random() < 0.6 else None,
                private=rng.random() < 0.2,
                excludes_public=rng.random() < 0.3,
            )
        )
    return found


def spoken(rng: Random, held: Iterable[Held]) -> list[Spoken]:
    """Speeches by members, officers and the public."""
    return [
        Spoken(
            m.id,
            "i",
            rng.choice((*PEOPLE, "")),
            SpeechKind.SPEECH,
            rng.randint(0, 9) * 1000,
            rng.random() < 0.2,
        )
        for m in held
        for _ in range(rng.randint(0, 5))
    ]
