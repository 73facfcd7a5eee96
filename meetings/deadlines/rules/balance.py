"""Political balance: how many seats each group has, in all and on each committee, and why each lies where it does."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from meetings.deadlines.rules.base import Answer, Step
from meetings.deadlines.rules.people_book import BALANCE
from meetings.kernel.errors import Invalid

#: The members who belong to no group, as they stand in the figures.
UNGROUPED = "-"
_MOST_SEATS = 2000

Grid = dict[str, dict[str, int]]


def group_name(group: str) -> str:
    """A group in words."""
    return "members of no group" if group == UNGROUPED else group


def majority_of(size: int) -> int:
    """The fewest seats that are more than half."""
    return size // 2 + 1


def largest_remainder(seats: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Share seats: the whole part of each quota, then one each in the order of what is left over.

    Equal remainders: the larger group first, then by name, so that the same figures always share alike.
    """
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    quotas = {name: Fraction(seats * weight, whole) for name, weight in weights.items()}
    shares = {name: int(quota) for name, quota in quotas.items()}
    order = sorted(weights, key=lambda name: (shares[name] - quotas[name], -weights[name], name))
    for name in order[: seats - sum(shares.values())]:
        shares[name] += 1
    return shares


@dataclass(frozen=True)
class Move:
    """A seat on one committee that went from one group to another, and why."""

    committee: str
    giver: str
    taker: str
    reason: str

    @property
    def sentence(self) -> str:
        """The move in a sentence."""
        giver, taker = group_name(self.giver), group_name(self.taker)
        return f"{self.committee}: one seat from {giver} to {taker}, {self.reason}."


@dataclass(frozen=True)
class Seats:
    """What is to be shared: members by group (those of no group among them) and committees with their sizes."""

    members: int
    weights: Mapping[str, int]
    committees: Mapping[str, int]

    @property
    def total(self) -> int:
        """All seats on ordinary committees."""
        return sum(self.committees.values())

    @property
    def majority(self) -> str | None:
        """The group with more than half of the members."""
        held = (g for g, n in self.weights.items() if g != UNGROUPED and 2 * n > self.members)
        return next(held, None)

    def quota(self, group: str, seats: int) -> Fraction:
        """The exact share of so many seats."""
        return Fraction(seats * self.weights[group], self.members)

    def least(self, group: str, committee: str) -> int:
        """The fewest seats the group may have there: the majority's majority where (a) allows it, otherwise none."""
        if group != self.majority:
            return 0
        return min(majority_of(self.committees[committee]), self.most(committee))

    def most(self, committee: str) -> int:
        """The most seats one group may have there: never all, unless there is one seat or one group only."""
        size = self.committees[committee]
        return size if size == 1 or len(self.weights) == 1 else size - 1


@dataclass
class Allocation:
    """A proposal: quotas, targets, the grid, and how it came about."""

    seats: Seats
    targets: dict[str, int]
    grid: Grid
    moves: list[Move] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def quotas(self) -> dict[str, Fraction]:
        """Each group's exact share of all seats."""
        return {g: self.seats.quota(g, self.seats.total) for g in self.seats.weights}

    @property
    def totals(self) -> dict[str, int]:
        """What the grid gives each group in all."""
        return {g: sum(row[g] for row in self.grid.values()) for g in self.seats.weights}


def seats_of(members: int, groups: Mapping[str, int], committees: Mapping[str, int]) -> Seats:
    """The figures, checked. Members of no group are the rest."""
    wrong = {}
    if members < 1:
        wrong["members"] = "1 or more"
    if any(n < 1 for n in groups.values()) or sum(groups.values()) > members:
        wrong["groups"] = "each 1 or more, together no more than the members"
    if UNGROUPED in groups:
        wrong["groups"] = "those of no group are the rest: leave them out"
    if not committees or any(n < 1 for n in committees.values()) or sum(committees.values()) > _MOST_SEATS:
        wrong["committees"] = f"one or more, each of 1 seat or more, together no more than {_MOST_SEATS}"
    if wrong:
        raise Invalid("; ".join(f"{name}: {text}" for name, text in wrong.items()), wrong)
    weights = dict(groups)
    if rest := members - sum(groups.values()):
        weights[UNGROUPED] = rest
    return Seats(members, weights, dict(committees))


def _targets(seats: Seats, notes: list[str]) -> dict[str, int]:
    targets = largest_remainder(seats.total, seats.weights)
    shared = ", ".join(f"{group_name(g)} {n}" for g, n in targets.items())
    notes.append(f"Rounded by largest remainder the {seats.total} seats are shared: {shared}.")
    lead = seats.majority
    if lead is None:
        notes.append("No group has more than half of the members, so none is owed a majority on each body.")
        return targets
    owed = sum(seats.least(lead, committee) for committee in seats.committees)
    if targets[lead] >= owed:
        notes.append(
            f"{lead} has more than half of the members and a majority on each body: {owed} seats at least."
        )
        return targets
    others = {g: n for g, n in seats.weights.items() if g != lead}
    was = targets[lead]
    targets = {**dict.fromkeys(seats.weights, 0), **largest_remainder(seats.total - owed, others), lead: owed}
    shared = ", ".join(f"{group_name(g)} {targets[g]}" for g in others)
    notes.append(
        f"{lead} has more than half of the members and so a majority on each body. "
        f"That takes {owed} seats, not {was}; the rest is shared anew: {shared}."
    )
    return targets


def _give(plan: Allocation, committee: str, giver: str, taker: str, reason: str) -> None:
    row = plan.grid[committee]
    row[giver] -= 1
    row[taker] += 1
    plan.moves.append(Move(committee, giver, taker, reason))


def _majority_on(plan: Allocation, committee: str) -> None:
    """Principle (b): the majority group has a majority on this body."""
    seats, row = plan.seats, plan.grid[committee]
    lead = seats.majority
    if lead is None:
        return
    size = seats.committees[committee]
    while row[lead] < seats.least(lead, committee):
        giver = max((g for g in row if g != lead and row[g]), key=lambda g: row[g] - seats.quota(g, size))
        _give(plan, committee, giver, lead, f"so that {lead} has a majority there (principle b)")


def _not_all(plan: Allocation, committee: str) -> None:
    """Principle (a): not every seat to one group."""
    seats, row = plan.seats, plan.grid[committee]
    holder = max(row, key=lambda g: row[g])
    if row[holder] > seats.most(committee):
        taker = max((g for g in row if g != holder), key=lambda g: seats.weights[g])
        _give(plan, committee, holder, taker, "so that not all seats go to one group (principle a)")


def _allowed(plan: Allocation, committee: str, giver: str, taker: str) -> bool:
    seats, row = plan.seats, plan.grid[committee]
    keeps = row[giver] - 1 >= seats.least(giver, committee)
    return keeps and row[taker] + 1 <= seats.most(committee)


def _harm(plan: Allocation, committee: str, giver: str, taker: str) -> Fraction:
    """How much further from its quotas the body would be."""
    seats, row = plan.seats, plan.grid[committee]
    size = seats.committees[committee]
    gives, takes = row[giver] - seats.quota(giver, size), row[taker] - seats.quota(taker, size)
    return abs(gives - 1) + abs(takes + 1) - abs(gives) - abs(takes)


def _best(plan: Allocation, givers: list[str], takers: list[str]) -> tuple[str, str, str] | None:
    """The single move that does the bodies least harm."""
    places = {committee: n for n, committee in enumerate(plan.grid)}
    moves = (
        (_harm(plan, c, g, t), places[c], g, t, c)
        for c in plan.grid
        for g in givers
        for t in takers
        if _allowed(plan, c, g, t)
    )
    best = min(moves, default=None)
    return (best[4], best[2], best[3]) if best else None


def _chain(plan: Allocation, givers: list[str], takers: list[str]) -> list[tuple[str, str, str]]:
    """Where no single move will do: the shortest chain of moves through other groups."""
    came: dict[str, tuple[str, str, str] | None] = dict.fromkeys(givers)
    waiting = deque(givers)
    while waiting:
        group = waiting.popleft()
        if group in takers:
            steps = []
            while (step := came[group]) is not None:
                steps.append(step)
                group = step[1]
            return steps
        for other in plan.seats.weights:
            if other not in came and (step := _best(plan, [group], [other])):
                came[other] = step
                waiting.append(other)
    return []


def _settle(plan: Allocation) -> None:
    """Principle (c) before (d): move seats until each group's total is its target."""
    for _ in range(plan.seats.total):
        totals = plan.totals
        over = [g for g, n in totals.items() if n > plan.targets[g]]
        under = [g for g, n in totals.items() if n < plan.targets[g]]
        if not over:
            return
        best = _best(plan, over, under)
        chain = [best] if best else _chain(plan, over, under)
        if not chain:
            plan.notes.append(
                "The totals cannot all be met without breaking principle (a) or (b) on some body."
            )
            return
        for committee, giver, taker in chain:
            why = f"so that {group_name(taker)} comes nearer to its total (principle c)"
            _give(plan, committee, giver, taker, why)


def allocation(members: int, groups: Mapping[str, int], committees: Mapping[str, int]) -> Allocation:
    """MB-5: share the seats of all ordinary committees, principle by principle, the same way every time."""
    seats = seats_of(members, groups, committees)
    notes: list[str] = []
    targets = _targets(seats, notes)
    grid = {c: largest_remainder(size, seats.weights) for c, size in seats.committees.items()}
    plan = Allocation(seats, targets, grid, notes=notes)
    for committee in grid:
        _majority_on(plan, committee)
        _not_all(plan, committee)
    _settle(plan)
    return plan


def _quota_steps(plan: Allocation) -> list[Step]:
    seats = plan.seats
    steps = []
    for group, number in seats.weights.items():
        quota = float(plan.quotas[group])
        exact = f"{number} of {seats.members} members x {seats.total} seats = {quota:.2f}"
        steps.append(Step(f"{group_name(group).capitalize() if group == UNGROUPED else group}: {exact}."))
        if number == 1 and group != UNGROUPED:
            steps.append(
                Step(f"{group} has one member. In law a group has two or more: counted here as it was named.")
            )
    return steps


def balance(members: int, groups: Mapping[str, int], committees: Mapping[str, int]) -> Answer:
    """MB-5: targets for each group and a seat for each on each committee, with every step of the working."""
    plan = allocation(members, groups, committees)
    steps = [*_quota_steps(plan), *(Step(note) for note in plan.notes)]
    for committee, row in plan.grid.items():
        shared = ", ".join(f"{group_name(g)} {n}" for g, n in row.items())
        moved = [Step(m.sentence) for m in plan.moves if m.committee == committee]
        steps += [Step(f"{committee}, {plan.seats.committees[committee]} seats: {shared}."), *moved]
    result = {"targets": plan.targets, "grid": plan.grid}
    inputs = {"members": members, "groups": dict(groups), "committees": dict(committees)}
    return Answer(BALANCE, result, steps=tuple(steps), inputs=inputs)
