"""The live state of a meeting: named parts, each built whole from the database for one audience."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
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
#: Named by a reaction: whatever there is may have changed.
EVERY = "*"
#: What a part is for those from whom it is kept. It says nothing, not even that there is something to say.
HIDDEN: Mapping[str, bool] = {"hidden": True}
#: Called with the session, the meeting and the audience; the parts that stay, or None where nothing is kept back.
Veil = Callable[[Session, str, Audience], Collection[str] | None]
_VEILS: list[Veil] = []


def veil(function: Veil) -> Veil:
    """Let a feature keep every part of a meeting from an audience but those that it names."""
    if function not in _VEILS:
        _VEILS.append(function)
    return function


def is_veiled(session: Session, meeting_id: str, audience: Audience) -> bool:
    """Whether nearly everything is kept from an audience now."""
    return _staying(session, meeting_id, audience) is not None


def is_hidden(part: Any) -> bool:
    """Whether a part is kept from its audience."""
    return bool(part == HIDDEN)


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
    touched = parts_touched(kind for _, kind in facts)
    names = frozenset(_PARTS) if EVERY in touched else touched
    last = facts[-1][0]
    return {
        audience: Change(meeting_id, audience, since, last, _build(session, meeting_id, audience, names))
        for audience in audiences
    }


def _build(session: Session, meeting_id: str, audience: Audience, names: Iterable[str]) -> dict[str, Any]:
    """The parts by name. Behind a veil every other part is hidden, and always all of them: which of them something
    happened in would tell what goes on."""
    staying = _staying(session, meeting_id, audience)
    if staying is None:
        return {name: plain(_PARTS[name].build(session, meeting_id, audience)) for name in sorted(names)}
    return {
        name: plain(_PARTS[name].build(session, meeting_id, audience)) if name in staying else dict(HIDDEN)
        for name in sorted(_PARTS)
    }


def _staying(session: Session, meeting_id: str, audience: Audience) -> Collection[str] | None:
    kept = [found for v in _VEILS if (found := v(session, meeting_id, audience)) is not None]
    return frozenset.intersection(*(frozenset(k) for k in kept)) if kept else None
