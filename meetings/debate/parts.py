"""The live part of the debate: who speaks, for how long, who waits, and what the chair and the clerk can press."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.agendas.models import ItemKind
from meetings.agendas.queries import item_for_audience
from meetings.debate import queries
from meetings.debate.models import DebateState, Speech
from meetings.debate.rules import MEMBERS_KINDS, AtTheTime, Clock, Limits, SpeechKind, SpeechState, Spoken
from meetings.kernel.secrecy import Audience
from meetings.motions.queries import MotionRow
from meetings.room.events import OrderChanged
from meetings.room.queries import here_now, items_of, may_read_current, room_of, taken_items
from meetings.room.usecases.business import changes_of_order
from meetings.runtime.live import part
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of

UNNAMED = "A member of the public"
_CHAIRING = (Audience.CHAIR, Audience.OFFICER)


@dataclass(frozen=True)
class SpeakerLine:
    """Somebody who speaks or waits. Times are for the screens' own clocks, which count by the server's."""

    id: str
    #: None for the public's screens, and for speakers from outside
    person_id: str | None
    name: str
    group: str
    kind: SpeechKind
    label: str
    rule: str
    on_behalf: str
    on: str
    state: SpeechState
    limit_seconds: int
    spoken_ms: int
    running_since: datetime | None
    ends_at: datetime | None
    #: for the chair and the clerk
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class UndoLine:
    """The last thing that can be taken back."""

    speech_id: str
    words: str


@dataclass(frozen=True)
class OrderLine:
    """A step against somebody, for the chair and the clerk."""

    id: str
    name: str
    label: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class BreakLine:
    """The adjournment that stands."""

    reason: str
    until: datetime | None
    place: str


@dataclass(frozen=True)
class ChangeLine:
    """The last change of the order of business."""

    number: str
    title: str
    by: str
    by_chair: bool
    reason: str


@dataclass(frozen=True)
class DebatePart:
    """The debate. `hidden`: the item is not public; nothing else is said then."""

    sitting: bool
    item_id: str | None
    hidden: bool = False
    floor: SpeakerLine | None = None
    interrupted: SpeakerLine | None = None
    queue: tuple[SpeakerLine, ...] = ()
    waiting: int = 0
    amber_seconds: int = 60
    #: whether the debate on what is before the meeting is closed by a vote
    closed: bool = False
    ends_at: datetime | None = None
    extended: int = 0
    fell_at: datetime | None = None
    at_the_time: str = ""
    adjourned: BreakLine | None = None
    changed: ChangeLine | None = None
    #: what a member may ask for: word and label
    kinds: tuple[tuple[str, str], ...] = ()
    # --- for the chair and the clerk ---
    people: tuple[tuple[str, str], ...] = ()
    items: tuple[tuple[str, str], ...] = ()
    undo: UndoLine | None = None
    orders: tuple[OrderLine, ...] = ()
    by_person: tuple[Spoken, ...] = ()
    by_group: tuple[Spoken, ...] = ()


@dataclass
class _Room:
    """What the lines are made from."""

    session: Session
    meeting: MeetingRow
    audience: Audience
    item_id: str | None
    subject: MotionRow | None
    spoke: Counter[str]
    state: DebateState | None
    groups: dict[str, str] = field(default_factory=dict)

    def line(self, speech: Speech, *, waits: bool = False) -> SpeakerLine:
        """One speaker as this audience may know them."""
        public = self.audience is Audience.PUBLIC
        clock = Clock(speech.limit_seconds, speech.spoken_ms, speech.running_since)
        warned = waits and self.audience in _CHAIRING
        lines = (
            queries.warnings_of(self.session, speech, self.subject, self.spoke, self.state) if warned else ()
        )
        named = speech.named or not public
        return SpeakerLine(
            id=speech.id,
            person_id=None if public else speech.person_id,
            name=speech.name if named else UNNAMED,
            group=self.groups.get(speech.person_id or "", ""),
            kind=speech.kind,
            label=speech.kind.label,
            rule=speech.rule,
            on_behalf=speech.on_behalf if named else "",
            on=self.subject.kind.value if self.subject and speech.motion_id == self.subject.id else "",
            state=speech.state,
            limit_seconds=speech.limit_seconds,
            spoken_ms=speech.spoken_ms,
            running_since=speech.running_since,
            ends_at=clock.ends_at,
            warnings=tuple(w.text for w in lines),
        )


@part("debate", template="debate/_debate.html")
def debate_part(session: Session, meeting_id: str, audience: Audience) -> DebatePart:
    """The debate on the item being taken."""
    meeting, room = meeting_of(session, meeting_id), room_of(session, meeting_id)
    sitting = meeting.status is MeetingStatus.OPEN
    item_id = room.item_id if room else None
    if room is None:
        return DebatePart(sitting=False, item_id=None)
    if not may_read_current(session, meeting_id, audience):
        return DebatePart(sitting, None, hidden=True)
    subject = queries.subject_of(session, meeting_id, item_id)
    lines = _Room(
        session,
        meeting,
        audience,
        item_id,
        subject,
        queries.spoke_on(session, meeting_id, subject.id if subject else None),
        queries.state_of(session, meeting_id),
        queries.groups_of(session, meeting) if audience is not Audience.PUBLIC else {},
    )
    return _whole(lines, sitting)


def _whole(room: _Room, sitting: bool) -> DebatePart:
    session, meeting = room.session, room.meeting
    limits = queries.limits_of(session, meeting.body_id)
    time = queries.sitting_of(session, meeting, limits)
    floor = queries.floor_of(session, meeting.id)
    broken = queries.interrupted(session, meeting.id)
    rows = queries.waiting(session, meeting.id, room.item_id)
    public, chairing = room.audience is Audience.PUBLIC, room.audience in _CHAIRING
    by_person, by_group = queries.time_spoken(session, meeting) if chairing else ((), ())
    return DebatePart(
        sitting=sitting,
        item_id=room.item_id,
        floor=room.line(floor) if floor else None,
        interrupted=room.line(broken[0]) if broken else None,
        queue=() if public else tuple(room.line(r, waits=True) for r in rows),
        waiting=len(rows),
        amber_seconds=limits.amber,
        closed=_closed(room),
        ends_at=None if public else time.ends_at,
        extended=time.extended,
        fell_at=time.fell_at,
        at_the_time=_at_the_time(time, limits),
        adjourned=_break(room),
        changed=_change(room),
        kinds=() if public else tuple((k.value, k.label) for k in MEMBERS_KINDS),
        people=_people(room) if chairing else (),
        items=_items(room) if chairing else (),
        undo=_undo(room, floor) if chairing else None,
        orders=_orders(room) if chairing else (),
        by_person=by_person,
        by_group=by_group,
    )


def _closed(room: _Room) -> bool:
    return bool(room.state and room.subject and room.state.closed_motion_id == room.subject.id)


def _at_the_time(time: queries.Sitting, limits: Limits) -> str:
    choice = time.choice if time.fell_at else limits.at_the_time
    return "" if choice is AtTheTime.NOTHING else choice.label


def _break(room: _Room) -> BreakLine | None:
    if room.meeting.status is not MeetingStatus.ADJOURNED:
        return None
    last = queries.adjourned_until(room.session, room.meeting.id)
    return BreakLine(last.reason, last.until, last.place) if last else None


def _change(room: _Room) -> ChangeLine | None:
    """The change of the order that has not been carried out yet."""
    standing = changes_of_order(room.session, room.meeting.id)
    if not standing or standing[-1].item_id in taken_items(room.session, room.meeting.id):
        return None
    last: OrderChanged = standing[-1]
    item = next((i for i in items_of(room.session, room.meeting.id) if i.id == last.item_id), None)
    if item is None:
        return None
    title = item_for_audience(item, room.audience).title
    return ChangeLine(last.number, title, last.by, last.by_chair, last.reason)


def _people(room: _Room) -> tuple[tuple[str, str], ...]:
    return tuple((h.person_id, h.name) for h in here_now(room.session, room.meeting.id))


def _items(room: _Room) -> tuple[tuple[str, str], ...]:
    """Items that have not been taken: one of them can be taken next."""
    taken = taken_items(room.session, room.meeting.id)
    left = [
        i
        for i in items_of(room.session, room.meeting.id)
        if i.kind is ItemKind.ITEM and i.id not in taken and not i.withdrawn
    ]
    return tuple((i.id, f"{i.number} {i.title}".strip()) for i in left[1:])


def _undo(room: _Room, floor: Speech | None) -> UndoLine | None:
    if floor is not None:
        return UndoLine(floor.id, f"{floor.name} does not have the floor yet")
    last = queries.last_ended(room.session, room.meeting.id, room.item_id)
    return UndoLine(last.id, f"{last.name} has not finished") if last else None


def _orders(room: _Room) -> tuple[OrderLine, ...]:
    rows = queries.disorders(room.session, room.meeting.id, standing=True)
    return tuple(OrderLine(r.id, r.name, r.step.label, r.reason, r.at) for r in rows)
