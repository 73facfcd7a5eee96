"""The chamber's display, the broadcast's caption, the links that open them, and the sheet on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.agendas.usecases import ChangeItem, PublishAgenda, change_item, publish_agenda
from meetings.db.record import facts_of
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.room.screens.events import ScreenLinkMade
from meetings.room.screens.queries import screen_links
from meetings.room.screens.usecases import (
    MOST,
    MakeScreenLink,
    RevokeScreenLink,
    make_screen_link,
    revoke_screen_link,
)
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.factories.site import Site, make_site, words
from tests.factories.world import EVENING, Sitting, World
from tests.live.situations import planned


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


def link(sitting: Sitting, name: str = "Chamber, left wall") -> str:
    return sitting.world.run(make_screen_link, MakeScreenLink(sitting.id, name))


def revoke(sitting: Sitting) -> None:
    with sitting.world.runner.read() as session:
        (made,) = screen_links(session, sitting.id)
    sitting.world.run(revoke_screen_link, RevokeScreenLink(sitting.id, made.id))


@pytest.mark.parametrize("screen", ["display", "caption", "screen.json"])
def test_a_screen_opens_with_its_key_and_for_the_clerk_and_for_nobody_else(site: Site, screen: str) -> None:
    sitting = site.world.body().meeting("Library hours")
    other = site.world.body("Audit Committee").meeting("Accounts")
    key, path = link(sitting), f"/room/{sitting.id}/{screen}"
    assert site.public.get(f"{path}?key={key}").status_code == 200
    assert site.officer.get(path).status_code == 200
    for visitor, query in (
        (site.public, ""),
        (site.public, "?key=0000000000000000"),
        (site.public, f"?key={link(other)}"),
        (site.member(sitting.body.members[0]), ""),
    ):
        assert visitor.get(f"{path}{query}").status_code == 403
    revoke(sitting)
    assert site.public.get(f"{path}?key={key}").status_code == 403


def test_a_key_shows_what_the_public_sees_and_opens_nothing_else(site: Site) -> None:
    sitting = planned(site.world).open(present=5)
    key = link(sitting)
    shown = site.public.get(f"/room/{sitting.id}/screen.json?key={key}").get_json()
    assert shown == json.loads(site.public.get(f"/meetings/{sitting.id}/live.json").data)
    assert "Lease of the depot" not in json.dumps(shown)
    for closed in (f"/room/{sitting.id}", f"/room/{sitting.id}/state", f"/desk/meetings/{sitting.id}/room"):
        assert site.public.get(f"{closed}?key={key}").status_code in (302, 401, 403)
    page = site.public.get(f"/room/{sitting.id}/display?key={key}")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "csrf-token" not in page.text


def test_the_record_keeps_of_a_key_only_its_digest(sqlite_world: World) -> None:
    sitting = sqlite_world.body().meeting("Library hours")
    key = link(sitting, "  Broadcast \n van ")
    with sqlite_world.runner.read() as session:
        (made,) = [e.fact for e in facts_of(session, sitting.id, types=(ScreenLinkMade,))]
    assert isinstance(made, ScreenLinkMade)
    assert made.name == "Broadcast van"
    assert key not in repr(made)


def test_links_are_the_clerks_to_make_and_revoke(sqlite_world: World) -> None:
    sitting = sqlite_world.body().meeting("Library hours")
    chair = sqlite_world.actor(sitting.body.members[0])
    for name in ("", "x" * 81):
        with pytest.raises(Invalid):
            link(sitting, name)
    with pytest.raises(Denied):
        sqlite_world.run(make_screen_link, MakeScreenLink(sitting.id, "Mine"), chair)
    for n in range(MOST):
        link(sitting, f"Computer {n}")
    with pytest.raises(WrongState):
        link(sitting)
    with pytest.raises(NotFound):
        sqlite_world.run(revoke_screen_link, RevokeScreenLink(sitting.id, "0" * 16))
    with sqlite_world.runner.read() as session:
        first = screen_links(session, sitting.id)[0]
    with pytest.raises(Denied):
        sqlite_world.run(revoke_screen_link, RevokeScreenLink(sitting.id, first.id), chair)


def test_no_screen_of_a_meeting_that_is_not_announced(site: Site) -> None:
    body = site.world.body()
    meeting_id = site.world.run(arrange_meeting, ArrangeMeeting(body.id, EVENING, place="Town Hall"))
    assert site.officer.get(f"/room/{meeting_id}/display").status_code == 404


def test_the_page_of_links_shows_a_new_link_once_and_takes_it_back(site: Site) -> None:
    sitting = site.world.body().meeting("Library hours")
    path = f"/desk/meetings/{sitting.id}/room/screens"
    assert "No links yet" in words(site.officer.get(path))
    made = site.officer.post(path, {"name": "Chamber"})
    assert made.status_code == 200
    assert f"/room/{sitting.id}/display?key=" in words(made)
    again = words(site.officer.get(path))
    assert "Chamber Made by Priya Nair" in again
    assert "?key=" not in again
    assert site.officer.post(path, {"name": " "}).status_code == 422
    with site.world.runner.read() as session:
        (kept,) = screen_links(session, sitting.id)
    assert site.officer.post(f"{path}/{kept.id}/revoke").status_code == 303
    assert "No links yet" in words(site.officer.get(path))


def test_the_paper_sheet_has_every_name_and_what_may_be_put_to_the_vote(site: Site) -> None:
    sitting = site.world.body(members=14).meeting("Library hours", "Bins", publish=False)
    text = "That the library opens on Sundays"
    site.world.run(
        change_item, ChangeItem(sitting.id, sitting.items[0], "Library hours", recommendation=text)
    )
    site.world.run(publish_agenda, PublishAgenda(sitting.id))
    page = words(site.officer.get(f"/desk/meetings/{sitting.id}/room/paper"))
    assert [name for name in site.world.names.values() if name not in page] == ["Priya Nair"]
    assert "1 Library hours That the library opens on Sundays" in page
    assert (
        site.member(sitting.body.members[0]).get(f"/desk/meetings/{sitting.id}/room/paper").status_code == 403
    )
