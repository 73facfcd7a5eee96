"""What the tests of YouTube share: a wish, an account that counts, what was asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from integrations.simulators.base import World
from integrations.simulators.google_state import (
    account_values,
    google,
)
from integrations.youtube.adapter import YouTubeBroadcasts
from meetings.ports.broadcast import BroadcastWish, Phase
from meetings.ports.providers import Account

SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
WISH = BroadcastWish("m7k2", "Planning Committee", "The agenda is on the council's site.", SOON)
BACK = "https://witan.example/connections/youtube/back"
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nGood evening.\n"


class Spending:
    """An account that counts."""

    def __init__(self, world: World, *scopes: str) -> None:
        self.units = 0
        self.account = Account("youtube", account_values(world, *scopes), spend=self.spend)

    def spend(self, units: int) -> None:
        self.units += units


def asks(world: World) -> list[str]:
    """What was asked for, apart from tokens."""
    return [x.operation for x in world.asked("google") if not x.operation.startswith("oauth.")]


def writes(world: World) -> list[str]:
    return [name for name in asks(world) if not name.endswith(".list")]


def live(world: World, youtube: YouTubeBroadcasts, account: Account, wish: BroadcastWish = WISH) -> str:
    """A broadcast that is live."""
    made = youtube.prepare(account, wish)
    assert made.target
    world.feeds.send(made.target.key, "An encoder", world.now())
    youtube.go_live(account, made.ref)
    assert youtube.state(account, made.ref).phase is Phase.STARTING
    assert youtube.state(account, made.ref).phase is Phase.LIVE
    return made.ref


def text_of(world: World, ref: str) -> str:
    return str(google(world).broadcasts[ref]["snippet"]["description"])
