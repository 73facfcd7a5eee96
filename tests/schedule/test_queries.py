"""Lists of meetings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meetings.kernel.actor import ANONYMOUS
from meetings.kernel.errors import NotFound
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import (
    Listing,
    bodies_to_meet,
    count_of,
    in_preparation,
    latest,
    meeting_before,
    meetings_between,
    to_hold,
    upcoming,
    visible_meeting,
)
from meetings.schedule.usecases import AnnounceMeeting, CancelMeeting, announce, cancel_meeting
from tests.factories.world import EVENING, Committee, World


@pytest.fixture
def body(sqlite_world: World) -> Committee:
    return sqlite_world.body(members=3)


def test_public_lists_leave_out_what_is_not_announced(body: Committee) -> None:
    hidden = body.meeting(publish=False)
    shown = body.meeting(publish=False, starts_at=EVENING + timedelta(days=1))
    body.world.run(announce, AnnounceMeeting(shown.id))
    with body.world.runner.read() as session:
        now = body.world.clock.at
        everything = meetings_between(session, EVENING, EVENING + timedelta(days=2), public_only=False)
        assert [m.id for m in everything] == [hidden.id, shown.id]
        assert [m.id for m in meetings_between(session, EVENING, EVENING + timedelta(days=2))] == [shown.id]
        assert [m.id for m in upcoming(session, now)] == [shown.id]
        assert latest(session, now) == []


def test_between_takes_the_start_and_leaves_the_end(body: Committee) -> None:
    meeting = body.meeting()
    with body.world.runner.read() as session:
        assert meetings_between(session, EVENING - timedelta(days=1), EVENING) == []
        found = meetings_between(session, EVENING, EVENING + timedelta(seconds=1), body_id=body.id)
        assert [m.id for m in found] == [meeting.id]


def test_a_long_meeting_is_still_to_come_until_it_is_closed(body: Committee) -> None:
    meeting = body.meeting().open()
    body.world.clock.at = EVENING + timedelta(days=2)
    with body.world.runner.read() as session:
        assert [m.id for m in upcoming(session, body.world.clock.at)] == [meeting.id]
        assert [m.status for m in to_hold(session, None, EVENING, EVENING)] == [MeetingStatus.OPEN]


def test_a_planned_meeting_of_last_week_is_over(body: Committee) -> None:
    meeting = body.meeting()
    later = EVENING + timedelta(days=7)
    with body.world.runner.read() as session:
        assert [m.id for m in latest(session, later)] == [meeting.id]
        assert upcoming(session, later) == []
        assert count_of(session, Listing(later, True)) == 1


def test_preparation_is_what_has_no_agenda_yet(body: Committee) -> None:
    body.meeting()
    waiting = body.meeting(publish=False, starts_at=EVENING + timedelta(days=5))
    cancelled = body.meeting(publish=False, starts_at=EVENING + timedelta(days=9))
    body.world.run(cancel_meeting, CancelMeeting(cancelled.id, "No business"))
    with body.world.runner.read() as session:
        assert [m.id for m in in_preparation(session, None, body.world.clock.at)] == [waiting.id]
        assert in_preparation(session, {"another"}, body.world.clock.at) == []


def test_the_meeting_before_is_not_a_cancelled_one(body: Committee) -> None:
    first = body.meeting()
    second = body.meeting(publish=False, starts_at=EVENING + timedelta(days=9))
    body.world.run(cancel_meeting, CancelMeeting(second.id, "No business"))
    with body.world.runner.read() as session:
        found = meeting_before(session, body.id, EVENING + timedelta(days=20))
        assert found is not None
        assert found.id == first.id
        assert [b.name for b in bodies_to_meet(session, None)] == ["Planning Committee"]


def test_a_hidden_meeting_is_answered_as_an_unknown_one(body: Committee) -> None:
    hidden, day = body.meeting(publish=False), EVENING.date()
    with body.world.runner.read() as session:
        with pytest.raises(NotFound) as unknown:
            visible_meeting(session, "nothing", ANONYMOUS, day)
        with pytest.raises(NotFound) as secret:
            visible_meeting(session, hidden.id, ANONYMOUS, day)
        with pytest.raises(NotFound):
            visible_meeting(session, hidden.id, body.world.actor(body.members[0]), day)
        assert unknown.value.message == secret.value.message
        assert visible_meeting(session, hidden.id, body.world.officer, day).id == hidden.id
