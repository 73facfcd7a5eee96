"""A recording from the end of the meeting to its deletion, with a part in private that nobody ever gets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from meetings.admin.verify import check_stream
from meetings.debate import usecases as debate
from meetings.debate.rules import SpeechKind
from meetings.kernel.errors import Denied, WrongState
from meetings.kernel.secrecy import EXEMPT_TITLE, Audience
from meetings.recordings import queries
from meetings.recordings.models import Recording
from meetings.recordings.rules import State, moment_in
from meetings.recordings.usecases import (
    AddLink,
    CorrectLines,
    DeleteRecording,
    PublishRecording,
    SetStretches,
    StretchWish,
    add_link,
    correct_lines,
    delete_recording,
    publish_recording,
    set_stretches,
)
from meetings.recordings.usecases.transcripts import LineWish
from meetings.room.usecases import CloseMeeting, TakeItem, close_meeting, take_item
from tests.factories.private import come_back, take_privately
from tests.factories.site import Site, make_site, words
from tests.factories.world import Sitting
from tests.live.situations import planned

VTT = """WEBVTT

00:01:30.000 --> 00:01:34.000
Good evening.

00:06:30.000 --> 00:06:33.000
The lease is two million.

00:11:30.000 --> 00:11:33.000
Now the bins.
"""


class Story:
    """The meeting: item 1 for five minutes with a speech, item 2 in private for five, item 3, closed after fifteen."""

    def __init__(self, site: Site) -> None:
        self.site, self.world = site, site.world
        self.sitting: Sitting = planned(self.world).open(present=5)
        self.opened: datetime = self.world.clock.at
        self.world.later(minutes=1)
        member = self.world.actor(self.sitting.body.members[1])
        self.world.run(debate.ask_to_speak, debate.AskToSpeak(self.sitting.id, SpeechKind.SPEECH), member)
        speech = self.world.run(debate.call_speaker, debate.CallSpeaker(self.sitting.id))
        self.world.later(minutes=1)
        self.world.run(debate.end_speech, debate.EndSpeech(self.sitting.id, speech))
        self.world.later(minutes=3)
        take_privately(self.sitting, self.sitting.items[1])
        self.private: datetime = self.world.clock.at
        self.world.later(minutes=5)
        come_back(self.sitting)
        self.public: datetime = self.world.clock.at
        self.world.run(take_item, TakeItem(self.sitting.id, self.sitting.items[2]))
        self.world.later(minutes=5)
        self.world.run(close_meeting, CloseMeeting(self.sitting.id))
        self.closed: datetime = self.world.clock.at

    @property
    def path(self) -> str:
        return f"/desk/meetings/{self.sitting.id}/recording"

    def times(self, recording_id: str, *rows: tuple[datetime, datetime, str]) -> int:
        form = {}
        zone = self.site.parts.services.config.timezone
        for n, (start, end, place) in enumerate(rows, start=1):
            form[f"started_at-{n}"] = f"{start.astimezone(zone):%H:%M:%S}"
            form[f"ended_at-{n}"] = f"{end.astimezone(zone):%H:%M:%S}"
            form[f"offset-{n}"] = place
        return self.site.officer.post(f"{self.path}/{recording_id}/times", form).status_code

    def seen(self, audience: Audience = Audience.PUBLIC) -> list[queries.RecordingRow]:
        with self.world.runner.read() as session:
            return queries.recordings_of(session, self.sitting.id, audience)

    def text(self, recording_id: str, audience: Audience = Audience.PUBLIC) -> list[str]:
        with self.world.runner.read() as session:
            found = queries.transcript_of(session, recording_id, audience)
        return [c.text for c in found.cues] if found else []


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Told once."""
    folder: Path = tmp_path_factory.mktemp("recordings")
    with make_site(folder / "data") as site:
        yield Story(site)


def test_a_recording_of_the_private_part_is_not_published(story: Story) -> None:
    """Listed without a passcode, timed, refused because of what it shows."""
    site, world = story.site, story.world
    assert "No recording is listed" in words(site.officer.get(story.path))
    answer = site.officer.post(f"{story.path}/link", {"address": "https://zoom.example/rec/x?pwd=abc"})
    assert answer.status_code == 422
    assert "carries a passcode" in words(answer)
    address = "https://www.youtube.com/watch?v=a1B2c3D4e5F"
    assert site.officer.post(f"{story.path}/link", {"address": address}).status_code == 303
    assert site.officer.post(f"{story.path}/link", {"address": address}).status_code == 422
    (row,) = story.seen(Audience.OFFICER)
    assert story.seen() == []
    page = words(site.officer.get(story.path))
    assert "Enter first which times the recording shows" in page

    # the whole meeting: it shows the private part
    assert story.times(row.id, (story.opened, story.closed, "0:30")) == 303
    page = words(site.officer.get(story.path))
    assert "shows a part of the meeting without the public" in page
    with pytest.raises(WrongState, match="Cut it out"):
        world.run(publish_recording, PublishRecording(story.sitting.id, row.id))
    member = world.actor(story.sitting.body.members[0])
    with pytest.raises(Denied):
        world.run(publish_recording, PublishRecording(story.sitting.id, row.id), member)


def test_cut_it_is_published(story: Story) -> None:
    """Two stretches, the second goes on where the first stops; what happened is found in them."""
    site, world = story.site, story.world
    (row,) = story.seen(Audience.OFFICER)
    cut = [(story.opened, story.private, "0:30"), (story.public, story.closed, "")]
    assert story.times(row.id, *cut) == 303
    assert site.officer.post(f"{story.path}/{row.id}/publish").status_code == 303
    (seen,) = story.seen()
    assert seen.embed_url == "https://www.youtube-nocookie.com/embed/a1B2c3D4e5F"
    length = (story.private - story.opened).total_seconds()
    assert moment_in(seen.segments, story.public + timedelta(seconds=5)) == (row.id, 30 + length + 5)
    assert moment_in(seen.segments, story.private + timedelta(seconds=5)) is None

    # a published one is not given times that show the private part
    whole = StretchWish(story.opened, 0, (story.closed - story.opened).total_seconds())
    with pytest.raises(WrongState, match="Withdraw it first"):
        world.run(set_stretches, SetStretches(story.sitting.id, row.id, (whole,)))
    assert "no published captions" in words(site.officer.get(story.path))
    with world.runner.read() as session:
        public = queries.marks_of(session, story.sitting.id, Audience.PUBLIC)
        officer = queries.marks_of(session, story.sitting.id, Audience.OFFICER)
    assert [m.label for m in public if m.kind.value == "item"] == ["Library hours", "Bins"]
    assert [m.label for m in public if m.kind.value == "speaker"] == ["Councillor B. Bright"]
    assert "Lease of the depot" in [m.label for m in officer]
    assert EXEMPT_TITLE not in [m.label for m in officer]


def test_the_transcript(story: Story) -> None:
    """Read in, named from the record, corrected, published without what was said in private."""
    site, world = story.site, story.world
    (row,) = story.seen(Audience.OFFICER)
    upload = {"file": (BytesIO(b"nothing"), "captions.vtt"), "language": "en"}
    assert site.officer.post(f"{story.path}/{row.id}/transcript", upload).status_code == 422
    upload = {"file": (BytesIO(VTT.encode()), "captions.vtt"), "language": "en"}
    answer = site.officer.post(f"{story.path}/{row.id}/transcript", upload)
    assert answer.status_code == 303
    there = answer.headers["Location"]
    assert "Record: Councillor B. Bright" in words(site.officer.get(there))
    assert site.officer.post(f"{there}/from-record", {"version": "1"}).status_code == 303
    stale = CorrectLines(story.sitting.id, there.rsplit("/", 1)[1], 1, (LineWish(1, "", "x"),))
    with pytest.raises(WrongState, match="Somebody else"):
        world.run(correct_lines, stale)
    form = {"version": "2", "speaker-3": "The Chair", "text-3": "Now, the bins."}
    assert site.officer.post(there, form).status_code == 303
    assert story.text(row.id) == []
    assert site.public.get(f"/recordings/{row.id}/captions-en.vtt").status_code == 404
    assert site.officer.post(f"{there}/publish", {"version": "3"}).status_code == 303
    assert story.text(row.id, Audience.OFFICER)[0] == "Good evening."
    vtt = site.public.get(f"/recordings/{row.id}/captions-en.vtt").get_data(as_text=True)
    assert "<v Councillor B. Bright>Good evening.</v>" in vtt
    assert vtt.count("-->") == len(story.text(row.id))


def test_what_was_said_in_private_is_never_given_out(story: Story) -> None:
    """Even where the transcript runs over the private part: its lines are officers' own."""
    site, world = story.site, story.world
    (row,) = story.seen(Audience.OFFICER)
    site.officer.post(f"{story.path}/{row.id}/withdraw", {"reason": "A test", "with_text": "yes"})
    assert story.seen() == []
    story.times(row.id, (story.opened, story.closed, "0:30"))
    there = f"{story.path}/{row.id}/transcript"
    upload = {"file": (BytesIO(VTT.encode()), "captions.vtt"), "language": "en"}
    text = site.officer.post(there, upload).headers["Location"]
    assert site.officer.post(f"{text}/publish", {"version": "1"}).status_code == 303
    assert len(story.text(row.id, Audience.OFFICER)) == 3
    assert "two million" not in " ".join(story.text(row.id))
    assert "Good evening." in story.text(row.id)
    assert "two million" not in site.public.get(f"/recordings/{row.id}/captions-en.vtt").get_data(
        as_text=True
    )
    assert world.clock.at >= story.closed


def test_a_file_is_given_in_parts_and_deleted(story: Story) -> None:
    """Known by its content; for officers before it is published, for nobody after its deletion."""
    site, world = story.site, story.world
    refused = {"file": (BytesIO(b"MZ" + os.urandom(200)), "video.mp4")}
    assert site.officer.post(f"{story.path}/file", refused).status_code == 422
    data = b"\x00\x00\x00\x18ftypisom" + os.urandom(5000)
    assert site.officer.post(f"{story.path}/file", {"file": (BytesIO(data), "x.mp4")}).status_code == 303
    row = next(r for r in story.seen(Audience.OFFICER) if r.file_url)
    assert site.public.get(row.file_url).status_code == 404
    part = site.officer.get(row.file_url, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.data, part.mimetype) == (206, data[100:200], "video/mp4")
    assert site.officer.get(row.file_url).data == data
    story.times(row.id, (story.public, story.closed, "0:00"))
    world.run(publish_recording, PublishRecording(story.sitting.id, row.id))
    assert site.public.get(row.file_url).data == data
    with pytest.raises(WrongState, match="Withdraw it first"):
        world.run(delete_recording, DeleteRecording(story.sitting.id, row.id, "x"))
    assert site.officer.post(f"{story.path}/{row.id}/withdraw", {"reason": ""}).status_code == 422
    site.officer.post(f"{story.path}/{row.id}/withdraw", {"reason": "A name was said"})
    assert site.public.get(row.file_url).status_code == 404
    world.run(delete_recording, DeleteRecording(story.sitting.id, row.id, "A name was said"))
    gone = next(r for r in story.seen(Audience.OFFICER) if r.id == row.id)
    assert (gone.state, gone.file_url) == (State.DELETED, "")
    assert site.officer.get(row.file_url).status_code == 404
    assert "A name was said" in words(site.officer.get(story.path))


def test_the_policy(story: Story) -> None:
    """Set with who decided it; nonsense refused."""
    site = story.site
    assert site.officer.post(f"{story.path}/policy", {"keep_days": "many"}).status_code == 422
    assert site.officer.post(f"{story.path}/policy", {"keep_days": "5"}).status_code == 422
    form = {"keep_days": "400", "decided_by": "Cabinet, minute 14"}
    assert site.officer.post(f"{story.path}/policy", form).status_code == 303
    assert "400 days" in words(site.officer.get(story.path))


def test_before_the_meeting_there_is_none(story: Story) -> None:
    """A meeting to come has no recording."""
    later = story.sitting.body.meeting("Budget", starts_at=story.closed + timedelta(days=30))
    with pytest.raises(WrongState, match="not been held"):
        story.world.run(add_link, AddLink(later.id, "https://video.example/1"))


def test_the_tables_are_as_the_record_has_them(story: Story) -> None:
    """After all of it; and something done past the use cases is found."""
    with story.world.runner.read() as session:
        found = check_stream(session, story.site.parts.services.storage, story.sitting.id)
    assert found.differences == ()
    with story.world.runner.database.write() as session:
        row = session.get(Recording, story.seen(Audience.OFFICER)[0].id)
        assert row is not None
        row.state = State.PUBLISHED
    with story.world.runner.read() as session:
        found = check_stream(session, story.site.parts.services.storage, story.sitting.id)
    assert "the stored state is not the one in the record" in " ".join(found.differences)
