"""Every method of voting keeps the same promises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.voting.methods import METHODS, Method
from meetings.voting.rules import Choice, Outcome, Tally

ballots = st.dictionaries(st.integers(0, 60).map(str), st.sampled_from(list(Choice)), max_size=60)
methods = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS.keys())


@methods
@given(cast=ballots, absent=st.sets(st.integers(61, 90).map(str)))
def test_tally_adds_up_to_the_roll_and_order_does_not_matter(
    method: Method, cast: dict[str, Choice], absent: set[str]
) -> None:
    roll = [*cast, *absent]
    tally = method.count(cast, roll)
    assert tally.voted + tally.none == len(roll)
    assert tally.none == len(absent)
    assert method.count(dict(reversed(cast.items())), reversed(roll)) == tally


@methods
def test_no_ballots_carry_nothing(method: Method) -> None:
    tally = method.count({}, ["a", "b"])
    assert tally == Tally(0, 0, 0, 2)
    assert method.outcome(tally) is not Outcome.CARRIED


@methods
def test_ballot_of_somebody_not_on_the_roll_is_an_error(method: Method) -> None:
    with pytest.raises(ValueError, match="not on the roll"):
        method.count({"stranger": Choice.FOR}, ["a"])


@methods
def test_choice_outside_the_list_is_an_error(method: Method) -> None:
    assert [method.parse(c.value) for c in Choice] == list(Choice)
    with pytest.raises(ValueError, match="absent"):
        method.parse("absent")


@pytest.mark.parametrize(
    ("votes_for", "against", "abstain", "expected"),
    [
        (20, 5, 3, Outcome.CARRIED),
        (26, 32, 0, Outcome.LOST),
        (1, 0, 40, Outcome.CARRIED),
        (6, 6, 1, Outcome.TIED),
        (0, 0, 5, Outcome.UNDECIDED),
    ],
)
def test_simple_majority_is_of_those_voting(
    votes_for: int, against: int, abstain: int, expected: Outcome
) -> None:
    method = METHODS["simple_majority"]
    assert method.outcome(Tally(votes_for, against, abstain, none=9)) is expected


def test_casting_vote_decides_and_declining_it_leaves_the_motion_lost() -> None:
    method = METHODS["simple_majority"]
    assert [method.after_casting(c) for c in (Choice.FOR, Choice.AGAINST, None)] == [
        Outcome.CARRIED,
        Outcome.LOST,
        Outcome.LOST,
    ]
