"""A room and a broadcast are arranged together, follow their meeting, and are found again whatever happens."""

from __future__ import annotations

import pytest

from meetings.conferencing.queries import meetings_with_room, seats_of
from meetings.conferencing.rules import Origin, Privacy, Status, What
from meetings.conferencing.usecases import (
    ArrangeRemote,
    DropRemote,
    EndInvitation,
    Invite,
    MarkStep,
    RetryCall,
    arrange_remote,
    drop_remote,
    end_invitation,
    invite,
    mark_step_done,
    retry_call,
)
from meetings.db.record import facts_of
from meetings.kernel.actor import ANONYMOUS
from meetings.kernel.errors import Denied, Invalid, NotFound, SignInRequired, WrongState
from meetings.ports.providers import Retryable
from meetings.room.usecases import CloseMeeting, close_meeting
from meetings.schedule.queries import meeting_of
from meetings.schedule.usecases import CancelMeeting, cancel_meeting
from tests.conferencing.house import DOWN, House, moved


def test_both_are_there_aimed_at_one_another_with_a_seat_for_each(house: House) -> None:
    meeting = house.meeting()
    house.arrange(meeting, record=True, privacy=Privacy.UNLISTED)
    remote = house.remote(meeting)
    assert remote.room is not None
    assert remote.broadcast is not None
    assert (remote.room.state, remote.broadcast.state) == (Status.READY, Status.READY)
    assert f"aim key-{remote.broadcast.ref}" in house.first.asked
    assert house.first.asked.count("door") == 3
    wish = house.first.wishes[0]
    assert wish.record  # type: ignore[union-attr]
    assert house.feed.wishes[0].privacy == "unlisted"  # type: ignore[union-attr]
    with house.world.runner.read() as session:
        assert meeting_of(session, meeting.id).broadcast_url == remote.broadcast.watch_url
        assert meetings_with_room(session, [meeting.id, "other"]) == {meeting.id}
        said = [str(entry.fact) for entry in facts_of(session, meeting.id)]
        seats = seats_of(session, meeting.id)
    assert {s.seat_ref for s in seats} == {f"seat-{p}" for p in house.body.members}
    for secret in ("secret-join", "rooms.example", "key-feed", "code-55"):
        assert not any(secret in text for text in said)


def test_asked_for_twice_it_is_arranged_once(house: House) -> None:
    meeting = house.meeting()
    house.arrange(meeting)
    house.arrange(meeting)
    assert house.first.asked.count("create") == 1
    assert house.feed.asked.count("prepare") == 1
    assert len([k for k in house.remote(meeting).calls if k.operation == "conferencing.create"]) == 1


def test_who_may_not_is_refused(house: House) -> None:
    meeting = house.meeting()
    member = house.world.actor(house.body.members[1])
    command = ArrangeRemote(meeting.id, "first")
    for case, asked in (
        (arrange_remote, command),
        (drop_remote, DropRemote(meeting.id, (What.ROOM,))),
        (mark_step_done, MarkStep(meeting.id, Origin.ROOM, "admit")),
        (retry_call, RetryCall(meeting.id, What.ROOM)),
        (invite, Invite(meeting.id, house.body.members[0])),
        (end_invitation, EndInvitation(meeting.id, house.body.members[0])),
    ):
        with pytest.raises(Denied):
            house.world.run(case, asked, member)  # type: ignore[arg-type]
        with pytest.raises(SignInRequired):
            house.world.run(case, asked, ANONYMOUS)  # type: ignore[arg-type]


def test_nothing_is_arranged_of_nothing_or_when_it_is_over(house: House) -> None:
    meeting = house.meeting()
    with pytest.raises(Invalid):
        house.world.run(arrange_remote, ArrangeRemote(meeting.id))
    with pytest.raises(Invalid):
        house.world.run(arrange_remote, ArrangeRemote(meeting.id, "first", reason="x" * 301))
    with pytest.raises(WrongState):
        house.world.run(retry_call, RetryCall(meeting.id, What.ROOM))
    with pytest.raises(WrongState):
        house.world.run(retry_call, RetryCall(meeting.id, What.BROADCAST))
    house.world.run(cancel_meeting, CancelMeeting(meeting.id, "No business"))
    with pytest.raises(WrongState):
        house.arrange(meeting)
    held = house.meeting().open(3)
    house.world.run(close_meeting, CloseMeeting(held.id))
    with pytest.raises(WrongState):
        house.arrange(held)


def test_they_move_and_go_with_the_meeting(house: House) -> None:
    meeting = house.meeting()
    house.arrange(meeting)
    house.first.asked.clear()
    house.feed.asked.clear()
    moved(house, meeting)
    assert _but_aiming(house) == ["update"]
    assert house.feed.asked == ["update"]
    assert house.first.wishes[-1].minutes == 90  # type: ignore[union-attr]
    moved(house, meeting, starts_at=house.first.wishes[-1].starts_at, notice="By the side door")
    assert _but_aiming(house) == ["update"]
    house.world.run(cancel_meeting, CancelMeeting(meeting.id, "Snow"))
    house.work()
    remote = house.remote(meeting)
    assert remote.room is not None
    assert remote.room.state is Status.CANCELLED
    assert remote.room.key not in house.first.made
    assert remote.broadcast is not None
    assert remote.broadcast.key not in house.feed.made
    assert not remote.steps
    with house.world.runner.read() as session:
        assert meeting_of(session, meeting.id).broadcast_url == ""


def test_moved_while_it_is_being_made_it_is_made_as_it_is_now(house: House) -> None:
    meeting = house.meeting()
    house.first.fails["create"] = Retryable("Busy.")
    house.arrange(meeting)
    moved(house, meeting)
    del house.first.fails["create"]
    house.world.later(minutes=3)
    house.work()
    assert house.first.wishes[-1].minutes == 90  # type: ignore[union-attr]
    assert "update" not in house.first.asked


def test_a_failure_is_said_with_its_remedy_and_tried_again(house: House) -> None:
    meeting = house.meeting()
    house.first.fails["create"] = DOWN
    house.arrange(meeting)
    room = house.remote(meeting).room
    assert room is not None
    assert (room.state, room.error, room.remedy) == (Status.FAILED, "It said no.", "Ask it nicely.")
    house.first.fails.clear()
    house.world.run(retry_call, RetryCall(meeting.id, What.ROOM))
    house.work()
    again = house.remote(meeting).room
    assert again is not None
    assert (again.state, again.error, again.key) == (Status.READY, "", room.key)
    house.first.fails["update"] = DOWN
    moved(house, meeting)
    house.first.fails.clear()
    house.world.run(retry_call, RetryCall(meeting.id, What.ROOM))
    house.work()
    assert house.first.wishes[-1].minutes == 90  # type: ignore[union-attr]
    assert house.first.asked.count("create") == 2


def test_waiting_calls_are_tried_at_once_on_a_press(house: House) -> None:
    meeting = house.meeting()
    house.feed.fails["prepare"] = Retryable("Busy.")
    house.arrange(meeting)
    (waiting,) = [c for c in house.remote(meeting).calls if c.operation == "broadcast.prepare"]
    assert waiting.error == "Busy."
    house.feed.fails.clear()
    house.world.run(retry_call, RetryCall(meeting.id, What.BROADCAST, waiting.id))
    house.work()
    cast = house.remote(meeting).broadcast
    assert cast is not None
    assert cast.state is Status.READY
    with pytest.raises(NotFound):
        house.world.run(retry_call, RetryCall(house.meeting().id, What.BROADCAST, waiting.id))


def test_taken_away_at_the_service_it_is_made_anew(house: House) -> None:
    meeting = house.meeting()
    house.arrange(meeting)
    before = house.remote(meeting).room
    assert before is not None
    house.first.made.pop(before.key)
    house.first.asked.clear()
    moved(house, meeting)
    after = house.remote(meeting).room
    assert after is not None
    assert after.ref != before.ref
    assert house.first.asked[:2] == ["update", "create"]
    assert house.first.asked.count("door") == 3


def _but_aiming(house: House) -> list[str]:
    return [asked for asked in house.first.asked if not asked.startswith("aim ")]
