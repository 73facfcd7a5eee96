"""A motion that needs two-thirds of the votes cast for and against."""

from __future__ import annotations

from meetings.voting.methods.counting import count, no_casting, parse, share_up
from meetings.voting.rules import Outcome, Tally

__all__ = ["after_casting", "count", "has_casting", "key", "label", "outcome", "parse", "working"]
key = "two_thirds"
label = "two-thirds of those voting"
has_casting = False
after_casting = no_casting


def outcome(tally: Tally) -> Outcome:
    """Carried with two-thirds of those who voted for or against, rounded up; nobody voting carries nothing."""
    votes = tally.for_ + tally.against
    return Outcome.CARRIED if votes and tally.for_ >= share_up(votes, 2, 3) else Outcome.LOST


def working(tally: Tally) -> str:
    """The rule applied to the figures, in words."""
    votes = tally.for_ + tally.against
    return f"Two-thirds of {votes}, rounded up, is {share_up(votes, 2, 3)}; {tally.for_} voted for."
