"""Reads the record of a meeting from its first fact to its last and makes the minutes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from meetings.db.record import Entry
from meetings.kernel.facts import Fact
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.document import Action, Block, MinutesDocument, Note, TimeNote
from meetings.minutes.drafting.breaks import Break
from meetings.minutes.drafting.layout import APART, Piece, Taken, items_of
from meetings.minutes.drafting.motions import Motions
from meetings.minutes.drafting.people import People
from meetings.minutes.drafting.setting import ActionNote, Setting
from meetings.minutes.drafting.table import HANDLERS, Handler
from meetings.minutes.phrases import fill
from meetings.minutes.style import AttendanceLayout
from meetings.motions import events as motions
from meetings.room import events as room


def draft(entries: Iterable[Entry], setting: Setting) -> MinutesDocument:
    """The minutes as the record has them. The same record and setting give the same document."""
    fold = Fold(setting)
    for entry in entries:
        handle = HANDLERS.get(type(entry.fact))
        if handle is not None:
            handle(fold, entry.at, entry.fact)
    return fold.document()


@dataclass
class Fold:
    """What has been read of the record so far."""

    setting: Setting
    people: People = field(default_factory=People)
    business: Motions = field(init=False)
    #: who was in the chair, from when
    chairs: list[tuple[datetime, str, str]] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    #: items in the order they were first taken
    taken: dict[str, Taken] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    current: str | None = None
    #: by item, in the order of events; None: before the first item
    pieces: dict[str | None, list[Piece]] = field(default_factory=dict)
    public: tuple[int, datetime] | None = None
    #: what the files beside this one keep, by topic
    more: dict[str, Any] = field(default_factory=dict)
    #: times that are minuted for everybody
    times: list[TimeNote] = field(default_factory=list)
    #: items of the public agenda while they were taken in private: which, from when, until when
    private: list[tuple[str, datetime, datetime | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.business = Motions(self.setting.resolved_word, self.setting.style, self.setting.language)

    # --- Putting pieces down ---

    def put(self, at: datetime, piece: Callable[[], Block | None], item_id: str | None = None) -> None:
        """A block that is made at the end, when all is known."""
        self.pieces.setdefault(self.where(item_id or self.current, at), []).append(Piece(at, block=piece))

    def where(self, item_id: str | None, at: datetime) -> str | None:
        """Under which item something stands: what was taken in private stands apart from the public part."""
        for private, start, end in self.private:
            if private == item_id and start <= at and (end is None or at < end):
                return f"{item_id}{APART}"
        return item_id

    def in_private(self) -> bool:
        """Whether what happens now is not for the public."""
        item = self.setting.item(self.current) if self.current else None
        hidden = self.current is not None and (item is None or item.sensitivity is not Sensitivity.PUBLIC)
        return hidden or any(end is None for _, _, end in self.private)

    def put_block(self, at: datetime, block: Block | None, item_id: str | None = None) -> None:
        """A block that is known now."""
        if block is not None:
            self.put(at, partial(_same, block), item_id)

    def number(self) -> str:
        """The number of the item being taken; empty before the first."""
        return self.taken[self.current].number if self.current else ""

    # --- The room ---

    def meeting_opened(self, at: datetime, fact: room.MeetingOpened) -> None:
        self.people.opened = at
        self.chairs.append((at, fact.presiding_id, fact.presiding))

    def meeting_closed(self, at: datetime, _fact: room.MeetingClosed) -> None:
        self.people.closed = at
        self.business.close()

    def item_taken(self, at: datetime, fact: room.ItemTaken) -> None:
        self.current = fact.item_id
        self.taken.setdefault(fact.item_id, Taken(fact.item_id, fact.number, fact.title))

    def chair_taken(self, at: datetime, fact: room.ChairTaken) -> None:
        self.chairs.append((at, fact.person_id, fact.name))
        text = fill(self.setting.say.room.took_chair, name=fact.name, at=self.setting.clock(at))
        self.put_block(at, Note(id=f"chair-{len(self.chairs)}", text=text))

    def member_arrived(self, at: datetime, fact: room.MemberArrived) -> None:
        self.people.arrive(at, self.number(), fact)

    def member_left(self, at: datetime, fact: room.MemberLeft) -> None:
        self.people.leave(at, self.number(), fact.person_id)
        self.put(at, lambda: self._gap_note(at, fact))

    def arrival_corrected(self, _at: datetime, fact: room.ArrivalCorrected) -> None:
        self.people.correct(fact.person_id)

    def attendance_corrected(self, _at: datetime, fact: room.AttendanceCorrected) -> None:
        self.people.put_right(fact)

    def apology_received(self, _at: datetime, fact: room.ApologyReceived) -> None:
        self.people.apologise(fact.person_id, fact.name, fact.kind)

    def apology_withdrawn(self, _at: datetime, fact: room.ApologyWithdrawn) -> None:
        self.people.withdraw(fact.person_id)

    def note_taken(self, at: datetime, fact: room.NoteTaken) -> None:
        self.notes[fact.note_id] = fact.text
        self.pieces.setdefault(self.where(fact.item_id, at), []).append(Piece(at, note_id=fact.note_id))

    def note_changed(self, _at: datetime, fact: room.NoteChanged) -> None:
        self.notes[fact.note_id] = fact.text

    def public_counted(self, at: datetime, fact: room.PublicCounted) -> None:
        if fact.count and (self.public is None or fact.count > self.public[0]):
            self.public = (fact.count, at)

    # --- Motions; what becomes of them stands in polls.py ---

    def motion_moved(self, at: datetime, fact: motions.MotionMoved) -> None:
        self.put(at, self.business.move(fact).block, fact.item_id)

    def motion_withdrawn(self, at: datetime, fact: motions.MotionWithdrawn) -> None:
        self.put_block(at, self.business.withdraw(fact.motion_id), self.item_of(fact.motion_id))

    # --- The whole ---

    def document(self) -> MinutesDocument:
        self._put_actions()
        setting, people = self.setting, self.people
        return MinutesDocument(
            council=setting.council,
            body=setting.body,
            meeting_title=setting.title,
            held_on=setting.held_on,
            place=setting.place,
            kind=setting.kind,
            mode=setting.mode,
            started_at=people.opened,
            ended_at=people.closed,
            presiding=self._presiding(),
            present=people.present(
                setting.members, wards=setting.style.attendance is AttendanceLayout.BY_WARD
            ),
            apologies=people.apologies(setting.members),
            absent_members=people.absent(setting.members),
            in_attendance=people.in_attendance(),
            times=self._times(),
            items=items_of(
                setting,
                list(self.taken.values()),
                self.order,
                self.pieces,
                self.notes,
                closed=people.closed is not None,
            ),
            timezone=setting.timezone,
            style=setting.style,
        )

    def item_of(self, motion_id: str) -> str | None:
        """The item a motion was moved on."""
        moving = self.business.moved.get(motion_id)
        return moving.fact.item_id if moving else None

    def _put_actions(self) -> None:
        for action in self.setting.actions:
            block = Action(id=f"action-{action.id}", text=action.text, owner=action.owner, due=action.due)
            pieces = self.pieces.setdefault(self._home(action), [])
            place = next((n for n, piece in enumerate(pieces) if piece.at > action.at), len(pieces))
            pieces.insert(place, Piece(action.at, block=partial(_same, block)))

    def _home(self, action: ActionNote) -> str | None:
        """Where an action is minuted: what was asked for in private stands apart, whenever it was written down."""
        item = self.setting.item(action.item_id or "")
        if action.private and item is not None and item.sensitivity is Sensitivity.PUBLIC:
            return f"{action.item_id}{APART}"
        return self.where(action.item_id, action.at)

    def _presiding(self) -> str | None:
        say = self.setting.say
        seats = {
            m.person_id: say.page.seats[m.seat.label]
            for m in self.setting.members
            if m.seat.value.endswith("chair")
        }
        said: list[str] = []
        for at, person_id, name in self.chairs:
            who = f"{name}, {seats[person_id]}" if person_id in seats else name
            said.append(
                fill(say.room.from_, who=who, at=self.setting.clock(at)) if said else fill("{who}", who=who)
            )
        return "; ".join(said) or None

    def _times(self) -> tuple[TimeNote, ...]:
        say = self.setting.say.room
        notes = [*self.times, *(note for pause in self.breaks for note in pause.times(say))]
        if self.public:
            count, at = self.public
            notes.append(
                TimeNote(at=at, text=fill(say.public_one if count == 1 else say.public, count=count))
            )
        return tuple(sorted(notes, key=lambda note: note.at))

    def _gap_note(self, at: datetime, fact: room.MemberLeft) -> Note | None:
        back = self.people.absence_after(fact.person_id, at)
        if back is None:
            return None
        left, returned = self.setting.clock(at), self.setting.clock(back)
        text = fill(self.setting.say.room.away, name=fact.name, left=left, back=returned)
        return Note(id=f"away-{fact.person_id}-{at:%H%M%S}", text=text)


def _same(block: Block) -> Block:
    return block


_OWN: dict[type[Fact], Handler] = {
    room.MeetingOpened: Fold.meeting_opened,
    room.MeetingClosed: Fold.meeting_closed,
    room.ItemTaken: Fold.item_taken,
    room.ChairTaken: Fold.chair_taken,
    room.MemberArrived: Fold.member_arrived,
    room.MemberLeft: Fold.member_left,
    room.ArrivalCorrected: Fold.arrival_corrected,
    room.AttendanceCorrected: Fold.attendance_corrected,
    room.ApologyReceived: Fold.apology_received,
    room.ApologyWithdrawn: Fold.apology_withdrawn,
    room.NoteTaken: Fold.note_taken,
    room.NoteChanged: Fold.note_changed,
    room.PublicCounted: Fold.public_counted,
    motions.MotionMoved: Fold.motion_moved,
    motions.MotionWithdrawn: Fold.motion_withdrawn,
}
HANDLERS.update(_OWN)
