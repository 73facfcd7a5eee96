"""What is done with motions: given in, moved, amended, altered, divided, withdrawn and decided."""

from __future__ import annotations

from meetings.motions.usecases.altering import (
    AcceptAmendment,
    AlterMotion,
    DivideMotion,
    GiveReasons,
    accept_amendment,
    alter_motion,
    divide_motion,
    give_reasons,
)
from meetings.motions.usecases.deciding import (
    AgreeMotion,
    WithdrawMotion,
    agree_motion,
    before_deciding,
    decide,
    nothing_undecided,
    undecided,
    withdraw_motion,
)
from meetings.motions.usecases.moving import MoveMotion, PrepareMotion, move_motion, prepare_motion
from meetings.motions.usecases.waiting import (
    ForeshadowAmendment,
    ResumeDebate,
    foreshadow_amendment,
    put_aside,
    resume_debate,
)

__all__ = [
    "AcceptAmendment",
    "AgreeMotion",
    "AlterMotion",
    "DivideMotion",
    "ForeshadowAmendment",
    "GiveReasons",
    "MoveMotion",
    "PrepareMotion",
    "ResumeDebate",
    "WithdrawMotion",
    "accept_amendment",
    "agree_motion",
    "alter_motion",
    "before_deciding",
    "decide",
    "divide_motion",
    "foreshadow_amendment",
    "give_reasons",
    "move_motion",
    "nothing_undecided",
    "prepare_motion",
    "put_aside",
    "resume_debate",
    "undecided",
    "withdraw_motion",
]
