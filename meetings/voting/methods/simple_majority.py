"""A motion decided by a simple majority of those voting, with a casting vote after a tie.

Local Government Act 1972, Schedule 12, paragraph 39.
"""

from __future__ import annotations

from meetings.voting.methods.counting import count, parse
from meetings.voting.rules import Choice, Outcome, Tally

__all__ = ["after_casting", "count", "has_casting", "key", "label", "outcome", "parse", "working"]
key = "simple_majority"
label = "simple majority of those voting"
has_casting = True


def outcome(tally: Tally) -> Outcome:
    """By a simple majority of those voting; abstentions and those who cast nothing count on neither side."""
    if tally.for_ == tally.against == 0:
        return Outcome.UNDECIDED
    if tally.for_ > tally.against:
        return Outcome.CARRIED
    return Outcome.LOST if tally.for_ < tally.against else Outcome.TIED


def after_casting(choice: Choice | None) -> Outcome:
    """The outcome of a tie: the casting vote decides; a declined one leaves the motion not carried."""
    return Outcome.CARRIED if choice is Choice.FOR else Outcome.LOST


def working(tally: Tally) -> str:
    """The rule applied to the figures, in words."""
    return f"{tally.for_} for and {tally.against} against; abstentions count on neither side."
