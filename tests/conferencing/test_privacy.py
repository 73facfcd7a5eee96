"""Who is told where a broadcast can be watched."""

from __future__ import annotations

from pathlib import Path

from meetings.conferencing.rules import Privacy
from meetings.schedule.queries import meeting_of
from tests.conferencing.house import make_house


def test_nobody_is_told_of_a_broadcast_that_nobody_can_watch(tmp_path: Path) -> None:
    with make_house(tmp_path) as house:
        meeting = house.meeting()
        told = []
        for privacy in (Privacy.PRIVATE, Privacy.PUBLIC, Privacy.PRIVATE, Privacy.UNLISTED):
            house.arrange(meeting, privacy=privacy)
            house.world.later(minutes=1)
            with house.world.runner.read() as session:
                told.append(meeting_of(session, meeting.id).broadcast_url)
        cast = house.remote(meeting).broadcast
        assert cast is not None
        assert told == ["", cast.watch_url, "", cast.watch_url]
