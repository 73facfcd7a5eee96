"""R1: the server is killed while everybody votes: what was acknowledged is kept, once, and counted."""

from __future__ import annotations

from tests.faults import campaign
from tests.faults.conftest import Times
from tests.faults.house import House

#: kills within which the control must have lost something; it loses in about every third
CONTROL_KILLS = 40


def test_no_acknowledged_ballot_is_lost_or_doubled_when_the_server_is_killed(
    house: House, times: Times
) -> None:
    kills = times(8)
    found = campaign.run(house, kills)
    assert found.faults == []
    assert found.kills == kills
    assert found.kills_in_a_burst >= kills / 2
    assert found.acknowledged == kills * campaign.MEMBERS * campaign.PRESSES
    # The next ballot is acknowledged soon after.
    assert found.figures()["first_ack_after_kill_ms_p95"] <= 5000


def test_control_acknowledging_before_the_commit_loses_ballots(house: House) -> None:
    found = campaign.run(house, CONTROL_KILLS, weakness="before-commit", until_lost=True)
    assert found.lost > 0
