"""Votes by member and agreement between groups: from votes in which names were recorded, and from no others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from meetings.bodies.rules import Seat
from meetings.statistics.rules.facts import Held, InGroup, Recorded, SeatHeld
from meetings.voting.rules import Choice

#: seats that vote on everything: others are counted when they are on a roll, and missed nowhere
_VOTES_ON_ALL = (Seat.CHAIR, Seat.VICE_CHAIR, Seat.MEMBER, Seat.CO_OPTED_VOTING)


@dataclass(frozen=True)
class VoteTally:
    """One member's recorded votes. The first four add up to the rolls they were on."""

    for_: int = 0
    against: int = 0
    abstain: int = 0
    #: present and entitled, and cast nothing
    none: int = 0
    #: had a seat that day and was not on the roll: not there, or out under an interest
    away: int = 0

    @property
    def on_rolls(self) -> int:
        """How many rolls they were on."""
        return self.for_ + self.against + self.abstain + self.none


def by_member(
    votes: Iterable[Recorded], held: dict[str, Held], seats: Iterable[SeatHeld]
) -> dict[str, VoteTally]:
    """Everybody who was on a roll or had a vote to cast."""
    choices: dict[str, Counter[Choice | None]] = defaultdict(Counter)
    away: Counter[str] = Counter()
    by_body: dict[str, list[SeatHeld]] = defaultdict(list)
    for seat in seats:
        by_body[seat.body_id].append(seat)
    for vote in votes:
        for person_id, choice in vote.roll:
            choices[person_id][choice] += 1
        for person_id in missing(vote, held[vote.meeting_id], by_body[held[vote.meeting_id].body_id]):
            away[person_id] += 1
    return {
        p: VoteTally(
            choices[p][Choice.FOR],
            choices[p][Choice.AGAINST],
            choices[p][Choice.ABSTAIN],
            choices[p][None],
            away[p],
        )
        for p in {*choices, *away}
    }


def missing(vote: Recorded, held: Held, seats: Iterable[SeatHeld]) -> list[str]:
    """Members with a vote on the body that day who were not on the roll."""
    rolled = {person_id for person_id, _ in vote.roll}
    seated = (s.person_id for s in seats if s.seat in _VOTES_ON_ALL and s.span.covers(held.day))
    return [p for p in dict.fromkeys(seated) if p not in rolled]


@dataclass(frozen=True)
class Pair:
    """Two groups: votes in which both took a side, and those in which it was the same."""

    first: str
    second: str
    votes: int
    same: int


@dataclass(frozen=True)
class Unity:
    """One group: votes in which two or more of it voted for or against, and those in which all of these agreed."""

    group: str
    votes: int
    whole: int


GroupOn = Callable[[str, date], str]


def groups_on(terms: Iterable[InGroup]) -> GroupOn:
    """Which group somebody was in on a day; empty: none that is known."""
    own: dict[str, list[InGroup]] = defaultdict(list)
    for term in terms:
        own[term.person_id].append(term)

    def group_on(person_id: str, day: date) -> str:
        return next((t.group for t in own.get(person_id, ()) if t.span.covers(day)), "")

    return group_on


def sides(vote: Recorded, day: date, group_on: GroupOn) -> dict[str, tuple[int, int]]:
    """By group, how many voted for and against. Who is in no group belongs to none."""
    found: dict[str, tuple[int, int]] = {}
    for person_id, choice in vote.roll:
        group = group_on(person_id, day)
        if group and choice in (Choice.FOR, Choice.AGAINST):
            yes, no = found.get(group, (0, 0))
            found[group] = (yes + (choice is Choice.FOR), no + (choice is Choice.AGAINST))
    return found


def agreement(
    votes: Iterable[Recorded], held: dict[str, Held], group_on: GroupOn
) -> tuple[list[Pair], list[Unity]]:
    """A group's side is that of most of its members who voted for or against; where these are equal it took none."""
    both: Counter[tuple[str, str]] = Counter()
    same: Counter[tuple[str, str]] = Counter()
    asked: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for vote in votes:
        found = sides(vote, held[vote.meeting_id].day, group_on)
        for group, (yes, no) in found.items():
            if yes + no > 1:
                asked[group] += 1
                whole[group] += not (yes and no)
        side = {g: yes > no for g, (yes, no) in found.items() if yes != no}
        for pair in combinations(sorted(side), 2):
            both[pair] += 1
            same[pair] += side[pair[0]] == side[pair[1]]
    pairs = [Pair(*pair, both[pair], same[pair]) for pair in sorted(both)]
    return pairs, [Unity(g, asked[g], whole[g]) for g in sorted(asked)]
