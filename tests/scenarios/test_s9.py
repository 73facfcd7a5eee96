"""S9: a meeting adjourned from 9.10pm to 9.15pm: the times are minuted, and nobody's time counts the break."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from meetings.debate import usecases as debate
from meetings.debate.rules import SpeechKind
from meetings.room import usecases as rooms
from meetings.room.attended import attended
from tests.factories.site import Site, make_site, words
from tests.factories.world import Sitting


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


def at(site: Site, hour: int, minute: int, second: int = 0) -> None:
    """Set the council's clock on the evening of the meeting."""
    site.world.clock.at = datetime(2026, 11, 28, hour, minute, second, tzinfo=UTC)


def held(site: Site) -> Sitting:
    """From 7pm to 10.10pm, adjourned from 9.10pm to 9.15pm in the middle of a speech."""
    world = site.world
    sitting = world.body(members=5).meeting("Local plan", "Bins")
    at(site, 19, 0)
    sitting.open()
    at(site, 21, 9)
    speaker = world.actor(sitting.body.members[1])
    speech = world.run(debate.ask_to_speak, debate.AskToSpeak(sitting.id, SpeechKind.SPEECH), speaker)
    world.run(debate.call_speaker, debate.CallSpeaker(sitting.id))
    at(site, 21, 10)
    until = world.clock.at + timedelta(minutes=5)
    world.run(rooms.adjourn_meeting, rooms.AdjournMeeting(sitting.id, "A comfort break", until))
    at(site, 21, 15)
    world.run(rooms.resume_meeting, rooms.ResumeMeeting(sitting.id))
    world.run(debate.pause_speech, debate.PauseSpeech(sitting.id, speech, run=True))
    at(site, 21, 16)
    world.run(debate.end_speech, debate.EndSpeech(sitting.id, speech))
    at(site, 22, 10)
    world.run(rooms.close_meeting, rooms.CloseMeeting(sitting.id))
    return sitting


def test_the_times_stand_in_the_minutes(site: Site) -> None:
    sitting = held(site)
    page = words(site.officer.get(f"/desk/meetings/{sitting.id}/minutes"))
    assert "The meeting was adjourned at 9.10pm and resumed at 9.15pm" in page
    assert "9.10pm: the meeting was adjourned (A comfort break)" in page
    assert "10.10pm" in page


def test_nobodys_time_counts_the_break(site: Site) -> None:
    sitting = held(site)
    table = words(site.officer.get(f"/desk/meetings/{sitting.id}/speaking-time"))
    assert "Councillor B. Bright" in table
    assert "2:00" in table, "a minute before the break, a minute after it"
    assert "Councillor A. Abara 3:05" in table, "3 hours 10 minutes without the break"
    csv = site.officer.get(f"/desk/meetings/{sitting.id}/speaking-time.csv").get_data(as_text=True)
    assert "Councillor B. Bright,,1,2.00,120" in csv
    with site.world.runner.read() as session:
        seconds = attended(session, sitting.id, site.world.clock.at)
    whole = 3 * 3600 + 10 * 60
    assert seconds[sitting.body.members[0]] == whole - 5 * 60


def test_everybody_is_told_when_it_goes_on(site: Site) -> None:
    world = site.world
    sitting = world.body(members=5).meeting("Local plan")
    at(site, 19, 0)
    sitting.open()
    at(site, 21, 10)
    form = {"minutes": "5", "reason": "A comfort break"}
    answer = site.officer.post(
        f"/room/{sitting.id}/debate/adjourn", form, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 200
    live = words(site.public.get(f"/meetings/{sitting.id}/live"))
    assert "The meeting is adjourned (A comfort break)." in live
    assert "It goes on on Saturday 28 November 2026 at 9.15pm" in live
    page = words(site.public.get(f"/meetings/{sitting.id}"))
    assert "It goes on on Saturday 28 November 2026, 9.15pm." in page
    at(site, 21, 15)
    chair = site.member(sitting.body.members[0])
    back = chair.post(f"/room/{sitting.id}/debate/resume", headers={"Accept": "application/json"})
    assert back.status_code == 200
    assert "is adjourned" not in words(site.public.get(f"/meetings/{sitting.id}/live"))


def test_the_time_line_has_the_break(site: Site) -> None:
    sitting = held(site)
    page = words(site.public.get(f"/meetings/{sitting.id}/timeline?at=21:12"))
    assert "The meeting was adjourned" in page
    found = site.public.get(f"/meetings/{sitting.id}/timeline.json").get_json()
    pause = next(e for e in found["entries"] if e["text"] == "The meeting was adjourned")
    assert (pause["offset"], pause["until_offset"]) == (130 * 60, 135 * 60)
