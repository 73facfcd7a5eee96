"""Facts about motions."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact
from meetings.motions.rules import Effect, MotionKind


@fact("motions.motion_prepared")
@dataclass(frozen=True)
class MotionPrepared(Fact):
    """A motion was typed before it is moved."""

    motion_id: str
    item_id: str | None
    text: str


@fact("motions.motion_moved")
@dataclass(frozen=True)
class MotionMoved(Fact):
    """A motion is before the meeting."""

    motion_id: str
    item_id: str | None
    kind: MotionKind
    text: str
    mover_id: str | None
    mover: str
    seconder_id: str | None
    seconder: str
    parent_id: str | None = None
    effect: Effect = Effect.NONE
    effect_item_id: str | None = None


@fact("motions.motion_withdrawn")
@dataclass(frozen=True)
class MotionWithdrawn(Fact):
    """A motion is no longer before the meeting."""

    motion_id: str


@fact("motions.motion_decided")
@dataclass(frozen=True)
class MotionDecided(Fact):
    """A motion was carried or lost; `vote_id` is None when it was agreed without a vote."""

    motion_id: str
    carried: bool
    vote_id: str | None = None


@fact("motions.motion_amended")
@dataclass(frozen=True)
class MotionAmended(Fact):
    """An amendment was carried: the motion, as amended, is now the substantive motion."""

    motion_id: str
    amendment_id: str
    text: str
