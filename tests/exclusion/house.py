"""A meeting with an item that is not public, and how its exclusion stands."""

from __future__ import annotations

from meetings.admin.verify import check_stream
from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.exclusion.queries import exclusion_of, surfaces_of
from meetings.exclusion.rules import State
from meetings.kernel.secrecy import Sensitivity
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.factories.world import EVENING, Sitting, World


def arranged(world: World, *, url: str = "", mark: Sensitivity = Sensitivity.EXEMPT) -> Sitting:
    """Two open items and one that is not public; the meeting is open, the first item taken."""
    body = world.body()
    if url:
        command = ArrangeMeeting(body.id, EVENING, place="Town Hall", broadcast_url=url)
        made = Sitting(body, world.run(arrange_meeting, command), [])
        made.items = [world.run(add_item, AddItem(made.id, t)) for t in ("Bins", "Trees")]
    else:
        made = body.meeting("Bins", "Trees", publish=False)
    item = (
        AddItem(made.id, "Depot", sensitivity=mark, interest_test="Bids", confidential_ground="court")
        if (mark is Sensitivity.CONFIDENTIAL)
        else AddItem(made.id, "Depot", sensitivity=mark, exempt_paragraphs=("3",), interest_test="Bids")
    )
    made.items.append(world.run(add_item, item))
    world.run(publish_agenda, PublishAgenda(made.id))
    return made.open()


def state_of(sitting: Sitting) -> State | None:
    with sitting.world.runner.read() as session:
        found = exclusion_of(session, sitting.id)
        return found.state if found else None


def stopped(sitting: Sitting) -> dict[str, bool]:
    with sitting.world.runner.read() as session:
        found = exclusion_of(session, sitting.id)
        assert found is not None
        return {s.name: s.stopped_at is not None for s in surfaces_of(session, found.id)}


def verified(sitting: Sitting) -> tuple[str, ...]:
    with sitting.world.runner.read() as session:
        return tuple(d for d in check_stream(session, None, sitting.id).differences if "exclusion" in d)  # type: ignore[arg-type]
