"""A motion that needs 80 per cent of the votes of members present and voting, rounded up.

Local Government Act (Northern Ireland) 2014, section 40.
"""

from __future__ import annotations

from meetings.voting.methods.counting import count, no_casting, parse, share_up
from meetings.voting.rules import Outcome, Tally

__all__ = ["after_casting", "count", "has_casting", "key", "label", "outcome", "parse", "working"]
key = "four_fifths_up"
label = "qualified majority: 80 per cent of those voting, rounded up"
has_casting = False
after_casting = no_casting


def outcome(tally: Tally) -> Outcome:
    """Carried with 80 per cent of those who voted for or against, rounded up; nobody voting carries nothing."""
    votes = tally.for_ + tally.against
    return Outcome.CARRIED if votes and tally.for_ >= share_up(votes, 4, 5) else Outcome.LOST


def working(tally: Tally) -> str:
    """The rule applied to the figures, in words."""
    votes = tally.for_ + tally.against
    return f"80 per cent of {votes}, rounded up, is {share_up(votes, 4, 5)}; {tally.for_} voted for."
