"""The live state of a meeting: named parts, each built whole from the database for one audience."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from meetings.db import record
from meetings.kernel.facts import plain
from meetings.kernel.secrecy import Audience
from meetings.runtime.reactions import parts_touched

#: raised when pages loaded before could not understand what is sent to them: they then ask to be loaded again
PROTOCOL = 2

Builder = Callable[[Session, str, Audience], Any]


@dataclass(frozen=True)
class Part:
    """A part of the live screens: how it is built and the partial that shows it."""

    name: str
    template: str
    build: Builder


_PARTS: dict[str, Part] = {}


def part(name: str, *, template: str) -> Callable[[Builder], Builder]:
    """Register the builder of a part. It returns a dataclass (or None when there is nothing to show)."""

    def register(build: Builder) -> Builder:
        _PARTS[name] = Part(name, template, build)
        return build

    return register


def parts() -> dict[str, Part]:
    """Every part by name."""
    return dict(_PARTS)


@dataclass(frozen=True)
class Snapshot:
    """What one audience sees of a meeting at one version. `parts` holds JSON-ready data."""

    meeting_id: str
    audience: Audience
    version: int
    parts: dict[str, Any]


@dataclass(frozen=True)
class Change:
    """What changed between two versions, for one audience: whole parts, not differences."""

    meeting_id: str
    audience: Audience
    from_version: int
    to_version: int
    parts: dict[str, Any]


def snapshot(session: Session, meeting_id: str, audience: Audience) -> Snapshot:
    """Everything, read in one transaction."""
    version = record.version_of(session, meeting_id)
    return Snapshot(meeting_id, audience, version, _build(session, meeting_id, audience, _PARTS))


def changes(
    session: Session, meeting_id: str, since: int, audiences: Iterable[Audience]
) -> dict[Audience, Change]:
    """For each audience the parts that the facts after `since` may have changed; empty if there are none."""
    facts = record.types_since(session, meeting_id, since)
    if not facts:
        return {}
    names = parts_touched(kind for _, kind in facts)
    last = facts[-1][0]
    return {
        audience: Change(meeting_id, audience, since, last, _build(session, meeting_id, audience, names))
        for audience in audiences
    }


def _build(session: Session, meeting_id: str, audience: Audience, names: Iterable[str]) -> dict[str, Any]:
    return {name: plain(_PARTS[name].build(session, meeting_id, audience)) for name in sorted(names)}
