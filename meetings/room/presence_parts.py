"""What the live screens show of who is here and whether they are enough, and which facts change it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from meetings.agendas.events import AgendaPublished
from meetings.bodies.models import Seat
from meetings.kernel.secrecy import Audience
from meetings.room import events, queries
from meetings.room.bars import bars_on
from meetings.room.entitlement import on_entitlement
from meetings.room.missed import losses_of
from meetings.room.quorum import item_number, watch_quorum
from meetings.room.remote import RemoteRule, remote_rule
from meetings.room.rules import Capacity, Presence
from meetings.room.usecases.connections import forget_loss
from meetings.runtime.live import part
from meetings.runtime.reactions import on, push, then
from meetings.runtime.work import Work
from meetings.schedule.events import MeetingCancelled, MeetingChanged
from meetings.schedule.members.events import SubstituteNamed, SubstituteWithdrawn
from meetings.schedule.models import MeetingMode, MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of

#: how long it is usual to wait for a quorum before adjourning
WAIT = timedelta(minutes=15)


@dataclass(frozen=True)
class PersonLine:
    """Somebody on the attendance list. `presence` is None for a member who is not here."""

    person_id: str
    name: str
    post: str
    group: str
    capacity: Capacity
    presence: Presence | None
    apology: str
    arrived_at: datetime | None
    left_at: datetime | None
    #: the item that was being taken then
    arrived_item: str = ""
    left_item: str = ""
    #: why they may not do everything on the item being taken; for those in the room
    bars: tuple[str, ...] = ()
    #: they missed a part of the item, which the clerk may let pass
    may_lift: bool = False
    #: since when the connection of their device is lost
    lost_since: datetime | None = None


@dataclass(frozen=True)
class AttendancePart:
    """Who is here. `observers` are members elsewhere whom the law of the day does not call present."""

    members: tuple[PersonLine, ...]
    others: tuple[PersonLine, ...]
    present: int
    remote: int
    total: int
    observers: int
    #: what holds for members elsewhere, where that is of interest
    rule: RemoteRule | None
    #: whether somebody's place can still be changed
    open: bool
    #: the item being taken, for a bar that is lifted
    item_id: str | None


@dataclass(frozen=True)
class QuorumPart:
    """Whether enough members count for the item being taken; `lost_at` while they do not."""

    needed: int
    present: int
    met: bool
    why: str
    citation: str
    number: str
    lost_at: datetime | None
    wait_until: datetime | None
    #: whether the meeting is open, so that it matters now
    sitting: bool


@part("attendance", template="room/_attendance.html")
def attendance_part(session: Session, meeting_id: str, audience: Audience) -> AttendancePart:
    """Members with their presence, then officers and others who are here."""
    meeting = meeting_of(session, meeting_id)
    roll = queries.roll_of(session, meeting_id)
    here = queries.here_now(session, meeting_id)
    detail = _Detail(session, meeting, audience)
    members = tuple(detail.member(line) for line in roll)
    others = _others(session, here, {line.person_id for line in roll})
    present = [m for m in members if m.presence is not None and m.presence is not Presence.OBSERVER]
    observers = sum(m.presence is Presence.OBSERVER for m in members)
    remote = sum(m.presence is Presence.REMOTE for m in present)
    elsewhere = remote or observers or meeting.mode is not MeetingMode.IN_PERSON
    return AttendancePart(
        members,
        others,
        len(present),
        remote,
        sum(not r.substitute_for for r in roll),
        observers,
        remote_rule(session, meeting) if elsewhere else None,
        meeting.status in (MeetingStatus.PLANNED, MeetingStatus.OPEN, MeetingStatus.ADJOURNED),
        detail.item_id,
    )


class _Detail:
    """What is said of each member beside where they are. A few queries, made once."""

    def __init__(self, session: Session, meeting: MeetingRow, audience: Audience) -> None:
        room = queries.room_of(session, meeting.id)
        self.item_id = room.item_id if room and meeting.status is not MeetingStatus.CLOSED else None
        self._timeline = queries.items_by_time(session, meeting.id)
        self._bars: dict[str, list[str]] = defaultdict(list)
        self._lift: set[str] = set()
        self._lost: dict[str, datetime] = {}
        if audience is Audience.PUBLIC:
            return
        for found in bars_on(session, meeting.id, self.item_id):
            self._bars[found.person_id].append(found.reason)
            if found.lifts:
                self._lift.add(found.person_id)
        for person_id, losses in losses_of(session, meeting.id).items():
            if losses[-1].end is None:
                self._lost[person_id] = losses[-1].start

    def member(self, line: queries.RollLine) -> PersonLine:
        """A line of the roll."""
        present = line.presence is not None
        return PersonLine(
            line.person_id,
            line.name,
            _post(line),
            line.group,
            Capacity.MEMBER if line.seat.votes else Capacity.NON_VOTING,
            line.presence,
            line.apology,
            line.arrived_at,
            line.left_at,
            self._number(line.arrived_at),
            self._number(line.left_at),
            tuple(self._bars.get(line.person_id, ())) if present else (),
            present and line.person_id in self._lift,
            self._lost.get(line.person_id) if present else None,
        )

    def _number(self, at: datetime | None) -> str:
        taken = [number for when, number in self._timeline if at is not None and when <= at]
        return taken[-1] if taken else ""


def _others(session: Session, here: list[queries.Here], members: set[str]) -> tuple[PersonLine, ...]:
    rest = [h for h in here if h.person_id not in members]
    posts = queries.posts_of(session, [h.person_id for h in rest])
    return tuple(
        PersonLine(
            h.person_id,
            h.name,
            posts.get(h.person_id, ""),
            "",
            h.capacity,
            h.presence,
            "",
            h.arrived_at,
            None,
        )
        for h in rest
    )


def _post(line: queries.RollLine) -> str:
    if line.substitute_for:
        return f"substitute for {line.substitute_for}"
    return line.seat.label if line.seat is not Seat.MEMBER else ""


@part("quorum", template="room/_quorum.html")
def quorum_part(session: Session, meeting_id: str, audience: Audience) -> QuorumPart:
    """The quorum of the item being taken, with the rule, where it stands, and since when it is lost."""
    meeting = meeting_of(session, meeting_id)
    room = queries.room_of(session, meeting_id)
    quorum = queries.quorum_of(session, meeting)
    lost_at = room.quorum_lost_at if room else None
    return QuorumPart(
        quorum.needed,
        quorum.present,
        quorum.met,
        quorum.why,
        quorum.citation,
        item_number(session, meeting_id, quorum.item_id),
        lost_at,
        lost_at + WAIT if lost_at else None,
        meeting.status is MeetingStatus.OPEN,
    )


def _device_forgotten(work: Work, meeting_id: str, fact: events.MemberLeft | events.PresenceChanged) -> None:
    """Whoever is gone, or in the room now, has no lost connection."""
    if isinstance(fact, events.MemberLeft) or fact.presence is not Presence.REMOTE:
        forget_loss(work, meeting_id, fact.person_id)


on_entitlement(watch_quorum)
on(events.MemberLeft, then(_device_forgotten))
on(events.PresenceChanged, then(_device_forgotten))
for _fact in (
    events.MemberArrived,
    events.MemberLeft,
    events.ArrivalCorrected,
    events.AttendanceTimed,
    events.PresenceChanged,
    events.RemoteConnectionLost,
    events.RemoteConnectionRestored,
    events.BarLifted,
    events.MeetingOpened,
    events.MeetingResumed,
    events.ItemTaken,
):
    on(_fact, push("attendance", "meeting", "quorum"), then(watch_quorum))
on(events.QuorumLost, push("quorum", "meeting"))
on(events.QuorumRegained, push("quorum", "meeting"))
on(events.RemoteDirected, push("attendance"))
on(events.MeetingAdjourned, push("quorum", "attendance"))
on(events.MeetingClosed, push("quorum", "attendance"))
on(events.ApologyReceived, push("attendance"))
on(events.ApologyWithdrawn, push("attendance"))
# Who belongs to the body, and what the law is, depends on the day.
on(MeetingChanged, push("attendance", "quorum"))
on(MeetingCancelled, push("attendance", "quorum"))
on(AgendaPublished, push("attendance", "quorum"))
on(SubstituteNamed, push("attendance"))
on(SubstituteWithdrawn, push("attendance"))
