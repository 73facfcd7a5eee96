"""What a decided procedural motion does: a registry that this and the higher features fill."""

from __future__ import annotations

from collections.abc import Callable

from meetings.motions.models import Motion
from meetings.motions.rules import Effect
from meetings.runtime.work import Work

#: Called with the work and the motion when it is decided; runs in the transaction of the decision.
EffectFunction = Callable[[Work, Motion], None]

_CARRIED: dict[Effect, list[EffectFunction]] = {}
_LOST: dict[Effect, list[EffectFunction]] = {}


def effect(kind: Effect) -> Callable[[EffectFunction], EffectFunction]:
    """Register what happens when a motion of this kind is carried. Several features may register for one."""
    return _into(_CARRIED, kind)


def lost_effect(kind: Effect) -> Callable[[EffectFunction], EffectFunction]:
    """Register what happens when a motion of this kind is lost."""
    return _into(_LOST, kind)


def take_effect(work: Work, motion: Motion, *, carried: bool) -> None:
    """Run what follows from the decision."""
    for function in (_CARRIED if carried else _LOST).get(motion.effect, ()):
        function(work, motion)


def has_effect(kind: Effect) -> bool:
    """Whether anything happens by itself when such a motion is carried."""
    return bool(_CARRIED.get(kind))


def _into(
    table: dict[Effect, list[EffectFunction]], kind: Effect
) -> Callable[[EffectFunction], EffectFunction]:
    def keep(function: EffectFunction) -> EffectFunction:
        functions = table.setdefault(kind, [])
        if function not in functions:
            functions.append(function)
        return function

    return keep
