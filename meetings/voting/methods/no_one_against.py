"""A motion that one vote against defeats: departing from political balance.

Local Government and Housing Act 1989, section 17.
"""

from __future__ import annotations

from meetings.voting.methods.counting import count, no_casting, parse
from meetings.voting.rules import Outcome, Tally

__all__ = ["after_casting", "count", "has_casting", "key", "label", "outcome", "parse", "working"]
key = "no_one_against"
label = "nobody voting against"
has_casting = False
after_casting = no_casting


def outcome(tally: Tally) -> Outcome:
    """Carried with somebody for it and nobody against; abstentions do no harm."""
    return Outcome.CARRIED if tally.for_ and not tally.against else Outcome.LOST


def working(tally: Tally) -> str:
    """The rule applied to the figures, in words."""
    if not tally.for_:
        return "Nobody voted for it."
    return "Nobody voted against." if not tally.against else f"{tally.against} against: one is enough."
