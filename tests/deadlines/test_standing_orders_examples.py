"""The worked examples of the usual standing orders, petitions and planning."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.deadlines.rules.people_book import PEOPLE_RULES
from meetings.deadlines.rules.standing_orders import (
    NoticeOfMotion,
    Source,
    after_round,
    closure,
    direct_negative,
    elimination,
    may_open_amendment,
    may_substitute,
    may_suspend,
    motion_on_notice,
    petition,
    planning_vote,
)

D = date.fromisoformat


@pytest.mark.parametrize(
    ("rounds", "next_", "names"),
    [
        (({"P": 16, "Q": 13, "R": 11},), "dropped", ["R"]),
        (({"P": 16, "Q": 13, "R": 11}, {"P": 19, "Q": 21}), "elected", ["Q"]),
        (({"P": 21, "Q": 12, "R": 8},), "elected", ["P"]),
        (({"P": 14, "Q": 13, "R": 13},), "run-off", ["Q", "R"]),
        (({"P": 20, "Q": 20},), "casting vote", ["P", "Q"]),
        (({"P": 0, "Q": 0},), "nobody", ["P", "Q"]),
        ((), "nobody", []),
    ],
)
def test_so_1_elimination(rounds: tuple[dict[str, int], ...], next_: str, names: list[str]) -> None:
    assert elimination(rounds).result == {"next": next_, "names": names}


def test_so_1_a_run_off_that_ties_goes_to_lot() -> None:
    assert after_round({"P": 14, "Q": 13, "R": 13}, run_off_held=True).next.value == "lot"


@pytest.mark.parametrize(
    ("motion", "amendment", "flagged"),
    [
        ("That the scheme be approved", "delete all after 'That' and insert 'the scheme be refused'", True),
        ("approve", "delete all after 'That' and insert 'the scheme be refused'", True),
        ("That the council supports the scheme", "insert 'the council opposes the scheme'", True),
        ("That the council buys the field", "insert 'the council not buys the field'", True),
        ("That the scheme be approved", "add 'subject to a review after twelve months'", False),
        ("That the scheme be approved", "leave out 'scheme' and insert 'first stage of the scheme'", False),
    ],
)
def test_so_2_direct_negatives(motion: str, amendment: str, flagged: bool) -> None:
    assert direct_negative(motion, amendment).result is flagged


@pytest.mark.parametrize(("open_now", "allowed"), [(0, True), (1, False)])
def test_so_3_one_amendment_at_a_time(open_now: int, allowed: bool) -> None:
    assert may_open_amendment(open_now).result is allowed


@pytest.mark.parametrize(
    ("minutes", "speeches", "seconded", "since", "result"),
    [
        (4, 3, True, None, "ask"),
        (25, 6, True, None, "put"),
        (25, 6, False, None, "refuse"),
        (25, 6, True, 12, "refuse"),
        (45, 9, True, 20, "put"),
    ],
)
def test_so_4_closure(
    minutes: float, speeches: int, seconded: bool, since: float | None, result: str
) -> None:
    assert closure(minutes, speeches, seconded=seconded, since_lost=since).result == result


@pytest.mark.parametrize(
    ("motion", "allowed"),
    [
        (NoticeOfMotion("Reed", "Shah", True, 7), True),
        (NoticeOfMotion("Reed", "Shah", True, 6), False),
        (NoticeOfMotion("Reed", "", True, 9), False),
        (NoticeOfMotion("Reed", "Reed", True, 9), False),
        (NoticeOfMotion("Reed", "Shah", False, 9), False),
        (NoticeOfMotion("Reed", "Shah", True, 9, D("2026-07-08")), False),
        (NoticeOfMotion("Reed", "Shah", True, 9, D("2026-07-08"), 10), True),
        (NoticeOfMotion("Reed", "Shah", True, 9, D("2026-06-08")), True),
    ],
)
def test_so_5_motions_on_notice(motion: NoticeOfMotion, allowed: bool) -> None:
    assert motion_on_notice(motion, D("2026-12-08")).result is allowed


@pytest.mark.parametrize(
    ("source", "present", "allowed"),
    [
        (Source.STANDING_ORDER, 27, True),
        (Source.STANDING_ORDER, 26, False),
        (Source.STATUTE, 54, False),
        (Source.REGULATION, 54, False),
    ],
)
def test_so_6_the_law_cannot_be_suspended(source: Source, present: int, allowed: bool) -> None:
    assert may_suspend(source, present, 54).result is allowed


def test_so_7_substitutes() -> None:
    assert may_substitute(same_group=True, trained=True, needs_training=True, in_time=True).result
    assert may_substitute(same_group=True, trained=False, needs_training=False, in_time=True).result
    answer = may_substitute(same_group=False, trained=False, needs_training=True, in_time=False)
    assert not answer.result
    assert len(answer.steps) == 3


@pytest.mark.parametrize(
    ("signatures", "before", "result"),
    [
        (1500, None, "council debate"),
        (1499, None, "service response"),
        (1600, "2026-08-01", "refused"),
        (1600, "2026-05-01", "council debate"),
    ],
)
def test_pe_1_petitions(signatures: int, before: str | None, result: str) -> None:
    assert petition(signatures, D(before) if before else None, D("2026-12-01")).result == result


def test_pl_1_planning() -> None:
    # eight minutes late: may speak, not vote
    assert planning_vote(whole_item=False).result == {"speak": True, "vote": False, "put": True}
    assert not planning_vote(whole_item=True, against_advice=True, reasons=" ").result["put"]
    assert planning_vote(whole_item=True, against_advice=True, reasons="Harm to the listed wall.").result[
        "put"
    ]


def test_every_rule_has_an_id_of_its_own_and_says_where_it_stands() -> None:
    assert len({rule.id for rule in PEOPLE_RULES}) == len(PEOPLE_RULES)
    assert all(rule.citation.text and rule.profiles and rule.title for rule in PEOPLE_RULES)
    assert not any(rule.citation.verified for rule in PEOPLE_RULES if "standing orders" in rule.citation.text)
