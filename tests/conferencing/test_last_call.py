"""The broadcast is ended although the room is closed before that has come about."""

from __future__ import annotations

from pathlib import Path

from meetings.conferencing.desk.rules import Press
from meetings.conferencing.desk.usecases import PressDesk, press_desk
from meetings.ports.providers import Retryable
from meetings.room.usecases import CloseMeeting, close_meeting
from tests.conferencing.house import make_house


def test_closing_the_room_takes_nothing_of_the_end_back(tmp_path: Path) -> None:
    with make_house(tmp_path) as house:
        meeting = house.meeting()
        house.arrange(meeting)
        meeting.open(3)
        house.feed.fails["end"] = Retryable("Busy.")
        house.world.run(press_desk, PressDesk(meeting.id, Press.END))
        house.work()
        house.world.run(close_meeting, CloseMeeting(meeting.id))
        house.world.run(press_desk, PressDesk(meeting.id, Press.CLOSE_ROOM))
        house.feed.fails.clear()
        house.feed.asked.clear()
        house.world.later(minutes=2)
        house.work()
        assert house.feed.asked == ["end"]
        assert "end" in house.first.asked
