"""What was done to motions besides deciding them, and the public excluded, as sentences of the minutes."""

from __future__ import annotations

from datetime import datetime

from meetings.exclusion import events as exclusion
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.document import Declaration, Note, TimeNote
from meetings.minutes.drafting.fold import Fold
from meetings.minutes.drafting.motions import Moving
from meetings.minutes.drafting.table import minutes_of
from meetings.minutes.phrases import fill
from meetings.motions import events as motions
from meetings.motions.rules import MotionStatus


@minutes_of(motions.MotionAltered)
def altered(fold: Fold, at: datetime, fact: motions.MotionAltered) -> None:
    """The mover changed the motion with consent."""
    moving = _moving(fold, fact.motion_id)
    if moving is None:
        return
    moving.text, moving.altered = fact.text, True
    text = fill(fold.setting.say.motions.altered, it=moving.it, text=" ".join(fact.text.splitlines()))
    _say(fold, at, moving, f"altered-{fact.motion_id}-{at:%H%M%S}", text)


@minutes_of(motions.AmendmentAccepted)
def accepted(fold: Fold, at: datetime, fact: motions.AmendmentAccepted) -> None:
    """The mover took an amendment into the motion."""
    parent, amendment = _moving(fold, fact.motion_id), _moving(fold, fact.amendment_id)
    if parent is None or amendment is None:
        return
    parent.text, parent.amended, amendment.outcome = fact.text, True, "accepted"
    say = fold.setting.say.motions
    text = fill(say.accepted, who=parent.fact.mover or say.the_mover)
    _say(fold, at, amendment, f"accepted-{fact.amendment_id}", text)


@minutes_of(motions.AmendmentRuled)
def ruled(fold: Fold, at: datetime, fact: motions.AmendmentRuled) -> None:
    """The chair was asked whether it was in order."""
    amendment = _moving(fold, fact.amendment_id)
    if amendment is not None:
        _say(fold, at, amendment, f"ruled-{fact.amendment_id}", fold.setting.say.motions.in_order)


@minutes_of(motions.MotionDivided)
def divided(fold: Fold, at: datetime, fact: motions.MotionDivided) -> None:
    """Each part is a motion of its own below."""
    moving = _moving(fold, fact.motion_id)
    if moving is not None:
        moving.outcome = "divided"
        text = fill(fold.setting.say.motions.divided, it=moving.it, parts=len(fact.parts))
        _say(fold, at, moving, f"divided-{fact.motion_id}", text)


@minutes_of(motions.MotionPutAside)
def put_aside(fold: Fold, at: datetime, fact: motions.MotionPutAside) -> None:
    """It was not decided, and why; nothing of one that was never moved."""
    moving = _moving(fold, fact.motion_id)
    if moving is None:
        return
    moving.outcome = "withdrawn" if fact.status is MotionStatus.WITHDRAWN else fact.status.value
    text = fill(fold.setting.say.motions.not_decided, it=moving.it, why=fact.why.rstrip("."))
    _say(fold, at, moving, f"aside-{fact.motion_id}-{at:%H%M%S}", text)


@minutes_of(motions.DebateResumed)
def resumed(fold: Fold, at: datetime, fact: motions.DebateResumed) -> None:
    """The debate goes on."""
    moving = _moving(fold, fact.motion_id)
    if moving is not None:
        moving.outcome = ""
        text = fill(fold.setting.say.motions.resumed, it=moving.it)
        _say(fold, at, moving, f"resumed-{fact.motion_id}-{at:%H%M%S}", text)


@minutes_of(motions.ReasonsGiven)
def reasons(fold: Fold, at: datetime, fact: motions.ReasonsGiven) -> None:
    """Why the meeting was asked to go against advice; the last ones stand."""
    moving = _moving(fold, fact.motion_id)
    if moving is None:
        return
    moving.reasons = fact.reasons
    if not moving.reasons_said:
        moving.reasons_said = True
        fold.put(at, lambda: _reasons(fold, moving), moving.fact.item_id)


@minutes_of(exclusion.ExclusionBegan)
def excluded(fold: Fold, at: datetime, fact: exclusion.ExclusionBegan) -> None:
    """By a resolution, which stands above, or by the law itself, which is said here."""
    if fact.motion_id is None:
        fold.put_block(at, Note(id=f"excluded-{fact.exclusion_id}", text=fact.words.rstrip(".")))
    numbers = ", ".join(fact.numbers)
    fold.times.append(TimeNote(at=at, text=fill(fold.setting.say.private.began, numbers=numbers)))


@minutes_of(exclusion.ExclusionConfirmed)
def confirmed(fold: Fold, at: datetime, fact: exclusion.ExclusionConfirmed) -> None:
    """Where two people decided to go on without confirmation, that is minuted with the reason."""
    if fact.first:
        said = fold.setting.say.private.overridden
        text = fill(said, first=fact.first, second=fact.second, why=fact.reason.rstrip("."))
        fold.put_block(at, Note(id=f"override-{fact.exclusion_id}", text=text))


@minutes_of(exclusion.PrivatePartOpened)
def opened(fold: Fold, at: datetime, fact: exclusion.PrivatePartOpened) -> None:
    """What happens on an item of the public agenda from now on is minuted apart."""
    item = fold.setting.item(fact.item_id)
    if item is not None and item.sensitivity is Sensitivity.PUBLIC:
        fold.private.append((fact.item_id, at, None))


@minutes_of(exclusion.PublicReturning)
def returning(fold: Fold, at: datetime, _fact: exclusion.PublicReturning) -> None:
    """Private business is over."""
    _close(fold, at)


@minutes_of(exclusion.ExclusionEnded)
def ended(fold: Fold, at: datetime, fact: exclusion.ExclusionEnded) -> None:
    """The meeting is public again."""
    _close(fold, at)
    if not fact.closed:
        fold.times.append(TimeNote(at=at, text=fold.setting.say.private.ended))


def _close(fold: Fold, at: datetime) -> None:
    fold.private = [(item, start, end or at) for item, start, end in fold.private]


def _moving(fold: Fold, motion_id: str) -> Moving | None:
    return fold.business.moved.get(motion_id)


def _say(fold: Fold, at: datetime, moving: Moving, block_id: str, text: str) -> None:
    block = Declaration(id=block_id, text=text, motion_id=f"motion-{moving.fact.motion_id}")
    fold.put_block(at, block, moving.fact.item_id)


def _reasons(fold: Fold, moving: Moving) -> Note:
    given = " ".join(moving.reasons.splitlines()).rstrip(".")
    text = fill(fold.setting.say.motions.reasons, text=given)
    return Note(id=f"reasons-{moving.fact.motion_id}", text=text)
