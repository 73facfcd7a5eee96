"""What a look found is written down; the record gets a fact only where something changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from meetings.conferencing.desk.events import FeedSeen, FeedUnreadable, StreamForgotten
from meetings.conferencing.desk.letters import tell_forgotten
from meetings.conferencing.desk.models import BroadcastDesk
from meetings.conferencing.desk.rules import Able, forgotten
from meetings.conferencing.desk.standing import standing_of
from meetings.conferencing.desk.usecases import opened
from meetings.kernel.errors import WrongState
from meetings.ports.broadcast import BroadcastState
from meetings.ports.conferencing import RoomState
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class Looked:
    """What was answered about the feed; `state` None: nothing, and why."""

    state: BroadcastState | None = None
    failed: str = ""
    not_before: datetime | None = None


@dataclass(frozen=True)
class LookedRoom:
    """The same of the room."""

    state: RoomState | None = None
    failed: str = ""


@dataclass(frozen=True)
class KeepLook:
    """`feed` or `room` None: it was not asked, because it cannot be."""

    meeting_id: str
    able: Able
    feed: Looked | None
    room: LookedRoom | None
    #: when it began to be asked: what is found is known of no later moment
    began_at: datetime | None = None


@use_case(permission=None, system_only=True)
def keep_look(work: Work, command: KeepLook) -> None:
    """Write down what was found. A meeting whose broadcast was given up meanwhile has no desk."""
    try:
        row = opened(work, command.meeting_id)
    except WrongState:
        return
    row.able, row.asked_at = command.able.kept(), work.now
    if command.feed is not None:
        _keep_feed(work, row, command.feed, command.began_at or work.now)
    if command.room is not None:
        _keep_room(work, row, command.room)
    work.session.flush()
    _warn(work, row)


def _keep_feed(work: Work, row: BroadcastDesk, found: Looked, at: datetime) -> None:
    if row.seen_at is not None and at < row.seen_at:
        # Somebody has looked since this was asked.
        return
    if found.state is None:
        row.not_before = found.not_before
        if row.failed != found.failed:
            row.failed = found.failed
            work.session.flush()
            work.record(row.meeting_id, FeedUnreadable(found.failed))
        return
    state, before = found.state, _mark(row)
    answered_again = bool(row.failed)
    row.phase, row.receiving, row.public, row.health = (
        state.phase,
        state.receiving,
        state.public,
        state.health,
    )
    row.started_at, row.ended_at = state.started_at or row.started_at, state.ended_at or row.ended_at
    row.seen_at, row.seen_by, row.failed, row.not_before = at, "", "", None
    if _mark(row) != before or answered_again:
        work.session.flush()
        fact = FeedSeen(row.phase, row.receiving, row.public, row.health, detail=state.detail)
        work.record(row.meeting_id, fact)


def _mark(row: BroadcastDesk) -> tuple[Any, ...]:
    # How good the picture is changes from look to look: only good or not is worth a fact.
    return (row.phase, row.receiving, row.public, row.health in ("bad", "none"), row.seen_by)


def _keep_room(work: Work, row: BroadcastDesk, found: LookedRoom) -> None:
    row.room_failed = found.failed
    if found.state is None:
        return
    row.room_live, row.room_people, row.room_seen_at = found.state.live, found.state.people, work.now
    if found.state.streaming is not None:
        row.room_streaming = found.state.streaming


def _warn(work: Work, row: BroadcastDesk) -> None:
    standing = standing_of(work.session, row.meeting_id, work.now)
    if row.warned_at is not None or not forgotten(standing) or standing.closed_at is None:
        return
    row.warned_at = work.now
    minutes = int((work.now - standing.closed_at).total_seconds() // 60)
    work.session.flush()
    work.record(row.meeting_id, StreamForgotten(minutes, bool(row.public)))
    tell_forgotten(work, row.meeting_id, minutes, public=bool(row.public))
