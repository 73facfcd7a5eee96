"""Reads about the council's own video room: who may come in, who waits, who was connected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.conferencing.entry import entry_of
from meetings.conferencing.models import RemoteRoom, Seat
from meetings.conferencing.own.models import OwnConnection, OwnGuest
from meetings.conferencing.own.rules import Admission
from meetings.conferencing.queries import room_of_meeting
from meetings.conferencing.rules import DoorState, Status
from meetings.kernel.actor import Actor
from meetings.kernel.errors import Denied, NotFound, SignInRequired, WrongState
from meetings.ports.conferencing import Connection
from meetings.schedule.queries import MeetingRow

PROVIDER = "builtin"
#: seconds after which somebody whose page asks no more is not shown as waiting
GONE_AFTER = timedelta(seconds=15)
_NOT_NOW = {
    DoorState.EARLY: "The room is not open yet: it opens half an hour before the meeting.",
    DoorState.OVER: "The meeting is over.",
    DoorState.CANCELLED: "The meeting was cancelled.",
}


@dataclass(frozen=True)
class Entrant:
    """Somebody who may come to the door, and their seat."""

    seat: str
    name: str
    host: bool


def own_room(session: Session, meeting_id: str) -> RemoteRoom:
    """The meeting's room on this machine. Raises NotFound, and WrongState while it is not there."""
    room = room_of_meeting(session, meeting_id)
    if room is None or room.provider != PROVIDER or not room.state.stands:
        raise NotFound("This meeting has no video room here.")
    if room.state is not Status.READY or room.inside is None:
        raise WrongState("The video room is being made ready. Try again in a moment.")
    return room


def entrant(session: Session, actor: Actor, meeting: MeetingRow, tz: ZoneInfo, now: datetime) -> Entrant:
    """Who asks, if the door is theirs now. Raises SignInRequired, Denied, WrongState."""
    if not actor.signed_in:
        raise SignInRequired("Sign in to come into the meeting.")
    entry = entry_of(session, actor, meeting, tz, now)
    if entry.guest is None:
        raise Denied("You have no seat in this meeting. Watch it as one of the public instead.")
    if entry.kept_out:
        raise Denied(entry.kept_out)
    if entry.state is not DoorState.OPEN:
        raise WrongState(_NOT_NOW[entry.state])
    if _revoked(session, meeting.id, actor.person_id):
        raise Denied("Your seat in this meeting was taken back. Ask democratic services.")
    return Entrant(entry.guest.key, entry.guest.name, entry.part.host)


def waiting(session: Session, meeting_id: str, now: datetime) -> list[OwnGuest]:
    """Who stands at the door now, first come first."""
    query = select(OwnGuest).where(
        OwnGuest.meeting_id == meeting_id,
        OwnGuest.state != Admission.ADMITTED,
        OwnGuest.seen_at >= now - GONE_AFTER,
    )
    return list(session.scalars(query.order_by(OwnGuest.asked_at, OwnGuest.seat)))


def hosts_of(session: Session, meeting_id: str) -> frozenset[str]:
    """The seats of those who cannot be put out. One query."""
    query = select(OwnGuest.seat).where(OwnGuest.meeting_id == meeting_id, OwnGuest.host)
    return frozenset(session.scalars(query))


def connections_of(session: Session, meeting_id: str) -> list[Connection]:
    """Who was connected when: certain, since every device came in with a seat of ours."""
    query = select(OwnConnection).where(OwnConnection.meeting_id == meeting_id)
    return [
        Connection(row.key, "meeting", row.joined_at, row.left_at, name=row.name, seat_ref=row.seat)
        for row in session.scalars(query.order_by(OwnConnection.joined_at, OwnConnection.key))
    ]


def _revoked(session: Session, meeting_id: str, person_id: str | None) -> bool:
    query = select(Seat.revoked_at).where(Seat.meeting_id == meeting_id, Seat.person_id == person_id)
    found = list(session.scalars(query))
    return bool(found) and all(at is not None for at in found)
