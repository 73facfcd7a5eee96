"""Fifty members, twelve of them in browsers: one evening from the roll call to the draft of the minutes."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys.council import evening, private
from tests.journeys.council.hall import hall, open_the_meeting, take_places


def test_an_evening_of_the_full_council(tmp_path: Path, browser: Browser) -> None:
    with hall(tmp_path / "data", browser) as h:
        take_places(h)
        private.enrol_the_tellers(h)
        open_the_meeting(h)
        evening.declare_an_interest(h)
        evening.move_and_amend(h)
        evening.vote_through_a_power_cut(h)
        evening.vote_to_a_tie(h)
        evening.lose_a_procedural_motion(h)
        private.exclude_the_public(h)
        private.let_the_public_return(h)
        private.appoint_the_mayor(h)
        private.close_the_meeting(h)
