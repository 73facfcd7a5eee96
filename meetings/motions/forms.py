"""What is typed about a motion, read into a command."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from meetings.kernel.errors import Invalid
from meetings.motions.rules import Effect, MotionKind
from meetings.motions.usecases import MoveMotion


def motion(meeting_id: str, form: MultiDict[str, str]) -> MoveMotion:
    """A motion to be moved. Raises Invalid for an unknown kind or effect."""
    kind, effect = form.get("kind", MotionKind.SUBSTANTIVE.value), form.get("effect") or Effect.NONE.value
    if kind not in {k.value for k in MotionKind}:
        raise Invalid("Choose what kind of motion it is.", {"kind": "Choose what kind of motion it is"})
    if effect not in {e.value for e in Effect}:
        raise Invalid(
            "Choose what the motion would change.", {"effect": "Choose what the motion would change"}
        )
    return MoveMotion(
        meeting_id=meeting_id,
        text=form.get("text", ""),
        mover_id=form.get("mover_id") or None,
        seconder_id=form.get("seconder_id") or None,
        kind=MotionKind(kind),
        motion_id=form.get("motion_id") or None,
        parent_id=form.get("parent_id") or None,
        effect=Effect(effect),
        effect_item_id=form.get("effect_item_id") or None,
    )
