"""What a provider promises for some days only, such as to send news, is renewed twice a day, and when it is lost."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from meetings.connections.calls.operations import Doing, operation
from meetings.connections.installed import all_providers
from meetings.connections.models import ProviderCall, ProviderConnection
from meetings.connections.news.handlers import news
from meetings.connections.rules import ConnectionState
from meetings.connections.usecases.asking import Ask, ask
from meetings.kernel.actor import SYSTEM
from meetings.ports.providers import Happened, KeptUp, Permanent, SignInDead
from meetings.runtime.jobs import JobContext
from meetings.runtime.timed import timed
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

log = logging.getLogger("witan.connections")
UPKEEP = "connections.upkeep"
_HOURS = 12


@dataclass(frozen=True)
class AskUpkeep:
    """Of these providers."""

    providers: tuple[str, ...]


@timed(every=60)
def keep_up(context: JobContext) -> None:
    """Ask for the upkeep of this half of the day, once."""
    kept = tuple(key for key, one in all_providers(context.providers).items() if isinstance(one, KeptUp))
    with context.runner.read() as session:
        connected = select(ProviderConnection).where(
            ProviderConnection.provider.in_(kept), ProviderConnection.state == ConnectionState.CONNECTED
        )
        rows = session.scalars(connected).all() if kept else ()
        keys = {_key(row.provider, row.version, context.runner.clock.now()): row.provider for row in rows}
        asked = set(session.scalars(select(ProviderCall.key).where(ProviderCall.key.in_(keys))))
    due = tuple(provider for key, provider in keys.items() if key not in asked)
    if due:
        context.runner.run(ask_upkeep, AskUpkeep(due), actor=SYSTEM)


@use_case(permission=None, system_only=True)
def ask_upkeep(work: Work, command: AskUpkeep) -> None:
    """Once for each half of a day and each connecting."""
    for key in command.providers:
        row = work.session.get(ProviderConnection, key)
        if row is not None:
            ask(work, Ask(key, UPKEEP, _key(key, row.version, work.now)))


def _key(provider: str, version: int, now: datetime) -> str:
    return f"{UPKEEP}:{provider}:{version}:{now:%Y-%m-%d}.{now.hour // _HOURS}"


@news("news_ending")
def renew_at_once(work: Work, provider: str, happened: Happened) -> None:
    """The provider says that a promise has ended, or soon will."""
    ask(work, Ask(provider, UPKEEP, f"{UPKEEP}:{provider}:{happened.key}"))


@operation(UPKEEP)
def do_upkeep(doing: Doing) -> None:
    """What cannot be renewed is not missed: whoever needs what the news would tell looks for it too."""
    provider: object = all_providers(doing.context.providers).get(doing.provider)
    if not isinstance(provider, KeptUp):
        return
    try:
        provider.upkeep(doing.account)
    except SignInDead:
        raise
    except Permanent as refused:
        log.warning("%s sends no news: %s", doing.provider, refused.reason)
