"""What the wishes do at room and broadcast. Each may be done twice; one whose turn is over is not done at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from meetings.conferencing.desk.asking import Operation
from meetings.conferencing.desk.events import NotDone
from meetings.conferencing.desk.models import BroadcastDesk
from meetings.conferencing.desk.rules import Wish
from meetings.conferencing.desk.standing import desk_row
from meetings.conferencing.queries import broadcast_by_key, room_by_key
from meetings.connections.calls import Applied, Call, Doing, failed, operation
from meetings.exclusion.queries import private_now
from meetings.ports.broadcast import Phase
from meetings.ports.providers import Can, Retryable
from meetings.runtime.work import Work

#: A picture that is on its way is waited for; the service itself is well.
_SOON = timedelta(seconds=3)


@dataclass(frozen=True)
class _Wanted:
    ref: str
    private: bool


@operation(Operation.START_STREAM)
def start_stream(doing: Doing) -> Applied | None:
    """Have the room send its picture, unless the public is excluded."""
    wanted = _wanted(doing, (Wish.PICTURE, Wish.LIVE, Wish.HELD))
    if wanted is None or wanted.private or Can.STREAM_CONTROL not in doing.room_provider.can:
        return None
    doing.room_provider.start_stream(doing.account, wanted.ref)
    return _look_soon(doing)


@operation(Operation.STOP_STREAM)
def stop_stream(doing: Doing) -> Applied | None:
    """Have it send nothing."""
    wanted = _wanted(doing, (Wish.HELD, Wish.ENDED))
    if wanted is None or Can.STREAM_CONTROL not in doing.room_provider.can:
        return None
    doing.room_provider.stop_stream(doing.account, wanted.ref)
    return _look_soon(doing)


@operation(Operation.END_ROOM)
def end_room(doing: Doing) -> Applied | None:
    """End the room for everybody."""
    if Can.END not in doing.room_provider.can:
        return None
    with doing.context.runner.read() as session:
        room = room_by_key(session, str(doing.payload["key"]))
    if room is not None and room.ref:
        doing.room_provider.end(doing.account, room.ref)
    return _look_soon(doing)


@operation(Operation.GO_LIVE)
def go_live(doing: Doing) -> Applied | None:
    """Show it to the public once a picture arrives."""
    wanted = _wanted(doing, (Wish.LIVE,))
    if wanted is None or wanted.private or Can.GO_LIVE not in doing.broadcast_provider.can:
        return None
    provider = doing.broadcast_provider
    if _with_picture(doing, wanted.ref) is Phase.HELD and Can.HOLD in provider.can:
        provider.release(doing.account, wanted.ref)
    else:
        provider.go_live(doing.account, wanted.ref)
    return _look_soon(doing)


@operation(Operation.HOLD)
def hold(doing: Doing) -> Applied | None:
    """The public gets neither picture nor sound."""
    wanted = _wanted(doing, (Wish.HELD, Wish.ENDED))
    if wanted is None or Can.HOLD not in doing.broadcast_provider.can:
        return None
    doing.broadcast_provider.hold(doing.account, wanted.ref)
    return _look_soon(doing)


@operation(Operation.RELEASE)
def release(doing: Doing) -> Applied | None:
    """The public gets it again, unless it is excluded."""
    wanted = _wanted(doing, (Wish.LIVE,))
    if wanted is None or wanted.private or Can.HOLD not in doing.broadcast_provider.can:
        return None
    doing.broadcast_provider.release(doing.account, wanted.ref)
    return _look_soon(doing)


@operation(Operation.END)
def end(doing: Doing) -> Applied | None:
    """It is over, for good."""
    wanted = _wanted(doing, (Wish.ENDED,))
    if wanted is None or Can.GO_LIVE not in doing.broadcast_provider.can:
        return None
    doing.broadcast_provider.end(doing.account, wanted.ref)
    return _look_soon(doing)


def _wanted(doing: Doing, wishes: Collection[Wish]) -> _Wanted | None:
    """What it is to be done to. None: something else is wished for by now, or it is gone."""
    meeting_id, key = doing.meeting_id or "", str(doing.payload["key"])
    of_room = doing.payload.get("of") == "room"
    with doing.context.runner.read() as session:
        row = desk_row(session, meeting_id)
        if row is None or row.wish not in wishes:
            return None
        # The end is final: closing the room after it takes nothing of it back.
        if row.turn != doing.payload["turn"] and row.wish is not Wish.ENDED:
            return None
        found = room_by_key(session, key) if of_room else broadcast_by_key(session, key)
        if found is None or not found.ref:
            return None
        return _Wanted(found.ref, private_now(session, meeting_id))


def _with_picture(doing: Doing, ref: str) -> Phase:
    """Where it stands, once a picture arrives. Raises Retryable before that."""
    provider = doing.broadcast_provider
    if Can.FEED_STATE not in provider.can:
        return Phase.UNKNOWN
    state = provider.state(doing.account, ref)
    if state.receiving is False:
        soon = doing.context.runner.clock.now() + _SOON
        raise Retryable("No picture arrives yet.", code="no_picture", not_before=soon)
    return state.phase


def _look_soon(doing: Doing) -> Applied:
    meeting_id = doing.meeting_id or ""

    def apply(work: Work) -> None:
        row = desk_row(work.session, meeting_id)
        if row is not None:
            row.asked_at = None
            if row.turn == doing.payload["turn"]:
                row.problem = row.remedy = ""

    return apply


def _given_up(work: Work, call: Call, reason: str, remedy: str) -> None:
    """Say so where it still matters."""
    row: BroadcastDesk | None = desk_row(work.session, call.meeting_id or "")
    if row is None or row.turn != call.payload.get("turn"):
        return
    words = Operation(call.operation).words
    row.problem, row.remedy = f"Could not {words}: {reason}", remedy
    work.session.flush()
    work.record(row.meeting_id, NotDone(call.operation, reason, remedy))


for _operation in Operation:
    if _operation not in (Operation.REHEARSE, Operation.END_REHEARSAL):
        failed(_operation.value)(_given_up)
