"""A motion decided by a simple majority of those voting, with a casting vote after a tie.

Local Government Act 1972, Schedule 12, paragraph 39.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from meetings.voting.rules import Choice, Outcome, Tally

key = "simple_majority"


def parse(text: str) -> Choice:
    """A choice from what a device sent. ValueError if it is not on the closed list."""
    return Choice(text)


def count(ballots: Mapping[str, Choice], roll: Iterable[str]) -> Tally:
    """Count one ballot a person. ValueError for a ballot of somebody who is not on the roll."""
    entitled = set(roll)
    if strangers := ballots.keys() - entitled:
        raise ValueError(f"ballots of people who are not on the roll: {sorted(strangers)}")
    by_choice = Counter(ballots.values())
    return Tally(
        for_=by_choice[Choice.FOR],
        against=by_choice[Choice.AGAINST],
        abstain=by_choice[Choice.ABSTAIN],
        none=len(entitled) - len(ballots),
    )


def outcome(tally: Tally) -> Outcome:
    """By a simple majority of those voting; abstentions and those who cast nothing count on neither side."""
    if tally.for_ > tally.against:
        return Outcome.CARRIED
    return Outcome.LOST if tally.for_ < tally.against else Outcome.TIED


def after_casting(choice: Choice | None) -> Outcome:
    """The outcome of a tie: the casting vote decides; a declined one leaves the motion not carried."""
    return Outcome.CARRIED if choice is Choice.FOR else Outcome.LOST
