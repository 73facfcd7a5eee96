"""Zoom after a meeting: who was connected in every sitting, recordings and transcripts."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from integrations.simulators.base import World
from integrations.simulators.zoom_news import signed, take
from integrations.simulators.zoom_state import SCOPES, ZoomState
from integrations.zoom.adapter import ZoomRooms
from integrations.zoom.client import in_path
from meetings.ports.conferencing import FileFound, Room
from meetings.ports.providers import Permanent, Retryable
from tests.integrations.zoom.account import GUESTS, WISH, account, meetings, press, rooms

NOW = datetime(2026, 12, 3, 18, 30, tzinfo=UTC)


def at(world: World, minutes: float) -> None:
    world.clock = lambda: NOW + timedelta(minutes=minutes)


def held(world: World) -> tuple[ZoomRooms, Room, str, str]:
    """Two sittings: a member who is let in, cut off and comes again; a caller; a second device."""
    at(world, -1)
    zoom = rooms(world)
    made = zoom.create(account(), WISH)
    seat, other = (x.seat_ref for x in zoom.doors(account(), made.ref, made.inside, GUESTS[:2]))
    at(world, 0)
    press(world, "start", meeting=made.ref)
    press(world, "join", meeting=made.ref, seat=seat)
    press(world, "join", meeting=made.ref, phone="+44 7700 900123", straight="1")
    at(world, 3)
    press(world, "admit", meeting=made.ref, who=seat)
    at(world, 20)
    press(world, "leave", meeting=made.ref, who=seat)
    press(world, "end", meeting=made.ref)
    at(world, 30)
    press(world, "start", meeting=made.ref)
    press(world, "join", meeting=made.ref, seat=seat, straight="1")
    press(world, "join", meeting=made.ref, seat=other, straight="1")
    at(world, 60)
    press(world, "end", meeting=made.ref)
    return zoom, made, seat, other


def minutes(moment: datetime | None) -> float | None:
    return None if moment is None else (moment - NOW).total_seconds() / 60


def test_every_sitting_with_seats_waiting_rooms_and_callers_apart(simulators: World) -> None:
    zoom, made, seat, other = held(simulators)
    found = zoom.attendance(account(), made.ref)
    ours = [(x.room, minutes(x.joined_at), minutes(x.left_at)) for x in found if x.seat_ref == seat]
    assert ours == [("waiting_room", 0, 3), ("meeting", 3, 20), ("meeting", 30, 60)]
    assert [x.room for x in found if x.seat_ref == other] == ["meeting"]
    (caller,) = [x for x in found if x.phone]
    assert (caller.phone, caller.seat_ref, caller.user_ref) == ("+44 7700 900123", "", "")
    # The addresses by which we register are nobody's own; the host's is.
    assert {x.email for x in found} == {"", "committees@council.example"}
    assert len({(x.key, x.room, x.joined_at) for x in found}) == len(found)
    # One of the two sittings has slashes in its name where Zoom wants them encoded twice.
    assert sorted(x.uuid.startswith("/") for x in meetings(simulators)[0].sittings) == [False, True]


def test_news_and_report_tell_of_the_same_connections(simulators: World) -> None:
    simulators.of(ZoomState).held = True
    zoom, made, _, _ = held(simulators)
    in_report = {(x.key, x.room, x.joined_at) for x in zoom.attendance(account(), made.ref)}
    in_news = set()
    for body in take(simulators):
        raw = json.dumps(body).encode()
        for news in zoom.hear(account(), signed(raw, simulators.now()), {}, raw).happened:
            if news.kind in ("joined", "waiting") and news.at is not None:
                in_news.add((news.data["connection"], news.data["room"], news.at))
    assert in_news == in_report


def test_while_zoom_counts_it_is_asked_again_later(simulators: World) -> None:
    zoom, made, _, _ = held(simulators)
    press(simulators, "counting", meeting=made.ref)
    with pytest.raises(Retryable) as waits:
        zoom.attendance(account(), made.ref)
    assert waits.value.not_before == simulators.now() + timedelta(minutes=5)
    press(simulators, "counting", meeting=made.ref)
    assert zoom.attendance(account(), made.ref)


def test_one_that_was_not_held_has_nobody_yet(simulators: World) -> None:
    zoom = rooms(simulators)
    made = zoom.create(account(), WISH)
    with pytest.raises(Retryable):
        zoom.attendance(account(), made.ref)
    assert zoom.files(account(), made.ref) == ()


def test_without_the_right_to_reports_the_lighter_list_is_read(simulators: World) -> None:
    zoom, made, seat, _ = held(simulators)
    whole = zoom.attendance(account(), made.ref)
    simulators.of(ZoomState).scopes = set(SCOPES - {"report:read:list_meeting_participants:admin"})
    assert zoom.attendance(account(), made.ref) == whole
    simulators.of(ZoomState).scopes -= {"meeting:read:list_past_participants:admin"}
    with pytest.raises(Permanent) as refused:
        zoom.attendance(account(), made.ref)
    assert "meeting:read:list_past_participants:admin" in refused.value.remedy
    assert seat


def test_a_meeting_of_one_person_is_left_out_of_reports_and_read_all_the_same(simulators: World) -> None:
    zoom = rooms(simulators)
    made = zoom.create(account(), WISH)
    at(simulators, 0)
    press(simulators, "start", meeting=made.ref)
    at(simulators, 5)
    press(simulators, "end", meeting=made.ref)
    (host,) = zoom.attendance(account(), made.ref)
    assert host.name == "Democratic Services"


def test_one_picture_one_sound_and_the_words_of_each_sitting(simulators: World) -> None:
    zoom, made, _, _ = held(simulators)
    assert zoom.files(account(), made.ref) == ()
    press(
        simulators,
        "recording",
        meeting=made.ref,
        text="WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nChair: Order.\n",
    )
    found = {x.kind: x for x in zoom.files(account(), made.ref)}
    assert set(found) == {"video", "audio", "transcript", "chat"}
    video = found["video"]
    assert (minutes(video.started_at), minutes(video.ended_at), video.media_type) == (30, 60, "video/mp4")
    assert b"".join(zoom.fetch(account(), video)).find(b"ftyp") == 4
    assert b"Chair: Order." in b"".join(zoom.fetch(account(), found["transcript"]))
    assert video.address not in repr(video)


def test_a_transcript_without_a_recording(simulators: World) -> None:
    zoom, made, _, _ = held(simulators)
    sitting = meetings(simulators)[0].sittings[0]
    sitting.transcript = ""
    assert zoom.files(account(), made.ref) == ()
    sitting.transcript = "WEBVTT\n"
    (text,) = zoom.files(account(), made.ref)
    assert text.kind == "transcript"
    assert b"".join(zoom.fetch(account(), text)) == b"WEBVTT\n"


def test_our_access_is_shown_to_zoom_alone(simulators: World) -> None:
    file = FileFound("x", "video", "video/mp4", None, None, address="https://elsewhere.example/file#token")
    with pytest.raises(Permanent, match="not its own"):
        b"".join(rooms(simulators).fetch(account(), file))


@pytest.mark.parametrize(
    ("uuid", "written"),
    [
        ("81000000001", "81000000001"),
        ("4444AAAiAAAAAiAiAiiAii==", "4444AAAiAAAAAiAiAiiAii%3D%3D"),
        ("ab/cd+ef==", "ab%2Fcd%2Bef%3D%3D"),
        ("/ajXp112QmuoKj4854875==", "%252FajXp112QmuoKj4854875%253D%253D"),
        ("aj//Xp==", "aj%252F%252FXp%253D%253D"),
    ],
)
def test_uuids_with_slashes_are_encoded_twice_where_zoom_wants_it(uuid: str, written: str) -> None:
    assert in_path(uuid) == written
