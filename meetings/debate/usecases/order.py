"""Disorder: a warning, then what the meeting resolves against a member; members of the public are removed."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.bodies.queries import person_names
from meetings.debate import queries
from meetings.debate.events import OrderCalled, OrderRestored, SpeechWithdrawn
from meetings.debate.models import Disorder
from meetings.debate.rules import SpeechState, Step
from meetings.debate.usecases.common import finish
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.motions.models import Motion
from meetings.room.authority import clerk_or_chair
from meetings.room.entitlement import entitlement_changed
from meetings.room.queries import here_now, room_of
from meetings.room.usecases import Leave, leave
from meetings.room.usecases.meeting import locked, open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

MAX_REASON, MAX_NAME = 500, 200


@dataclass(frozen=True)
class CallToOrder:
    """The chair warns somebody, or has one of the public removed. A member by id, one of the public by words."""

    meeting_id: str
    step: Step
    reason: str
    person_id: str | None = None
    name: str = ""


@dataclass(frozen=True)
class RestoreOrder:
    """What was done against somebody stands no longer: they apologised, say, or it was a mistake."""

    meeting_id: str
    disorder_id: str
    reason: str = ""


@use_case(permission=None)
def call_to_order(work: Work, command: CallToOrder) -> str:
    """Warn or remove. Raises Denied, Invalid; WrongState for a step that only the meeting can resolve.

    Returns the id of what was entered.
    """
    clerk_or_chair(work, command.meeting_id)
    open_room(work, command.meeting_id)
    reason = " ".join(command.reason.split())
    if not reason or len(reason) > MAX_REASON:
        raise Invalid("Say what happened, in a sentence.", {"reason": "Say what happened"})
    outside = command.person_id is None
    if not outside and command.step is not Step.WARNED:
        raise WrongState(
            "Against a member only the meeting can go further: move that they be not further heard, or that they "
            "leave the meeting, and vote on it."
        )
    if outside and command.step not in (Step.WARNED, Step.REMOVED):
        raise Invalid(
            "One of the public is warned or removed by the chair.", {"step": "Choose warned or removed"}
        )
    name = " ".join(command.name.split())[:MAX_NAME] or "A member of the public"
    if command.person_id is not None:
        name = _member(work, command.meeting_id, command.person_id)
    return _enter(work, command.meeting_id, command.step, command.person_id, name, reason, None)


@use_case(permission=None)
def restore_order(work: Work, command: RestoreOrder) -> None:
    """Lift a step. Raises Denied, NotFound."""
    clerk_or_chair(work, command.meeting_id)
    locked(work, command.meeting_id)
    row = work.session.get(Disorder, command.disorder_id)
    if row is None or row.meeting_id != command.meeting_id:
        raise NotFound("There is no such entry.")
    if row.lifted_at is not None:
        return
    row.lifted_at = work.now
    work.session.flush()
    reason = " ".join(command.reason.split())[:MAX_REASON]
    work.record(command.meeting_id, OrderRestored(row.id, row.name, reason))
    entitlement_changed(work, command.meeting_id)


def resolved_against(work: Work, motion: Motion, step: Step) -> None:
    """The meeting resolved that a member be not heard, or leave: it takes effect at once."""
    person_id = motion.effect_person_id or _warned_last(work, motion.meeting_id)
    if person_id is None:
        return
    name = person_names(work.session, [person_id]).get(person_id, "")
    _enter(work, motion.meeting_id, step, person_id, name, "By resolution of the meeting.", motion.id)
    _silence(work, motion.meeting_id, person_id)
    present = person_id in {h.person_id for h in here_now(work.session, motion.meeting_id)}
    room = room_of(work.session, motion.meeting_id)
    if step is Step.LEFT and present and room is not None and room.presiding_id != person_id:
        leave(work, Leave(motion.meeting_id, person_id))
    entitlement_changed(work, motion.meeting_id)


def _enter(
    work: Work,
    meeting_id: str,
    step: Step,
    person_id: str | None,
    name: str,
    reason: str,
    motion_id: str | None,
) -> str:
    room = room_of(work.session, meeting_id)
    row = Disorder(
        id=new_id(),
        meeting_id=meeting_id,
        person_id=person_id,
        name=name,
        item_id=room.item_id if room else None,
        step=step,
        reason=reason,
        motion_id=motion_id,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    called = OrderCalled(row.id, step, person_id, name, reason, row.item_id, motion_id)
    work.record(meeting_id, called)
    return row.id


def _member(work: Work, meeting_id: str, person_id: str) -> str:
    here = {h.person_id: h.name for h in here_now(work.session, meeting_id)}
    if person_id not in here:
        raise Invalid("Choose somebody who is here.", {"person_id": "Choose somebody who is here"})
    return here[person_id]


def _warned_last(work: Work, meeting_id: str) -> str | None:
    rows = queries.disorders(work.session, meeting_id, standing=True)
    return next((r.person_id for r in reversed(rows) if r.person_id is not None), None)


def _silence(work: Work, meeting_id: str, person_id: str) -> None:
    """They lose the floor and their place on the list."""
    floor = queries.floor_of(work.session, meeting_id)
    if floor is not None and floor.person_id == person_id:
        finish(work, floor)
    room = room_of(work.session, meeting_id)
    for row in queries.waiting(work.session, meeting_id, room.item_id if room else None):
        if row.person_id == person_id:
            row.state = SpeechState.WITHDRAWN
            work.session.flush()
            work.record(meeting_id, SpeechWithdrawn(row.id, "The meeting resolved that they be not heard."))
