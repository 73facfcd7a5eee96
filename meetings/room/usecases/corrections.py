"""Attendance put right while the meeting goes on: times, where somebody takes part from, and whether they may vote."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from meetings.bodies.queries import person_names
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.room import queries
from meetings.room.entitlement import entitlement_changed
from meetings.room.events import AttendanceTimed, BarLifted, PresenceChanged, RemoteDirected
from meetings.room.missed import missed_a_part
from meetings.room.models import Attendance, BarLift, RemoteDirection
from meetings.room.remote import presence_at, remote_rule
from meetings.room.rules import Presence
from meetings.room.usecases.attendance import Arrive, arrive, attendable, attending, name_of_person
from meetings.room.usecases.meeting import open_room
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

LONGEST_REASON = 300
CONFLICTS["pk_bar_lift"] = "That member may vote on this item already."
CONFLICTS["pk_remote_direction"] = "That has been recorded already."


@dataclass(frozen=True)
class SetTime:
    """Somebody came or went at another time than was entered. `what` is arrived or left."""

    meeting_id: str
    person_id: str
    what: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class ChangePresence:
    """Somebody who is here takes part from somewhere else from now on."""

    meeting_id: str
    person_id: str
    presence: Presence


@dataclass(frozen=True)
class DirectRemote:
    """What makes members elsewhere present at this meeting: whose direction, or which standing orders."""

    meeting_id: str
    words: str


@dataclass(frozen=True)
class LiftBar:
    """Let somebody vote who missed a part of a quasi-judicial item."""

    meeting_id: str
    item_id: str
    person_id: str
    reason: str


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def set_time(work: Work, command: SetTime) -> None:
    """Put the time of an arrival or a departure right, with a reason; who is not entered yet is entered with it.

    Raises Invalid for a time that cannot be, NotFound for somebody who never was here, WrongState after the close.
    """
    meeting = attendable(work, command.meeting_id)
    reason = _reason(command.reason)
    if command.what not in ("arrived", "left"):
        raise Invalid("Choose whether they came or went then.", {"what": "Choose came or went"})
    row = _last(work, meeting.id, command.person_id)
    if command.what == "arrived" and (row is None or row.left_at is not None):
        arrive(work, Arrive(meeting.id, (command.person_id,)))
        row = _last(work, meeting.id, command.person_id)
    if row is None:
        raise NotFound("That person has not been here.")
    if command.what == "left" and row.left_at is None:
        raise WrongState("They are marked as here. Press “Left” first, then put the time right.")
    before = row.arrived_at if command.what == "arrived" else row.left_at
    assert before is not None
    _check_time(work, meeting.opened_at, row, command)
    if command.what == "arrived":
        row.arrived_at = command.at
    else:
        row.left_at = command.at
    work.session.flush()
    number = number_at(work, meeting.id, command.at)
    times = (before.isoformat(), command.at.isoformat())
    name = name_of_person(work, command.person_id)
    work.record(meeting.id, AttendanceTimed(command.person_id, name, command.what, *times, number, reason))
    entitlement_changed(work, meeting.id)


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def change_presence(work: Work, command: ChangePresence) -> None:
    """Somebody who is here goes online or comes into the room. Raises WrongState if they are not here."""
    meeting = attendable(work, command.meeting_id)
    row = attending(work, meeting.id, command.person_id)
    new = presence_at(work.session, meeting, command.presence, row.capacity, work.timezone)
    if row.presence is new:
        return
    room = queries.room_of(work.session, meeting.id)
    if new is Presence.OBSERVER and room is not None and room.presiding_id == command.person_id:
        raise WrongState("They are in the chair. Say who takes the chair first.")
    _present_as(work, meeting.id, row, new)
    entitlement_changed(work, meeting.id)


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def direct_remote(work: Work, command: DirectRemote) -> None:
    """Record what makes members elsewhere present here; those online now are present from now on.

    Raises Invalid without words, WrongState where the law asks for nothing of the kind.
    """
    meeting = attendable(work, command.meeting_id)
    words = " ".join(command.words.split())
    if not words or len(words) > LONGEST_REASON:
        raise Invalid(
            "Say who directed it, or where it stands.", {"words": "Say who directed it or where it stands"}
        )
    if not remote_rule(work.session, meeting, work.timezone).missing:
        raise WrongState("The law of this meeting asks for no such direction: nothing would change.")
    row = RemoteDirection(
        meeting_id=meeting.id, words=words, recorded_at=work.now, recorded_by=work.actor.name
    )
    work.session.add(row)
    work.session.flush()
    work.record(meeting.id, RemoteDirected(words))
    afar = select(Attendance).where(
        Attendance.meeting_id == meeting.id,
        Attendance.left_at.is_(None),
        Attendance.presence == Presence.OBSERVER,
    )
    for here in work.session.scalars(afar).all():
        new = presence_at(work.session, meeting, Presence.REMOTE, here.capacity, work.timezone)
        if new is not here.presence:
            _present_as(work, meeting.id, here, new, words)
    entitlement_changed(work, meeting.id)


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def lift_bar(work: Work, command: LiftBar) -> None:
    """Let somebody vote on the item after all, with a reason, which is recorded.

    Raises WrongState where nothing of that kind stands in their way, Invalid without a reason.
    """
    room = open_room(work, command.meeting_id)
    reason = _reason(command.reason)
    if room.item_id != command.item_id:
        raise WrongState("Only of the item that is being taken.")
    barred = {b.person_id for b in missed_a_part(work.session, command.meeting_id, command.item_id)}
    if command.person_id not in barred:
        raise WrongState("They have missed no part of this item.")
    work.session.add(
        BarLift(
            meeting_id=command.meeting_id,
            item_id=command.item_id,
            person_id=command.person_id,
            reason=reason,
            lifted_at=work.now,
            lifted_by=work.actor.name,
        )
    )
    work.session.flush()
    name = person_names(work.session, [command.person_id])[command.person_id]
    work.record(command.meeting_id, BarLifted(command.item_id, command.person_id, name, reason))
    entitlement_changed(work, command.meeting_id)


def number_at(work: Work, meeting_id: str, at: datetime) -> str:
    """The number of the item that was being taken at a moment; empty before the first."""
    timeline = queries.items_by_time(work.session, meeting_id)
    place = bisect_right([when for when, _ in timeline], at)
    return timeline[place - 1][1] if place else ""


def _present_as(work: Work, meeting_id: str, row: Attendance, presence: Presence, reason: str = "") -> None:
    row.presence = presence
    work.session.flush()
    name = name_of_person(work, row.person_id)
    work.record(meeting_id, PresenceChanged(row.person_id, name, row.capacity, presence, reason))


def _check_time(work: Work, opened_at: datetime | None, row: Attendance, command: SetTime) -> None:
    problem = ""
    if command.at > work.now:
        problem = "That time has not come yet"
    elif command.what == "left" and command.at <= row.arrived_at:
        problem = "They came later than that"
    elif command.what == "arrived" and row.left_at is not None and command.at >= row.left_at:
        problem = "They went before that"
    elif command.at < _earliest(work, opened_at, row):
        problem = "That is before they were last here, or before the meeting"
    if problem:
        raise Invalid(f"{problem}.", {"at": problem})


def _earliest(work: Work, opened_at: datetime | None, row: Attendance) -> datetime:
    """Not before they were last here; a meeting's day begins with its day."""
    day = work.now.astimezone(work.timezone).replace(hour=0, minute=0, second=0, microsecond=0)
    floor = min(day, opened_at) if opened_at else day
    query = select(Attendance.left_at).where(
        Attendance.meeting_id == row.meeting_id,
        Attendance.person_id == row.person_id,
        Attendance.id != row.id,
        Attendance.left_at.is_not(None),
    )
    before = [at for at in work.session.scalars(query) if at is not None]
    return max([floor, *before])


def _last(work: Work, meeting_id: str, person_id: str) -> Attendance | None:
    query = select(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.person_id == person_id)
    return work.session.scalars(query.order_by(Attendance.arrived_at.desc())).first()


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        raise Invalid("Say why: it is recorded.", {"reason": "Say why"})
    if len(reason) > LONGEST_REASON:
        raise Invalid("Say it in fewer words.", {"reason": f"At most {LONGEST_REASON} characters"})
    return reason
