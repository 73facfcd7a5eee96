"""What is asked of providers after a meeting: who was connected, what they recorded, captions and chapters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from integrations.storage_fs.adapter import FolderStorage
from meetings.conferencing.attendance import operations
from meetings.conferencing.attendance.queries import raw_rows, reads_of
from meetings.conferencing.queries import room_of_meeting
from meetings.connections.news.inbox import StoreNews, store_news
from meetings.connections.news.reading import take_up_news
from meetings.connections.queries import calls_of
from meetings.kernel.actor import SYSTEM
from meetings.kernel.secrecy import Audience
from meetings.ports.conferencing import Connection, FileFound
from meetings.ports.providers import Account, Can, Happened, Permanent, Retryable
from meetings.recordings import queries
from meetings.recordings.following import captions_anew, keep_no_longer
from meetings.recordings.jobs import drop
from meetings.recordings.rules import State
from meetings.recordings.usecases import (
    AddLink,
    AddTranscript,
    CorrectLines,
    PublishRecording,
    PublishTranscript,
    SetPolicy,
    SetStretches,
    StretchWish,
    add_link,
    add_transcript,
    correct_lines,
    publish_recording,
    publish_transcript,
    set_policy,
    set_stretches,
)
from meetings.recordings.usecases.fetched import FetchRecordings, fetch_recordings
from meetings.recordings.usecases.transcripts import LineWish
from meetings.recordings.vtt import Line
from meetings.room.usecases import CloseMeeting, TakeItem, close_meeting, take_item
from tests.conferencing.house import ROOM_CAN, Broadcasts, House, Rooms, make_house
from tests.factories.world import Sitting

VTT = b"WEBVTT\n\n00:05.000 --> 00:08.000\n<v Ana>Good evening.</v>\n"
VIDEO = b"\x00\x00\x00\x18ftypisom" + b"v" * 200_000


@dataclass
class Recorder(Rooms):
    """A room whose service lists who was connected and keeps files."""

    rows: tuple[Connection, ...] = ()
    kept: tuple[FileFound, ...] = ()
    bytes_of: dict[str, bytes] = field(default_factory=dict)

    def attendance(self, _account: Account, _ref: str) -> tuple[Connection, ...]:
        self.ask("attendance")
        return self.rows

    def files(self, _account: Account, _ref: str) -> tuple[FileFound, ...]:
        self.ask("files")
        return self.kept

    def fetch(self, _account: Account, file: FileFound) -> Iterator[bytes]:
        self.ask(f"fetch {file.key}")
        data = self.bytes_of[file.key]
        return (data[n : n + 70_000] for n in range(0, len(data), 70_000))


@dataclass
class Feed(Broadcasts):
    """A broadcast that takes captions and chapters."""

    taken: dict[str, str] = field(default_factory=dict)

    def captions(self, _account: Account, _ref: str, vtt: bytes, language: str, name: str) -> None:
        self.ask("captions")
        self.taken[f"captions {language} {name}"] = vtt.decode()

    def chapters(self, _account: Account, _ref: str, description: str) -> None:
        self.ask("chapters")
        self.taken["chapters"] = description


@dataclass
class After:
    """A meeting in the room and on the broadcast of these services."""

    house: House
    room: Recorder
    feed: Feed
    storage: FolderStorage
    sitting: Sitting

    def rows(self) -> int:
        with self.house.world.runner.read() as session:
            return len(raw_rows(session, self.sitting.id))

    def later(self, hours: float) -> None:
        self.house.world.later(minutes=hours * 60)
        operations.looks_due(self.house.context)
        self.house.work()


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[After]:
    """Told once: opened, an hour long, with two items."""
    folder: Path = tmp_path_factory.mktemp("after")
    can = ROOM_CAN | {Can.ATTENDANCE, Can.RECORDINGS}
    room = Recorder("first", "First", can)
    feed = Feed("feed", "Feed", frozenset({Can.CREATE, Can.GO_LIVE, Can.CAPTIONS, Can.CHAPTERS}))
    storage = FolderStorage(folder / "files")
    with make_house(folder) as house:
        providers = replace(house.context.providers, conferencing={"first": room}, broadcast={"feed": feed})  # type: ignore[dict-item]
        house.context = replace(house.context, providers=providers, storage=storage)
        house.first, house.feed = room, feed
        house.body.world.later(minutes=1)
        sitting = house.body.meeting("Library hours", "Bins", "Parks")
        house.arrange(sitting)
        yield After(house, room, feed, storage, sitting.open())


def test_news_while_the_meeting_goes_on(after: After) -> None:
    """Kept as rows once each, whatever the order; news of another meeting is nobody's."""
    world = after.house.world
    with world.runner.read() as session:
        room = room_of_meeting(session, after.sitting.id)
        assert room is not None
        ref = room.ref
    at = world.clock.at
    who = {"connection": "c1", "name": "Councillor A. Abara", "room": "meeting"}
    joined = Happened("n1", "joined", at, ref, who)
    left = Happened("n2", "left", at + timedelta(minutes=9), ref, who)
    elsewhere = Happened("n3", "joined", at, "another-room", who)
    world.run(store_news, StoreNews("first", (left, joined, elsewhere, joined)), SYSTEM)
    world.run(store_news, StoreNews("first", (joined,)), SYSTEM)
    take_up_news(after.house.context)
    assert after.rows() == 2


def test_the_list_is_asked_for_after_the_close(after: After) -> None:
    """Again while the provider counts, then once more after hours and days; what comes late is added."""
    world, room = after.house.world, after.room
    start = world.clock.at
    for item in after.sitting.items[1:]:
        world.later(minutes=20)
        world.run(take_item, TakeItem(after.sitting.id, item))
    world.later(minutes=20)
    room.fails["attendance"] = Retryable(
        "It is still counting.", not_before=world.clock.at + timedelta(minutes=80)
    )
    world.run(close_meeting, CloseMeeting(after.sitting.id))
    after.house.work()
    assert (room.asked.count("attendance"), after.rows()) == (1, 2)
    room.fails.clear()
    row = Connection("c1", "meeting", start, start + timedelta(minutes=9), "Councillor A. Abara")
    room.rows = (row,)
    after.later(1.5)
    assert (room.asked.count("attendance"), after.rows()) == (2, 3)
    room.rows = (row, replace(row, key="c2", name="Late"))
    for hours in (1, 0.2, 24, 1, 80):
        after.later(hours)
    assert (room.asked.count("attendance"), after.rows()) == (5, 4)
    with world.runner.read() as session:
        (read,) = reads_of(session, after.sitting.id)
        assert read.rows == 2
        states = {c.state.value for c in calls_of(session, after.sitting.id)}
    assert states == {"done"}


def test_recordings_are_fetched_in_pieces(after: After) -> None:
    """Tried again while there is none and when only a part came; then here, with its times and text, not public."""
    world, room = after.house.world, after.room
    began = world.clock.at - timedelta(days=5)
    world.run(fetch_recordings, FetchRecordings(after.sitting.id, "first"))
    after.house.work()
    assert room.asked.count("files") == 1
    start = began.replace(microsecond=0)
    video = FileFound("f1", "video", "video/mp4", start, start + timedelta(hours=1), len(VIDEO) + 1)
    room.kept = (video, FileFound("t1", "transcript", "text/vtt", start, None, language="en-GB"))
    room.bytes_of = {"f1": VIDEO, "t1": VTT}
    after.later(0.1)
    with world.runner.read() as session:
        assert queries.recordings_of(session, after.sitting.id, Audience.OFFICER) == []
    room.kept = (replace(video, size=len(VIDEO)), room.kept[1])
    after.later(0.1)
    with world.runner.read() as session:
        (row,) = queries.recordings_of(session, after.sitting.id, Audience.OFFICER)
        assert queries.recordings_of(session, after.sitting.id, Audience.PUBLIC) == []
        text = queries.transcript_of(session, row.id, Audience.OFFICER)
        sha256 = queries.file_of(session, row.id)
    assert b"".join(after.storage.chunks(sha256)) == VIDEO
    assert (row.segments[0].started_at, row.segments[0].length, row.size) == (start, 3600.0, len(VIDEO))
    assert text is not None
    assert [(c.speaker, c.text) for c in text.cues] == [("Ana", "Good evening.")]
    world.later(minutes=2)
    world.run(fetch_recordings, FetchRecordings(after.sitting.id, "first"))
    after.house.work()
    assert room.asked.count("fetch f1") == 2
    with world.runner.read() as session:
        assert len(queries.recordings_of(session, after.sitting.id, Audience.OFFICER)) == 1


def test_captions_and_chapters_are_sent_where_it_is_watched(after: After) -> None:
    """To the broadcast that the recording stands at, and nowhere else."""
    world, sitting = after.house.world, after.sitting
    with world.runner.read() as session:
        marks = queries.marks_of(session, sitting.id, Audience.PUBLIC)
    remote = after.house.remote(sitting)
    assert remote.broadcast is not None
    recording = world.run(add_link, AddLink(sitting.id, remote.broadcast.watch_url))
    stretch = StretchWish(marks[0].at, 0, 3600)
    world.run(set_stretches, SetStretches(sitting.id, recording, (stretch,)))
    world.run(publish_recording, PublishRecording(sitting.id, recording))
    lines = (Line(1000, 2000, "Ana", "Good evening."),)
    text = world.run(add_transcript, AddTranscript(sitting.id, recording, "en", lines, "0" * 64))
    assert "captions en English" not in after.feed.taken
    world.run(publish_transcript, PublishTranscript(sitting.id, text, 1))
    after.house.work()
    assert "<v Ana>Good evening.</v>" in after.feed.taken["captions en English"]
    wish = LineWish(1, "Ana", "Good evening, everybody.")
    world.run(correct_lines, CorrectLines(sitting.id, text, 1, (wish,)))
    after.house.work()
    assert "everybody" not in after.feed.taken["captions en English"]
    for _ in range(2):
        captions_anew(after.house.context)
        after.house.work()
    assert "everybody" in after.feed.taken["captions en English"]
    assert after.feed.asked.count("captions") == 2
    again = LineWish(1, "Ana", "Good evening to all.")
    world.run(correct_lines, CorrectLines(sitting.id, text, 2, (again,)))
    after.feed.fails["captions"] = Permanent("The broadcast was deleted there.")
    for _ in range(3):
        world.later(minutes=60)
        captions_anew(after.house.context)
        after.house.work()
    assert after.feed.asked.count("captions") == 3, "refused, it is not asked for hour after hour"
    after.feed.fails.clear()
    told = after.feed.taken["chapters"]
    assert f"https://council.example/meetings/{sitting.id}" in told
    assert "20:00 2. Bins" in told
    assert "40:00 3. Parks" in told


def test_files_are_deleted_when_their_days_are_over(after: After) -> None:
    """By the policy, once; an address elsewhere is an officer's to delete."""
    world, sitting = after.house.world, after.sitting
    world.run(set_policy, SetPolicy(sitting.body.id, 30, "Cabinet, minute 14"))
    keep_no_longer(after.house.context)
    with world.runner.read() as session:
        rows = queries.recordings_of(session, sitting.id, Audience.OFFICER)
        sha256 = next(s for r in rows if (s := queries.file_of(session, r.id)))
    assert {r.state for r in rows} == {State.HELD, State.PUBLISHED}
    world.later(minutes=60 * 24 * 40)
    for _ in range(2):
        keep_no_longer(after.house.context)
    with world.runner.read() as session:
        rows = queries.recordings_of(session, sitting.id, Audience.OFFICER)
    assert {r.source.value: r.state for r in rows} == {"file": State.DELETED, "link": State.PUBLISHED}
    assert after.storage.exists(sha256)
    drop(after.house.context, {"sha256": sha256})
    assert not after.storage.exists(sha256)
