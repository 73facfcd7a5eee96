"""The devices of members elsewhere: a connection that is lost for too long is a fact, and so is its return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from meetings.kernel.ids import new_id
from meetings.room.entitlement import entitlement_changed
from meetings.room.events import RemoteConnectionLost, RemoteConnectionRestored
from meetings.room.models import Attendance, ConnectionLoss
from meetings.room.rules import Presence
from meetings.room.usecases.attendance import name_of_person
from meetings.room.usecases.meeting import locked
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus


@dataclass(frozen=True)
class LoseConnection:
    """Nothing has been heard of a member's device since then."""

    meeting_id: str
    person_id: str
    since: datetime


@dataclass(frozen=True)
class RestoreConnection:
    """The device is there again."""

    meeting_id: str
    person_id: str


@use_case(permission=None, system_only=True)
def lose_connection(work: Work, command: LoseConnection) -> bool:
    """Note a lost connection of a member who attends an open meeting from elsewhere. False: nothing to note."""
    meeting = locked(work, command.meeting_id)
    row = work.session.scalar(
        select(Attendance).where(
            Attendance.meeting_id == meeting.id,
            Attendance.person_id == command.person_id,
            Attendance.left_at.is_(None),
            Attendance.presence == Presence.REMOTE,
        )
    )
    if meeting.status is not MeetingStatus.OPEN or row is None:
        return False
    if _open_loss(work, meeting.id, command.person_id) is not None:
        return False
    # Somebody who came after their page was last seen has missed nothing before they came.
    since = max(command.since, row.arrived_at)
    loss = ConnectionLoss(id=new_id(), meeting_id=meeting.id, person_id=command.person_id, lost_at=since)
    work.session.add(loss)
    work.session.flush()
    name = name_of_person(work, command.person_id)
    work.record(meeting.id, RemoteConnectionLost(command.person_id, name, since.isoformat()))
    return True


@use_case(permission=None, system_only=True)
def restore_connection(work: Work, command: RestoreConnection) -> bool:
    """Note that a lost connection is back. False: none was lost."""
    meeting = locked(work, command.meeting_id)
    loss = _open_loss(work, meeting.id, command.person_id)
    if loss is None:
        return False
    end_loss(work, loss)
    entitlement_changed(work, meeting.id)
    return True


def end_loss(work: Work, loss: ConnectionLoss) -> None:
    """The loss is over now."""
    loss.restored_at = work.now
    work.session.flush()
    name = name_of_person(work, loss.person_id)
    fact = RemoteConnectionRestored(loss.person_id, name, loss.lost_at.isoformat())
    work.record(loss.meeting_id, fact)


def forget_loss(work: Work, meeting_id: str, person_id: str) -> None:
    """Whoever leaves the meeting, or comes into the room, has no lost connection any longer."""
    loss = _open_loss(work, meeting_id, person_id)
    if loss is not None:
        loss.restored_at = work.now
        work.session.flush()


def _open_loss(work: Work, meeting_id: str, person_id: str) -> ConnectionLoss | None:
    query = select(ConnectionLoss).where(
        ConnectionLoss.meeting_id == meeting_id,
        ConnectionLoss.person_id == person_id,
        ConnectionLoss.restored_at.is_(None),
    )
    return work.session.scalar(query)
