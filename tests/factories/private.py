"""Going into private and coming back, by the product's own use cases."""

from __future__ import annotations

from datetime import timedelta

from meetings.exclusion.queries import exclusion_of, surfaces_of, words_for
from meetings.exclusion.readback import read_state
from meetings.exclusion.rules import SurfaceKind
from meetings.exclusion.usecases import (
    ConfirmByEye,
    EndExclusion,
    KeepReadings,
    LetPublicReturn,
    confirm_by_eye,
    end_exclusion,
    keep_readings,
    let_public_return,
)
from meetings.motions.rules import Effect, MotionKind
from meetings.motions.usecases import AgreeMotion, MoveMotion, agree_motion, move_motion
from meetings.room.usecases import TakeItem, take_item
from tests.factories.world import Sitting


def exclusion_motion(sitting: Sitting, *item_ids: str) -> str:
    """The motion to exclude the public for these items, moved from the chair; its id."""
    world = sitting.world
    with world.runner.read() as session:
        text = words_for(session, sitting.id, item_ids)
    first, second = sitting.body.members[:2]
    command = MoveMotion(
        sitting.id,
        text,
        first,
        second,
        kind=MotionKind.PROCEDURAL,
        effect=Effect.EXCLUDE_PUBLIC,
        effect_items=item_ids,
    )
    return world.run(move_motion, command)


def exclude(sitting: Sitting, *item_ids: str) -> str:
    """Carried by general assent: everything public must stop now. The motion's id."""
    motion_id = exclusion_motion(sitting, *item_ids)
    sitting.world.run(agree_motion, AgreeMotion(sitting.id, motion_id))
    return motion_id


def confirm(sitting: Sitting) -> None:
    """Read back what the server reads, and look at the rest."""
    world = sitting.world
    with world.runner.read() as session:
        reading = read_state(session, sitting.id)
        standing = exclusion_of(session, sitting.id)
        assert standing is not None
        seen = [s.name for s in surfaces_of(session, standing.id) if s.kind is not SurfaceKind.OWN]
    world.run(keep_readings, KeepReadings(sitting.id, (reading,)))
    for name in seen:
        world.run(confirm_by_eye, ConfirmByEye(sitting.id, name))


def take_privately(sitting: Sitting, item_id: str) -> None:
    """Exclude the public for an item, confirm it, take the item."""
    exclude(sitting, item_id)
    confirm(sitting)
    sitting.world.run(take_item, TakeItem(sitting.id, item_id))


def come_back(sitting: Sitting) -> None:
    """Let the public return, and let the delay go by."""
    world = sitting.world
    world.run(let_public_return, LetPublicReturn(sitting.id))
    with world.runner.read() as session:
        standing = exclusion_of(session, sitting.id)
        assert standing is not None
        assert standing.resume_at is not None
        world.clock.at = max(world.clock.at, standing.resume_at + timedelta(seconds=1))
    world.run(end_exclusion, EndExclusion(sitting.id))
