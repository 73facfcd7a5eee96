"""Reads about remote rooms and broadcasts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from meetings.bodies.queries import person_names
from meetings.conferencing.models import (
    Broadcast,
    FormerBroadcast,
    FormerRoom,
    Invited,
    RemoteRoom,
    RemoteStep,
    Seat,
)
from meetings.conferencing.rules import Origin, Privacy, Status
from meetings.connections.queries import CallRow, calls_of
from meetings.schedule.models import Meeting

AnyRoom = RemoteRoom | FormerRoom
AnyBroadcast = Broadcast | FormerBroadcast


@dataclass(frozen=True)
class Remote:
    """Everything about a meeting's room and broadcast that an officer is shown. No secrets."""

    room: RemoteRoom | None
    broadcast: Broadcast | None
    calls: tuple[CallRow, ...]
    steps: tuple[RemoteStep, ...]
    former_rooms: tuple[FormerRoom, ...] = ()
    former_broadcasts: tuple[FormerBroadcast, ...] = ()

    @property
    def arranged(self) -> bool:
        """Whether there is anything at all."""
        return self.room is not None or self.broadcast is not None


@dataclass(frozen=True)
class Habit:
    """What a body's meetings usually have."""

    room_provider: str = ""
    broadcast_provider: str = ""
    record: bool = False
    audience: bool = False
    privacy: Privacy = Privacy.PUBLIC
    #: the meeting this was taken from
    meeting_id: str = ""
    #: whether that was one of this body
    own: bool = True


def room_of_meeting(session: Session, meeting_id: str) -> RemoteRoom | None:
    """The room of a meeting as it is now; None: none was ever asked for."""
    return session.get(RemoteRoom, meeting_id)


def broadcast_of_meeting(session: Session, meeting_id: str) -> Broadcast | None:
    """The broadcast of a meeting as it is now; None: none was ever asked for."""
    return session.get(Broadcast, meeting_id)


def standing_room(session: Session, meeting_id: str) -> RemoteRoom | None:
    """The room that people can go into: made, and not taken away."""
    room = room_of_meeting(session, meeting_id)
    return room if room is not None and room.ref and room.state.stands else None


def room_by_key(session: Session, key: str) -> AnyRoom | None:
    """A room by our key, whether it is still the meeting's or was given up."""
    current = session.scalar(select(RemoteRoom).where(RemoteRoom.key == key))
    return current if current is not None else session.get(FormerRoom, key)


def broadcast_by_key(session: Session, key: str) -> AnyBroadcast | None:
    """A broadcast by our key, whether it is still the meeting's or was given up."""
    current = session.scalar(select(Broadcast).where(Broadcast.key == key))
    return current if current is not None else session.get(FormerBroadcast, key)


def rooms_of_meeting(session: Session, meeting_id: str) -> list[AnyRoom]:
    """Every room a meeting has had, the present one last: who was connected may be told by each."""
    former = session.scalars(
        select(FormerRoom).where(FormerRoom.meeting_id == meeting_id).order_by(FormerRoom.replaced_at)
    )
    current = room_of_meeting(session, meeting_id)
    return [*former, *((current,) if current is not None else ())]


def room_by_ref(session: Session, provider: str, ref: str) -> AnyRoom | None:
    """The room that the provider knows by this, such as in its messages.

    Where a provider needs several ids to find a room again, the first, before a space, is the one in its messages.
    """
    if not ref:
        return None

    def same(table: type[RemoteRoom] | type[FormerRoom]) -> ColumnElement[bool]:
        by_ref = or_(table.ref == ref, table.ref.startswith(f"{ref} ", autoescape=True))
        return (table.provider == provider) & by_ref

    current = session.scalar(select(RemoteRoom).where(same(RemoteRoom)).limit(1))
    if current is not None:
        return current
    return session.scalar(select(FormerRoom).where(same(FormerRoom)).limit(1))


def steps_of(session: Session, meeting_id: str) -> tuple[RemoteStep, ...]:
    """What is done by hand, in the order in which it is done."""
    rows = session.scalars(select(RemoteStep).where(RemoteStep.meeting_id == meeting_id))
    order = list(Origin)
    return tuple(sorted(rows, key=lambda s: (order.index(s.origin), s.position)))


def remote_of(session: Session, meeting_id: str) -> Remote:
    """Everything for the officer's page."""
    former_rooms = session.scalars(select(FormerRoom).where(FormerRoom.meeting_id == meeting_id))
    former_broadcasts = session.scalars(
        select(FormerBroadcast).where(FormerBroadcast.meeting_id == meeting_id)
    )
    return Remote(
        room_of_meeting(session, meeting_id),
        broadcast_of_meeting(session, meeting_id),
        tuple(calls_of(session, meeting_id)),
        steps_of(session, meeting_id),
        tuple(former_rooms),
        tuple(former_broadcasts),
    )


def meetings_with_room(session: Session, meeting_ids: Collection[str]) -> frozenset[str]:
    """Which of these meetings have a room to go into, or one that is being made. One query."""
    stand = [s for s in Status if s.stands]
    rows = session.scalars(
        select(RemoteRoom.meeting_id).where(
            RemoteRoom.meeting_id.in_(list(meeting_ids)), RemoteRoom.state.in_(stand)
        )
    )
    return frozenset(rows)


def habit_of(session: Session, body_id: str, but: str = "") -> Habit | None:
    """What this body had last, or else what any body had last. `but`: a meeting that is left out."""
    own = _last(session, body_id, but)
    if own is not None:
        return own
    other = _last(session, None, but)
    return None if other is None else replace(other, own=False)


def _last(session: Session, body_id: str | None, but: str) -> Habit | None:
    rooms = (
        select(RemoteRoom, RemoteRoom.arranged_at)
        .join(Meeting, Meeting.id == RemoteRoom.meeting_id)
        .where(RemoteRoom.meeting_id != but, RemoteRoom.emergency.is_(False))
    )
    casts = (
        select(Broadcast, Broadcast.arranged_at)
        .join(Meeting, Meeting.id == Broadcast.meeting_id)
        .where(Broadcast.meeting_id != but, Broadcast.emergency.is_(False))
    )
    if body_id is not None:
        rooms, casts = rooms.where(Meeting.body_id == body_id), casts.where(Meeting.body_id == body_id)
    room = session.scalar(rooms.order_by(RemoteRoom.arranged_at.desc(), RemoteRoom.meeting_id).limit(1))
    cast = session.scalar(casts.order_by(Broadcast.arranged_at.desc(), Broadcast.meeting_id).limit(1))
    if room is None and cast is None:
        return None
    # Arranged together, they belong together: the later of the two says which meeting is followed.
    at: list[tuple[datetime, str]] = [(r.arranged_at, r.meeting_id) for r in (room, cast) if r is not None]
    source = max(at)[1]
    room = room if room is not None and room.meeting_id == source else None
    cast = cast if cast is not None and cast.meeting_id == source else None
    return Habit(
        room.provider if room else "",
        cast.provider if cast else "",
        room.record if room else False,
        room.audience if room else False,
        cast.privacy if cast else Privacy.PUBLIC,
        source,
    )


@dataclass(frozen=True)
class InvitedRow:
    """Somebody invited, by name."""

    person_id: str
    name: str
    why: str
    stays: bool


def invited_of(session: Session, meeting_id: str) -> list[InvitedRow]:
    """Who besides the members of the body may come in, by name."""
    rows = list(session.scalars(select(Invited).where(Invited.meeting_id == meeting_id)))
    names = person_names(session, {r.person_id for r in rows})
    found = [InvitedRow(r.person_id, names.get(r.person_id, ""), r.why, r.stays) for r in rows]
    return sorted(found, key=lambda r: r.name)


def seat_of(session: Session, room_key: str, person_id: str) -> Seat | None:
    """Somebody's seat in a room."""
    return session.get(Seat, (room_key, person_id))


def seats_of(session: Session, meeting_id: str) -> list[Seat]:
    """Every seat in any room of a meeting."""
    return list(session.scalars(select(Seat).where(Seat.meeting_id == meeting_id).order_by(Seat.name)))
