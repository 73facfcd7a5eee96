"""What an earlier meeting asked a member to do, and the sheet of it on the next agenda."""

from __future__ import annotations

from meetings.actions.usecases import RecordAction, record_action
from meetings.actions.usecases.sheets import PlaceSheet, place_sheet
from tests.factories.world import World
from tests.publicsite.town import Town


def asked_before(town: Town, world: World) -> None:
    """Something for a member who has an account; the sheet stands on an agenda that is not published."""
    member = world.names[town.planning.members[1]]
    world.run(record_action, RecordAction(town.past.id, town.past.items[0], "Send the map", member))
    world.run(place_sheet, PlaceSheet(town.draft.id))
