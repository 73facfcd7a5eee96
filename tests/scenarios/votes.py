"""What the scenarios of votes share: a council in its chamber, and ballots by the dozen."""

from __future__ import annotations

import re
from collections.abc import Mapping

from meetings.agendas.rules import Tag
from meetings.agendas.usecases import ChangeItem, ItemStates, PublishAgenda, change_item, publish_agenda
from meetings.voting.rules import Choice
from tests.factories.site import Site, Visitor
from tests.factories.world import Sitting


def budget(sitting: Sitting, item: int = 0) -> None:
    """Mark an item as one that sets the council tax, and publish the agenda."""
    world = sitting.world
    change = ChangeItem(
        sitting.id, sitting.items[item], "Budget and council tax", states=ItemStates(tags=(Tag.BUDGET.value,))
    )
    world.run(change_item, change)
    world.run(publish_agenda, PublishAgenda(sitting.id))


def sides(sitting: Sitting, numbers: Mapping[Choice, int]) -> dict[str, Choice]:
    """The first members vote one way, the next another."""
    people = iter(sitting.body.members)
    return {next(people): choice for choice, count in numbers.items() for _ in range(count)}


def live(site: Site, sitting: Sitting, token: str) -> str:
    """The vote as somebody's screen shows it."""
    state = Visitor(site.parts, token).get(f"/room/{sitting.id}/state").get_json()
    return plain(state["parts"]["vote"]["html"])


def plain(html: str) -> str:
    """The words of a piece of page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
