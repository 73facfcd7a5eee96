"""Asking providers, through the calls that are carried out after the commit; keys are ours, so each is asked once."""

from __future__ import annotations

from sqlalchemy import delete

from meetings.conferencing.events import BroadcastAsked, RoomAsked
from meetings.conferencing.models import Broadcast, RemoteRoom, RemoteStep
from meetings.conferencing.queries import AnyBroadcast, AnyRoom
from meetings.conferencing.rules import Origin, Status
from meetings.connections.usecases import Ask, ask
from meetings.runtime.work import Work


def ask_room(work: Work, room: AnyRoom, verb: str, *, keep: bool = False) -> None:
    """Have something done with a room: create, update, cancel, seat. `keep`: end it, take nothing away."""
    room.asked += 1
    work.session.flush()
    key = f"conferencing.{verb}:{room.key}:{room.asked}"
    payload = {"key": room.key, "keep": True} if keep else {"key": room.key}
    ask(work, Ask(room.provider, f"conferencing.{verb}", key, payload, room.meeting_id))


def ask_broadcast(work: Work, row: AnyBroadcast, verb: str, *, keep: bool = False) -> None:
    """Have something done with a broadcast: prepare, update, cancel. `keep`: end it, take nothing away."""
    row.asked += 1
    work.session.flush()
    key = f"broadcast.{verb}:{row.key}:{row.asked}"
    payload = {"key": row.key, "keep": True} if keep else {"key": row.key}
    ask(work, Ask(row.provider, f"broadcast.{verb}", key, payload, row.meeting_id))


def ask_room_again(work: Work, room: AnyRoom) -> None:
    """After a failure: what is there is made as wished, what is not there is made."""
    room.state, room.error, room.remedy = Status.ASKED, "", ""
    work.record(room.meeting_id, RoomAsked(room.key, room.provider, room.record, room.audience))
    ask_room(work, room, "update" if room.ref else "create")


def ask_broadcast_again(work: Work, row: AnyBroadcast) -> None:
    """The same for a broadcast."""
    row.state, row.error, row.remedy = Status.ASKED, "", ""
    work.record(row.meeting_id, BroadcastAsked(row.key, row.provider, row.privacy.value))
    ask_broadcast(work, row, "update" if row.ref else "prepare")


def aim_when_both_stand(work: Work, meeting_id: str) -> None:
    """Have the picture of the room sent to the broadcast, as soon as both are there and the broadcast takes one."""
    room = work.session.get(RemoteRoom, meeting_id)
    row = work.session.get(Broadcast, meeting_id)
    if room is None or row is None or row.target is None:
        return
    if room.state is not Status.READY or row.state is not Status.READY:
        return
    room.asked += 1
    work.session.flush()
    key = f"conferencing.aim:{room.key}:{row.key}:{room.asked}"
    payload = {"key": room.key, "broadcast": row.key}
    ask(work, Ask(room.provider, "conferencing.aim", key, payload, meeting_id))


def forget_steps(work: Work, meeting_id: str, *origins: Origin) -> None:
    """These steps are no longer to be done."""
    work.session.execute(
        delete(RemoteStep).where(RemoteStep.meeting_id == meeting_id, RemoteStep.origin.in_(origins))
    )
