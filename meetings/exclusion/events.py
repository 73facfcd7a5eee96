"""Facts about the public excluded from a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from meetings.exclusion.rules import SurfaceKind
from meetings.kernel.facts import Fact, fact


@dataclass(frozen=True)
class SurfaceNamed:
    """Something through which the public follows the meeting."""

    name: str
    title: str
    kind: SurfaceKind


@fact("exclusion.began")
@dataclass(frozen=True)
class ExclusionBegan(Fact):
    """The public is excluded for these items; what the public can see must stop."""

    exclusion_id: str
    item_ids: tuple[str, ...]
    numbers: tuple[str, ...]
    #: the resolution, or what is declared where the law itself excludes
    words: str
    surfaces: tuple[SurfaceNamed, ...]
    motion_id: str | None = None


@fact("exclusion.extended")
@dataclass(frozen=True)
class ExclusionExtended(Fact):
    """The public, excluded already, is excluded for further items."""

    exclusion_id: str
    item_ids: tuple[str, ...]
    numbers: tuple[str, ...]
    words: str
    motion_id: str | None = None


@fact("exclusion.surface_stopped")
@dataclass(frozen=True)
class SurfaceStopped(Fact):
    """It was read back, or looked at by a person: this surface shows the public nothing any more."""

    exclusion_id: str
    name: str
    title: str
    by: str
    detail: str


@fact("exclusion.surface_running")
@dataclass(frozen=True)
class SurfaceRunning(Fact):
    """It was read back, and the surface still shows the meeting to the public."""

    exclusion_id: str
    name: str
    title: str
    by: str
    detail: str


@fact("exclusion.override_proposed")
@dataclass(frozen=True)
class OverrideProposed(Fact):
    """Somebody would open the private part although not every surface is confirmed."""

    exclusion_id: str
    reason: str
    by: str
    by_id: str


@fact("exclusion.confirmed")
@dataclass(frozen=True)
class ExclusionConfirmed(Fact):
    """Everything public has stopped, or two people decided to go on without that confirmation, and why."""

    exclusion_id: str
    reason: str = ""
    first: str = ""
    second: str = ""


@fact("exclusion.private_part_opened")
@dataclass(frozen=True)
class PrivatePartOpened(Fact):
    """An item is taken with the public excluded. `remaining`: who stayed."""

    exclusion_id: str
    item_id: str
    number: str
    remaining: tuple[str, ...]


@fact("exclusion.public_returning")
@dataclass(frozen=True)
class PublicReturning(Fact):
    """The public may come back; pages and broadcast go on at that moment."""

    exclusion_id: str
    resume_at: datetime
    by: str
    motion_id: str | None = None


@fact("exclusion.ended")
@dataclass(frozen=True)
class ExclusionEnded(Fact):
    """The meeting is public again, or over."""

    exclusion_id: str
    closed: bool = False
