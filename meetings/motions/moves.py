"""What may happen next with the business before a meeting: every move, allowed or not, and why not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from meetings.motions.procedural import AGAIN_AFTER_MINUTES, NOT_SOON_AGAIN, PROCEDURES, Procedure
from meetings.motions.rules import Effect, MotionKind


@dataclass(frozen=True)
class Situation:
    """How the business stands."""

    open: bool = True
    item_taken: bool = True
    #: the motion to be decided next
    before: MotionKind | None = None
    #: whether a substantive motion, or a part of one, is before the meeting
    substantive: bool = False
    vote_open: bool = False
    foreshadowed: bool = False
    #: why no vote may be opened yet
    problem: str = ""
    #: whether the public is excluded now, and whether an item waits that cannot be taken in public
    private: bool = False
    exempt_ahead: bool = False
    #: when a motion with that effect was last lost on this item
    lost_at: Mapping[Effect, datetime] = field(default_factory=dict)
    #: None: a screen asks, which stays as it is while time goes by
    now: datetime | None = None


@dataclass(frozen=True)
class Move:
    """Something that may be done now; `why_not` is empty if it may."""

    key: str
    title: str
    why_not: str = ""
    #: what the rule says about it
    rule: str = ""
    effect: Effect = Effect.NONE
    #: lost lately: not again before this moment
    not_before: datetime | None = None

    @property
    def allowed(self) -> bool:
        """Whether it may be done."""
        return not self.why_not


def possible(now: Situation) -> tuple[Move, ...]:
    """Every move in the order a chair thinks of them."""
    return (*_ordinary(now), *(_procedure(now, p) for p in PROCEDURES if p.effect is not Effect.NONE))


def _ordinary(now: Situation) -> tuple[Move, ...]:
    nothing = _nothing(now)
    busy = "" if now.before is None else f"The {_words(now.before)} before the meeting is decided first."
    amending = nothing or _not_amendable(now)
    deciding = nothing or ("" if now.before else "Nothing is before the meeting.")
    return (
        Move("move", "A motion is moved", nothing or busy),
        Move("amend", "An amendment is moved", amending),
        Move("foreshadow", "A further amendment is foreshadowed", nothing or _no_motion(now)),
        Move("alter", "The mover alters the motion with consent", nothing or _not_amendable(now)),
        Move("divide", "The motion is voted on in parts", nothing or _not_amendable(now)),
        Move("vote", "A vote is taken", deciding or now.problem),
        Move("agree", "It is agreed without a vote", deciding or now.problem),
        Move("withdraw", "It is withdrawn with consent", deciding),
    )


def _procedure(now: Situation, procedure: Procedure) -> Move:
    lost_at = now.lost_at.get(procedure.effect) if procedure.effect in NOT_SOON_AGAIN else None
    not_before = lost_at + timedelta(minutes=AGAIN_AFTER_MINUTES) if lost_at else None
    return Move(
        f"procedural.{procedure.effect.value}",
        procedure.title,
        _nothing(now) or _too_soon(now.now, not_before) or _why_not(now, procedure),
        procedure.rule,
        procedure.effect,
        not_before,
    )


def _too_soon(now: datetime | None, not_before: datetime | None) -> str:
    if now is None or not_before is None or now >= not_before:
        return ""
    minutes = -(-int((not_before - now).total_seconds()) // 60)
    return f"It was lost lately: again in {minutes} minutes."


def _why_not(now: Situation, procedure: Procedure) -> str:
    if now.before is MotionKind.PROCEDURAL:
        return "Another motion of procedure is decided first."
    if procedure.on_motion and now.before is None:
        return "No motion is before the meeting."
    if procedure.effect is Effect.EXCLUDE_PUBLIC and (now.private or not now.exempt_ahead):
        return "The public is excluded already." if now.private else "No item waits that is not public."
    if procedure.effect is Effect.READMIT_PUBLIC and not now.private:
        return "The public is not excluded."
    return ""


def _nothing(now: Situation) -> str:
    if not now.open:
        return "The meeting is not open."
    if now.vote_open:
        return "A vote is under way."
    return "" if now.item_taken else "No item is being taken."


def _no_motion(now: Situation) -> str:
    return "" if now.substantive else "No motion is before the meeting."


def _not_amendable(now: Situation) -> str:
    if not now.substantive:
        return "No motion is before the meeting."
    if now.before in (MotionKind.AMENDMENT, MotionKind.PROCEDURAL):
        return f"One at a time: the {_words(now.before)} is decided first."
    return ""


def _words(kind: MotionKind) -> str:
    return {
        MotionKind.SUBSTANTIVE: "motion",
        MotionKind.AMENDMENT: "amendment",
        MotionKind.PROCEDURAL: "procedural motion",
    }[kind]
