"""The public let in again: a delay for the broadcast, then everything public goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.profiles import value
from meetings.exclusion import queries
from meetings.exclusion.events import ExclusionEnded, PublicReturning
from meetings.exclusion.models import Exclusion
from meetings.exclusion.rules import State
from meetings.kernel.errors import WrongState
from meetings.room.authority import clerk_or_chair
from meetings.room.usecases.meeting import locked
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class LetPublicReturn:
    """By the chair, or by the clerk at the chair's word."""

    meeting_id: str


@dataclass(frozen=True)
class EndExclusion:
    """Once the delay is over."""

    meeting_id: str


#: Called with the work and the meeting; raises to hold the return back.
Check = Callable[[Work, str], None]
_BEFORE_RETURN: list[Check] = []


def before_return(check: Check) -> None:
    """Let a higher feature hold the public back while something private is unfinished."""
    if check not in _BEFORE_RETURN:
        _BEFORE_RETURN.append(check)


@use_case(permission=None)
def let_public_return(work: Work, command: LetPublicReturn) -> None:
    """Readmit the public. Raises WrongState while private business is unfinished, Denied."""
    clerk_or_chair(work, command.meeting_id)
    locked(work, command.meeting_id)
    readmit(work, command.meeting_id, motion_id=None)


@use_case(permission=None)
def end_exclusion(work: Work, command: EndExclusion) -> None:
    """Show the public the meeting again. Raises WrongState before the delay is over, Denied."""
    clerk_or_chair(work, command.meeting_id)
    locked(work, command.meeting_id)
    standing = queries.exclusion_of(work.session, command.meeting_id)
    if standing is None or standing.state is not State.RETURNING or standing.resume_at is None:
        raise WrongState("The public is not coming back at this moment.")
    if work.now < standing.resume_at:
        left = int((standing.resume_at - work.now).total_seconds()) + 1
        raise WrongState(f"The broadcast goes on in {left} seconds.")
    _end(work, standing, closed=False)


def readmit(work: Work, meeting_id: str, *, motion_id: str | None) -> None:
    """The public may come back; pages and broadcast follow after the delay."""
    standing = queries.exclusion_of(work.session, meeting_id)
    if standing is None or standing.state is State.RETURNING:
        raise WrongState("The public is not excluded, or is coming back already.")
    for check in _BEFORE_RETURN:
        check(work, meeting_id)
    delay = value(law_of(work.session), "public_return_seconds").number
    standing.state, standing.resume_at = State.RETURNING, work.now + timedelta(seconds=delay)
    work.session.flush()
    by = work.actor.name
    work.record(meeting_id, PublicReturning(standing.id, standing.resume_at, by, motion_id))


def end_with_meeting(work: Work, meeting_id: str) -> None:
    """A meeting that closes in private is over for everybody: there is nothing left to keep from the public."""
    standing = queries.exclusion_of(work.session, meeting_id)
    if standing is not None:
        _end(work, standing, closed=True)


def _end(work: Work, standing: Exclusion, *, closed: bool) -> None:
    standing.state, standing.ended_at = State.ENDED, work.now
    work.session.flush()
    work.record(standing.meeting_id, ExclusionEnded(standing.id, closed))
