"""Facts about connections. They name the provider and never a secret."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact


@fact("connections.connected")
@dataclass(frozen=True)
class ProviderConnected(Fact):
    """An account at a provider works: it was tested, or somebody signed in with it."""

    provider: str
    name: str
    again: bool = False


@fact("connections.changed")
@dataclass(frozen=True)
class ConnectionChanged(Fact):
    """Something that the connection needs was entered anew; `fields` are names, never values."""

    provider: str
    name: str
    fields: tuple[str, ...]


@fact("connections.died")
@dataclass(frozen=True)
class ConnectionDied(Fact):
    """The provider accepts our account no longer."""

    provider: str
    name: str
    reason: str


@fact("connections.disconnected")
@dataclass(frozen=True)
class ProviderDisconnected(Fact):
    """What was kept of the account was deleted. `revoked`: the provider has taken back its permission too."""

    provider: str
    name: str
    revoked: bool


@fact("connections.news_address_shown")
@dataclass(frozen=True)
class NewsAddressShown(Fact):
    """Somebody had the secret address shown to which the provider sends its news; `renewed`: a new one."""

    provider: str
    name: str
    renewed: bool = False


@fact("connections.call_retried")
@dataclass(frozen=True)
class CallRetried(Fact):
    """Somebody had a call to a provider tried again."""

    provider: str
    operation: str
    call_id: str
    meeting_id: str | None = None


@fact("connections.call_given_up")
@dataclass(frozen=True)
class CallGivenUp(Fact):
    """A call to a provider failed and is not tried again by itself."""

    provider: str
    operation: str
    call_id: str
    reason: str
    meeting_id: str | None = None
