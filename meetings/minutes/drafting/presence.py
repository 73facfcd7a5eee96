"""What the minutes say of presence: times put right, the quorum, members elsewhere."""

from __future__ import annotations

from datetime import datetime

from meetings.minutes.document import Note
from meetings.minutes.drafting.fold import Fold
from meetings.minutes.drafting.table import minutes_of
from meetings.room import events as room


@minutes_of(room.AttendanceTimed)
def attendance_timed(fold: Fold, _at: datetime, fact: room.AttendanceTimed) -> None:
    """The attendance list has the time that holds."""
    fold.people.retime(fact.person_id, fact.what, datetime.fromisoformat(fact.after), fact.number)


@minutes_of(room.PresenceChanged)
def presence_changed(fold: Fold, at: datetime, fact: room.PresenceChanged) -> None:
    """From another place, or counted otherwise."""
    fold.people.change(at, fold.number(), fact.person_id, fact.presence)


@minutes_of(room.RemoteDirected)
def remote_directed(fold: Fold, at: datetime, fact: room.RemoteDirected) -> None:
    """Why members elsewhere were present."""
    text = f"Members took part from elsewhere: {fact.words.rstrip('.')}"
    fold.put_block(at, Note(id="remote-directed", text=text))


@minutes_of(room.QuorumLost)
def quorum_lost(fold: Fold, at: datetime, fact: room.QuorumLost) -> None:
    """From when on nothing could be decided."""
    item = f" for item {fact.number}" if fact.number else ""
    text = (
        f"There was no quorum{item} from {fold.setting.clock(at)}: "
        f"{fact.present} voting members counted and {fact.needed} were needed"
    )
    fold.put_block(at, Note(id=f"quorum-lost-{at:%H%M%S}", text=text))


@minutes_of(room.QuorumRegained)
def quorum_regained(fold: Fold, at: datetime, fact: room.QuorumRegained) -> None:
    """And until when."""
    text = f"There was a quorum again from {fold.setting.clock(at)}"
    fold.put_block(at, Note(id=f"quorum-back-{at:%H%M%S}", text=text))


@minutes_of(room.RemoteConnectionLost)
def connection_lost(fold: Fold, at: datetime, fact: room.RemoteConnectionLost) -> None:
    """For that time the member was not present."""
    since = fold.setting.clock(datetime.fromisoformat(fact.lost_at))
    text = f"{fact.name} lost the connection at {since} and was not present until it was back"
    fold.put_block(at, Note(id=f"lost-{fact.person_id}-{at:%H%M%S}", text=text))


@minutes_of(room.RemoteConnectionRestored)
def connection_restored(fold: Fold, at: datetime, fact: room.RemoteConnectionRestored) -> None:
    """Present again."""
    text = f"{fact.name} was connected again at {fold.setting.clock(at)}"
    fold.put_block(at, Note(id=f"back-{fact.person_id}-{at:%H%M%S}", text=text))


@minutes_of(room.BarLifted)
def bar_lifted(fold: Fold, at: datetime, fact: room.BarLifted) -> None:
    """Who voted though they had missed a part, and why."""
    why = fact.reason.rstrip(".")
    text = f"{fact.name} was allowed to vote on this item though they had missed a part of it: {why}"
    fold.put_block(at, Note(id=f"bar-{fact.person_id}-{at:%H%M%S}", text=text), fact.item_id)
