"""That everything public has stopped: read back by the server, looked at by a person, or waived by two people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from meetings.db.record import facts_of
from meetings.exclusion import queries
from meetings.exclusion.events import (
    ExclusionConfirmed,
    OverrideProposed,
    SurfaceRunning,
    SurfaceStopped,
)
from meetings.exclusion.guards import is_read
from meetings.exclusion.models import Exclusion, ExclusionSurface
from meetings.exclusion.rules import State, SurfaceKind
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.room.authority import clerk_or_chair, second_person
from meetings.room.usecases.meeting import locked
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class Reading:
    """What was found when a surface was read as the public reads it."""

    name: str
    stopped: bool
    detail: str


@dataclass(frozen=True)
class KeepReadings:
    """What the server found."""

    meeting_id: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class ConfirmByEye:
    """Somebody looked: at the broadcast as the public sees it, or at the public seats."""

    meeting_id: str
    name: str
    stopped: bool = True


@dataclass(frozen=True)
class ProposeOverride:
    """Go on although not everything is confirmed; a second person must agree."""

    meeting_id: str
    reason: str


@dataclass(frozen=True)
class ConfirmOverride:
    """The second person agrees."""

    meeting_id: str


@use_case(permission=None)
def keep_readings(work: Work, command: KeepReadings) -> None:
    """Keep what was read back. Raises WrongState when nothing is being stopped, Denied."""
    clerk_or_chair(work, command.meeting_id)
    standing = _standing(work, command.meeting_id)
    for reading in command.readings:
        _found(work, standing, reading, work.actor.name or "Witan")
    _confirm_when_all(work, standing)


@use_case(permission=None)
def confirm_by_eye(work: Work, command: ConfirmByEye) -> None:
    """Keep what a person saw. Raises NotFound, WrongState for what the server reads itself, Denied."""
    clerk_or_chair(work, command.meeting_id)
    standing = _standing(work, command.meeting_id)
    surface = work.session.get(ExclusionSurface, (standing.id, command.name))
    if surface is None:
        raise NotFound("There is no such surface.")
    if surface.kind is SurfaceKind.OWN:
        raise WrongState("The server reads its own pages back: nobody confirms them by eye.")
    if command.stopped and surface.kind is SurfaceKind.STREAM and is_read(work.session, command.meeting_id):
        raise WrongState(
            "The service of the broadcast is asked itself whether it has stopped. While it does not say so, two "
            "people can decide to go on."
        )
    detail = "seen to have stopped" if command.stopped else "seen to be running"
    _found(work, standing, Reading(command.name, command.stopped, detail), work.actor.name)
    _confirm_when_all(work, standing)


@use_case(permission=None)
def propose_override(work: Work, command: ProposeOverride) -> None:
    """Say why the private part should open all the same. Raises Invalid without a reason, Denied."""
    clerk_or_chair(work, command.meeting_id)
    standing = _standing(work, command.meeting_id)
    reason = " ".join(command.reason.split())
    if len(reason) < 5 or len(reason) > 1000:
        raise Invalid("Say why, in a sentence.", {"reason": "Say why, in a sentence"})
    standing.override_reason, standing.override_by = reason, work.actor.name
    standing.override_by_id = work.actor.account_id
    work.session.flush()
    work.record(
        command.meeting_id,
        OverrideProposed(standing.id, reason, work.actor.name, work.actor.account_id or ""),
    )


@use_case(permission=None)
def confirm_override(work: Work, command: ConfirmOverride) -> None:
    """Agree as the second person. Raises WrongState without a proposal, Denied for the first person."""
    standing = _standing(work, command.meeting_id)
    if not standing.override_reason:
        raise WrongState("Nobody has proposed it.")
    second_person(work, command.meeting_id, standing.override_by_id)
    _confirmed(
        work,
        standing,
        ExclusionConfirmed(standing.id, standing.override_reason, standing.override_by, work.actor.name),
    )


def _standing(work: Work, meeting_id: str) -> Exclusion:
    locked(work, meeting_id)
    standing = queries.exclusion_of(work.session, meeting_id)
    if standing is None or standing.state not in (State.STOPPING, State.CONFIRMED, State.PRIVATE):
        raise WrongState("The public is not being excluded.")
    return standing


def _found(work: Work, standing: Exclusion, reading: Reading, by: str) -> None:
    surface = work.session.get(ExclusionSurface, (standing.id, reading.name))
    if surface is None:
        return
    was = surface.stopped_at is not None
    surface.checked_at, surface.by, surface.detail = work.now, by, reading.detail
    surface.stopped_at = (surface.stopped_at or work.now) if reading.stopped else None
    work.session.flush()
    if reading.stopped and not was:
        fact: SurfaceStopped | SurfaceRunning = SurfaceStopped(
            standing.id, surface.name, surface.title, by, reading.detail
        )
        work.record(standing.meeting_id, fact)
    elif not reading.stopped:
        _open_no_more(work, standing)
        fact = SurfaceRunning(standing.id, surface.name, surface.title, by, reading.detail)
        work.record(standing.meeting_id, fact)


def _open_no_more(work: Work, standing: Exclusion) -> None:
    """What runs again before the private part is open must stop again first, unless two people went on regardless."""
    if standing.state is not State.CONFIRMED or _waived(work, standing):
        return
    standing.state, standing.confirmed_at = State.STOPPING, None
    # What was proposed then was said of another state of things.
    standing.override_reason, standing.override_by, standing.override_by_id = "", "", None
    work.session.flush()


def _waived(work: Work, standing: Exclusion) -> bool:
    told = facts_of(work.session, standing.meeting_id, types=(ExclusionConfirmed,))
    mine = [
        e.fact for e in told if isinstance(e.fact, ExclusionConfirmed) and e.fact.exclusion_id == standing.id
    ]
    return bool(mine and mine[-1].first)


def _confirm_when_all(work: Work, standing: Exclusion) -> None:
    if standing.state is not State.STOPPING:
        return
    running = select(ExclusionSurface.name).where(
        ExclusionSurface.exclusion_id == standing.id, ExclusionSurface.stopped_at.is_(None)
    )
    if work.session.scalar(running.limit(1)) is None:
        _confirmed(work, standing, ExclusionConfirmed(standing.id))


def _confirmed(work: Work, standing: Exclusion, fact: ExclusionConfirmed) -> None:
    if standing.state is not State.STOPPING:
        raise WrongState("It is confirmed already.")
    standing.state, standing.confirmed_at = State.CONFIRMED, work.now
    work.session.flush()
    work.record(standing.meeting_id, fact)
