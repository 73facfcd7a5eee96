"""The picture of a Zoom meeting reaches the public on YouTube only when asked for, and stops when it is said to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from integrations.simulators.base import World
from integrations.simulators.google_state import account_values
from integrations.youtube.adapter import YouTubeBroadcasts
from meetings.ports.adapters import Surroundings
from meetings.ports.broadcast import BroadcastWish, Phase
from meetings.ports.providers import Account, Retryable
from tests.integrations.zoom.account import WISH, account, press, rooms


def test_from_the_room_to_the_public_and_back(simulators: World) -> None:
    zoom = rooms(simulators)
    around = Surroundings(Path(), simulators=simulators.address)
    youtube, channel = YouTubeBroadcasts(around), Account("youtube", account_values(simulators))
    when = simulators.now()
    room = zoom.create(account(), replace(WISH, starts_at=when))
    made = youtube.prepare(channel, BroadcastWish(WISH.key, WISH.title, "", when))
    assert made.target is not None
    assert zoom.aim(account(), room.ref, made.target) == ()
    with pytest.raises(Retryable):
        youtube.go_live(channel, made.ref)
    press(simulators, "start", meeting=room.ref)
    zoom.start_stream(account(), room.ref)
    assert youtube.state(channel, made.ref).receiving is True
    assert youtube.state(channel, made.ref).public is False
    youtube.go_live(channel, made.ref)
    states = [youtube.state(channel, made.ref) for _ in range(3)]
    assert (states[-1].phase, states[-1].public) == (Phase.LIVE, True)
    zoom.stop_stream(account(), room.ref)
    assert youtube.state(channel, made.ref).public is False
    zoom.start_stream(account(), room.ref)
    assert youtube.state(channel, made.ref).public is True
    zoom.end(account(), room.ref)
    assert youtube.state(channel, made.ref).receiving is False
