"""The pages of the meeting room, each for the one it is made for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.site import Site, make_site, words


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


def test_member_and_officer_each_have_the_room_of_their_own(site: Site) -> None:
    body = site.world.body("Harbour Committee", members=3)
    meeting = body.meeting("Dredging")
    member = site.member(body.members[1]).get(f"/room/{meeting.id}")
    assert member.status_code == 200
    assert "Not open yet" in words(member)
    officer = site.officer.get(f"/desk/meetings/{meeting.id}/room")
    assert officer.status_code == 200
    assert "Dredging" in words(officer)
