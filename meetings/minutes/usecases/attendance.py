"""Attendance that was entered wrongly, put right between the close of a meeting and the confirmation of its minutes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, or_, select

from meetings.bodies.queries import Member
from meetings.db.record import facts_of
from meetings.kernel.checks import Checks
from meetings.kernel.errors import WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.models import Minutes
from meetings.minutes.rules import why_not_edited
from meetings.minutes.usecases.drafts import read_record_again
from meetings.minutes.usecases.versions import locked_minutes
from meetings.motions.models import Motion
from meetings.room.events import AttendanceCorrected, ChairTaken, MeetingOpened
from meetings.room.models import Attendance
from meetings.room.rules import Capacity, Presence
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingMode, MeetingStatus
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting
from meetings.voting.models import Ballot, Vote

LONGEST_REASON = 500


@dataclass(frozen=True)
class CorrectAttendance:
    """A member was there from beginning to end and was not ticked, or was ticked and never came."""

    meeting_id: str
    person_id: str
    was_present: bool
    reason: str


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def correct_attendance(work: Work, command: CorrectAttendance) -> int:
    """Correct the attendance of one member and read the record again. Returns the newest version's number, 0 for none.

    Votes stay as they were cast. What officers wrote stays, and minutes that the public reads become a correction.
    Raises WrongState while the meeting goes on or once its minutes are confirmed, Invalid for what cannot have been.
    """
    meeting = lock_meeting(work.session, command.meeting_id)
    _must_be_open(work, meeting)
    checks = Checks()
    reason = checks.line("reason", command.reason, "Say how this is known", LONGEST_REASON)
    members = queries.members_at(work.session, meeting.id, work.timezone)
    member = next((m for m in members if m.person_id == command.person_id), None)
    checks.that(member is not None, "person_id", "Choose a member of this body")
    if member is not None:
        problem = _problem(work, meeting, member, was_present=command.was_present)
        checks.that(not problem, "person_id", problem)
    checks.done()
    assert member is not None
    capacity = Capacity.MEMBER if member.seat.votes else Capacity.NON_VOTING
    presence = Presence.REMOTE if meeting.mode is MeetingMode.REMOTE else Presence.IN_PERSON
    fact = AttendanceCorrected(member.person_id, member.name, command.was_present, reason, capacity, presence)
    _put_right(work, meeting, fact)
    work.record(meeting.id, fact)
    if work.session.get(Minutes, meeting.id) is None:
        return 0
    return read_record_again(work, locked_minutes(work, meeting.id), f"Attendance corrected: {reason}")


def _put_right(work: Work, meeting: Meeting, fact: AttendanceCorrected) -> None:
    """Let the table of attendance say what the fact says."""
    mine = (Attendance.meeting_id == meeting.id, Attendance.person_id == fact.person_id)
    work.session.execute(delete(Attendance).where(*mine))
    if fact.was_present:
        row = Attendance(id=new_id(), meeting_id=meeting.id, person_id=fact.person_id)
        row.capacity, row.presence = fact.capacity, fact.presence
        assert meeting.opened_at is not None, "a meeting that was held here was opened"
        row.arrived_at, row.left_at = meeting.opened_at, meeting.closed_at
        work.session.add(row)
    work.session.flush()


def _must_be_open(work: Work, meeting: Meeting) -> None:
    if meeting.status is not MeetingStatus.CLOSED:
        raise WrongState("Until the meeting is closed, attendance is put right in the meeting room.")
    if not queries.was_held_here(work.session, meeting.id):
        raise WrongState("This meeting was not held here, so there is no record of attendance to correct.")
    minutes = queries.minutes_of(work.session, meeting.id)
    if minutes is not None and minutes.is_confirmed:
        raise WrongState(why_not_edited(minutes.status, minutes.public_version, note=""))


def _problem(work: Work, meeting: Meeting, member: Member, *, was_present: bool) -> str:
    """Why this cannot be put right; empty if it can."""
    here = select(Attendance.id).where(
        Attendance.meeting_id == meeting.id,
        Attendance.person_id == member.person_id,
        or_(Attendance.left_at.is_(None), Attendance.left_at > meeting.opened_at),
    )
    listed = work.session.scalar(here.limit(1)) is not None
    if was_present:
        return f"{member.name} is listed as present already" if listed else ""
    if not listed:
        return f"{member.name} is not listed as present"
    done = _what_they_did(work, meeting.id, member.person_id)
    return f"{member.name} {done} at this meeting, so they were there" if done else ""


def _what_they_did(work: Work, meeting_id: str, person_id: str) -> str:
    """What the record has them doing that only somebody who was there can do; empty for nothing."""
    ballots = select(Ballot.vote_id).join(Vote, Vote.id == Ballot.vote_id)
    if work.session.scalar(
        ballots.where(Vote.meeting_id == meeting_id, Ballot.person_id == person_id).limit(1)
    ):
        return "voted"
    for entry in facts_of(work.session, meeting_id, types=(MeetingOpened, ChairTaken)):
        if isinstance(entry.fact, MeetingOpened) and entry.fact.presiding_id == person_id:
            return "presided"
        if isinstance(entry.fact, ChairTaken) and entry.fact.person_id == person_id:
            return "presided"
    moved = select(Motion.id).where(
        Motion.meeting_id == meeting_id,
        Motion.moved_at.is_not(None),
        or_(Motion.mover_id == person_id, Motion.seconder_id == person_id),
    )
    return "moved or seconded a motion" if work.session.scalar(moved.limit(1)) else ""
