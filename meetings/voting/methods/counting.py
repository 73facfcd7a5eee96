"""What every method shares: the closed list of choices, and one ballot a person, each by its weight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from meetings.voting.rules import Choice, Outcome, Tally


def parse(text: str) -> Choice:
    """A choice from what a device sent. ValueError if it is not on the closed list."""
    return Choice(text)


def count(
    ballots: Mapping[str, Choice], roll: Iterable[str], weights: Mapping[str, int] | None = None
) -> Tally:
    """Count one ballot a person, each for one vote or for its weight.

    ValueError for a ballot of somebody who is not on the roll.
    """
    entitled = set(roll)
    if strangers := ballots.keys() - entitled:
        raise ValueError(f"ballots of people who are not on the roll: {sorted(strangers)}")
    sums: dict[Choice | None, int] = dict.fromkeys((*Choice, None), 0)
    for person in entitled:
        sums[ballots.get(person)] += (weights or {}).get(person, 1)
    return Tally(
        for_=sums[Choice.FOR], against=sums[Choice.AGAINST], abstain=sums[Choice.ABSTAIN], none=sums[None]
    )


def no_casting(_choice: Choice | None) -> Outcome:
    """Where a share is needed there is no tie and no casting vote: short of it the motion is lost."""
    return Outcome.LOST


def share_up(votes: int, over: int, below: int) -> int:
    """So many votes × over ÷ below, rounded up, in whole numbers."""
    return -(-votes * over // below)
