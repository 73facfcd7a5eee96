"""S14: the chair varies the published order of business: recorded with time, chair and reason; the public follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.kernel.errors import Denied, WrongState
from meetings.room import queries
from meetings.room import usecases as rooms
from tests.factories.site import Site, make_site, words
from tests.factories.world import Sitting

TITLES = ("Minutes", "Car parks", "Library hours", "Petition on the crossing")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """A meeting on its first item."""
    return site.world.body(members=5).meeting(*TITLES).open()


def order(sitting: Sitting) -> list[str]:
    with sitting.world.runner.read() as session:
        ids = queries.item_order(session, sitting.id)
    return [TITLES[sitting.items.index(item_id)] for item_id in ids]


def vary(sitting: Sitting, n: int, reason: str = "Many residents are here") -> None:
    world = sitting.world
    chair = world.actor(sitting.body.members[0])
    world.run(rooms.vary_order, rooms.VaryOrder(sitting.id, sitting.items[n], reason), chair)


def test_the_chair_takes_an_item_next_and_the_public_page_follows(site: Site, sitting: Sitting) -> None:
    site.world.later(minutes=12)
    vary(sitting, 3)
    assert order(sitting) == [TITLES[0], TITLES[3], TITLES[1], TITLES[2]]
    live = site.public.get(f"/meetings/{sitting.id}/live")
    text = words(live)
    assert "Item 4 (Petition on the crossing) is taken next" in text
    assert "varied by the chair, Councillor A. Abara. Many residents are here" in text
    html = live.get_data(as_text=True)
    agenda = html[html.index('data-part="agenda"') :]
    assert agenda.index("Petition on the crossing") < agenda.index("Car parks")
    line = site.public.get(f"/meetings/{sitting.id}/timeline.json").get_json()["entries"][-1]
    assert line["offset"] == 12 * 60
    assert "varied by the chair" in line["text"]
    assert line["detail"] == "Many residents are here"


def test_the_minutes_say_who_when_and_why(site: Site, sitting: Sitting) -> None:
    vary(sitting, 3)
    for n in (3, 1, 2):
        site.world.run(rooms.take_item, rooms.TakeItem(sitting.id, sitting.items[n]))
    site.world.run(rooms.close_meeting, rooms.CloseMeeting(sitting.id))
    page = words(site.officer.get(f"/desk/meetings/{sitting.id}/minutes"))
    assert (
        "the Chair, Councillor A. Abara, varied the order of business so that item 4 was taken next" in page
    )
    assert "Many residents are here" in page


def test_a_variation_by_mistake_is_taken_back_by_a_further_fact(site: Site, sitting: Sitting) -> None:
    vary(sitting, 3)
    vary(sitting, 2)
    undo = rooms.UndoOrder(sitting.id)
    site.world.run(rooms.undo_order, undo)
    assert order(sitting) == [TITLES[0], TITLES[3], TITLES[1], TITLES[2]]
    site.world.run(rooms.undo_order, undo)
    assert order(sitting) == list(TITLES)
    with pytest.raises(WrongState, match="not been changed"):
        site.world.run(rooms.undo_order, undo)
    texts = site.public.get(f"/meetings/{sitting.id}/timeline.json").get_json()["entries"]
    assert not [e for e in texts if "varied" in e["text"]]


def test_only_the_clerk_or_the_chair_and_only_what_was_not_taken(site: Site, sitting: Sitting) -> None:
    command = rooms.VaryOrder(sitting.id, sitting.items[2])
    with pytest.raises(Denied):
        site.world.run(rooms.vary_order, command, site.world.actor(sitting.body.members[1]))
    with pytest.raises(WrongState, match="taken already"):
        vary(sitting, 0)
    form = {"item_id": sitting.items[2], "reason": "The officer must go"}
    json = {"Accept": "application/json"}
    assert (
        site.member(sitting.body.members[1])
        .post(f"/room/{sitting.id}/debate/vary", form, headers=json)
        .status_code
        == 403
    )
    assert site.officer.post(f"/room/{sitting.id}/debate/vary", form, headers=json).status_code == 200
    assert site.officer.post(f"/room/{sitting.id}/debate/vary/undo", headers=json).status_code == 200
