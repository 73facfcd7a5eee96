"""Arranging rooms and broadcasts, and writing down what providers did."""

from __future__ import annotations

from meetings.conferencing.usecases.arrange import ArrangeRemote, DropRemote, arrange_remote, drop_remote
from meetings.conferencing.usecases.steps import (
    EndInvitation,
    Invite,
    MarkStep,
    RetryCall,
    end_invitation,
    invite,
    mark_step_done,
    retry_call,
)

__all__ = [
    "ArrangeRemote",
    "DropRemote",
    "EndInvitation",
    "Invite",
    "MarkStep",
    "RetryCall",
    "arrange_remote",
    "drop_remote",
    "end_invitation",
    "invite",
    "mark_step_done",
    "retry_call",
]
