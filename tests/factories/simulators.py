"""The simulators for tests: started once in a thread, as new for each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.integrations import contracts

if TYPE_CHECKING:
    from integrations.simulators.base import World


@pytest.fixture(scope="session")
def simulators_running() -> Iterator[World]:
    """All simulators on a free port of this machine; use `simulators` instead."""
    # Only here: most runs of the tests need none of it.
    from integrations.simulators.base import World
    from integrations.simulators.serve import running

    with running(World()) as world:
        yield world


@pytest.fixture
def simulators(simulators_running: World) -> Iterator[World]:
    """The simulators' world as if just started; their address is `simulators.address`.

    What they were asked is held to the providers' own contracts afterwards.
    """
    simulators_running.reset()
    yield simulators_running
    try:
        contracts.hold(simulators_running)
    finally:
        simulators_running.reset()
