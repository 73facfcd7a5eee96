"""Zoom: one meeting for one key, changes that keep what was set in Zoom, seats that stay, the picture, the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from integrations.simulators.base import Fault, FaultKind, World
from integrations.simulators.zoom_state import SCOPES, ZoomState
from meetings.ports.conferencing import Guest, StreamTarget, doors_of
from meetings.ports.providers import Gone, Permanent, Retryable
from tests.integrations.zoom.account import GUESTS, WISH, account, meetings, press, rooms

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


def test_a_meeting_is_made_once_for_its_key_with_a_waiting_room_and_no_letters(simulators: World) -> None:
    zoom = rooms(simulators)
    made = zoom.create(account(), WISH)
    again = rooms(simulators).create(account(), WISH)
    (meeting,) = meetings(simulators)
    assert made.ref == again.ref == str(meeting.id)
    assert meeting.body["start_time"] == "2026-12-03T18:30:00Z"
    assert meeting.settings["waiting_room"]
    assert meeting.settings["alternative_hosts"] == "chair@council.example;clerk@council.example"
    assert meeting.settings["auto_recording"] == "cloud"
    assert not meeting.settings["registrants_confirmation_email"]
    assert [step.key for step in made.steps] == ["zoom-let-in"]
    assert made.inside["join_url"]
    assert "pwd" not in repr(made)
    # As it is, nothing was changed: the allowance of a day is small.
    assert not simulators.asked("zoom", "meetingUpdate")


def test_an_answer_that_never_came_makes_no_second_meeting(simulators: World) -> None:
    simulators.faults.arm(Fault(FaultKind.ACT_THEN_HANG_UP, "zoom", "meetingCreate"))
    made = rooms(simulators).create(account(), WISH)
    assert [str(x.id) for x in meetings(simulators)] == [made.ref]


def test_an_answer_that_never_came_and_a_fault_after_it_is_looked_up_the_next_time(simulators: World) -> None:
    zoom = rooms(simulators)
    zoom.check(account())
    simulators.faults.arm(Fault(FaultKind.ACT_THEN_HANG_UP, "zoom", "meetingCreate"))

    # The first list is answered, the second one, after the loss, is not.
    taken = simulators.faults.take

    def take(simulator: str, operation: str) -> Fault | None:
        if operation == "meetingCreate":
            simulators.faults.arm(Fault(FaultKind.BROKEN, "zoom", "meetings"))
        return taken(simulator, operation)

    simulators.faults.take = take  # type: ignore[method-assign]
    try:
        with pytest.raises(Retryable):
            zoom.create(account(), WISH)
    finally:
        del simulators.faults.take
    made = zoom.create(account(), WISH)
    assert [str(x.id) for x in meetings(simulators)] == [made.ref]


def test_among_hundreds_of_meetings_ours_is_found(simulators: World) -> None:
    zoom = rooms(simulators)
    made = zoom.create(account(), WISH)
    (ours,) = meetings(simulators)
    state = simulators.of(ZoomState)
    del state.meetings[ours.id]
    for number in range(1, 331):
        state.meetings[number] = replace(ours, id=number, body={**ours.body, "agenda": "Something else"})
    state.meetings[ours.id] = ours
    assert zoom.create(account(), WISH).ref == made.ref
    assert len(state.meetings) == 331


def test_a_change_is_sent_and_hosts_that_were_added_in_zoom_stay(simulators: World) -> None:
    zoom = rooms(simulators)
    made = zoom.create(account(), WISH)
    (meeting,) = meetings(simulators)
    meeting.settings["alternative_hosts"] += ";deputy@council.example"
    meeting.body["agenda"] += " Bring the plans."
    later = replace(WISH, title="Planning Committee", starts_at=WISH.starts_at + timedelta(days=1))
    changed = zoom.update(account(), made.ref, later)
    assert meeting.body["topic"] == "Planning Committee"
    assert meeting.body["agenda"].endswith("Bring the plans.")
    assert meeting.body["start_time"] == "2026-12-04T18:30:00Z"
    assert meeting.settings["alternative_hosts"].split(";") == [
        "chair@council.example",
        "clerk@council.example",
        "deputy@council.example",
    ]
    (_, others) = changed.steps
    assert others.key == "zoom-other-hosts"
    assert "deputy@council.example" in others.text
    zoom.update(account(), made.ref, later)
    assert len(simulators.asked("zoom", "meetingUpdate")) == 1
    meeting.body["agenda"] = "Bring the plans."
    zoom.update(account(), made.ref, later)
    assert meeting.body["agenda"] == f"Reference {WISH.key}.\nBring the plans."


def test_hosts_without_a_licence_become_a_step_and_the_meeting_is_made(simulators: World) -> None:
    simulators.of(ZoomState).unlicensed = {"chair@council.example"}
    made = rooms(simulators).create(account(), WISH)
    (meeting,) = meetings(simulators)
    assert meeting.settings["alternative_hosts"] == ""
    assert [step.key for step in made.steps] == ["zoom-let-in", "zoom-alternative-hosts"]


def test_what_is_not_there_any_more(simulators: World) -> None:
    zoom = rooms(simulators)
    made = zoom.create(account(), WISH)
    zoom.cancel(account(), made.ref)
    zoom.cancel(account(), made.ref)
    zoom.end(account(), made.ref)
    zoom.stop_stream(account(), made.ref)
    zoom.revoke(account(), made.ref, GUESTS[0], "x")
    for ask in (
        lambda: zoom.update(account(), made.ref, WISH),
        lambda: zoom.state(account(), made.ref),
        lambda: zoom.host_link(account(), made.ref, {}),
        lambda: zoom.door(account(), made.ref, {}, GUESTS[0]),
    ):
        with pytest.raises(Gone):
            ask()


def test_everybody_has_a_seat_and_keeps_it(simulators: World) -> None:
    zoom = rooms(simulators)
    made = zoom.create(account(), WISH)
    doors = [door for _, door in doors_of(zoom, account(), made.ref, made.inside, GUESTS)]
    assert len({door.seat_ref for door in doors}) == len({door.url for door in doors}) == len(GUESTS)
    assert len(simulators.asked("zoom", "addBatchRegistrants")) == 3
    assert zoom.door(account(), made.ref, made.inside, GUESTS[40]) == doors[40]
    new = zoom.door(account(), made.ref, made.inside, Guest("late", "Mayor"))
    assert new.seat_ref not in {door.seat_ref for door in doors}
    assert "participant ID" in new.dial_in
    (meeting,) = meetings(simulators)
    # Zoom learns nobody's own address, and two who share one have two seats.
    assert not any("home.example" in x.email for x in meeting.registrants.values())
    zoom.revoke(account(), made.ref, GUESTS[40], doors[40].seat_ref)
    assert meeting.registrants[doors[40].seat_ref].status == "cancelled"
    assert zoom.door(account(), made.ref, made.inside, GUESTS[40]).seat_ref != doors[40].seat_ref


def test_the_link_of_the_host_is_another_one_each_time(simulators: World) -> None:
    zoom = rooms(simulators)
    made = zoom.create(account(), WISH)
    first, second = (zoom.host_link(account(), made.ref, made.inside) for _ in range(2))
    assert first != second
    assert "zak=" not in str(made.inside)


def test_the_picture_goes_where_it_was_aimed_and_stops_with_the_meeting(simulators: World) -> None:
    zoom = rooms(simulators)
    made = zoom.create(account(), WISH)
    target = StreamTarget("rtmps://a.rtmps.example/live2", "abcd-key", "https://video.example/watch/1")
    assert zoom.aim(account(), made.ref, target) == ()
    with pytest.raises(Retryable) as waits:
        zoom.start_stream(account(), made.ref)
    assert waits.value.not_before is not None
    assert timedelta(0) < waits.value.not_before - simulators.now() <= timedelta(seconds=5)
    assert zoom.state(account(), made.ref).live is False
    zoom.stop_stream(account(), made.ref)
    press(simulators, "start", meeting=made.ref)
    zoom.start_stream(account(), made.ref)
    zoom.start_stream(account(), made.ref)
    assert simulators.feeds.at("abcd-key") is not None
    assert zoom.state(account(), made.ref).live is True
    zoom.stop_stream(account(), made.ref)
    zoom.stop_stream(account(), made.ref)
    assert simulators.feeds.at("abcd-key") is None
    zoom.start_stream(account(), made.ref)
    zoom.end(account(), made.ref)
    zoom.end(account(), made.ref)
    assert simulators.feeds.every() == ()
    assert zoom.state(account(), made.ref).live is False
    nowhere = rooms(simulators, site="")
    with pytest.raises(Permanent, match="where the public watches"):
        nowhere.aim(account(), made.ref, replace(target, page=""))


def test_one_that_goes_on_is_not_taken_away_by_chance(simulators: World) -> None:
    zoom = rooms(simulators)
    made = zoom.create(account(), WISH)
    press(simulators, "start", meeting=made.ref)
    with pytest.raises(Permanent, match="goes on"):
        zoom.cancel(account(), made.ref)


def test_the_test_of_the_connection_names_every_permission_that_is_missing(simulators: World) -> None:
    zoom = rooms(simulators)
    assert all(found.ok for found in zoom.check(account()))
    missing = {"meeting:update:livestream_status:admin", "report:read:list_meeting_participants:admin"}
    simulators.of(ZoomState).scopes = set(SCOPES - missing)
    found = {one.name: one for one in zoom.check(account(secret_token=""))}
    assert {name for name, one in found.items() if not one.ok} == missing | {"Secret token for news"}
    assert "start and stop the broadcast" in found["meeting:update:livestream_status:admin"].words
    (host,) = [x for x in zoom.check(account(host="nobody@council.example")) if x.name.startswith("User")]
    assert not host.ok
    # Without changing anything.
    assert {x.operation for x in simulators.log} == {"oauth.token", "meetings"}


def test_disconnecting_gives_our_access_back(simulators: World) -> None:
    zoom = rooms(simulators)
    zoom.disconnect(account())
    zoom.create(account(), WISH)
    assert simulators.of(ZoomState).tokens
    zoom.disconnect(account())
    assert not simulators.of(ZoomState).tokens
    zoom.create(account(), WISH)
    press(simulators, "active")
    simulators.faults.arm(Fault(FaultKind.REVOKED_SCOPE, "zoom", "oauth.revoke"))
    zoom.disconnect(account())
