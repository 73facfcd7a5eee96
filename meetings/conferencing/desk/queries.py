"""All that the page of the desk shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.conferencing.desk.card import Card, card_of
from meetings.conferencing.desk.models import BroadcastDesk
from meetings.conferencing.desk.rules import BY_HAND, Able, Press, Sitting, Standing, next_press, others
from meetings.conferencing.desk.sight import Light, Sight, alarms_of, lights_of, sight_of
from meetings.conferencing.desk.standing import desk_row, has_desk, standing_of
from meetings.conferencing.desk.told import Line, log_of
from meetings.conferencing.models import Broadcast, RemoteRoom, RemoteStep
from meetings.conferencing.queries import broadcast_of_meeting, room_of_meeting, steps_of
from meetings.connections.queries import CallRow, calls_of
from meetings.connections.rules import CallState
from meetings.schedule.queries import MeetingRow, meeting_of

_DESK_CALLS = ("conferencing.start", "conferencing.stop", "conferencing.end", "broadcast.")


@dataclass(frozen=True)
class DeskView:
    """The desk at one moment."""

    meeting: MeetingRow
    at: Standing
    sight: Sight
    lights: tuple[Light, ...]
    alarms: tuple[str, ...]
    next: Press | None
    others: tuple[Press, ...]
    room: RemoteRoom | None
    cast: Broadcast | None
    row: BroadcastDesk | None
    steps: tuple[RemoteStep, ...]
    under_way: tuple[CallRow, ...]
    card: Card | None
    arranged: bool

    @property
    def by_hand(self) -> bool:
        """Whether nobody can be asked: what is pressed is a note, and a person does it."""
        return self.cast is None or self.cast.provider in BY_HAND

    @property
    def watch_url(self) -> str:
        """Where the public watches."""
        return (self.cast.watch_url if self.cast is not None else "") or self.meeting.broadcast_url

    @property
    def asked_at(self) -> datetime | None:
        """When it was last found out what the public sees."""
        return self.at.seen.at


def desk_view(session: Session, meeting_id: str, now: datetime, able: Able | None = None) -> DeskView:
    """Everything for the page. Raises NotFound."""
    meeting = meeting_of(session, meeting_id)
    at = standing_of(session, meeting_id, now, able)
    lights = lights_of(at)
    return DeskView(
        meeting,
        at,
        sight_of(at),
        lights,
        alarms_of(at),
        next_press(at),
        others(at),
        room_of_meeting(session, meeting_id),
        broadcast_of_meeting(session, meeting_id),
        desk_row(session, meeting_id),
        steps_of(session, meeting_id),
        _under_way(session, meeting_id),
        card_of(session, meeting),
        has_desk(session, meeting),
    )


def log(session: Session, meeting_id: str) -> list[Line]:
    """What happened at the desk, the newest first."""
    return log_of(session, meeting_id)


def _under_way(session: Session, meeting_id: str) -> tuple[CallRow, ...]:
    return tuple(
        c
        for c in calls_of(session, meeting_id)
        if c.operation.startswith(_DESK_CALLS) and c.state in (CallState.WAITING, CallState.PARKED)
    )


@dataclass(frozen=True)
class ForPublic:
    """What the public page shows of the broadcast. `live`: the service says that the public gets it now."""

    watch_url: str
    embed_url: str
    live: bool
    card: Card | None


def for_public(session: Session, meeting: MeetingRow) -> ForPublic | None:
    """None: there is no broadcast that the public knows of. A private one is not offered."""
    if not meeting.broadcast_url:
        return None
    cast, row = broadcast_of_meeting(session, meeting.id), desk_row(session, meeting.id)
    ours = cast is not None and cast.watch_url == meeting.broadcast_url
    embed = cast.embed_url if ours and cast is not None else ""
    card = card_of(session, meeting)
    live = row is not None and bool(row.public) and not row.failed and card is None
    return ForPublic(meeting.broadcast_url, embed, live, card)


__all__ = ["DeskView", "ForPublic", "Sitting", "desk_view", "for_public", "log"]
