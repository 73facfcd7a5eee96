"""From the meeting before to the signed minute, in the browser, against the real server."""

from __future__ import annotations

from tests.journeys import after, before, imported, room, votes
from tests.journeys.before import Journey
from tests.journeys.devices import devices


def test_a_meeting_from_its_notice_to_the_signed_minute(journey: Journey) -> None:
    j = journey
    before.sign_in(j)
    previous = imported.import_it(j)
    imported.read_it(j, previous)
    before.make_the_next_meeting(j, previous)
    before.write_the_agenda(j)
    before.publish(j)
    before.the_public_reads_it(j)

    room.take_the_roll(j)
    with devices(j.town.address, j.meeting_id, j.town.members[4:12]) as others:
        chamber = room.enter(j, others)
        room.take_the_item(chamber)
        votes.recorded_vote(chamber)
        votes.totals_vote(chamber)
        assert min(j.delays) <= 1.0, j.delays
        print("DELAYS", j.delays)
        after.close_the_meeting(j)
    after.write_the_minutes(j)
    after.approve_and_publish(j)
    after.the_public_reads_them(j)
    after.confirm(j)
    after.check_the_record(j)
    assert j.screens.problems == []
