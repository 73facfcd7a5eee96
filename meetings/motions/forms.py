"""What is typed about a motion, read into a command."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from meetings.kernel.errors import Invalid
from meetings.motions.amending import How
from meetings.motions.procedural import BY_EFFECT
from meetings.motions.rules import Effect, MotionKind
from meetings.motions.usecases import (
    AcceptAmendment,
    AlterMotion,
    DivideMotion,
    ForeshadowAmendment,
    MoveMotion,
)

W = TypeVar("W", bound=StrEnum)
#: The mover of a motion that is put from the chair.
PRESIDING = "presiding"


def motion(meeting_id: str, form: MultiDict[str, str], presiding_id: str | None = None) -> MoveMotion:
    """A motion to be moved. Raises Invalid for an unknown kind, effect or form of amendment."""
    kind = _one_of(form, "kind", MotionKind.SUBSTANTIVE, "Choose what kind of motion it is")
    effect = _one_of(form, "effect", Effect.NONE, "Choose what the motion would change")
    if kind is not MotionKind.PROCEDURAL:
        effect = Effect.NONE
    minutes = form.get("effect_minutes", "").strip()
    if minutes and not (minutes.isascii() and minutes.isdecimal() and len(minutes) < 5):
        raise Invalid("Give the minutes as a number.", {"effect_minutes": "Give the minutes as a number"})
    mover = form.get("mover_id") or None
    return MoveMotion(
        meeting_id=meeting_id,
        text=form.get("text", ""),
        mover_id=presiding_id if mover == PRESIDING else mover,
        seconder_id=form.get("seconder_id") or None,
        kind=kind,
        motion_id=form.get("motion_id") or None,
        parent_id=form.get("parent_id") or None,
        effect=effect,
        effect_item_id=_asked(effect, "item", form.get("effect_item_id")),
        effect_items=tuple(form.getlist("effect_items")) if effect is Effect.EXCLUDE_PUBLIC else (),
        effect_person_id=_asked(effect, "person", form.get("effect_person_id")),
        effect_minutes=int(minutes) if minutes else None,
        effect_note=form.get("effect_rule" if effect is Effect.SUSPEND_RULES else "effect_note", ""),
        how=_one_of(form, "how", How.WHOLE, "Choose how the motion would be amended"),
        words=form.get("words", ""),
        put=form.get("put", ""),
        in_order=bool(form.get("in_order")),
        debated=bool(form.get("debated")),
        against_advice=bool(form.get("against_advice")),
        reasons=form.get("reasons", ""),
    )


def foreshadowed(meeting_id: str, form: MultiDict[str, str]) -> ForeshadowAmendment:
    """An amendment kept for later. Raises Invalid."""
    how = _one_of(form, "how", How.WHOLE, "Choose how the motion would be amended")
    return ForeshadowAmendment(
        meeting_id,
        form.get("parent_id", ""),
        form.get("mover_id") or None,
        how,
        form.get("words", ""),
        form.get("text" if how is How.WHOLE else "put", ""),
        form.get("seconder_id") or None,
    )


def alteration(meeting_id: str, motion_id: str, form: MultiDict[str, str]) -> AlterMotion:
    """The motion in other words, with consent."""
    return AlterMotion(meeting_id, motion_id, form.get("text", ""), *_consents(form))


def acceptance(meeting_id: str, motion_id: str, form: MultiDict[str, str]) -> AcceptAmendment:
    """An amendment taken into the motion, with consent."""
    return AcceptAmendment(meeting_id, motion_id, *_consents(form))


def division(meeting_id: str, motion_id: str, form: MultiDict[str, str]) -> DivideMotion:
    """Where the parts begin."""
    starts = (n for n in form.getlist("starts") if n.isascii() and n.isdecimal() and len(n) < 5)
    return DivideMotion(meeting_id, motion_id, tuple(int(n) for n in starts))


def _consents(form: MultiDict[str, str]) -> tuple[bool, bool]:
    return bool(form.get("seconder_consents")), bool(form.get("meeting_consents"))


def _asked(effect: Effect, what: str, given: str | None) -> str | None:
    return (given or None) if effect in BY_EFFECT and what in BY_EFFECT[effect].asks else None


def _one_of(form: MultiDict[str, str], name: str, usual: W, problem: str) -> W:
    given = form.get(name) or usual.value
    try:
        return type(usual)(given)
    except ValueError:
        raise Invalid(f"{problem}.", {name: problem}) from None
