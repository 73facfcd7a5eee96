"""What a provider promises for some days only: renewed once for each half of a day, and when it is about to end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from meetings.connections import upkeep
from meetings.connections.news.inbox import StoreNews, store_news
from meetings.connections.news.reading import take_up_news
from meetings.connections.rules import CallState
from meetings.kernel.actor import SYSTEM
from meetings.ports.providers import Account, Happened, Permanent
from tests.connections.conftest import Desk, Moot, make_desk
from tests.factories.world import World


@dataclass
class Promising(Moot):
    """Its promises run out."""

    renewed: list[str] = field(default_factory=list)

    def upkeep(self, account: Account) -> None:
        self.renewed.append(account.values["account_id"])
        if self.fails is not None:
            raise self.fails


@pytest.fixture
def promising() -> Promising:
    return Promising()


@pytest.fixture
def kept(sqlite_world: World, promising: Promising, tmp_path: Path) -> Desk:
    return make_desk(sqlite_world, promising, tmp_path)


def test_it_is_renewed_once_for_each_half_of_a_day_and_connecting(kept: Desk, promising: Promising) -> None:
    upkeep.keep_up(kept.context)
    kept.work()
    assert promising.renewed == []
    kept.connect()
    for _ in range(3):
        upkeep.keep_up(kept.context)
        kept.work()
    assert promising.renewed == ["A1"]
    kept.world.clock.at += timedelta(hours=12)
    upkeep.keep_up(kept.context)
    upkeep.keep_up(kept.context)
    kept.work()
    assert promising.renewed == ["A1", "A1"]
    assert {c.provider for c in kept.calls()} == {"moot"}


def test_a_promise_that_ends_is_renewed_at_once_and_a_refusal_is_nobodys_work(
    kept: Desk, promising: Promising
) -> None:
    kept.connect()
    promising.fails = Permanent("It sends no news to this address.")
    happened = Happened("ending-1", "news_ending", None, "")
    for _ in range(2):
        kept.world.runner.run(store_news, StoreNews("moot", (happened,)), actor=SYSTEM)
        take_up_news(kept.context)
    kept.work()
    assert promising.renewed == ["A1"]
    assert [c.state for c in kept.calls()] == [CallState.DONE]
