"""The providers of this installation, by key: those of rooms and those of broadcasts together."""

from __future__ import annotations

from meetings.ports.adapters import Providers
from meetings.ports.providers import Permanent, Provider


def all_providers(providers: Providers) -> dict[str, Provider]:
    """Each once, in the order in which they are offered. One that has both is asked about its account as a room."""
    found: dict[str, Provider] = {}
    for provider in (*providers.conferencing.values(), *providers.broadcast.values()):
        found.setdefault(provider.key, provider)
    return found


def provider_named(providers: Providers, key: str) -> Provider:
    """The provider with this key. Raises Permanent where it is not installed."""
    found = all_providers(providers).get(key)
    if found is None:
        raise Permanent(
            f"“{key}” is not part of this installation.", remedy="Choose another provider for the meeting."
        )
    return found
