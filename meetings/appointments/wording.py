"""A round in plain words: for the page, the minutes and whoever listens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from meetings.appointments.rules import Outcome
from meetings.appointments.shapes import AppointmentView, RoundView


def listed(names: Sequence[str]) -> str:
    """A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def figures(votes: Mapping[str, int], abstained: int, none: int, spoilt: int) -> str:
    """Councillor P 14, Councillor Q 13; 2 abstained, 1 cast no vote. `votes` by name."""
    told = ", ".join(f"{name} {n}" for name, n in votes.items())
    more = [
        text
        for n, text in (
            (abstained, f"{abstained} abstained"),
            (none, f"{none} cast no vote"),
            (spoilt, f"{spoilt} spoilt"),
        )
        if n
    ]
    return f"{told}; {', '.join(more)}" if more else told


def outcome_words(outcome: Outcome, names: Sequence[str], settled: str) -> str:
    """What a round came to, as a sentence."""
    if settled:
        return f"{settled}."
    if outcome is Outcome.ELECTED:
        return f"{names[0]} was appointed."
    if outcome is Outcome.DROPPED:
        return f"{names[0]} had the fewest votes and dropped out."
    if outcome is Outcome.RUN_OFF:
        return f"{listed(names)} tied for the fewest votes: a run-off between them."
    if outcome is Outcome.TIE_LOWEST:
        return f"{listed(names)} tied again: one of them drops out."
    if outcome is Outcome.TIE_FINAL:
        return f"{listed(names)} had the same number of votes."
    return "Nobody voted."


def sentence_of(found: AppointmentView, r: RoundView) -> str:
    """The same of a round that is counted; empty before."""
    if r.outcome is None:
        return ""
    return outcome_words(r.outcome, [found.name(c) for c in r.outcome_names], r.settled)
