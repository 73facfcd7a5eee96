"""The adapter and an account, for all tests of YouTube."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from integrations.simulators.base import World
from integrations.youtube.adapter import YouTubeBroadcasts
from meetings.ports.adapters import Surroundings
from meetings.ports.providers import Account
from tests.integrations.youtube import contract
from tests.integrations.youtube.asking import Spending


@pytest.fixture
def youtube(simulators: World) -> Iterator[YouTubeBroadcasts]:
    """The adapter; whatever a test has it ask, and whatever the simulator answers, is held to Google's description."""
    yield YouTubeBroadcasts(Surroundings(Path(), simulators=simulators.address))
    for asked in simulators.asked("google"):
        if asked.operation and not asked.operation.startswith("oauth."):
            for description in contract.descriptions():
                contract.check_request(asked, description)
                contract.check_answer(asked, description)


@pytest.fixture
def account(simulators: World) -> Account:
    return Spending(simulators).account
