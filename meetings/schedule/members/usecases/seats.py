"""The seat that a substitute has for one meeting, and the role that goes with it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from meetings.bodies.queries import person_names
from meetings.kernel.permissions import Role
from meetings.people.usecases.grants import SeatRole, end_seat_role, give_seat_role
from meetings.runtime.work import Work
from meetings.schedule.members.events import SubstituteNamed, SubstituteWithdrawn
from meetings.schedule.members.models import MeetingReply
from meetings.schedule.models import Meeting, MeetingStatus


def take(work: Work, meeting: Meeting, row: MeetingReply, member: str, substitute_id: str) -> None:
    """Let somebody sit in: until the day of the meeting they read and vote as members do."""
    row.substitute_id = substitute_id
    _give(work, meeting, row)
    name = person_names(work.session, [substitute_id]).get(substitute_id, "")
    work.record(meeting.id, SubstituteNamed(row.person_id, member, substitute_id, name))


def release(work: Work, meeting: Meeting, row: MeetingReply, member: str) -> None:
    """Nobody sits in any longer: the role ends now."""
    substitute_id = row.substitute_id
    if substitute_id is None:
        return
    _end(work, meeting, row)
    row.substitute_id = row.substitute_since = row.substitute_until = None
    work.session.flush()
    name = person_names(work.session, [substitute_id]).get(substitute_id, "")
    work.record(meeting.id, SubstituteWithdrawn(row.person_id, member, substitute_id, name))


def follow(work: Work, meeting_id: str) -> None:
    """After the meeting was moved or cancelled: the substitutes' roles last as long as they are needed."""
    meeting = work.session.get_one(Meeting, meeting_id)
    rows = select(MeetingReply).where(
        MeetingReply.meeting_id == meeting_id, MeetingReply.substitute_id.is_not(None)
    )
    day = meeting.starts_at.astimezone(work.timezone).date()
    for row in work.session.scalars(rows).all():
        if meeting.status is MeetingStatus.CANCELLED:
            _end(work, meeting, row)
        elif row.substitute_until != day:
            _end(work, meeting, row)
            _give(work, meeting, row)


def _give(work: Work, meeting: Meeting, row: MeetingReply) -> None:
    day = meeting.starts_at.astimezone(work.timezone).date()
    row.substitute_since, row.substitute_until = min(work.today, day), day
    work.session.flush()
    give_seat_role(work, _role(meeting, row))


def _end(work: Work, meeting: Meeting, row: MeetingReply) -> None:
    """From this moment on, as if from yesterday: roles are held by whole days."""
    if row.substitute_since is not None:
        end_seat_role(work, _role(meeting, row), work.today - timedelta(days=1))


def _role(meeting: Meeting, row: MeetingReply) -> SeatRole:
    assert row.substitute_id is not None
    assert row.substitute_since is not None
    return SeatRole(
        row.substitute_id, Role.COUNCILLOR, meeting.body_id, row.substitute_since, row.substitute_until
    )
