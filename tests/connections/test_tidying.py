"""What was done and told long ago is deleted; what waits, what failed and what is recent is not."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from meetings.connections.calls import Doing
from meetings.connections.models import ProviderNews, ProviderUsage
from meetings.connections.news.inbox import StoreNews, store_news
from meetings.connections.news.reading import take_up_news
from meetings.connections.rules import CallState, NewsState
from meetings.connections.tidying import KEPT, tidy, tidy_up
from meetings.connections.usecases import Withdraw, withdraw
from meetings.kernel.actor import SYSTEM
from meetings.ports.providers import Happened, Permanent
from tests.connections.conftest import Desk


def told(desk: Desk, key: str) -> None:
    desk.world.run(store_news, StoreNews("moot", (Happened(key, "anything", None, "r1"),)), SYSTEM)


def news(desk: Desk) -> dict[str, NewsState]:
    with desk.world.runner.read() as session:
        return {row.key: row.state for row in session.scalars(select(ProviderNews))}


def test_only_what_is_finished_for_long_is_deleted(desk: Desk) -> None:
    desk.connect()

    def refused(doing: Doing) -> None:
        raise Permanent("There is no such meeting.")

    desk.does("t.fine")
    desk.does("t.refused", refused)
    meeting = desk.meeting()
    desk.ask("t.fine", "old")
    desk.ask("t.refused", "failed")
    told(desk, "old")
    desk.work()
    take_up_news(desk.context)
    desk.ask("t.fine", "unwanted", meeting_id=meeting)
    with desk.world.runner.work(desk.world.officer) as work:
        assert withdraw(work, Withdraw("moot", meeting)) == 1
    waiting = desk.ask("t.fine", "waiting", give_up_after=timedelta(days=200))
    with desk.world.runner.database.write() as session:
        day = desk.world.clock.at.date().isoformat()
        session.add(ProviderUsage(provider="moot", day=day, units=7))
    assert desk.world.run(tidy, None, SYSTEM) == 0
    desk.world.clock.at += KEPT + timedelta(days=1)
    told(desk, "new")
    told(desk, "unread")
    take_up_news(desk.context, most=1)
    assert desk.world.run(tidy, None, SYSTEM) == 3
    assert [(c.operation, c.state) for c in desk.calls()] == [
        ("t.refused", CallState.GIVEN_UP),
        ("t.fine", CallState.WAITING),
    ]
    assert sorted(s.value for s in news(desk).values()) == ["done", "waiting"]
    with desk.world.runner.read() as session:
        assert session.scalars(select(ProviderUsage)).all() == []
    desk.work()
    tidy_up(desk.context)
    assert desk.call(waiting).state is CallState.DONE, "asked for long ago, done a moment ago"
