"""Done by the worker: the stop of everything public is read back, and the public returns when the delay is over."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import select

from meetings.exclusion.models import Exclusion, ExclusionSurface
from meetings.exclusion.readback import read_state
from meetings.exclusion.rules import State
from meetings.exclusion.usecases import EndExclusion, KeepReadings, Reading, end_exclusion, keep_readings
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import WrongState
from meetings.ports.broadcast import guard_of
from meetings.runtime.jobs import Job, JobContext
from meetings.runtime.timed import timed
from meetings.schedule.queries import meeting_of

READ_BACK = "exclusion.read_back"
BROADCAST = "broadcast"
log = logging.getLogger("witan.exclusion")


def read_back(context: JobContext, payload: dict[str, Any]) -> None:
    """Stop what can be stopped from here, read everything back, keep what was found."""
    look_again(context, str(payload["stream"]))


def look_again(context: JobContext, meeting_id: str) -> None:
    """Read back what the server itself can read. What a person must look at is left to them."""
    with context.runner.read() as session:
        readings = [read_state(session, meeting_id)]
        url = meeting_of(session, meeting_id).broadcast_url
    if url and (found := _stream(url)) is not None:
        readings.append(found)
    try:
        context.runner.run(keep_readings, KeepReadings(meeting_id, tuple(readings)), actor=SYSTEM)
    except WrongState:
        log.info("the exclusion was over before it was read back")


def _stream(url: str) -> Reading | None:
    guard = guard_of(url)
    if guard is None:
        return None
    try:
        guard.stop(url)
        state = guard.state(url)
    except Exception as failure:
        log.exception("the broadcast could not be stopped")
        return Reading(BROADCAST, False, f"the service did not answer ({type(failure).__name__})")
    return Reading(BROADCAST, state.live is False, state.detail)


@timed(every=2.0)
def watch(context: JobContext) -> None:
    """While the stop is not confirmed it is read back again; after the delay the public sees the meeting again."""
    with context.runner.read() as session:
        waiting = select(Exclusion.meeting_id).join(
            ExclusionSurface, ExclusionSurface.exclusion_id == Exclusion.id
        )
        waiting = waiting.where(
            Exclusion.state == State.STOPPING,
            ExclusionSurface.stopped_at.is_(None),
            ExclusionSurface.checked_at.is_(None),
        )
        unread = set(session.scalars(waiting.where(ExclusionSurface.kind == "own")))
        due = session.scalars(
            select(Exclusion.meeting_id).where(
                Exclusion.state == State.RETURNING, Exclusion.resume_at <= context.runner.clock.now()
            )
        ).all()
    for meeting_id in unread:
        look_again(context, meeting_id)
    for meeting_id in due:
        _go_on(context, meeting_id)


def _go_on(context: JobContext, meeting_id: str) -> None:
    with context.runner.read() as session:
        url = meeting_of(session, meeting_id).broadcast_url
    guard = guard_of(url) if url else None
    if guard is not None:
        guard.resume(url)
    try:
        context.runner.run(end_exclusion, EndExclusion(meeting_id), actor=SYSTEM)
    except WrongState:
        log.info("the public had returned already")


JOBS: dict[str, Job] = {READ_BACK: read_back}
