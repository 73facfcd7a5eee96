"""The words of an appointment, pure: its states, what a round comes to, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from meetings.deadlines.rules.standing_orders import Next as Follows
from meetings.deadlines.rules.standing_orders import after_round

#: the choice of a member who votes for nobody; no candidate's id reads so
ABSTAIN = "abstain"
#: below this many voters, or when all choose alike, a count alone tells how somebody voted
FEW = 5


class AppointmentState(StrEnum):
    """Where an appointment stands."""

    OPEN = "open"
    MADE = "made"
    ENDED = "ended"


class CandidateState(StrEnum):
    """Where somebody who was nominated stands."""

    STANDING = "standing"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"
    APPOINTED = "appointed"


class RoundState(StrEnum):
    """`closed`: no ballot is taken any more, the count is still to come; `counted`: still to be declared."""

    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    DECLARED = "declared"
    VOID = "void"


class RoundKind(StrEnum):
    """A ballot among all who stand, or only between those who tied for the fewest votes."""

    BALLOT = "ballot"
    RUN_OFF = "run_off"


class RoundWay(StrEnum):
    """How votes come in."""

    DEVICES = "devices"
    HANDS = "hands"
    ROLL_CALL = "roll_call"
    PAPER = "paper"


class Names(StrEnum):
    """What becomes known of who voted for whom: everything, the totals, or nothing to anybody."""

    RECORDED = "recorded"
    TOTALS = "totals"
    SECRET = "secret"


class Rule(StrEnum):
    """How rounds lead to an appointment."""

    ELIMINATION = "elimination"
    PLURALITY = "plurality"


class LowestTie(StrEnum):
    """Who decides when those with the fewest votes have tied again in a run-off."""

    LOT = "lot"
    CHAIR = "chair"


class FinalTie(StrEnum):
    """Who decides a tie for the appointment itself."""

    CASTING = "casting"
    LOT = "lot"


class Outcome(StrEnum):
    """What a count comes to."""

    ELECTED = "elected"
    DROPPED = "dropped"
    RUN_OFF = "run_off"
    #: a tie among those with the fewest votes after their run-off: one drops out by lot or by the chair's word
    TIE_LOWEST = "tie_lowest"
    #: a tie for the appointment itself
    TIE_FINAL = "tie_final"
    NOBODY = "nobody"


#: The ways in which each kind of publicity can be kept.
WAYS: Mapping[Names, tuple[RoundWay, ...]] = {
    Names.RECORDED: (RoundWay.DEVICES, RoundWay.ROLL_CALL),
    Names.TOTALS: (RoundWay.DEVICES, RoundWay.HANDS, RoundWay.PAPER),
    Names.SECRET: (RoundWay.DEVICES, RoundWay.PAPER),
}
#: The clerk enters the figures, a second person confirms them.
COUNTED_BY_HAND = (RoundWay.HANDS, RoundWay.PAPER)


@dataclass(frozen=True)
class Policy:
    """What the body's standing orders say of appointments."""

    names: Names = Names.TOTALS
    rule: Rule = Rule.ELIMINATION
    lowest_tie: LowestTie = LowestTie.LOT
    #: None: as the nation's law has it
    final_tie: FinalTie | None = None


@dataclass(frozen=True)
class Came:
    """What a round came to, and whom it concerns: the elected, the dropped, or those between whom it lies."""

    outcome: Outcome
    names: tuple[str, ...]


_FOLLOWS = {
    Follows.ELECTED: Outcome.ELECTED,
    Follows.DROPPED: Outcome.DROPPED,
    Follows.RUN_OFF: Outcome.RUN_OFF,
    Follows.LOT: Outcome.TIE_LOWEST,
    Follows.CASTING_VOTE: Outcome.TIE_FINAL,
    Follows.NOBODY: Outcome.NOBODY,
}


def outcome_of(rule: Rule, votes: Mapping[str, int], standing: Collection[str], kind: RoundKind) -> Came:
    """What these votes come to. `votes` has every candidate of the round, `standing` everybody who still stands."""
    if rule is Rule.PLURALITY:
        return _plurality(votes)
    if kind is RoundKind.RUN_OFF and len(votes) < len(standing):
        return _run_off(votes)
    came = after_round(votes, run_off_held=kind is RoundKind.RUN_OFF)
    return Came(_FOLLOWS[came.next], tuple(came.names))


def _run_off(votes: Mapping[str, int]) -> Came:
    """Between those who tied for the fewest: nobody is elected in it, the fewest drops out."""
    if not any(votes.values()):
        return Came(Outcome.TIE_LOWEST, tuple(votes))
    lowest = tuple(c for c, n in votes.items() if n == min(votes.values()))
    return Came(Outcome.DROPPED if len(lowest) == 1 else Outcome.TIE_LOWEST, lowest)


def _plurality(votes: Mapping[str, int]) -> Came:
    """Whoever has most is elected, majority or not."""
    if not any(votes.values()):
        return Came(Outcome.NOBODY, tuple(votes))
    best = tuple(c for c, n in votes.items() if n == max(votes.values()))
    return Came(Outcome.ELECTED if len(best) == 1 else Outcome.TIE_FINAL, best)


def tally(choices: Collection[str], candidates: Sequence[str]) -> tuple[dict[str, int], int]:
    """Votes for each candidate, and how many abstained. ValueError for a choice that is neither."""
    votes = dict.fromkeys(candidates, 0)
    abstained = 0
    for choice in choices:
        if choice == ABSTAIN:
            abstained += 1
        elif choice in votes:
            votes[choice] += 1
        else:
            raise ValueError(f"a ballot for somebody who does not stand: {choice}")
    return votes, abstained


def tells_too_much(voters: int, votes: Mapping[str, int], abstained: int) -> str:
    """Why the figures of a secret round give somebody's choice away; empty if they do not."""
    if sum(1 for n in (*votes.values(), abstained) if n) == 1:
        return "All who voted chose alike: from the figures everybody knows how each of them voted."
    if voters < FEW:
        return f"Only {voters} voted: with so few the figures themselves may tell how somebody voted."
    return ""
