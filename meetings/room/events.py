"""Facts of the live meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from meetings.kernel.facts import Fact, fact
from meetings.room.rules import Capacity, Presence


@fact("room.meeting_opened")
@dataclass(frozen=True)
class MeetingOpened(Fact):
    """The chair opened the meeting."""

    presiding_id: str
    presiding: str


@fact("room.meeting_adjourned")
@dataclass(frozen=True)
class MeetingAdjourned(Fact):
    """The meeting stands adjourned: for a while, or to another day and place where `until` says so."""

    reason: str = ""
    until: datetime | None = None
    place: str = ""


@fact("room.meeting_resumed")
@dataclass(frozen=True)
class MeetingResumed(Fact):
    """The meeting goes on."""


@fact("room.meeting_closed")
@dataclass(frozen=True)
class MeetingClosed(Fact):
    """The chair closed the meeting."""


@fact("room.item_taken")
@dataclass(frozen=True)
class ItemTaken(Fact):
    """An item of the agenda is before the meeting from now on."""

    item_id: str
    number: str
    title: str


@fact("room.order_changed")
@dataclass(frozen=True)
class OrderChanged(Fact):
    """Items are taken in this order from now on. `by_chair`: by the chair's own decision, not by a motion;
    `undone`: the order before the last change is back."""

    order: tuple[str, ...]
    item_id: str
    number: str
    by: str = ""
    by_chair: bool = False
    reason: str = ""
    undone: bool = False


@fact("room.chair_taken")
@dataclass(frozen=True)
class ChairTaken(Fact):
    """Somebody else presides from now on."""

    person_id: str
    name: str


@fact("room.member_arrived")
@dataclass(frozen=True)
class MemberArrived(Fact):
    """Somebody attends from now on."""

    person_id: str
    name: str
    capacity: Capacity
    presence: Presence
    post: str = ""


@fact("room.member_left")
@dataclass(frozen=True)
class MemberLeft(Fact):
    """Somebody attends no longer."""

    person_id: str
    name: str


@fact("room.arrival_corrected")
@dataclass(frozen=True)
class ArrivalCorrected(Fact):
    """An arrival was entered by mistake: that attendance never was."""

    person_id: str
    name: str


@fact("room.attendance_corrected")
@dataclass(frozen=True)
class AttendanceCorrected(Fact):
    """After the close: a member was there from beginning to end and not listed, or was listed and never came."""

    person_id: str
    name: str
    was_present: bool
    reason: str
    capacity: Capacity = Capacity.MEMBER
    presence: Presence = Presence.IN_PERSON


@fact("room.apology_received")
@dataclass(frozen=True)
class ApologyReceived(Fact):
    """An apology for absence or lateness."""

    person_id: str
    name: str
    kind: str = "absence"


@fact("room.apology_withdrawn")
@dataclass(frozen=True)
class ApologyWithdrawn(Fact):
    """An apology no longer stands."""

    person_id: str
    name: str


@fact("room.note_taken")
@dataclass(frozen=True)
class NoteTaken(Fact):
    """The clerk wrote a paragraph for the minutes."""

    note_id: str
    item_id: str | None
    text: str


@fact("room.note_changed")
@dataclass(frozen=True)
class NoteChanged(Fact):
    """The clerk rewrote a paragraph; an empty text removes it."""

    note_id: str
    text: str


@fact("room.public_counted")
@dataclass(frozen=True)
class PublicCounted(Fact):
    """How many members of the public are in the room."""

    count: int


@fact("room.attendance_timed")
@dataclass(frozen=True)
class AttendanceTimed(Fact):
    """While the meeting goes on: somebody came or went at another time than was entered.

    `what` is arrived or left; `number` is that of the item being taken at the time that holds.
    """

    person_id: str
    name: str
    what: str
    before: str
    after: str
    number: str
    reason: str


@fact("room.presence_changed")
@dataclass(frozen=True)
class PresenceChanged(Fact):
    """Somebody who is here takes part from somewhere else, or counts otherwise, from now on."""

    person_id: str
    name: str
    capacity: Capacity
    presence: Presence
    reason: str = ""


@fact("room.remote_directed")
@dataclass(frozen=True)
class RemoteDirected(Fact):
    """What makes members elsewhere present at this meeting was recorded: who directed it, or where it stands."""

    words: str


@fact("room.connection_lost")
@dataclass(frozen=True)
class RemoteConnectionLost(Fact):
    """The device of a member who attends from elsewhere has not been connected since that moment."""

    person_id: str
    name: str
    lost_at: str


@fact("room.connection_restored")
@dataclass(frozen=True)
class RemoteConnectionRestored(Fact):
    """The device is connected again."""

    person_id: str
    name: str
    lost_at: str


@fact("room.quorum_lost")
@dataclass(frozen=True)
class QuorumLost(Fact):
    """Too few members count for the item being taken; nothing is decided until enough do."""

    item_id: str | None
    number: str
    needed: int
    present: int
    rule_id: str = ""


@fact("room.quorum_regained")
@dataclass(frozen=True)
class QuorumRegained(Fact):
    """Enough members count again, for the item being taken then."""

    item_id: str | None
    number: str
    needed: int
    present: int


@fact("room.bar_lifted")
@dataclass(frozen=True)
class BarLifted(Fact):
    """The clerk let somebody vote on an item though they missed a part of it."""

    item_id: str
    person_id: str
    name: str
    reason: str
