"""Scenario S10: an item added two clear days before a meeting of a cabinet in England, and of a planning committee."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from meetings.agendas.queries import working_agenda
from meetings.agendas.usecases import PublishAgenda, publish_agenda
from meetings.bodies.models import BodyKind, Seat
from meetings.bodies.usecases import AddMember, CreateBody, add_member, create_body
from meetings.deadlines.rules.base import Finding, State
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import WrongState
from meetings.lawfulness.queries import lawfulness_of
from meetings.minutes.queries import minutes_of
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.room.usecases import CloseMeeting, TakeItem, close_meeting, take_item
from meetings.schedule.queries import meeting_of
from meetings.voting.rules import VoteMethod
from tests.factories.site import Site, make_site, words
from tests.factories.world import Committee, Sitting
from tests.lawfulness.conftest import at

TUESDAY = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)
REASON = "The government's offer was made on 3 December and lapses on 11 December, before the next meeting."
URGENT = {"urgent_reason": REASON, "urgent_by": "Councillor A. Abara"}
FORM = {"title": "Grant offer", "recommendation": "That the offer be accepted.", "sensitivity": "public"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data") as made:
        yield made


def _cabinet(site: Site) -> Committee:
    world = site.world
    body_id = world.run(create_body, CreateBody(name="Cabinet", kind=BodyKind.CABINET, quorum=3), SYSTEM)
    members = []
    for n in range(3):
        person = world.person(f"Councillor {'XYZ'[n]}. Reeve")
        seat = Seat.CHAIR if n == 0 else Seat.MEMBER
        world.run(add_member, AddMember(body_id, person, seat, datetime(2020, 1, 1).date()), SYSTEM)
        members.append(person)
    return Committee(world, body_id, members)


def _added(site: Site, body: Committee) -> tuple[Sitting, str]:
    """Out in time on 25 November; the item is typed on Friday 4 December. The meeting and the item's page."""
    at(site, "2026-11-25T09:00")
    meeting = body.meeting("Bus lanes", starts_at=TUESDAY)
    at(site, "2026-12-04T09:00")
    site.officer.post(f"/desk/meetings/{meeting.id}/agenda", {"title": "Grant offer", "kind": "item"})
    with site.world.runner.read() as session:
        item = working_agenda(session, meeting.id).items[-1]
    meeting.items.append(item.id)
    page = f"/desk/meetings/{meeting.id}/agenda/{item.id}"
    assert site.officer.post(page, FORM).status_code == 303
    return meeting, page


def _late(site: Site, meeting: Sitting) -> Finding:
    with site.world.runner.read() as session:
        row = meeting_of(session, meeting.id)
        law = lawfulness_of(session, row, site.world.runner.timezone, today=site.world.clock.at.date())
    about = [f for f in law.findings if f.subject == meeting.items[-1] and f.rule.id in ("AG-1", "AG-2")]
    assert len(about) == 1
    return about[0]


def test_cabinet_is_offered_a_meeting_at_short_notice_and_no_urgency(site: Site) -> None:
    meeting, page = _added(site, _cabinet(site))
    shown = site.officer.get(page)
    assert "Who takes it as urgent?" not in words(shown)
    assert "convene a short-notice meeting for this item" in words(shown)
    # A reason that is sent all the same opens no door.
    site.officer.post(page, FORM | URGENT)
    site.world.run(publish_agenda, PublishAgenda(meeting.id, "Grant offer added"))
    found = _late(site, meeting)
    assert (found.rule.id, found.state) == ("AG-2", State.NOT_MET)
    assert "the executive cannot take items as urgent" in found.sentence


def test_planning_takes_it_with_a_reason_which_stands_in_the_minutes(site: Site) -> None:
    body = site.world.body(members=3)
    meeting, page = _added(site, body)
    assert "Who takes it as urgent?" in words(site.officer.get(page))
    assert site.officer.post(page, FORM | URGENT).status_code == 303
    site.world.run(publish_agenda, PublishAgenda(meeting.id, "Grant offer added"))
    assert _late(site, meeting).state is State.MET
    assert REASON in words(site.public.get(f"/meetings/{meeting.id}"))
    at(site, "2026-12-08T19:00")
    meeting.open()
    site.world.run(take_item, TakeItem(meeting.id, meeting.items[-1]))
    site.world.run(agree_motion, AgreeMotion(meeting.id, meeting.motion("That the offer be accepted")))
    site.world.run(close_meeting, CloseMeeting(meeting.id))
    with site.world.runner.read() as session:
        minutes = minutes_of(session, meeting.id)
    assert minutes is not None
    draft = words(site.officer.get(f"/desk/meetings/{meeting.id}/minutes"))
    assert "lapses on 11 December, before the next meeting" in draft
    assert "Councillor A. Abara" in draft


def test_nothing_is_decided_on_a_late_item_until_there_is_a_reason(site: Site) -> None:
    world = site.world
    meeting, page = _added(site, world.body(members=3))
    world.run(publish_agenda, PublishAgenda(meeting.id, "Grant offer added"))
    at(site, "2026-12-08T19:00")
    meeting.open()
    in_time = meeting.motion("That the bus lanes be kept.")
    world.run(agree_motion, AgreeMotion(meeting.id, in_time))
    late = meeting.items[-1]
    world.run(take_item, TakeItem(meeting.id, late))
    motion = meeting.motion("That the offer be accepted.")
    for way in (
        lambda: world.run(agree_motion, AgreeMotion(meeting.id, motion)),
        lambda: meeting.vote(motion, VoteMethod.RECORDED),
    ):
        with pytest.raises(WrongState, match=r"cannot be decided yet.*section 100B"):
            way()
    assert site.officer.post(page, FORM | URGENT).status_code == 303
    world.run(publish_agenda, PublishAgenda(meeting.id, "The chair's reason added"))
    meeting.vote(motion, VoteMethod.RECORDED)
