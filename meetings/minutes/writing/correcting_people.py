"""Who was there and when, put right after the meeting by a fact with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from meetings.bodies.queries import person_names
from meetings.db.record import facts_of
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.writing.correction import corrected_by, open_to_correction, reasoned
from meetings.minutes.writing.events import (
    ApologyCorrected,
    PersonCorrected,
    PublicRecounted,
    Stay,
    TimesCorrected,
)
from meetings.room.events import MemberArrived
from meetings.room.models import Apology, Attendance, RoomState
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting
from meetings.schedule.queries import body_of_meeting


@dataclass(frozen=True)
class CorrectTimes:
    """Every stretch of somebody's attendance: when they came, when they went (None: they stayed to the end)."""

    meeting_id: str
    person_id: str
    stays: tuple[tuple[datetime, datetime | None], ...]
    reason: str


@dataclass(frozen=True)
class CorrectPerson:
    """How somebody in attendance is called, and what their post is."""

    meeting_id: str
    person_id: str
    name: str
    post: str
    reason: str


@dataclass(frozen=True)
class RecountPublic:
    """How many of the public were there."""

    meeting_id: str
    count: int
    reason: str


@dataclass(frozen=True)
class CorrectApology:
    """An apology for absence or lateness; an empty kind: there was none."""

    meeting_id: str
    person_id: str
    kind: str
    reason: str


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def correct_times(work: Work, command: CorrectTimes) -> int:
    """Say when somebody came and went. Raises Invalid for times that cannot be."""
    meeting = open_to_correction(work, command.meeting_id)
    checks, reason = reasoned(command.reason)
    was = _attendance(work, meeting.id, command.person_id)
    _check_stays(checks, meeting, command.stays)
    checks.done()
    for row in was[1:]:
        work.session.delete(row)
    first = was[0]
    capacity, presence = first.capacity, first.presence
    work.session.execute(delete(Attendance).where(Attendance.id == first.id))
    for came, went in command.stays:
        row = Attendance(id=new_id(), meeting_id=meeting.id, person_id=command.person_id)
        row.capacity, row.presence, row.arrived_at = capacity, presence, came
        row.left_at = went or meeting.closed_at
        work.session.add(row)
    name = person_names(work.session, [command.person_id])[command.person_id]
    stays = tuple(Stay(came, went) for came, went in command.stays)
    fact = TimesCorrected(command.person_id, name, stays, reason)
    return corrected_by(work, meeting, fact, f"Attendance times corrected: {reason}")


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def correct_person(work: Work, command: CorrectPerson) -> int:
    """Put the name or post of somebody in attendance right in these minutes; their entry as a person stays."""
    meeting = open_to_correction(work, command.meeting_id)
    checks, reason = reasoned(command.reason)
    name = checks.line("name", command.name, "Enter the name")
    post = checks.line("post", command.post)
    checks.done()
    arrived = [e.fact for e in facts_of(work.session, meeting.id, types=(MemberArrived,))]
    if command.person_id not in {f.person_id for f in arrived if isinstance(f, MemberArrived)}:
        raise NotFound("That person was not at this meeting.")
    fact = PersonCorrected(command.person_id, name, post, reason)
    return corrected_by(work, meeting, fact, f"Name or post corrected: {reason}")


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def recount_public(work: Work, command: RecountPublic) -> int:
    """Put the number of the public right."""
    meeting = open_to_correction(work, command.meeting_id)
    checks, reason = reasoned(command.reason)
    checks.that(0 <= command.count <= 100_000, "count", "Enter a number from 0")
    checks.done()
    room = RoomState.meeting_id == meeting.id
    work.session.execute(update(RoomState).where(room).values(public_count=command.count))
    fact = PublicRecounted(command.count, reason)
    return corrected_by(work, meeting, fact, f"Number of the public corrected: {reason}")


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def correct_apology(work: Work, command: CorrectApology) -> int:
    """Enter an apology that was not noted, change its kind, or take one back."""
    meeting = open_to_correction(work, command.meeting_id)
    checks, reason = reasoned(command.reason)
    members = {m.person_id: m.name for m in queries.members_at(work.session, meeting.id, work.timezone)}
    checks.that(command.person_id in members, "person_id", "Choose a member of this body")
    checks.that(command.kind in ("", "absence", "lateness"), "kind", "Choose what holds")
    standing = work.session.get(Apology, (meeting.id, command.person_id))
    was = standing.kind if standing else ""
    checks.that(was != command.kind, "kind", "This is what the record says already")
    checks.done()
    if standing is not None:
        work.session.delete(standing)
        work.session.flush()
    if command.kind:
        row = Apology(meeting_id=meeting.id, person_id=command.person_id, kind=command.kind)
        row.received_at = work.now
        work.session.add(row)
    fact = ApologyCorrected(command.person_id, members[command.person_id], command.kind, reason)
    return corrected_by(work, meeting, fact, f"Apology corrected: {reason}")


def _attendance(work: Work, meeting_id: str, person_id: str) -> list[Attendance]:
    query = select(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.person_id == person_id)
    rows = list(work.session.scalars(query.order_by(Attendance.arrived_at)))
    if not rows:
        raise NotFound("That person is not listed as present: correct the attendance first.")
    return rows


def _check_stays(
    checks: Checks, meeting: Meeting, stays: tuple[tuple[datetime, datetime | None], ...]
) -> None:
    opened, closed = meeting.opened_at, meeting.closed_at
    checks.that(bool(stays), "arrived-1", "Enter when they came")
    last = opened
    for n, (came, went) in enumerate(stays, 1):
        early = opened is not None and came < opened
        checks.that(not early, f"arrived-{n}", "That is before the meeting was opened")
        checks.that(closed is None or came < closed, f"arrived-{n}", "That is after the meeting closed")
        checks.that(last is None or came >= last, f"arrived-{n}", "They had not left by then")
        checks.that(went is None or went > came, f"left-{n}", "They came later than that")
        in_time = went is None or closed is None or went <= closed
        checks.that(in_time, f"left-{n}", "That is after the meeting closed")
        checks.that(went is not None or n == len(stays), f"left-{n}", "Enter when they left")
        last = went
