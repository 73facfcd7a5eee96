"""Pages of recordings and of who was connected ask the database as often for many rows as for one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from meetings.conferencing.attendance.folding import Raw, What
from meetings.conferencing.attendance.page import connections_page
from meetings.conferencing.attendance.usecases import KeepRows, keep_rows
from meetings.kernel.actor import SYSTEM
from meetings.recordings.usecases import (
    AddLink,
    AddTranscript,
    PublishRecording,
    SetStretches,
    StretchWish,
    add_link,
    add_transcript,
    publish_recording,
    set_stretches,
)
from meetings.recordings.vtt import Line
from meetings.room.usecases import CloseMeeting, close_meeting
from meetings.schedule.queries import meeting_of
from tests.factories.accounts import statements
from tests.factories.site import Site, make_site
from tests.factories.world import Sitting

MANY = 7


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("cost")
    with make_site(folder / "data") as made:
        yield made


def held(site: Site, body: str) -> Sitting:
    """A meeting of half an hour."""
    sitting = site.world.body(body, members=6).meeting("Library hours", "Bins").open(present=5)
    site.world.later(minutes=30)
    return sitting


def recorded(site: Site, sitting: Sitting, number: int) -> None:
    """One more recording of it, with captions."""
    world = site.world
    made = world.run(add_link, AddLink(sitting.id, f"https://video.example/{number}", f"Part {number}"))
    start = world.clock.at - timedelta(minutes=29)
    world.run(set_stretches, SetStretches(sitting.id, made, (StretchWish(start, 0, 600),)))
    world.run(publish_recording, PublishRecording(sitting.id, made))
    lines = (Line(1000, 2000, "Ana", "Good evening."),)
    world.run(add_transcript, AddTranscript(sitting.id, made, "en", lines, f"{number:064d}"))


def test_a_meeting_with_many_recordings_costs_as_much_as_one(site: Site) -> None:
    sitting = held(site, "Planning")
    site.world.run(close_meeting, CloseMeeting(sitting.id))

    def asked() -> list[int]:
        found = []
        for visitor, path in (
            (site.officer, f"/desk/meetings/{sitting.id}/recording"),
            (site.public, f"/meetings/{sitting.id}/watch"),
        ):
            with site.counted() as seen:
                assert visitor.get(path).status_code == 200
            found.append(len(seen))
        return found

    recorded(site, sitting, 1)
    asked()  # what is read once for a process has been read
    recorded(site, sitting, 2)
    few = asked()
    for number in range(3, 3 + MANY):
        recorded(site, sitting, number)
    assert asked() == few


def test_many_connections_cost_as_much_as_one(site: Site) -> None:
    sitting, world = held(site, "Licensing"), site.world

    def tell(number: int) -> None:
        start = world.clock.at - timedelta(minutes=25 - number)
        row = Raw("zoom", f"c{number}", What.STRETCH, "meeting", start, world.clock.at, f"Somebody {number}")
        world.run(keep_rows, KeepRows(sitting.id, (row,), "report", "room", "zoom"), SYSTEM)

    def asked() -> int:
        return statements(
            world,
            lambda session: connections_page(
                session, meeting_of(session, sitting.id), world.clock.at, world.runner.timezone
            ),
        )

    tell(1)
    few = asked()
    for number in range(2, 2 + MANY):
        tell(number)
    assert asked() == few
