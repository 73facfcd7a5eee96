"""What the law is told of a real meeting: who was there, and how people join it."""

from __future__ import annotations

from datetime import datetime

import pytest

from meetings.deadlines.rules.base import Finding, Profile, State
from meetings.deadlines.usecases.profile import ChooseProfile, choose_profile
from meetings.lawfulness.queries import lawfulness_of
from meetings.room.rules import Presence
from meetings.room.usecases import Arrive, CloseMeeting, arrive, close_meeting
from meetings.schedule.models import MeetingKind, MeetingMode
from meetings.schedule.queries import meeting_of
from meetings.schedule.usecases import ChangeMeeting, change_meeting
from tests.factories.site import Site


def _finding(site: Site, meeting_id: str, rule: str) -> Finding | None:
    with site.world.runner.read() as session:
        meeting = meeting_of(session, meeting_id)
        law = lawfulness_of(session, meeting, site.world.runner.timezone)
    return next((each for each in law.findings if each.rule.id == rule), None)


@pytest.mark.parametrize(("remote", "present"), [(0, 4), (2, 2)])
def test_who_was_there_is_counted_and_who_looked_on_from_afar_is_not(
    site: Site, remote: int, present: int
) -> None:
    body = site.world.body(members=5)
    meeting = body.meeting("Bus lanes")
    afar, here = body.members[4 - remote : 4], body.members[: 4 - remote]
    if afar:
        site.world.run(arrive, Arrive(meeting.id, tuple(afar), Presence.REMOTE))
    site.world.run(arrive, Arrive(meeting.id, tuple(here)))
    meeting.open(len(here))
    before = _finding(site, meeting.id, "ME-8")
    assert before is None
    site.world.later(minutes=90)
    site.world.run(close_meeting, CloseMeeting(meeting.id))
    found = _finding(site, meeting.id, "ME-8")
    assert found is not None
    assert (found.state, found.sentence) == (State.MET, f"{present} members are recorded as present.")


def test_a_notice_in_wales_that_says_how_to_join_is_enough(site: Site) -> None:
    site.world.run(choose_profile, ChooseProfile(Profile.WALES))
    meeting = site.world.body(members=5).meeting("Bus lanes")

    def change(notice: str) -> Finding:
        starts_at = datetime.fromisoformat("2027-01-12T18:00:00+00:00")
        seen = ChangeMeeting(
            meeting.id, starts_at, "Town Hall", MeetingMode.HYBRID, MeetingKind.ORDINARY, 120, "", notice
        )
        site.world.run(change_meeting, seen)
        found = _finding(site, meeting.id, "RM-3-J")
        assert found is not None
        return found

    assert change("").state is State.NOT_MET
    assert change("Join at https://meet.example.org/bus-lanes").state is State.MET


def test_a_meeting_told_of_long_before_its_agenda_is_not_called_at_shorter_notice(site: Site) -> None:
    meeting = site.world.body(members=5).meeting("Bus lanes", publish=False)
    site.officer.post(f"/desk/meetings/{meeting.id}/announce")
    assert _finding(site, meeting.id, "CD-2") is None
