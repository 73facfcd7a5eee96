"""What is asked of room and broadcast when something is wished for. Each wish has its turn; a later one ends it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Any

from meetings.conferencing.desk.models import BroadcastDesk
from meetings.conferencing.desk.rules import BY_HAND, Press
from meetings.conferencing.queries import broadcast_of_meeting, room_of_meeting
from meetings.connections.usecases import Ask, ask
from meetings.runtime.work import Work


class Operation(StrEnum):
    """What the desk has done at a provider."""

    START_STREAM = "conferencing.start_stream"
    STOP_STREAM = "conferencing.stop_stream"
    END_ROOM = "conferencing.end"
    GO_LIVE = "broadcast.go_live"
    HOLD = "broadcast.hold"
    RELEASE = "broadcast.release"
    END = "broadcast.end"
    REHEARSE = "broadcast.rehearse"
    END_REHEARSAL = "broadcast.end_rehearsal"

    @property
    def words(self) -> str:
        """What it is for, as the end of a sentence."""
        return _WORDS[self]


_WORDS = {
    Operation.START_STREAM: "start the picture",
    Operation.STOP_STREAM: "stop the picture",
    Operation.END_ROOM: "close the remote room",
    Operation.GO_LIVE: "go live",
    Operation.HOLD: "hold the broadcast",
    Operation.RELEASE: "go on with the broadcast",
    Operation.END: "end the broadcast",
    Operation.REHEARSE: "make the test run",
    Operation.END_REHEARSAL: "end the test run",
}
_OF_ROOM = (Operation.START_STREAM, Operation.STOP_STREAM, Operation.END_ROOM)
#: Nothing that is put before the public is worth doing late; what takes it away always is.
_GIVE_UP = timedelta(minutes=15)
_GIVE_UP_STOPPING = timedelta(hours=6)
#: Who waits for the list of those who were there must not keep the room open: that is told only once it has ended.
STOPPING = frozenset(
    {Operation.STOP_STREAM, Operation.HOLD, Operation.END, Operation.END_REHEARSAL, Operation.END_ROOM}
)
#: What puts something before the public.
SHOWING = frozenset({Operation.START_STREAM, Operation.GO_LIVE, Operation.RELEASE})

FOLLOWS: dict[Press, tuple[Operation, ...]] = {
    Press.PICTURE: (Operation.START_STREAM,),
    Press.LIVE: (Operation.START_STREAM, Operation.GO_LIVE),
    Press.HOLD: (Operation.HOLD,),
    Press.GO_ON: (Operation.START_STREAM, Operation.RELEASE),
    Press.END: (Operation.STOP_STREAM, Operation.END),
    Press.TEST: (Operation.REHEARSE,),
    Press.END_TEST: (Operation.END_REHEARSAL,),
    Press.CLOSE_ROOM: (Operation.END_ROOM,),
}


def ask_all(
    work: Work, row: BroadcastDesk, operations: Iterable[Operation], *, urgent: bool = False
) -> list[Operation]:
    """Have these done for the present turn, in order; those for which nobody can be asked are left to people."""
    asked = []
    for operation in operations:
        provider, key = _whom(work, row, operation)
        if provider in BY_HAND:
            continue
        give_up = _GIVE_UP_STOPPING if operation in STOPPING else _GIVE_UP
        of = "room" if operation in _OF_ROOM else "broadcast"
        payload: dict[str, Any] = {"turn": row.turn, "key": key, "of": of, "rehearsal": row.rehearsals}
        ask(
            work,
            Ask(
                provider=provider,
                operation=operation.value,
                key=f"desk:{row.meeting_id}:{row.turn}:{operation.value}",
                payload=payload,
                meeting_id=row.meeting_id,
                urgent=urgent or operation in STOPPING,
                give_up_after=give_up,
            ),
        )
        asked.append(operation)
    return asked


def _whom(work: Work, row: BroadcastDesk, operation: Operation) -> tuple[str, str]:
    if operation in _OF_ROOM:
        room = room_of_meeting(work.session, row.meeting_id)
        return (room.provider, room.key) if room is not None and room.ref else ("", "")
    cast = broadcast_of_meeting(work.session, row.meeting_id)
    return (cast.provider, cast.key) if cast is not None and cast.ref else ("", "")
