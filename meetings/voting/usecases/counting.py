"""The count of a vote: of its ballots, or of hands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.kernel.errors import WrongState
from meetings.voting.methods import METHODS
from meetings.voting.models import Vote
from meetings.voting.queries import ballots_of, hands_of, roll_of
from meetings.voting.rules import Choice, Outcome, Tally, Way


@dataclass(frozen=True)
class Count:
    """What was counted and what it means. `missing`: who cast nothing; nobody knows after hands."""

    tally: Tally
    outcome: Outcome
    missing: list[str]
    #: members on each side, where votes carry weights; otherwise empty
    heads: tuple[int, ...] = ()

    @property
    def figures(self) -> tuple[int, int, int, int]:
        """For, against, abstained, none."""
        return self.tally.for_, self.tally.against, self.tally.abstain, self.tally.none


def counted(session: Session, vote: Vote) -> Count:
    """Count it. Raises WrongState for hands that are not confirmed or were counted among others than are here."""
    return _of_hands(session, vote) if vote.way is Way.HANDS else _of_ballots(session, vote)


def put_count(vote: Vote, count: Count) -> None:
    """The figures into the row."""
    vote.count_for, vote.count_against, vote.count_abstain, vote.count_none = count.figures
    vote.outcome = count.outcome


def _of_ballots(session: Session, vote: Vote) -> Count:
    method, ballots, roll = METHODS[vote.basis], ballots_of(session, vote.id), roll_of(session, vote.id)
    tally = method.count(ballots, roll, roll)
    heads: tuple[int, ...] = ()
    if any(weight != 1 for weight in roll.values()):
        sides = list(ballots.values())
        heads = (*(sides.count(c) for c in Choice), len(roll) - len(ballots))
    return Count(tally, method.outcome(tally), sorted(p for p in roll if p not in ballots), heads)


def _of_hands(session: Session, vote: Vote) -> Count:
    hands = hands_of(session, [vote.id]).get(vote.id)
    if hands is None:
        raise WrongState("Enter how many hands were raised first.")
    if not hands.second:
        raise WrongState("A second person must confirm the count of hands first.")
    if hands.present != len(roll_of(session, vote.id)):
        raise WrongState("Somebody has come or gone since the hands were counted: count them again.")
    none = hands.present - hands.for_ - hands.against - hands.abstain
    tally = Tally(hands.for_, hands.against, hands.abstain, none)
    return Count(tally, METHODS[vote.basis].outcome(tally), [])
