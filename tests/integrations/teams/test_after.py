"""Teams after the meeting: reports of several starts, recordings and transcripts, and what they cannot be had of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from integrations.simulators import graph_people
from integrations.simulators.base import World
from integrations.teams.reports import _moment
from meetings.ports.providers import Permanent, Retryable
from tests.integrations.teams.account import NOW, WISH, clock, connected, graph, press, teams_of


def test_every_stretch_of_every_start_is_told_once(simulators: World) -> None:
    move = clock(simulators, NOW)
    teams, account = teams_of(simulators), connected()
    made = teams.create(account, WISH)
    meeting = made.ref.split()[0]
    with pytest.raises(Retryable):
        teams.attendance(account, made.ref)
    graph_people.join(simulators, meeting, "Councillor Adeyemi", "chair@council.example")
    graph_people.join(simulators, meeting, "Guest of the chair")
    graph_people.join(simulators, meeting, "+44 7700 900123")
    move(NOW + timedelta(minutes=5))
    graph_people.leave(simulators, meeting, "Councillor Adeyemi")
    move(NOW + timedelta(minutes=7))
    graph_people.join(simulators, meeting, "Councillor Adeyemi", "chair@council.example")
    move(NOW + timedelta(minutes=30))
    graph_people.end(simulators, meeting)
    move(NOW + timedelta(minutes=40))
    graph_people.join(simulators, meeting, "Councillor Adeyemi", "chair@council.example")
    move(NOW + timedelta(minutes=50))
    graph_people.end(simulators, meeting)
    # The second report repeats a stretch of the first: it is the same stretch.
    first, second = graph(simulators).reports[meeting]
    second["attendanceRecords"][0]["attendanceIntervals"].append(
        first["attendanceRecords"][0]["attendanceIntervals"][0]
    )
    graph(simulators).page_size = 1

    found = teams.attendance(account, made.ref)
    assert len({c.key for c in found}) == len(found)
    chair = [c for c in found if c.email == "chair@council.example"]
    minutes = [
        ((c.joined_at - NOW).seconds // 60, (c.left_at - NOW).seconds // 60) for c in chair if c.left_at
    ]
    assert sorted(minutes) == [(0, 5), (7, 30), (40, 50)]
    assert {c.user_ref for c in chair} == {"c8e02f54-71ab-4d93-b6c7-1f3a5d8e9b24"}
    (guest,) = [c for c in found if c.name == "Guest of the chair"]
    assert (guest.user_ref, guest.email, guest.phone, guest.room) == ("", "", "", "meeting")
    (caller,) = [c for c in found if c.phone]
    assert caller.phone == "+44 7700 900123"
    assert teams.attendance(account, made.ref) == found


def test_files_are_found_and_fetched_with_a_fresh_token_where_needed(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    made = teams.create(account, WISH)
    meeting = made.ref.split()[0]
    assert teams.files(account, made.ref) == ()
    graph_people.join(simulators, meeting, "Councillor Brooks")
    graph_people.end(simulators, meeting)
    video, words = teams.files(account, made.ref)
    assert [(f.kind, f.media_type) for f in (video, words)] == [
        ("video", "video/mp4"),
        ("transcript", "text/vtt"),
    ]
    assert video.started_at is not None
    assert video.address not in repr(video)
    press(simulators, "login.refuse")
    assert b"<v Councillor Adeyemi>" in b"".join(teams.fetch(account, words))
    assert b"".join(teams.fetch(account, video)).startswith(b"\x00\x00\x00\x18ftyp")


def test_without_leave_for_transcripts_recordings_are_still_found(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    made = teams.create(account, WISH)
    press(simulators, "graph.role", role="OnlineMeetingTranscript.Read.All")
    press(simulators, "login.refuse")
    with pytest.raises(Permanent) as told:
        teams.files(account, made.ref)
    assert "OnlineMeetingTranscript.Read.All" in told.value.reason
    graph_people.record(simulators, made.ref.split()[0], NOW)
    assert [f.kind for f in teams.files(account, made.ref)] == ["video"]


def test_a_meeting_without_a_calendar_entry_explains_itself(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    made = teams.create(account, WISH)
    graph(simulators).entry_of.clear()
    with pytest.raises(Permanent) as told:
        teams.files(account, made.ref)
    assert "calendar" in told.value.reason
    assert told.value.remedy


def test_a_token_is_sent_to_nobody_else(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    with pytest.raises(Permanent):
        teams._graph.next_page({"@odata.nextLink": "https://elsewhere.example/v1.0/users"}, "@odata.nextLink")
    with pytest.raises(Permanent):
        list(teams._graph.pieces(account, "https://elsewhere.example/file", "", 10, "video/mp4"))


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2026-12-03T18:30:00Z", "2026-12-03T18:30:00+00:00"),
        ("2026-12-03T18:30:00.1234567Z", "2026-12-03T18:30:00.123456+00:00"),
        ("2026-07-03T19:30:00.5+01:00", "2026-07-03T18:30:00.500000+00:00"),
        ("0001-01-01T00:00:00Z", ""),
        ("2026-13-03T18:30:00Z", ""),
        (None, ""),
        (20261203, ""),
    ],
)
def test_moments_are_read_as_microsoft_writes_them(said: object, found: str) -> None:
    moment = _moment(said)
    assert (moment.isoformat() if moment else "") == found
