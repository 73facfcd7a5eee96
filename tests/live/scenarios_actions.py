"""For every fact of actions that is pushed: a meeting in which it happens, and what records it."""

from __future__ import annotations

from meetings.actions import events
from meetings.actions.usecases import (
    ChangeAction,
    RecordAction,
    RemoveAction,
    RestoreAction,
    change_action,
    record_action,
    remove_action,
    restore_action,
)
from tests.factories.world import Sitting, World
from tests.live.scenarios import Act, records
from tests.live.situations import planned


def asked(world: World) -> tuple[Sitting, str]:
    """A meeting that asked for something on the item being taken."""
    sitting = planned(world).open(present=3)
    command = RecordAction(sitting.id, sitting.items[0], "Send the figures", "Clerk")
    return sitting, world.run(record_action, command)


@records(events.ActionRecorded)
def recorded(world: World) -> tuple[Sitting, Act]:
    """Something is asked for."""
    sitting, _ = asked(world)
    again = RecordAction(sitting.id, sitting.items[0], "Send the map too", "Clerk")
    return sitting, lambda: world.run(record_action, again)


@records(events.ActionChanged)
def changed(world: World) -> tuple[Sitting, Act]:
    """It reads differently."""
    sitting, action = asked(world)
    return sitting, lambda: world.run(change_action, ChangeAction(action, "Send the map", "Clerk"))


@records(events.ActionRemoved)
def removed(world: World) -> tuple[Sitting, Act]:
    """It was a mistake."""
    sitting, action = asked(world)
    return sitting, lambda: world.run(remove_action, RemoveAction(action))


@records(events.ActionRestored)
def restored(world: World) -> tuple[Sitting, Act]:
    """It was none."""
    sitting, action = asked(world)
    world.run(remove_action, RemoveAction(action))
    return sitting, lambda: world.run(restore_action, RestoreAction(action))
