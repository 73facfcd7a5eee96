"""The council's accounts as adapters get them: opened by the vault, in memory only; what changes is locked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.connections.dying import NoteDead, note_dead
from meetings.connections.models import ProviderConnection, ProviderUsage
from meetings.connections.rules import ConnectionState, day_of
from meetings.kernel.actor import SYSTEM
from meetings.ports.providers import Account, Permanent, Provider, SetUp, SignInDead
from meetings.runtime.usecase import Runner, use_case
from meetings.runtime.vault import Unlockable, Vault
from meetings.runtime.work import Work

#: Among the values of an account: the secret last part of the address to which the provider sends its news.
NEWS_SEGMENT = "news_segment"
_CONNECT = "An administrator connects it under “Connections”."
_JUST_CONNECTED = timedelta(seconds=30)


@dataclass(frozen=True)
class Opened:
    """An account, and which connecting it comes from."""

    account: Account = field(repr=False)
    name: str
    version: int
    setup: SetUp = field(default_factory=SetUp, repr=False)

    def secrets(self) -> tuple[str, ...]:
        """What must stand in no words: secrets that were entered, and everything that was handed out."""
        shown = {ask.name for ask in self.setup.asks if not ask.secret}
        return tuple(value for name, value in self.account.values.items() if name not in shown)


class AccountDead(SignInDead):
    """It was dead before anything was asked. `version`: the connecting of which that is said."""

    def __init__(self, reason: str, version: int, *, code: str = "") -> None:
        super().__init__(reason, code=code, remedy=_CONNECT)
        self.version = version


@dataclass(frozen=True)
class Keep:
    """Values that the provider has changed."""

    provider: str
    values: Mapping[str, str] = field(repr=False)
    vault: Vault = field(repr=False)
    version: int


@dataclass(frozen=True)
class Spend:
    """What was used of an allowance."""

    provider: str
    units: int
    zone: str


def account_of(runner: Runner, vault: Vault | None, provider: Provider | str) -> Account:
    """The council's account at a provider, to be called with no transaction open.

    Give the provider itself, so that one which needs no account gets an empty one; by its key alone a provider must
    have been connected. Raises SignInDead, or Permanent("not connected").
    """
    return opened(runner, vault, provider).account


def opened(
    runner: Runner, vault: Vault | None, provider: Provider | str, *, even_dead: bool = False
) -> Opened:
    """The same with what tells one connecting from another. `even_dead`: to look at, or to connect again."""
    key, name, setup = _described(provider)
    with runner.read() as session:
        row = session.get(ProviderConnection, key)
    spend = partial(_spend, runner, key, setup.allowance_zone)
    if row is None:
        if isinstance(provider, str) or setup.asks or setup.sign_in:
            raise Permanent(f"{name} is not connected.", code="not_connected", remedy=_CONNECT)
        return Opened(Account(key, {}, spend=spend), name, 0, setup)
    if row.state is ConnectionState.DEAD and not even_dead:
        raise AccountDead(row.dead_reason or f"{name} must be connected again.", row.version)
    values = _values(vault, row, name)
    assert vault is not None
    lock_away = partial(_keep, runner, vault, key, row.version)

    def keep(fresh: Mapping[str, str]) -> None:
        values.update(fresh)
        lock_away(fresh)

    return Opened(Account(key, values, keep, spend), name, row.version, setup)


def _described(provider: Provider | str) -> tuple[str, str, SetUp]:
    if isinstance(provider, str):
        return provider, provider.capitalize(), SetUp()
    return provider.key, provider.name, provider.setup


def _values(vault: Vault | None, row: ProviderConnection, name: str) -> dict[str, str]:
    if vault is None:
        raise Permanent(f"Nothing here can open what is kept of {name}.", code="no_vault")
    try:
        return vault.open(row.locked)
    except Unlockable as error:
        raise AccountDead(str(error), row.version, code="unlockable") from error


def _keep(runner: Runner, vault: Vault, provider: str, version: int, values: Mapping[str, str]) -> None:
    runner.run(keep_values, Keep(provider, dict(values), vault, version), actor=SYSTEM)


def _spend(runner: Runner, provider: str, zone: str, units: int) -> None:
    if units > 0:
        runner.run(spend_units, Spend(provider, units, zone), actor=SYSTEM)


@use_case(permission=None, system_only=True)
def keep_values(work: Work, command: Keep) -> None:
    """Lock values that have changed. Those of an earlier connecting are not kept."""
    row = locked_connection(work.session, command.provider)
    if row is None or row.version != command.version:
        return
    row.locked = command.vault.lock({**command.vault.open(row.locked), **command.values})


@use_case(permission=None, system_only=True)
def spend_units(work: Work, command: Spend) -> None:
    """Count what was used on the provider's own day."""
    day = day_of(work.now, command.zone)
    query = select(ProviderUsage).where(ProviderUsage.provider == command.provider, ProviderUsage.day == day)
    row = work.session.scalar(query.with_for_update())
    if row is None:
        work.session.add(ProviderUsage(provider=command.provider, day=day, units=command.units))
    else:
        row.units += command.units


def locked_connection(session: Session, provider: str) -> ProviderConnection | None:
    """The row, for this transaction alone."""
    query = select(ProviderConnection).where(ProviderConnection.provider == provider)
    return session.scalar(query.with_for_update())


def tell_dead(runner: Runner, provider: Provider, reason: str) -> None:
    """For whoever asks a provider outside a call and hears that the account is dead: parked calls, letters, banner."""
    with runner.read() as session:
        row = session.get(ProviderConnection, provider.key)
    if row is None:
        return
    if row.connected_at is not None and runner.clock.now() - row.connected_at < _JUST_CONNECTED:
        # What was asked may still have been asked with the account before.
        return
    command = NoteDead(provider.key, provider.name, reason, row.version)
    runner.run(note_dead, command, actor=SYSTEM)
