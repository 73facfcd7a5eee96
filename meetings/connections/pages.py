"""What the pages of connections show, read in one place: how each provider stands, and one of them whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.connections import queries
from meetings.connections.accounts import NEWS_SEGMENT, opened
from meetings.connections.forms import FieldView, fields_of
from meetings.connections.installed import all_providers
from meetings.connections.queries import CallRow, ConnectionRow, HealthRow
from meetings.connections.rules import ConnectionState, next_day
from meetings.connections.words import operation_words
from meetings.kernel.errors import NotFound
from meetings.ports.adapters import Providers
from meetings.ports.providers import Provider, ProviderFailed
from meetings.web.services import Services


@dataclass(frozen=True)
class Light:
    """A state in words and the colour of its tag."""

    text: str
    colour: str


@dataclass(frozen=True)
class ProviderLine:
    """One provider on the list."""

    key: str
    name: str
    what: str
    light: Light
    note: str = ""
    waiting: int = 0


@dataclass(frozen=True)
class Allowance:
    """What was used of what a day allows."""

    used: int
    of: int
    again_at: datetime


@dataclass(frozen=True)
class CallLine:
    """One call, in words."""

    row: CallRow
    what: str
    running: bool


@dataclass(frozen=True)
class ProviderPage:
    """One provider's page."""

    provider: Provider
    line: ProviderLine
    connection: ConnectionRow | None
    health: HealthRow | None
    fields: list[FieldView] = field(repr=False)
    calls: list[CallLine]
    allowance: Allowance | None
    failed_news: int
    last_news_at: datetime | None
    #: why what is kept cannot be read
    locked_out: str = ""


def provider_or_404(providers: Providers, key: str) -> Provider:
    """The provider with this key. Raises NotFound."""
    found = all_providers(providers).get(key)
    if found is None:
        raise NotFound("There is no such provider here.")
    return found


def lines(session: Session, providers: Providers, now: datetime) -> list[ProviderLine]:
    """Every provider of this installation."""
    rows, healths, waiting = (
        queries.connections(session),
        queries.healths(session),
        queries.unfinished(session),
    )
    return [
        _line(providers, p, rows.get(p.key), healths.get(p.key), waiting.get(p.key, 0), now)
        for p in all_providers(providers).values()
    ]


def page_of(
    parts: Services,
    session: Session,
    provider: Provider,
    now: datetime,
    typed: Mapping[str, str] | None = None,
) -> ProviderPage:
    """One provider whole; no secret is in it."""
    key, setup = provider.key, provider.setup
    connection, health = queries.connection_of(session, key), queries.healths(session).get(key)
    kept, locked_out = kept_values(parts, provider)
    waiting = queries.unfinished(session).get(key, 0)
    allowance = None
    if setup.allowance:
        used = queries.used_today(session, key, setup.allowance_zone, now)
        allowance = Allowance(used, setup.allowance, next_day(now, setup.allowance_zone))
    return ProviderPage(
        provider,
        _line(parts.providers, provider, connection, health, waiting, now),
        connection,
        health,
        fields_of(setup, kept, typed),
        [_call(row, now) for row in queries.recent_calls(session, key)],
        allowance,
        queries.failed_news(session, key),
        queries.last_news_at(session, key),
        locked_out,
    )


def kept_values(parts: Services, provider: Provider) -> tuple[dict[str, str], str]:
    """What is kept of an account, and why it cannot be read if it cannot."""
    try:
        values = opened(parts.runner, parts.vault, provider, even_dead=True).account.values
    except ProviderFailed as error:
        return {}, "" if error.code == "not_connected" else error.reason
    return {k: v for k, v in values.items() if k != NEWS_SEGMENT}, ""


def needs_account(provider: Provider) -> bool:
    """Whether there is anything to set up."""
    return bool(provider.setup.asks) or provider.setup.sign_in


def _call(row: CallRow, now: datetime) -> CallLine:
    running = row.lease_until is not None and row.lease_until > now
    return CallLine(row, operation_words(row.operation), running)


def _line(
    providers: Providers,
    provider: Provider,
    connection: ConnectionRow | None,
    health: HealthRow | None,
    waiting: int,
    now: datetime,
) -> ProviderLine:
    what = [
        word
        for word, there in (
            ("remote rooms", provider.key in providers.conferencing),
            ("broadcasts", provider.key in providers.broadcast),
        )
        if there
    ]
    light, note = _light(provider, connection, health, now)
    return ProviderLine(provider.key, provider.name, " and ".join(what).capitalize(), light, note, waiting)


def _light(
    provider: Provider, connection: ConnectionRow | None, health: HealthRow | None, now: datetime
) -> tuple[Light, str]:
    if needs_account(provider):
        if connection is None:
            return Light("Not connected", "grey"), ""
        if connection.state is not ConnectionState.CONNECTED:
            return Light(connection.state.label, connection.state.colour), connection.dead_reason
    if health is not None and not health.circuit.closed():
        return Light("Does not answer", "red"), health.last_words
    if health is not None and health.missing:
        count = len(health.missing)
        return Light("Something is missing", "yellow"), f"{count} of {len(health.checks)} tests failed."
    if needs_account(provider):
        return Light("Connected", "green"), ""
    return Light("Nothing to set up", "green"), ""
