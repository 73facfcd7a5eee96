"""Another service in place of the first, what is given up, steps by hand, and who is invited besides the members."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meetings.conferencing.models import Seat
from meetings.conferencing.queries import habit_of, rooms_of_meeting, seats_of
from meetings.conferencing.rules import Origin, Status, What
from meetings.conferencing.usecases import (
    ArrangeRemote,
    DropRemote,
    EndInvitation,
    Invite,
    MarkStep,
    arrange_remote,
    drop_remote,
    end_invitation,
    invite,
    mark_step_done,
)
from meetings.kernel.errors import DomainError, NotFound, WrongState
from meetings.ports.providers import Retryable
from tests.conferencing.house import House, moved


def test_another_service_takes_its_place_and_the_first_is_cleared(house: House) -> None:
    meeting = house.meeting()
    house.arrange(meeting)
    house.arrange(meeting, room_provider="second", broadcast_provider="", reason="Nobody can hear")
    remote = house.remote(meeting)
    assert remote.room is not None
    assert (remote.room.provider, remote.room.state) == ("second", Status.READY)
    assert [f.state for f in remote.former_rooms] == [Status.CANCELLED]
    assert remote.former_rooms[0].key not in house.first.made
    assert any(asked.startswith("aim ") for asked in house.second.asked)
    house.arrange(meeting, room_provider="first", broadcast_provider="")
    remote = house.remote(meeting)
    assert remote.room is not None
    assert remote.room.key in house.first.made
    with house.world.runner.read() as session:
        assert [r.provider for r in rooms_of_meeting(session, meeting.id)] == ["first", "second", "first"]


def test_in_the_meeting_the_old_room_is_only_ended(house: House) -> None:
    meeting = house.meeting()
    house.arrange(meeting)
    with house.world.runner.read() as session:
        assert habit_of(session, house.body.id) is not None
    meeting.open(3)
    house.first.asked.clear()
    house.first.fails["end"] = Retryable("It does not answer.")
    house.arrange(meeting, room_provider="second", broadcast_provider="")
    remote = house.remote(meeting)
    assert remote.room is not None
    assert (remote.room.state, remote.room.emergency) == (Status.READY, True)
    assert remote.former_rooms[0].state is Status.CANCELLING
    assert "cancel" not in house.first.asked
    house.first.fails.clear()
    house.world.later(minutes=5)
    house.work()
    assert house.remote(meeting).former_rooms[0].state is Status.ENDED
    with house.world.runner.read() as session:
        habit = habit_of(session, house.body.id)
    assert habit is not None
    assert (habit.meeting_id, habit.room_provider) != (meeting.id, "second"), "an emergency is no habit"
    with pytest.raises(WrongState):
        house.world.run(drop_remote, DropRemote(meeting.id, (What.ROOM,)))


def test_given_up_while_nobody_knows_whether_it_was_made(house: House) -> None:
    meeting = house.meeting()
    create = house.first.create

    def makes_and_is_lost(account, wish):  # type: ignore[no-untyped-def]
        create(account, wish)
        raise Retryable("The answer was lost.", uncertain=True)

    house.first.create = makes_and_is_lost  # type: ignore[method-assign]
    house.arrange(meeting, broadcast_provider="")
    house.first.create = create  # type: ignore[method-assign]
    house.world.run(drop_remote, DropRemote(meeting.id, tuple(What)))
    house.world.later(minutes=3)
    house.work()
    room = house.remote(meeting).room
    assert room is not None
    assert room.state is Status.CANCELLED
    assert room.key not in house.first.made


def test_given_up_before_anything_was_asked_nothing_is(house: House) -> None:
    meeting = house.meeting()
    house.world.run(arrange_remote, ArrangeRemote(meeting.id, "first", "feed"))
    house.world.run(drop_remote, DropRemote(meeting.id, tuple(What)))
    house.work()
    assert house.first.asked == []
    assert house.feed.asked == []


def test_steps_stay_done_while_they_say_the_same(house: House) -> None:
    meeting = house.meeting()
    house.arrange(meeting)
    mark = MarkStep(meeting.id, Origin.ROOM, "admit")
    house.world.run(mark_step_done, mark)
    house.world.run(mark_step_done, mark)
    moved(house, meeting)
    (step,) = house.remote(meeting).steps
    assert step.done_at is not None
    assert step.done_by
    assert step.pastes == [{"label": "Claim", "secret": True, "value": ""}]
    with pytest.raises(NotFound):
        house.world.run(mark_step_done, replace(mark, key="nothing"))


def test_the_invited_have_a_seat_until_they_have_not(house: House) -> None:
    meeting = house.meeting()
    house.arrange(meeting)
    guest = house.world.person("Dr Ida Guest", "Adviser")
    house.world.run(invite, Invite(meeting.id, guest, "item 3"))
    house.world.run(invite, Invite(meeting.id, guest))
    house.work()
    with house.world.runner.read() as session:
        assert guest in {s.person_id for s in seats_of(session, meeting.id)}
    house.world.run(end_invitation, EndInvitation(meeting.id, guest))
    house.world.run(end_invitation, EndInvitation(meeting.id, guest))
    house.work()
    assert f"revoke {guest}" in house.first.asked
    with house.world.runner.read() as session:
        seat = next(s for s in seats_of(session, meeting.id) if s.person_id == guest)
    assert isinstance(seat, Seat)
    assert (seat.revoked_at is None, seat.door) == (False, None)
    with pytest.raises(DomainError):
        house.world.run(invite, Invite(meeting.id, "nobody"))
