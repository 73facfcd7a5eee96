"""How many of the public came to a meeting of the demonstration, as the clerk counted them."""

from __future__ import annotations

from meetings.admin.demo.agenda import DemoMeeting
from meetings.admin.demo.wording import chance
from meetings.room.usecases import CountPublic, count_public
from meetings.runtime.work import Work

#: the fewest and how many more at most, by body; few come where nothing of theirs is decided
_COME = {"council": (6, 22), "planning": (9, 34), "licensing": (2, 9), "scrutiny": (1, 8), "cabinet": (1, 6)}
_ELSEWHERE = (0, 4)


def count_visitors(work: Work, meeting_id: str, meeting: DemoMeeting) -> None:
    """At four meetings of five somebody counts."""
    if chance(meeting.body, meeting.day, "counted") % 5 == 0:
        return
    fewest, more = _COME.get(meeting.body, _ELSEWHERE)
    number = fewest + chance(meeting.body, meeting.day, "public") % (more + 1)
    count_public(work, CountPublic(meeting_id, number))
