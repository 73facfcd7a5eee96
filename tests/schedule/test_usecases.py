"""Arranging, changing, announcing and cancelling."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from meetings.db.record import facts_of
from meetings.kernel.actor import ANONYMOUS, Actor
from meetings.kernel.errors import Denied, DomainError, Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.permissions import Grant, Role
from meetings.schedule.events import MeetingAnnounced, MeetingArranged, MeetingCancelled, MeetingChanged
from meetings.schedule.models import MeetingKind, MeetingMode, MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.schedule.usecases import (
    AnnounceMeeting,
    ArrangeMeeting,
    CancelMeeting,
    ChangeMeeting,
    MeetingChangedMeanwhile,
    announce,
    arrange_meeting,
    cancel_meeting,
    change_meeting,
)
from tests.factories.world import EVENING, Committee, World


@pytest.fixture
def body(sqlite_world: World) -> Committee:
    return sqlite_world.body(members=2)


def arranged(body: Committee) -> str:
    return body.world.run(arrange_meeting, ArrangeMeeting(body.id, EVENING, place="Town Hall"))


def row(world: World, meeting_id: str) -> MeetingRow:
    with world.runner.read() as session:
        return meeting_of(session, meeting_id)


def facts(world: World, meeting_id: str) -> list[type]:
    with world.runner.read() as session:
        return [type(e.fact) for e in facts_of(session, meeting_id)]


def changing(meeting: MeetingRow) -> ChangeMeeting:
    return ChangeMeeting(
        meeting.id,
        meeting.starts_at,
        meeting.place,
        meeting.mode,
        meeting.kind,
        meeting.planned_minutes,
        meeting.broadcast_url,
        seen=meeting.mark,
    )


def test_arranged_meeting_is_planned_and_hidden(body: Committee) -> None:
    meeting = row(body.world, arranged(body))
    assert (meeting.status, meeting.is_public, meeting.agenda_version) == (MeetingStatus.PLANNED, False, 0)
    assert meeting.title == "Planning Committee"
    assert facts(body.world, meeting.id) == [MeetingArranged]


def test_arranging_in_the_past_needs_the_officer_to_say_so(body: Committee) -> None:
    before = ArrangeMeeting(body.id, body.world.clock.at - timedelta(days=40), place="Town Hall")
    with pytest.raises(Invalid) as refused:
        body.world.run(arrange_meeting, before)
    assert "already taken place" in refused.value.fields["date"]
    meeting_id = body.world.run(arrange_meeting, replace(before, already_held=True))
    assert row(body.world, meeting_id).starts_at == before.starts_at


def test_arranging_says_everything_that_is_wrong(body: Committee) -> None:
    wrong = ArrangeMeeting(
        body.id, EVENING, place=" ", planned_minutes=0, broadcast_url="javascript:alert(1)"
    )
    with pytest.raises(Invalid) as refused:
        body.world.run(arrange_meeting, wrong)
    assert set(refused.value.fields) == {"place", "planned_minutes", "broadcast_url"}


def test_an_online_meeting_needs_no_place(body: Committee) -> None:
    meeting_id = body.world.run(arrange_meeting, ArrangeMeeting(body.id, EVENING, mode=MeetingMode.REMOTE))
    assert row(body.world, meeting_id).place == ""


def test_a_committee_meets_once_at_a_time(body: Committee) -> None:
    first = arranged(body)
    with pytest.raises(Invalid) as refused:
        arranged(body)
    assert set(refused.value.fields) == {"time"}
    body.world.run(cancel_meeting, CancelMeeting(first, "No business"))
    assert arranged(body) != first


def test_arranging_twice_at_once_arranges_one(world: World) -> None:
    body = world.body(members=1)

    def attempt(_n: int) -> str:
        try:
            return arranged(body)
        except Invalid:
            return ""

    with ThreadPoolExecutor(2) as both:
        made = [m for m in both.map(attempt, range(2)) if m]
    assert len(made) == 1


@pytest.mark.parametrize(
    ("case", "make"),
    [
        (arrange_meeting, lambda body, _id: ArrangeMeeting(body, EVENING, place="Elsewhere")),
        (announce, lambda _body, meeting: AnnounceMeeting(meeting)),
        (cancel_meeting, lambda _body, meeting: CancelMeeting(meeting, "Why")),
    ],
)
def test_others_may_not(body: Committee, case: Callable[..., object], make: Callable[..., object]) -> None:
    world, meeting_id = body.world, arranged(body)
    command = make(body.id, meeting_id)
    elsewhere = Actor("x", "X", grants=(Grant(Role.OFFICER, "another-body", date(2020, 1, 1)),))
    for actor, error in (
        (ANONYMOUS, SignInRequired),
        (world.actor(body.members[0]), Denied),
        (elsewhere, Denied),
    ):
        with pytest.raises(error):
            world.run(case, command, actor)


def test_unknown_meeting_is_not_found(body: Committee) -> None:
    with pytest.raises(NotFound):
        body.world.run(cancel_meeting, CancelMeeting("nothing", "Why"))
    with pytest.raises(NotFound):
        body.world.run(arrange_meeting, ArrangeMeeting("nothing", EVENING, place="Town Hall"))


def test_change_is_recorded_and_told_to_calendars(body: Committee) -> None:
    world, meeting = body.world, row(body.world, arranged(body))
    moved = replace(changing(meeting), starts_at=EVENING + timedelta(days=1), notice="Moved by a day")
    world.run(change_meeting, moved)
    after = row(world, meeting.id)
    assert (after.starts_at, after.notice) == (EVENING + timedelta(days=1), "Moved by a day")
    assert after.ics_sequence == meeting.ics_sequence + 1
    assert facts(world, meeting.id) == [MeetingArranged, MeetingChanged]


def test_change_to_the_same_is_none(body: Committee) -> None:
    meeting = row(body.world, arranged(body))
    body.world.run(change_meeting, changing(meeting))
    assert facts(body.world, meeting.id) == [MeetingArranged]


def test_change_of_what_somebody_else_changed_is_refused(body: Committee) -> None:
    world, meeting = body.world, row(body.world, arranged(body))
    world.run(change_meeting, replace(changing(meeting), place="Library"))
    with pytest.raises(MeetingChangedMeanwhile):
        world.run(change_meeting, replace(changing(meeting), kind=MeetingKind.EXTRAORDINARY))
    assert row(world, meeting.id).place == "Library"


def test_change_of_a_past_meeting_keeps_its_date(body: Committee) -> None:
    world, meeting = body.world, row(body.world, arranged(body))
    world.clock.at = EVENING + timedelta(days=3)
    world.run(change_meeting, replace(changing(meeting), place="Library"))
    assert row(world, meeting.id).place == "Library"


def test_change_of_an_open_meeting_is_refused(body: Committee) -> None:
    sitting = body.meeting().open()
    with pytest.raises(WrongState):
        body.world.run(change_meeting, changing(row(body.world, sitting.id)))
    with pytest.raises(WrongState):
        body.world.run(cancel_meeting, CancelMeeting(sitting.id, "Why"))


def test_announcing_makes_it_public_once(body: Committee) -> None:
    world, meeting_id = body.world, arranged(body)
    world.run(announce, AnnounceMeeting(meeting_id))
    assert row(world, meeting_id).is_public
    with pytest.raises(WrongState):
        world.run(announce, AnnounceMeeting(meeting_id))
    assert facts(world, meeting_id) == [MeetingArranged, MeetingAnnounced]


def test_cancelling_needs_a_reason_and_happens_once(body: Committee) -> None:
    world, meeting_id = body.world, arranged(body)
    with pytest.raises(Invalid) as refused:
        world.run(cancel_meeting, CancelMeeting(meeting_id, "  "))
    assert set(refused.value.fields) == {"reason"}
    world.run(cancel_meeting, CancelMeeting(meeting_id, "No business"))
    after = row(world, meeting_id)
    assert (after.status, after.notice, after.ics_sequence) == (MeetingStatus.CANCELLED, "No business", 1)
    with pytest.raises(WrongState):
        world.run(cancel_meeting, CancelMeeting(meeting_id, "Again"))
    with pytest.raises(WrongState):
        world.run(announce, AnnounceMeeting(meeting_id))
    assert facts(world, meeting_id)[-1] is MeetingCancelled


def test_cancelling_twice_at_once_cancels_once(world: World) -> None:
    meeting_id = arranged(world.body(members=1))

    def attempt(n: int) -> str:
        try:
            world.run(cancel_meeting, CancelMeeting(meeting_id, f"Reason {n}"))
        except DomainError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(attempt, range(2))) == ["done", "wrong_state"]
