"""Scenarios of motions altered, accepted, divided and put aside, and of the public excluded."""

from __future__ import annotations

from meetings.exclusion import events as exclusion
from meetings.exclusion.usecases import (
    ConfirmByEye,
    EndExclusion,
    KeepReadings,
    LetPublicReturn,
    ProposeOverride,
    Reading,
    confirm_by_eye,
    end_exclusion,
    keep_readings,
    let_public_return,
    propose_override,
)
from meetings.motions import events as motions
from meetings.motions.amending import How
from meetings.motions.rules import Effect, MotionKind
from meetings.motions.usecases import (
    AcceptAmendment,
    AgreeMotion,
    AlterMotion,
    DivideMotion,
    GiveReasons,
    MoveMotion,
    ResumeDebate,
    accept_amendment,
    agree_motion,
    alter_motion,
    divide_motion,
    give_reasons,
    move_motion,
    resume_debate,
)
from meetings.room.usecases import TakeItem, take_item
from tests.factories.private import confirm, exclude, exclusion_motion, take_privately
from tests.factories.world import Sitting, World
from tests.live.scenarios import Act, records
from tests.live.situations import debating, under_way

PARTS = "That the depot is let\nThat the rent is £500"


def _procedural(sitting: Sitting, effect: Effect) -> str:
    return sitting.motion("That it be so", kind=MotionKind.PROCEDURAL, effect=effect)


@records(motions.MotionAltered)
def altered(world: World) -> tuple[Sitting, Act]:
    """The mover alters the motion."""
    sitting, motion_id = debating(world)
    command = AlterMotion(sitting.id, motion_id, "That the depot is sold", True, True)
    return sitting, lambda: world.run(alter_motion, command)


@records(motions.AmendmentAccepted)
def accepted(world: World) -> tuple[Sitting, Act]:
    """The mover takes an amendment into the motion."""
    sitting, motion_id = debating(world)
    amendment = sitting.motion(
        "", kind=MotionKind.AMENDMENT, parent_id=motion_id, how=How.SUBSTITUTE, words="let", put="sold"
    )
    command = AcceptAmendment(sitting.id, amendment, True, True)
    return sitting, lambda: world.run(accept_amendment, command)


@records(motions.MotionDivided)
def divided(world: World) -> tuple[Sitting, Act]:
    """The motion is put in parts."""
    sitting = under_way(world)
    motion_id = sitting.motion(PARTS)
    return sitting, lambda: world.run(divide_motion, DivideMotion(sitting.id, motion_id, (2,)))


@records(motions.MotionPutAside)
def put_aside(world: World) -> tuple[Sitting, Act]:
    """The meeting goes on to the next business."""
    sitting, _ = debating(world)
    motion_id = _procedural(sitting, Effect.NEXT_BUSINESS)
    return sitting, lambda: world.run(agree_motion, AgreeMotion(sitting.id, motion_id))


@records(motions.DebateResumed)
def resumed(world: World) -> tuple[Sitting, Act]:
    """An adjourned debate goes on."""
    sitting, debated = debating(world)
    motion_id = _procedural(sitting, Effect.ADJOURN_DEBATE)
    world.run(agree_motion, AgreeMotion(sitting.id, motion_id))
    return sitting, lambda: world.run(resume_debate, ResumeDebate(sitting.id, debated))


@records(motions.ReasonsGiven)
def reasons(world: World) -> tuple[Sitting, Act]:
    """Why it goes against advice."""
    sitting, motion_id = debating(world)
    command = GiveReasons(sitting.id, motion_id, "It would harm the setting of the church.")
    return sitting, lambda: world.run(give_reasons, command)


@records(exclusion.ExclusionBegan)
def began(world: World) -> tuple[Sitting, Act]:
    """The motion is carried: everything public goes blank."""
    sitting = under_way(world)
    motion_id = exclusion_motion(sitting, sitting.items[1])
    return sitting, lambda: world.run(agree_motion, AgreeMotion(sitting.id, motion_id))


def _excluded(world: World) -> Sitting:
    sitting = under_way(world)
    exclude(sitting, sitting.items[1])
    return sitting


@records(exclusion.SurfaceStopped)
def stopped(world: World) -> tuple[Sitting, Act]:
    """The public has left the room."""
    sitting = _excluded(world)
    return sitting, lambda: world.run(confirm_by_eye, ConfirmByEye(sitting.id, "gallery"))


@records(exclusion.SurfaceRunning)
def running(world: World) -> tuple[Sitting, Act]:
    """A page was read back and still shows something."""
    sitting = _excluded(world)
    reading = Reading("pages", False, "the public still reads: agenda")
    return sitting, lambda: world.run(keep_readings, KeepReadings(sitting.id, (reading,)))


@records(exclusion.OverrideProposed)
def proposed(world: World) -> tuple[Sitting, Act]:
    """Somebody would go on all the same."""
    sitting = _excluded(world)
    command = ProposeOverride(sitting.id, "The broadcaster does not answer.")
    return sitting, lambda: world.run(propose_override, command)


@records(exclusion.ExclusionConfirmed)
def confirmed(world: World) -> tuple[Sitting, Act]:
    """Everything has stopped."""
    sitting = _excluded(world)
    return sitting, lambda: confirm(sitting)


@records(exclusion.PrivatePartOpened)
def opened(world: World) -> tuple[Sitting, Act]:
    """The item is taken."""
    sitting = _excluded(world)
    confirm(sitting)
    return sitting, lambda: world.run(take_item, TakeItem(sitting.id, sitting.items[1]))


@records(exclusion.PublicReturning)
def returning(world: World) -> tuple[Sitting, Act]:
    """The public may come back."""
    sitting = under_way(world)
    take_privately(sitting, sitting.items[1])
    return sitting, lambda: world.run(let_public_return, LetPublicReturn(sitting.id))


@records(exclusion.ExclusionEnded)
def ended(world: World) -> tuple[Sitting, Act]:
    """The delay is over."""
    sitting = under_way(world)
    take_privately(sitting, sitting.items[1])
    world.run(let_public_return, LetPublicReturn(sitting.id))
    return sitting, lambda: world.run(end_exclusion, EndExclusion(sitting.id))


@records(exclusion.ExclusionExtended)
def extended(world: World) -> tuple[Sitting, Act]:
    """The public is excluded for the item a second time, from the private part."""
    sitting = under_way(world)
    take_privately(sitting, sitting.items[1])
    motion_id = exclusion_motion_again(sitting)
    return sitting, lambda: world.run(agree_motion, AgreeMotion(sitting.id, motion_id))


def exclusion_motion_again(sitting: Sitting) -> str:
    """The same motion once more."""
    command = MoveMotion(
        sitting.id,
        "That the press and public be excluded",
        *sitting.body.members[:2],
        kind=MotionKind.PROCEDURAL,
        effect=Effect.EXCLUDE_PUBLIC,
        effect_items=(sitting.items[1],),
    )
    return sitting.world.run(move_motion, command)
