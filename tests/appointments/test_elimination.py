"""The rules of a round: the worked examples, and a second implementation that must agree over random ballots."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.appointments.rules import (
    Came,
    CandidateState,
    Names,
    Outcome,
    RoundKind,
    Rule,
    outcome_of,
    tally,
    tells_too_much,
)

BALLOT, RUN_OFF = RoundKind.BALLOT, RoundKind.RUN_OFF


def test_worked_examples_of_standing_orders() -> None:
    pqr = {"P": 16, "Q": 13, "R": 11}
    assert outcome_of(Rule.ELIMINATION, pqr, pqr, BALLOT) == Came(Outcome.DROPPED, ("R",))
    pq = {"P": 19, "Q": 21}
    assert outcome_of(Rule.ELIMINATION, pq, pq, BALLOT) == Came(Outcome.ELECTED, ("Q",))
    first = {"P": 21, "Q": 12, "R": 8}
    assert outcome_of(Rule.ELIMINATION, first, first, BALLOT) == Came(Outcome.ELECTED, ("P",))
    tied = {"P": 14, "Q": 13, "R": 13}
    assert outcome_of(Rule.ELIMINATION, tied, tied, BALLOT) == Came(Outcome.RUN_OFF, ("Q", "R"))
    qr = {"Q": 20, "R": 20}
    assert outcome_of(Rule.ELIMINATION, qr, tied, RUN_OFF) == Came(Outcome.TIE_LOWEST, ("Q", "R"))
    assert outcome_of(Rule.ELIMINATION, {"Q": 21, "R": 19}, tied, RUN_OFF) == Came(Outcome.DROPPED, ("R",))
    last = {"P": 20, "Q": 20}
    assert outcome_of(Rule.ELIMINATION, last, last, BALLOT) == Came(Outcome.TIE_FINAL, ("P", "Q"))
    none = {"P": 0, "Q": 0, "R": 0}
    assert outcome_of(Rule.ELIMINATION, none, none, BALLOT) == Came(Outcome.NOBODY, ("P", "Q", "R"))


def test_plurality_asks_for_no_majority() -> None:
    votes = {"P": 5, "Q": 4, "R": 4}
    assert outcome_of(Rule.PLURALITY, votes, votes, BALLOT) == Came(Outcome.ELECTED, ("P",))
    votes = {"P": 5, "Q": 5, "R": 4}
    assert outcome_of(Rule.PLURALITY, votes, votes, BALLOT) == Came(Outcome.TIE_FINAL, ("P", "Q"))


def test_figures_that_give_choices_away_are_warned_of() -> None:
    assert "alike" in tells_too_much(9, {"P": 9, "Q": 0}, 0)
    assert "Only 4" in tells_too_much(4, {"P": 3, "Q": 1}, 0)
    assert "alike" in tells_too_much(6, {"P": 0, "Q": 0}, 6)
    assert tells_too_much(5, {"P": 3, "Q": 2}, 0) == ""


def second_opinion(ballots: list[str], candidates: list[str], lots: list[int]) -> list[tuple[str, str]]:
    """Who goes and who is elected, told ballot by ballot: preferences, a lot by number, nothing shared with rules.py.

    Every member ranks the candidates; in each vote they choose whoever they rank highest of those in it, or abstain.
    """
    told, left, lots = [], sorted(candidates), list(lots)

    def first_of(among: list[str]) -> list[str]:
        return [next((c for c in order if c in among), "") for order in ballots]

    while True:
        votes = first_of(left)
        cast = len([v for v in votes if v])
        heads = {c: votes.count(c) for c in left}
        winners = [c for c in left if 2 * heads[c] > cast]
        if cast == 0:
            return [*told, ("nobody", "")]
        if winners:
            return [*told, ("elected", winners[0])]
        if len(left) == 2:
            return [*told, ("elected", left[lots.pop() % 2])]
        fewest = [c for c in left if heads[c] == min(heads.values())]
        if len(fewest) > 1:
            again = first_of(fewest)
            seconds = {c: again.count(c) for c in fewest}
            whole = [c for c in fewest if 2 * seconds[c] > len([v for v in again if v])]
            if len(fewest) == len(left) and whole:
                return [*told, ("elected", whole[0])]
            fewest = [c for c in fewest if seconds[c] == min(seconds.values())]
        gone = fewest[lots.pop() % len(fewest)] if len(fewest) > 1 else fewest[0]
        told.append(("gone", gone))
        left.remove(gone)


def by_the_rules(ballots: list[str], candidates: list[str], lots: list[int]) -> list[tuple[str, str]]:
    """The same through `outcome_of`, as the rounds of a meeting go."""
    told: list[tuple[str, str]] = []
    standing, lots = sorted(candidates), list(lots)
    among, kind = standing, BALLOT
    for _ in range(40):
        choices = [next((c for c in order if c in among), "abstain") for order in ballots]
        votes, _abstained = tally(choices, among)
        came = outcome_of(Rule.ELIMINATION, votes, standing, kind)
        if came.outcome is Outcome.NOBODY:
            return [*told, ("nobody", "")]
        if came.outcome is Outcome.ELECTED:
            return [*told, ("elected", came.names[0])]
        if came.outcome is Outcome.TIE_FINAL:
            return [*told, ("elected", came.names[lots.pop() % 2])]
        if came.outcome is Outcome.RUN_OFF:
            among, kind = list(came.names), RUN_OFF
            continue
        tied = came.outcome is Outcome.TIE_LOWEST
        gone = came.names[lots.pop() % len(came.names)] if tied else came.names[0]
        told.append(("gone", gone))
        standing = [c for c in standing if c != gone]
        among, kind = standing, BALLOT
    raise AssertionError("it never ends")


@settings(max_examples=400, deadline=None)
@given(
    st.integers(2, 5).flatmap(
        lambda n: st.lists(
            st.lists(st.sampled_from("PQRST"[:n]), unique=True, max_size=n).map("".join), max_size=14
        ).map(lambda ballots: (ballots, list("PQRST"[:n])))
    ),
    st.lists(st.integers(0, 59), min_size=12, max_size=12),
)
def test_second_implementation_agrees(case: tuple[list[str], list[str]], lots: list[int]) -> None:
    ballots, candidates = case
    assert by_the_rules(ballots, candidates, lots) == second_opinion(ballots, candidates, lots)


def test_words_of_states_are_kept_for_ever() -> None:
    """They stand in databases: renaming one would make old appointments unreadable."""
    assert [s.value for s in CandidateState] == ["standing", "dropped", "withdrawn", "appointed"]
    assert [n.value for n in Names] == ["recorded", "totals", "secret"]
