"""Done by the worker: the stop of everything public is read back, and the public returns when the delay is over."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import select

from meetings.exclusion.guards import guard_of
from meetings.exclusion.models import Exclusion, ExclusionSurface
from meetings.exclusion.queries import exclusion_of, surfaces_of
from meetings.exclusion.readback import PAGES, read_state
from meetings.exclusion.rules import State, SurfaceKind
from meetings.exclusion.usecases import EndExclusion, KeepReadings, Reading, end_exclusion, keep_readings
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import WrongState
from meetings.runtime.jobs import Job, JobContext
from meetings.runtime.timed import timed

READ_BACK = "exclusion.read_back"
BROADCAST = "broadcast"
log = logging.getLogger("witan.exclusion")
_STOPPED = (State.CONFIRMED, State.PRIVATE)


def read_back(context: JobContext, payload: dict[str, Any]) -> None:
    """Stop what can be stopped from here, read everything back, keep what was found."""
    look_again(context, str(payload["stream"]))


def look_again(context: JobContext, meeting_id: str, *, pages: bool = True) -> None:
    """Read back what can be read from here. What a person must look at is left to them. Said twice it is kept once."""
    with context.runner.read() as session:
        standing = exclusion_of(session, meeting_id)
        known = {s.name: s for s in surfaces_of(session, standing.id)} if standing is not None else {}
        readings = [read_state(session, meeting_id)] if pages and PAGES in known else []
    if BROADCAST in known and (found := _stream(context, meeting_id, standing)) is not None:
        readings.append(found)
    fresh = tuple(r for r in readings if _is_new(known.get(r.name), r))
    if not fresh:
        return
    try:
        context.runner.run(keep_readings, KeepReadings(meeting_id, fresh), actor=SYSTEM)
    except WrongState:
        log.info("the exclusion was over before it was read back")


def _is_new(known: ExclusionSurface | None, found: Reading) -> bool:
    if known is None or known.checked_at is None:
        return True
    if known.stopped_at is not None:
        return not found.stopped
    return found.stopped or known.detail != found.detail


def _stream(context: JobContext, meeting_id: str, standing: Exclusion | None) -> Reading | None:
    guard = guard_of(context, meeting_id)
    if guard is None or standing is None:
        return None
    confirmed = standing.state in _STOPPED
    try:
        # Asked for with the resolution itself; what still runs, or runs again, is stopped again.
        if not confirmed:
            guard.stop(meeting_id)
        state = guard.state(meeting_id)
        if confirmed and state.live:
            guard.stop(meeting_id)
    except Exception as failure:
        log.exception("the broadcast could not be stopped")
        return Reading(BROADCAST, False, f"the service did not answer ({type(failure).__name__})")
    if not state.readable or (state.live is None and confirmed):
        # One that cannot be asked is looked at by a person; one that was seen to have stopped is not said to run
        # because it does not answer for a moment.
        return None
    return Reading(BROADCAST, state.live is False, state.detail)


@timed(every=2.0)
def watch(context: JobContext) -> None:
    """While the stop is not confirmed it is read back again; after the delay the public sees the meeting again."""
    with context.runner.read() as session:
        standing = {
            row.meeting_id: row.id
            for row in session.execute(
                select(Exclusion.meeting_id, Exclusion.id).where(
                    Exclusion.state.in_((State.STOPPING, *_STOPPED))
                )
            )
        }
        unread = select(ExclusionSurface.exclusion_id).where(
            ExclusionSurface.exclusion_id.in_(list(standing.values())),
            ExclusionSurface.kind == SurfaceKind.OWN,
            ExclusionSurface.stopped_at.is_(None),
            ExclusionSurface.checked_at.is_(None),
        )
        never_read = set(session.scalars(unread))
        due = session.scalars(
            select(Exclusion.meeting_id).where(
                Exclusion.state == State.RETURNING, Exclusion.resume_at <= context.runner.clock.now()
            )
        ).all()
    for meeting_id, exclusion_id in standing.items():
        look_again(context, meeting_id, pages=exclusion_id in never_read)
    for meeting_id in due:
        _go_on(context, meeting_id)


def _go_on(context: JobContext, meeting_id: str) -> None:
    try:
        context.runner.run(end_exclusion, EndExclusion(meeting_id), actor=SYSTEM)
    except WrongState:
        log.info("the public had returned already")
    guard = guard_of(context, meeting_id)
    if guard is not None:
        guard.resume(meeting_id)


JOBS: dict[str, Job] = {READ_BACK: read_back}
