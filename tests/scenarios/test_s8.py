"""S8: a council of 54 with 14 present; one leaves for a pecuniary interest, and item 6 is inquorate, item 7 is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from meetings.bodies.models import Body
from meetings.db.record import facts_of
from meetings.interests.rules import Action, Kind
from meetings.interests.usecases import Declare, declare_interest
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import WrongState
from meetings.kernel.secrecy import Audience
from meetings.motions.usecases import AgreeMotion, WithdrawMotion, agree_motion, withdraw_motion
from meetings.room import usecases as rooms
from meetings.room.events import QuorumLost, QuorumRegained
from meetings.room.queries import quorum_of, quorum_on
from meetings.runtime.live import snapshot
from meetings.schedule.queries import meeting_of
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, close_vote
from tests.factories.site import Site, make_site, words
from tests.factories.world import Sitting

TITLES = (
    "Apologies",
    "Minutes",
    "Announcements",
    "Petitions",
    "Questions",
    "Sale of Holt Lane depot",
    "Reports",
)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """The council of 54 seats with 14 members in the room, in item 5."""
    world = site.world
    body = world.body("Council", members=14, quorum=3)
    with world.runner.work(SYSTEM) as work:
        work.session.execute(update(Body).where(Body.id == body.id).values(seats=54))
    sitting = body.meeting(*TITLES).open()
    world.run(rooms.take_item, rooms.TakeItem(sitting.id, sitting.items[4]))
    return sitting


def leave_for_interest(sitting: Sitting, n: int = 13) -> None:
    """The member's own press on their phone."""
    world = sitting.world
    command = Declare(sitting.id, sitting.items[5], Kind.DPI, Action.LEFT, "Owns the field beside it")
    world.run(declare_interest, command, world.actor(sitting.body.members[n]))


def take(sitting: Sitting, n: int) -> None:
    sitting.world.run(rooms.take_item, rooms.TakeItem(sitting.id, sitting.items[n]))


def test_the_quorum_of_54_is_14_of_the_item(site: Site, sitting: Sitting) -> None:
    leave_for_interest(sitting)
    with site.world.runner.read() as session:
        meeting = meeting_of(session, sitting.id)
        five, six = (quorum_on(session, meeting, sitting.items[n]) for n in (4, 5))
        assert quorum_of(session, meeting) == five
    assert (five.needed, five.present, five.met) == (14, 14, True)
    assert (six.needed, six.present, six.met) == (14, 13, False)
    assert "Schedule 12" in six.citation


def test_chair_and_clerk_are_told_at_that_minute_with_the_rule(site: Site, sitting: Sitting) -> None:
    take(sitting, 5)
    site.world.later(minutes=3)
    leave_for_interest(sitting)
    with site.world.runner.read() as session:
        (lost,) = facts_of(session, sitting.id, types=(QuorumLost,))
        assert lost.at == site.world.clock.now()
        assert isinstance(lost.fact, QuorumLost)
        assert (lost.fact.number, lost.fact.needed, lost.fact.present) == ("6", 14, 13)
        for audience in (Audience.CHAIR, Audience.OFFICER):
            part = snapshot(session, sitting.id, audience).parts["quorum"]
            assert (part["met"], part["number"]) == (False, "6")
    console = words(site.officer.get(f"/desk/meetings/{sitting.id}/room"))
    assert "No quorum for item 6: 13 voting members count, 14 are needed" in console
    assert "Local Government Act 1972, Schedule 12, paragraphs 6 and 45" in console
    assert "wait a quarter of an hour" in console
    chair = words(site.member(sitting.body.members[0]).get(f"/room/{sitting.id}"))
    assert "No quorum for item 6" in chair


def test_nothing_is_decided_on_item_6_and_item_7_is_fine(site: Site, sitting: Sitting) -> None:
    world, m = site.world, sitting.body.members
    take(sitting, 5)
    motion_id = sitting.motion("That the depot is sold")
    vote_id = sitting.vote(motion_id, VoteMethod.RECORDED)
    sitting.cast(vote_id, dict.fromkeys(m[:13], Choice.FOR))
    leave_for_interest(sitting)
    with pytest.raises(WrongState, match="quorum was lost"):
        world.run(close_vote, CloseVote(vote_id, missing_seen=1))
    other = world.member(sitting.body.id, 14)
    world.run(rooms.arrive, rooms.Arrive(sitting.id, (other,)))
    with world.runner.read() as session:
        assert len(list(facts_of(session, sitting.id, types=(QuorumRegained,)))) == 1
    world.run(close_vote, CloseVote(vote_id, missing_seen=1))


def test_neither_a_vote_nor_general_assent_without_a_quorum(site: Site, sitting: Sitting) -> None:
    world = site.world
    leave_for_interest(sitting)
    take(sitting, 5)
    motion_id = sitting.motion("That the depot is sold")
    with pytest.raises(WrongState, match="not quorate"):
        sitting.vote(motion_id, VoteMethod.RECORDED)
    with pytest.raises(WrongState, match="not quorate"):
        world.run(agree_motion, AgreeMotion(sitting.id, motion_id))
    world.run(withdraw_motion, WithdrawMotion(sitting.id, motion_id))
    take(sitting, 6)
    with world.runner.read() as session:
        assert quorum_of(session, meeting_of(session, sitting.id)).met
        assert len(list(facts_of(session, sitting.id, types=(QuorumRegained,)))) == 1
    sitting.vote(sitting.motion("That the report is noted"), VoteMethod.RECORDED)


def test_minutes_and_public_page_tell_it(site: Site, sitting: Sitting) -> None:
    world = site.world
    take(sitting, 5)
    leave_for_interest(sitting)
    live = words(site.public.get(f"/meetings/{sitting.id}/live"))
    assert "No quorum for item 6" in live
    assert "a disclosable pecuniary interest: Owns the field beside it" in live
    world.later(minutes=9)
    take(sitting, 6)
    world.run(rooms.close_meeting, rooms.CloseMeeting(sitting.id))
    minutes = words(site.officer.get(f"/desk/meetings/{sitting.id}/minutes"))
    assert "declared a disclosable pecuniary interest in this item: Owns the field beside it" in minutes
    assert "left the room at 7pm, returned at 7.09pm and took no part" in minutes
    assert "There was no quorum for item 6 from 7pm: 13 voting members counted and 14 were needed" in minutes
    assert "There was a quorum again from 7.09pm" in minutes
