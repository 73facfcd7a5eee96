"""Facts of the links that open screens."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact


@fact("room.screen_link_made")
@dataclass(frozen=True)
class ScreenLinkMade(Fact):
    """A computer may show what the public may see. Of the key only its digest is kept."""

    link_id: str
    name: str
    digest: str


@fact("room.screen_link_revoked")
@dataclass(frozen=True)
class ScreenLinkRevoked(Fact):
    """That link opens nothing any more."""

    link_id: str
    name: str
