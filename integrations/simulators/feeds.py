"""Pictures on their way: what one simulator sends with a stream key, another receives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Feed:
    """A picture that is being sent."""

    key: str
    #: who sends it, in words: "Zoom meeting 81234567890", "an encoder"
    sender: str
    since: datetime
    #: good, ok, bad: how well it arrives
    health: str = "good"


class Feeds:
    """By stream key. One key carries one picture at a time."""

    def __init__(self) -> None:
        self._feeds: dict[str, Feed] = {}

    def send(self, key: str, sender: str, since: datetime) -> None:
        """A picture arrives with this key from now on."""
        if key not in self._feeds:
            self._feeds[key] = Feed(key, sender, since)

    def stop(self, key: str) -> None:
        """It arrives no more."""
        self._feeds.pop(key, None)

    def worsen(self, key: str, health: str) -> None:
        """It arrives well or badly."""
        if key in self._feeds:
            self._feeds[key] = replace(self._feeds[key], health=health)

    def at(self, key: str) -> Feed | None:
        """What arrives with this key now."""
        return self._feeds.get(key)

    def every(self) -> tuple[Feed, ...]:
        """All that arrive now."""
        return tuple(self._feeds.values())

    def clear(self) -> None:
        """Nothing arrives."""
        self._feeds.clear()
