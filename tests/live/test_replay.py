"""A screen that takes every push shows what a page loaded afresh shows: for each fact, each audience, each part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings import registry
from meetings.kernel.facts import Fact, name_of
from meetings.room.events import NoteTaken
from meetings.runtime import reactions
from meetings.runtime.reactions import pushed_types
from meetings.schedule.events import MeetingAnnounced
from tests.factories.site import Site, make_site
from tests.live import scenarios_actions as scenarios_actions
from tests.live import scenarios_appointments as scenarios_appointments
from tests.live import scenarios_broadcast as scenarios_broadcast
from tests.live import scenarios_debate as scenarios_debate
from tests.live import scenarios_motions as scenarios_motions
from tests.live import scenarios_presence as scenarios_presence
from tests.live import scenarios_proof as scenarios_proof
from tests.live import scenarios_votes as scenarios_votes
from tests.live.scenarios import SCENARIOS
from tests.live.screens import Screens

registry.load_models()
registry.load_reactions()
PUSHED = sorted(pushed_types(), key=name_of)
#: whoever could not see the meeting before has no screen that follows it
INVISIBLE = {MeetingAnnounced}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.mark.parametrize("kind", PUSHED, ids=name_of)
def test_push_brings_every_screen_up_to_date(site: Site, kind: type[Fact]) -> None:
    assert kind in SCENARIOS, f"write a scenario in which {name_of(kind)} happens"
    sitting, act = SCENARIOS[kind](site.world)
    screens = Screens(site, sitting.id).load()
    before = {audience: dict(parts) for audience, parts in screens.shown.items()}
    site.world.later(minutes=1)
    act()
    assert name_of(kind) in screens.facts()
    assert screens.follow() == []
    assert screens.shown != before or kind in INVISIBLE


def test_control_a_fact_that_is_not_pushed_is_found(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting, act = SCENARIOS[NoteTaken](site.world)
    screens = Screens(site, sitting.id).load()
    monkeypatch.setitem(reactions._TABLE, NoteTaken, [])
    act()
    assert screens.follow() == ["officer: notes", "officer: undo"]
