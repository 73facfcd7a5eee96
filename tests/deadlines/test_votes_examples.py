"""The worked examples about quorum, majorities and recorded votes."""

from __future__ import annotations

import pytest

from meetings.deadlines.rules.base import Law, Profile
from meetings.deadlines.rules.votes import (
    Casting,
    committee_quorum,
    decision,
    departure,
    majority,
    named_vote,
    qualified_votes,
    quorate,
    quorum,
    reconsideration_members,
)
from meetings.kernel.errors import Invalid

ENGLAND, PARISH = Law(Profile.ENGLAND_PRINCIPAL), Law(Profile.ENGLAND_PARISH)
WALES, SCOTLAND = Law(Profile.WALES), Law(Profile.SCOTLAND)
NI, GENERIC = Law(Profile.NORTHERN_IRELAND), Law(Profile.GENERIC)


@pytest.mark.parametrize(
    ("rule", "law", "seats", "needed"),
    [
        ("ME-4", ENGLAND, 54, 14),
        ("ME-4", ENGLAND, 63, 16),
        ("ME-4", ENGLAND, 45, 12),
        ("ME-4", ENGLAND, 60, 15),
        ("ME-4-P", PARISH, 5, 3),
        ("ME-4-P", PARISH, 7, 3),
        ("ME-4-P", PARISH, 9, 3),
        ("ME-4-P", PARISH, 11, 4),
        ("ME-4-P", PARISH, 15, 5),
        ("ME-4", WALES, 54, 14),
        ("ME-4-S", SCOTLAND, 63, 16),
        ("ME-4-NI", NI, 41, 11),
        ("ME-4-L", GENERIC, 40, 21),
        ("ME-4-L", GENERIC, 41, 21),
    ],
)
def test_quorum(rule: str, law: Law, seats: int, needed: int) -> None:
    answer = quorum(law, seats)
    assert (answer.rule.id, answer.result) == (rule, needed)


def test_me_4_a_welsh_community_council() -> None:
    assert quorum(WALES, 7, community=True).result == 3


@pytest.mark.parametrize(("disqualified", "needed"), [(0, 14), (18, 14), (19, 9)])
def test_me_4_more_than_a_third_disqualified(disqualified: int, needed: int) -> None:
    assert quorum(ENGLAND, 54, disqualified=disqualified).result == needed


@pytest.mark.parametrize(("seats", "needed"), [(5, 3), (13, 4), (17, 5)])
def test_me_4_a_committee(seats: int, needed: int) -> None:
    assert committee_quorum(ENGLAND, seats).result == needed


def test_me_4_members_out_for_an_interest_and_observers_from_afar_do_not_count() -> None:
    assert quorate(14, 14, law=ENGLAND)
    assert not quorate(14, 14, out_for_interest=1, law=ENGLAND)
    assert not quorate(14, 13, remote=4, law=ENGLAND)
    assert quorate(14, 13, remote=4, law=WALES)


def test_there_are_no_councils_without_seats() -> None:
    with pytest.raises(Invalid):
        quorum(ENGLAND, 0)


@pytest.mark.parametrize(
    ("rule", "law", "for_", "against", "basis", "result"),
    [
        ("ME-5", ENGLAND, 12, 11, "simple", "carried"),
        ("ME-5", ENGLAND, 11, 12, "simple", "lost"),
        ("ME-5", ENGLAND, 20, 20, "simple", "tied"),
        ("ME-5-S", SCOTLAND, 20, 20, "simple", "tied"),
        ("ME-5-NI", NI, 20, 19, "simple", "carried"),
        ("ME-5-L", GENERIC, 1, 0, "simple", "carried"),
        ("ME-6", ENGLAND, 28, 13, "two-thirds", "carried"),
        ("ME-6", ENGLAND, 27, 14, "two-thirds", "lost"),
        ("ME-6", WALES, 28, 14, "two-thirds", "carried"),
        ("ME-6-L", SCOTLAND, 28, 13, "two-thirds", "carried"),
        ("RM-5-80", NI, 32, 8, "qualified", "carried"),
        ("RM-5-80", NI, 31, 9, "qualified", "lost"),
        ("RM-5-80", NI, 30, 7, "qualified", "carried"),
        ("RM-5-80", NI, 29, 8, "qualified", "lost"),
        ("RM-5-80", NI, 9, 2, "qualified", "carried"),
        ("RM-5-80", NI, 0, 0, "qualified", "lost"),
        ("ME-6-L", ENGLAND, 4, 1, "qualified", "carried"),
    ],
)
def test_majority(rule: str, law: Law, for_: int, against: int, basis: str, result: str) -> None:
    answer = majority(law, for_, against, basis)
    assert (answer.rule.id, answer.result) == (rule, result)
    assert answer.steps


@pytest.mark.parametrize(
    ("for_", "against", "casting", "outcome"),
    [
        (12, 11, None, "carried"),
        (20, 20, None, "tied"),
        (20, 20, Casting.FOR, "carried on the casting vote"),
        (20, 20, Casting.AGAINST, "lost on the casting vote"),
        (20, 20, Casting.DECLINED, "not carried"),
        # nobody voted, nine abstained: ask again
        (0, 0, Casting.FOR, "undecided"),
    ],
)
def test_me_5_to_the_end(for_: int, against: int, casting: Casting | None, outcome: str) -> None:
    assert decision(ENGLAND, for_, against, casting).result == outcome


@pytest.mark.parametrize(("for_", "against", "basis"), [(-1, 0, "simple"), (1, 1, "three-quarters")])
def test_figures_that_make_no_sense(for_: int, against: int, basis: str) -> None:
    with pytest.raises(Invalid):
        majority(ENGLAND, for_, against, basis)


@pytest.mark.parametrize(
    ("for_", "against", "abstained", "result"), [(40, 0, 3, "carried"), (40, 1, 0, "lost"), (0, 0, 3, "lost")]
)
def test_me_6_departing_from_balance(for_: int, against: int, abstained: int, result: str) -> None:
    answer = departure(for_, against, abstained)
    assert (answer.rule.id, answer.result) == ("ME-6-D", result)


@pytest.mark.parametrize(("votes", "needed"), [(40, 32), (37, 30), (11, 9)])
def test_rm_5_eighty_per_cent(votes: int, needed: int) -> None:
    assert qualified_votes(votes).result == needed


@pytest.mark.parametrize(("members", "needed"), [(40, 6), (41, 7), (60, 9)])
def test_rm_5_fifteen_per_cent(members: int, needed: int) -> None:
    answer = reconsideration_members(members)
    assert (answer.rule.id, answer.result) == ("RM-5-15", needed)


def test_me_7_every_vote_on_the_budget_is_named() -> None:
    answer = named_vote(ENGLAND, budget=True)
    assert (answer.rule.id, answer.result["all_names"]) == ("ME-7", True)


def test_me_7_one_member_asks_for_their_own_vote() -> None:
    answer = named_vote(ENGLAND, demanded=0, own=("Cllr Reed",))
    assert (answer.rule.id, answer.result) == ("ME-7-O", {"all_names": False, "own": ["Cllr Reed"]})


@pytest.mark.parametrize(
    ("rule", "law", "demanded", "named"),
    [
        ("ME-7-L", ENGLAND, 4, False),
        ("ME-7-L", ENGLAND, 5, True),
        ("ME-7-L", Law(Profile.ENGLAND_PRINCIPAL, {"named_vote_trigger": "4"}), 4, True),
        ("ME-7-P", PARISH, 1, True),
        ("ME-7-L", PARISH, 0, False),
    ],
)
def test_me_7_votes_by_name_on_demand(rule: str, law: Law, demanded: int, named: bool) -> None:
    answer = named_vote(law, demanded=demanded)
    assert (answer.rule.id, answer.result["all_names"]) == (rule, named)


def test_me_7_a_welsh_community_council() -> None:
    assert named_vote(WALES, demanded=1, community=True).result["all_names"]
