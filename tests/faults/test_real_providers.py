"""The same with Zoom and YouTube as the product has them, at their simulators: killed between any two requests."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from integrations import asking
from integrations.registry import providers
from integrations.simulators.base import World as Simulators
from integrations.simulators.google_state import account_values, google
from integrations.simulators.zoom_state import ZoomState
from meetings.conferencing.models import RemoteRoom
from meetings.connections.models import ProviderConnection
from meetings.connections.rules import ConnectionState
from meetings.ports.adapters import Providers, Surroundings
from tests.factories.world import World
from tests.faults.conftest import Times
from tests.faults.service import Book, Fuse, Fused
from tests.faults.test_providers import VAULT, Campaign, run
from tests.integrations.zoom.account import VALUES as ZOOM


class AtSimulators(Campaign):
    """Zoom and YouTube."""

    chosen = ("zoom", "youtube")
    simulators: Simulators

    def providers(self, fuse: Fuse) -> Providers:
        """With a fuse before each request to Zoom too."""
        # Each round has the day's allowances of YouTube and Zoom to itself.
        google(self.simulators).units = 0
        self.simulators.of(ZoomState).created.clear()
        made = providers(Surroundings(Path(), "https://council.example", simulators=self.simulators.address))
        asking.client.watchers[:] = [lambda request: fuse.burn(f"before {request.method} {request.url.path}")]
        room, cast = Fused(made.conferencing["zoom"], fuse), Fused(made.broadcast["youtube"], fuse)
        return Providers({"zoom": room}, {"youtube": cast})  # type: ignore[dict-item]

    def host_opens(self, room: RemoteRoom) -> None:
        """By the control page, from whichever process."""
        if room.ref:
            address = f"{self.simulators.address}/control/zoom/start"
            httpx.post(address, json={"meeting": room.ref}, trust_env=False)

    def there(self, room_key: str, cast_key: str) -> tuple[dict[str, str], dict[str, str]]:
        """As Zoom and Google have it, by our key in what they keep."""
        zoom = self.simulators.of(ZoomState).meetings.values()
        rooms = {
            str(m.id): "ended" if m.sittings and m.sitting is None else "not ended"
            for m in zoom
            if room_key in str(m.body)
        }
        casts = {
            ref: "ended" if b["status"]["lifeCycleStatus"] == "complete" else b["status"]["lifeCycleStatus"]
            for ref, b in google(self.simulators).broadcasts.items()
            if cast_key in b["snippet"]["description"]
        }
        return rooms, casts


@pytest.fixture
def campaign(sqlite_world: World, tmp_path: Path, simulators: Simulators) -> AtSimulators:
    """A council with both connected."""
    now = sqlite_world.clock.at
    for key, values in (("zoom", ZOOM), ("youtube", account_values(simulators))):
        with sqlite_world.runner.database.write() as session:
            session.add(
                ProviderConnection(
                    provider=key,
                    state=ConnectionState.CONNECTED,
                    locked=VAULT.lock(values),
                    entered_at=now,
                    entered_by="",
                    connected_at=now,
                )
            )
    url = f"sqlite:///{tmp_path / 'witan.sqlite'}"
    body = sqlite_world.body(members=3, quorum=1)
    made = AtSimulators(sqlite_world, body, Book(tmp_path / "unused.sqlite"), url)
    made.simulators = simulators
    return made


def test_one_meeting_at_zoom_and_one_broadcast_at_youtube(campaign: AtSimulators, times: Times) -> None:
    rounds = times(2, 0.2)
    try:
        kills, found = run(campaign, rounds)
    finally:
        asking.client.watchers.clear()
    assert found == [], "\n".join(found)
    assert kills == rounds
