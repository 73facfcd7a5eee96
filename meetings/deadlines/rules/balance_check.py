"""A grid that people drew up themselves, held against the principles of political balance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from meetings.deadlines.rules.balance import Seats, allocation, group_name, majority_of


@dataclass(frozen=True)
class Violation:
    """What is amiss. `principle`: a, b, c or d; "sum": the seats of a committee do not add up."""

    principle: str
    #: the committee; empty: all of them together
    committee: str
    sentence: str

    @property
    def needs_departure(self) -> bool:
        """Whether only a vote with nobody against can let it stand; (d) gives way as far as is practicable."""
        return self.principle in ("a", "b", "c")


def violations(
    members: int,
    groups: Mapping[str, int],
    committees: Mapping[str, int],
    grid: Mapping[str, Mapping[str, int]],
) -> tuple[Violation, ...]:
    """MB-5: everything amiss with a grid. A group or committee that it leaves out has no seats there."""
    plan = allocation(members, groups, committees)
    seats = plan.seats
    found = [v for c in committees for v in _of_body(seats, c, grid.get(c, {}))]
    for group in seats.weights:
        held = sum(row.get(group, 0) for row in grid.values())
        target = plan.targets[group]
        # Principle (a) may stop a total from being reached: what the best grid gives is then no fault.
        if held not in (target, plan.totals[group]):
            more = "more" if held > target else "fewer"
            name = group_name(group)
            text = f"{name.capitalize() if name != group else name}: {held} seats in all, {abs(held - target)} {more} "
            found.append(Violation("c", "", f"{text}than {target} in proportion."))
    return tuple(found)


def _of_body(seats: Seats, committee: str, row: Mapping[str, int]) -> Iterator[Violation]:
    size = seats.committees[committee]
    if sum(row.values()) != size or any(n < 0 for n in row.values()):
        yield Violation("sum", committee, f"{committee}: {sum(row.values())} of {size} seats are given out.")
    lead = seats.majority
    for group in seats.weights:
        held = row.get(group, 0)
        quota = seats.quota(group, size)
        name = group_name(group)
        if held > seats.most(committee):
            yield Violation("a", committee, f"{committee}: all {held} seats go to {name}.")
        if held < seats.least(group, committee):
            short = f"{committee}: {name} has {held} of {size} seats, no majority, though it has one on the council."
            yield Violation("b", committee, short)
        elif abs(held - quota) > 1 and not (group == lead and held == majority_of(size)):
            text = f"{committee}: {name} has {held}, more than one seat from its share of {float(quota):.2f}."
            yield Violation("d", committee, text)
