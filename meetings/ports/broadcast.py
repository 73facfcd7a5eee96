"""A broadcast of a meeting to the public: how it is made, started and stopped, and how its real state is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from meetings.ports.conferencing import StreamTarget
from meetings.ports.providers import Account, Provider, Step


@dataclass(frozen=True)
class BroadcastWish:
    """What the broadcast should be like. `key` is ours and stays: asked for twice, there is one broadcast.

    A key that is another's with a hyphen and more is a test run of that one: its picture may come from the same place.
    """

    key: str
    title: str
    description: str
    starts_at: datetime
    #: public, unlisted or private
    privacy: str = "public"
    #: what the officer entered where the provider creates nothing: watch address, and so on
    given: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Broadcast:
    """A broadcast at the provider."""

    ref: str
    watch_url: str
    #: an address for a frame that sets no cookies before it is played; empty: it cannot be embedded
    embed_url: str = ""
    #: where the picture is sent; None: the provider takes none from us
    target: StreamTarget | None = None
    steps: tuple[Step, ...] = ()


class Phase(StrEnum):
    """Where a broadcast stands, as the provider has it."""

    CREATED = "created"
    READY = "ready"
    STARTING = "starting"
    LIVE = "live"
    #: nothing reaches the public although it is not over
    HELD = "held"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class BroadcastState:
    """As the provider has it, not what was asked for. None: it cannot tell."""

    phase: Phase
    #: whether a picture arrives from us
    receiving: bool | None
    #: whether the public gets picture or sound at this moment
    public: bool | None
    #: good, ok, bad, none: of the picture that arrives
    health: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    detail: str = ""


class BroadcastProvider(Provider, Protocol):
    """Broadcasts. What the provider cannot do by itself raises Permanent with a remedy; `can` says so before."""

    def prepare(self, account: Account, wish: BroadcastWish) -> Broadcast:
        """Make it, or find the one made with this key, with a place to send the picture to."""

    def update(self, account: Account, ref: str, wish: BroadcastWish) -> Broadcast:
        """Make it as wished. Raises Gone."""

    def cancel(self, account: Account, ref: str) -> None:
        """Take it away. One that is not there is taken away already."""

    def state(self, account: Account, ref: str) -> BroadcastState:
        """How it is now."""

    def go_live(self, account: Account, ref: str) -> None:
        """Show it to the public. Live already is live. Raises Retryable while no picture arrives."""

    def hold(self, account: Account, ref: str) -> None:
        """The public gets neither picture nor sound from now on, and can come back to the same address."""

    def release(self, account: Account, ref: str) -> None:
        """The public gets it again."""

    def end(self, account: Account, ref: str) -> None:
        """It is over. Over already is over."""

    def chapters(self, account: Account, ref: str, description: str) -> None:
        """Write the description anew, with its chapters."""

    def captions(self, account: Account, ref: str, vtt: bytes, language: str, name: str) -> None:
        """Put this text under the recording; the same language and name again replaces it."""

    def picture(self, account: Account, ref: str, png: bytes) -> None:
        """The still picture shown in lists and before it begins."""


@dataclass(frozen=True)
class StreamState:
    """What the service says of the public stream. `live` None: it could not be told."""

    live: bool | None
    detail: str
    #: whether the service can be asked at all; otherwise a person must look
    readable: bool = True


class BroadcastGuard(Protocol):
    """Looks after the public streams of meetings while the public is excluded. Every method answers at once."""

    def handles(self, meeting_id: str) -> bool:
        """Whether it can do anything about this meeting's stream."""
        ...

    def stop(self, meeting_id: str) -> None:
        """Ask that nothing is shown to the public from now on; asked again it is asked for again where needed."""
        ...

    def resume(self, meeting_id: str) -> None:
        """Ask that it goes on."""
        ...

    def state(self, meeting_id: str) -> StreamState:
        """What the public gets at this moment, as the service itself has it: not what was asked for."""
        ...
