"""What the minutes say of presence: times put right, the quorum, members elsewhere."""

from __future__ import annotations

from datetime import datetime

from meetings.minutes.document import Note
from meetings.minutes.drafting.fold import Fold
from meetings.minutes.drafting.table import minutes_of
from meetings.minutes.phrases import fill
from meetings.room import events as room
from meetings.schedule.members.events import SubstituteNamed, SubstituteWithdrawn


@minutes_of(room.AttendanceTimed)
def attendance_timed(fold: Fold, _at: datetime, fact: room.AttendanceTimed) -> None:
    """The attendance list has the time that holds."""
    fold.people.retime(fact.person_id, fact.what, datetime.fromisoformat(fact.after), fact.number)


@minutes_of(SubstituteNamed)
def substitute_named(fold: Fold, _at: datetime, fact: SubstituteNamed) -> None:
    """Who has a member's seat for this meeting."""
    fold.people.sit_in(fact.person_id, fact.name, fact.substitute_id)


@minutes_of(SubstituteWithdrawn)
def substitute_withdrawn(fold: Fold, _at: datetime, fact: SubstituteWithdrawn) -> None:
    """Nobody has it any longer."""
    fold.people.sit_in_no_more(fact.substitute_id)


@minutes_of(room.PresenceChanged)
def presence_changed(fold: Fold, at: datetime, fact: room.PresenceChanged) -> None:
    """From another place, or counted otherwise."""
    fold.people.change(at, fold.number(), fact.person_id, fact.presence)


@minutes_of(room.RemoteDirected)
def remote_directed(fold: Fold, at: datetime, fact: room.RemoteDirected) -> None:
    """Why members elsewhere were present."""
    text = fill(fold.setting.say.room.elsewhere, words=fact.words.rstrip("."))
    fold.put_block(at, Note(id="remote-directed", text=text))


@minutes_of(room.QuorumLost)
def quorum_lost(fold: Fold, at: datetime, fact: room.QuorumLost) -> None:
    """From when on nothing could be decided."""
    say, when = fold.setting.say.room, fold.setting.clock(at)
    item = fill(say.for_item, number=fact.number) if fact.number else ""
    text = fill(say.quorum_lost, item=item, at=when, present=fact.present, needed=fact.needed)
    fold.put_block(at, Note(id=f"quorum-lost-{at:%H%M%S}", text=text))


@minutes_of(room.QuorumRegained)
def quorum_regained(fold: Fold, at: datetime, fact: room.QuorumRegained) -> None:
    """And until when."""
    text = fill(fold.setting.say.room.quorum_back, at=fold.setting.clock(at))
    fold.put_block(at, Note(id=f"quorum-back-{at:%H%M%S}", text=text))


@minutes_of(room.RemoteConnectionLost)
def connection_lost(fold: Fold, at: datetime, fact: room.RemoteConnectionLost) -> None:
    """For that time the member was not present."""
    since = fold.setting.clock(datetime.fromisoformat(fact.lost_at))
    text = fill(fold.setting.say.room.connection_lost, name=fact.name, at=since)
    fold.put_block(at, Note(id=f"lost-{fact.person_id}-{at:%H%M%S}", text=text))


@minutes_of(room.RemoteConnectionRestored)
def connection_restored(fold: Fold, at: datetime, fact: room.RemoteConnectionRestored) -> None:
    """Present again."""
    text = fill(fold.setting.say.room.connection_back, name=fact.name, at=fold.setting.clock(at))
    fold.put_block(at, Note(id=f"back-{fact.person_id}-{at:%H%M%S}", text=text))


@minutes_of(room.BarLifted)
def bar_lifted(fold: Fold, at: datetime, fact: room.BarLifted) -> None:
    """Who voted though they had missed a part, and why."""
    why = fact.reason.rstrip(".")
    text = fill(fold.setting.say.room.bar_lifted, name=fact.name, why=why)
    fold.put_block(at, Note(id=f"bar-{fact.person_id}-{at:%H%M%S}", text=text), fact.item_id)
