"""Political balance: the worked examples, what must hold of every grid, and a second opinion where it is at hand."""

from __future__ import annotations

import importlib.util
import random
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from meetings.deadlines.rules.balance import (
    UNGROUPED,
    Allocation,
    Seats,
    allocation,
    balance,
    largest_remainder,
)
from meetings.deadlines.rules.balance_check import violations
from meetings.kernel.errors import Invalid

Case = tuple[int, dict[str, int], dict[str, int]]
FIVE = {"Planning": 13, "Licensing": 11, "Scrutiny": 11, "Audit": 9, "Standards": 7}
EXAMPLES: list[tuple[str, Case, dict[str, int]]] = [
    ("MB-5 test 1", (54, {"A": 28, "B": 15, "C": 8, "D": 3}, FIVE), {"A": 28, "B": 13, "C": 7, "D": 3}),
    (
        "MB-5 test 2",
        (
            48,
            {"A": 22, "B": 16, "C": 8},
            {"Planning": 13, "Licensing": 15, "Scrutiny": 12, "Audit": 10, "Standards": 9},
        ),
        {"A": 27, "B": 20, "C": 10, UNGROUPED: 2},
    ),
    ("MB-5 test 3", (37, {"Con": 24, "Ind": 12}, {"All": 92}), {"Con": 60, "Ind": 30, UNGROUPED: 2}),
]
ORACLE = Path(__file__).resolve().parents[2].parent / "shared" / "oracles" / "law_oracle.py"


@pytest.mark.parametrize(("rule", "case", "targets"), EXAMPLES)
def test_worked_examples(rule: str, case: Case, targets: dict[str, int]) -> None:
    answer = balance(*case)
    assert answer.rule.id == "MB-5", rule
    assert answer.result["targets"] == targets
    sums = {g: sum(row[g] for row in answer.result["grid"].values()) for g in targets}
    assert sums == targets
    assert not [v for v in violations(*case, answer.result["grid"]) if v.needs_departure]


def test_the_first_example_says_how_the_majority_came_by_its_seats() -> None:
    texts = [s.text for s in balance(*EXAMPLES[0][1]).steps]
    assert "A: 28 of 54 members x 51 seats = 26.44." in texts
    assert any("28 seats, not 26" in text for text in texts)
    assert any("principle c" in text for text in texts)


def test_a_grid_that_people_might_draw_is_accepted_too() -> None:
    rows = ((7, 3, 2, 1), (6, 3, 1, 1), (6, 3, 2, 0), (5, 2, 1, 1), (4, 2, 1, 0))
    grid = {name: dict(zip("ABCD", row, strict=True)) for name, row in zip(FIVE, rows, strict=True)}
    assert violations(*EXAMPLES[0][1], grid) == ()


def test_principle_a_goes_before_proportion() -> None:
    answer = balance(10, {"A": 9}, {"Panel": 3})
    assert answer.result == {"targets": {"A": 3, UNGROUPED: 0}, "grid": {"Panel": {"A": 2, UNGROUPED: 1}}}
    assert violations(10, {"A": 9}, {"Panel": 3}, answer.result["grid"]) == ()


@pytest.mark.parametrize(
    ("grid", "principles"),
    [
        ({"Panel": {"A": 5, "B": 0}}, {"a", "c", "d"}),
        ({"Panel": {"A": 2, "B": 3}}, {"b", "c"}),
        ({"Panel": {"A": 3, "B": 1}}, {"sum", "c"}),
        ({"Panel": {"A": 3, "B": 2}}, set()),
    ],
)
def test_what_is_amiss_with_a_grid(grid: dict[str, dict[str, int]], principles: set[str]) -> None:
    found = violations(10, {"A": 6, "B": 4}, {"Panel": 5}, grid)
    assert {v.principle for v in found} == principles
    assert all(v.sentence.endswith(".") for v in found)


@pytest.mark.parametrize(
    "case",
    [
        (0, {}, {"X": 3}),
        (5, {"A": 6}, {"X": 3}),
        (5, {"A": 0}, {"X": 3}),
        (5, {"A": 3}, {}),
        (5, {"A": 3}, {"X": 0}),
        (5, {UNGROUPED: 3}, {"X": 3}),
        (5, {"A": 3}, {"X": 100_000}),
    ],
)
def test_figures_that_make_no_sense(case: Case) -> None:
    with pytest.raises(Invalid):
        balance(*case)


def test_equal_remainders_go_to_the_larger_group_then_by_name() -> None:
    # 37/51 and 3/51 of 12 leave the same fraction
    assert largest_remainder(12, {"A": 37, "B": 3, "C": 8, "D": 3})["A"] == 9
    assert largest_remainder(1, {"B": 2, "A": 2}) == {"B": 0, "A": 1}


def test_a_group_of_one_is_told_that_it_is_none() -> None:
    assert any("two or more" in s.text for s in balance(9, {"A": 5, "B": 3, "C": 1}, {"X": 5}).steps)


def councils(number: int, seed: int = 1989, smallest: int = 3) -> Iterator[Case]:
    """Councils of all sizes and shapes, the same ones each time."""
    chance = random.Random(seed)
    for _ in range(number):
        members = left = chance.randint(5, 120)
        groups: dict[str, int] = {}
        for name in "ABCDEF"[: chance.randint(1, 6)]:
            if left < 2:
                break
            most = left if chance.random() < 0.5 else max(2, min(left, members // 3))
            groups[name] = chance.randint(2, most)
            left -= groups[name]
        sizes = {
            f"Body {n}": chance.randint(smallest, 20 if smallest > 2 else 6)
            for n in range(chance.randint(1, 12))
        }
        yield members, groups, sizes


def possible(seats: Seats, targets: dict[str, int]) -> bool:
    """Whether any grid at all meets the totals and principles (a) and (b): a flow that fills every seat."""
    room: dict[tuple[str, str], int] = {}
    for body, size in seats.committees.items():
        owed = seats.least(seats.majority, body) if seats.majority else 0
        room["in", f"b{body}"] = size - owed
        for group in seats.weights:
            room[f"b{body}", f"g{group}"] = seats.most(body) - (owed if group == seats.majority else 0)
    for group, target in targets.items():
        owed = sum(seats.least(group, body) for body in seats.committees)
        room[f"g{group}", "out"] = target - owed
    wanted = sum(n for (start, _), n in room.items() if start == "in")
    if min(room.values()) < 0:
        return False
    while wanted and (path := _path(room)):
        least = min(room[edge] for edge in path)
        for start, end in path:
            room[start, end] -= least
            room[end, start] = room.get((end, start), 0) + least
        wanted -= least
    return wanted == 0


def _path(room: dict[tuple[str, str], int]) -> list[tuple[str, str]]:
    came: dict[str, str] = {"in": ""}
    waiting = deque(["in"])
    while waiting and "out" not in came:
        at = waiting.popleft()
        for (start, end), left in room.items():
            if start == at and left > 0 and end not in came:
                came[end] = at
                waiting.append(end)
    if "out" not in came:
        return []
    path, at = [], "out"
    while came[at]:
        path.append((came[at], at))
        at = came[at]
    return path


def _holds(plan: Allocation) -> None:
    seats = plan.seats
    assert sum(plan.targets.values()) == seats.total
    for body, row in plan.grid.items():
        assert sum(row.values()) == seats.committees[body]
        assert all(0 <= n <= seats.most(body) for n in row.values())
        if seats.majority:
            assert row[seats.majority] >= seats.least(seats.majority, body)
            assert row[seats.majority] * 2 > seats.committees[body] or seats.committees[body] == 2
    if plan.totals != plan.targets:
        assert not possible(seats, plan.targets), (seats, plan.grid)
        assert plan.notes[-1].startswith("The totals cannot all be met")


def test_the_principles_hold_for_every_council() -> None:
    for case in councils(400):
        _holds(allocation(*case))


def test_the_principles_hold_on_the_smallest_bodies_too() -> None:
    for case in councils(300, seed=5, smallest=1):
        _holds(allocation(*case))


def test_where_no_single_seat_can_be_moved_a_chain_of_moves_is_found() -> None:
    sizes = {f"Body {n}": size for n, size in enumerate((3, 2, 2, 8, 2))}
    plan = allocation(28, {"A": 19, "B": 2, "C": 2, "D": 2}, sizes)
    assert plan.totals == plan.targets


def test_the_same_figures_share_alike_whatever_their_order() -> None:
    for members, groups, bodies in councils(60, seed=17):
        turned = dict(reversed(groups.items()))
        assert allocation(members, turned, bodies).targets == allocation(members, groups, bodies).targets


def _oracle() -> ModuleType:
    spec = importlib.util.spec_from_file_location("law_oracle", ORACLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _ties(case: Case) -> bool:
    """Whether two groups' remainders are equal: floating point then shares by accident."""
    seats = allocation(*case).seats
    sizes = [seats.total, *seats.committees.values()]
    for size in sizes:
        rest = [seats.quota(g, size) % 1 for g in seats.weights]
        if len(set(rest)) < len(rest):
            return True
    return False


@pytest.mark.skipif(not ORACLE.exists(), reason="no second opinion at hand")
def test_the_second_opinion_agrees() -> None:
    oracle = _oracle()
    for case in [c for _, c, _ in EXAMPLES]:
        targets, _, grid, _ = oracle.balance(*case)
        assert balance(*case).result == {"targets": targets, "grid": grid}
    compared = 0
    for case in councils(400, seed=15):
        if _ties(case):
            continue
        targets, _, _, totals = oracle.balance(*case)
        plan = allocation(*case)
        assert plan.targets == targets, case
        compared += 1
        if totals == targets:
            assert plan.totals == totals, case
    assert compared > 100
