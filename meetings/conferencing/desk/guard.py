"""Looks after the broadcast while the public is excluded, from what was last read and not from what was asked for."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from meetings.conferencing.desk.private import GoOnInPublic, StopAgain, go_on_in_public, stop_again
from meetings.conferencing.desk.rules import able_from
from meetings.conferencing.desk.standing import desk_row, on_its_way
from meetings.conferencing.queries import broadcast_of_meeting
from meetings.conferencing.rules import Status
from meetings.exclusion.guards import guarded_by, names_stream, reads_itself
from meetings.exclusion.queries import exclusion_of
from meetings.kernel.actor import SYSTEM
from meetings.ports.broadcast import StreamState
from meetings.runtime.jobs import JobContext

#: What was read longer ago says nothing about now.
_FRESH = timedelta(seconds=20)
#: What was asked for gets this long before it is asked for again.
_PATIENCE = timedelta(seconds=4)


class DeskGuard:
    """The guard of every broadcast that was arranged here."""

    def __init__(self, context: JobContext) -> None:
        self._context = context

    def handles(self, meeting_id: str) -> bool:
        """Whether the meeting has a desk."""
        with self._context.runner.read() as session:
            return desk_row(session, meeting_id) is not None

    def stop(self, meeting_id: str) -> None:
        """Asked for with the resolution itself; asked for again where it still runs after a while."""
        now = self._context.runner.clock.now()
        with self._context.runner.read() as session:
            row = desk_row(session, meeting_id)
        if row is None or not (row.public or row.receiving or row.room_streaming):
            return
        if row.wished_at is None or now - row.wished_at >= _PATIENCE:
            self._context.runner.run(stop_again, StopAgain(meeting_id), actor=SYSTEM)

    def resume(self, meeting_id: str) -> None:
        """The public is back."""
        self._context.runner.run(go_on_in_public, GoOnInPublic(meeting_id), actor=SYSTEM)

    def state(self, meeting_id: str) -> StreamState:
        """What the service last said, if it said so after the public was excluded and not long ago."""
        now = self._context.runner.clock.now()
        with self._context.runner.read() as session:
            row, standing = desk_row(session, meeting_id), exclusion_of(session, meeting_id)
            seen_at = row.seen_at if row is not None else None
            late = seen_at is not None and on_its_way(session, meeting_id, seen_at, now)
        if row is None:
            return StreamState(None, "nobody has looked", readable=False)
        able = able_from(row.able)
        if not able.reads_feed:
            return StreamState(None, "nobody can be asked", readable=False)
        since = standing.began_at if standing is not None else now
        if row.failed:
            return StreamState(None, f"{able.feed} does not say whether the public sees it: {row.failed}")
        if row.seen_at is None or row.seen_by or row.seen_at < since or now - row.seen_at > _FRESH:
            return StreamState(None, f"{able.feed} has not said yet whether it has stopped")
        if late and row.public is False:
            return StreamState(None, f"{able.feed}: what was asked for before is still being done")
        if row.public is False and row.receiving and able.starts_picture:
            still = "hidden from the public, but a picture still arrives there and may be recorded"
            return StreamState(True, f"{able.feed}: {still}")
        if row.public is None:
            return StreamState(None, f"{able.feed} does not say whether the public sees it")
        words = "the public still gets it" if row.public else "nothing reaches the public"
        return StreamState(row.public, f"{able.feed} says: {words}")


def read_by_its_service(session: Session, meeting_id: str) -> bool:
    """Whether the service of the meeting's broadcast is asked."""
    row = desk_row(session, meeting_id)
    return row is not None and able_from(row.able).reads_feed


def name_of_broadcast(session: Session, meeting_id: str) -> str:
    """The arranged broadcast, whether or not the meeting's page gives its address."""
    cast = broadcast_of_meeting(session, meeting_id)
    if cast is None or not cast.ref or cast.state in (Status.ENDED, Status.CANCELLED):
        return ""
    return cast.watch_url.partition("//")[2].partition("/")[0] or cast.provider


guarded_by(DeskGuard)
names_stream(name_of_broadcast)
reads_itself(read_by_its_service)
