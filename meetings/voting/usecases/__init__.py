"""What is done in a vote."""

from meetings.voting.usecases.cast import (
    BallotAnswer,
    BallotRequest,
    EnterBallot,
    cast_ballots,
    cast_for,
    enter_ballot,
)
from meetings.voting.usecases.result import (
    CloseVote,
    DeclareVote,
    GiveCastingVote,
    close_vote,
    declare_vote,
    give_casting_vote,
)
from meetings.voting.usecases.start import OpenVote, open_vote

__all__ = [
    "BallotAnswer",
    "BallotRequest",
    "CloseVote",
    "DeclareVote",
    "EnterBallot",
    "GiveCastingVote",
    "OpenVote",
    "cast_ballots",
    "cast_for",
    "close_vote",
    "declare_vote",
    "enter_ballot",
    "give_casting_vote",
    "open_vote",
]
