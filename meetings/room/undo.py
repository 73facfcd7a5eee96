"""What the clerk can take back: for each of the last steps the press that puts it right, by a further fact.

Nothing is erased. A higher feature says through `undoable` how its own steps are put right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.db.record import Entry, last_facts_of
from meetings.kernel.facts import Fact
from meetings.kernel.secrecy import Audience
from meetings.room import events, queries
from meetings.room.models import RoomState
from meetings.runtime.live import part
from meetings.runtime.reactions import on, push
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import meeting_of

#: so many steps are offered: what lies further back is put right where it stands
MOST = 3
#: and so many facts are looked at for them: a record grows all evening, and this is built at every step
LOOKED_AT = 150


@dataclass(frozen=True)
class Step:
    """One press that puts a step right. `action` is an address, `fields` are what it sends."""

    words: str
    action: str
    fields: tuple[tuple[str, str], ...]
    #: when what is taken back happened
    at: datetime


@dataclass(frozen=True)
class UndoPart:
    """The steps that can be taken back, the latest first."""

    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Situation:
    """What a rule of undoing looks at: the facts of this kind before this one, and the room as it is."""

    session: Session
    meeting_id: str
    room: RoomState
    status: MeetingStatus
    entry: Entry
    earlier: Sequence[Entry]
    later: Sequence[Entry]

    @property
    def base(self) -> str:
        """Where the console's buttons are sent."""
        return f"/desk/meetings/{self.meeting_id}/room"

    def step(self, words: str, action: str, **fields: str) -> Step:
        """The press, under the console's address."""
        return Step(words, f"{self.base}/{action}", tuple(fields.items()), self.entry.at)


Rule = Callable[[Situation], Step | None]
_RULES: dict[type[Fact], Rule] = {}


def undoable(kind: type[Fact]) -> Callable[[Rule], Rule]:
    """Register how a step is put right; None where it no longer stands. The fact pushes the part."""

    def register(rule: Rule) -> Rule:
        _RULES[kind] = rule
        on(kind, push("undo"))
        return rule

    return register


@part("undo", template="room/_undo.html")
def undo_part(session: Session, meeting_id: str, audience: Audience) -> UndoPart | None:
    """For the clerk of a meeting that goes on."""
    meeting = meeting_of(session, meeting_id)
    room = queries.room_of(session, meeting_id)
    going_on = meeting.status in (MeetingStatus.OPEN, MeetingStatus.ADJOURNED)
    if audience is not Audience.OFFICER or room is None or not going_on:
        return None
    entries = last_facts_of(session, meeting_id, (*_RULES, events.MeetingOpened), LOOKED_AT)
    return UndoPart(tuple(_steps(session, room, meeting.status, entries)))


def _steps(
    session: Session, room: RoomState, status: MeetingStatus, entries: Sequence[Entry]
) -> Iterable[Step]:
    found = 0
    for place in range(len(entries) - 1, -1, -1):
        entry = entries[place]
        rule = _RULES.get(type(entry.fact))
        situation = Situation(
            session, room.meeting_id, room, status, entry, entries[:place], entries[place + 1 :]
        )
        step = rule(situation) if rule else None
        if step is not None:
            found += 1
            yield step
        if found == MOST or entry.fact.__class__ is events.MeetingOpened:
            return


def _of_person(entries: Iterable[Entry], person_id: str, *kinds: type[Fact]) -> list[Entry]:
    return [e for e in entries if isinstance(e.fact, kinds) and getattr(e.fact, "person_id", "") == person_id]


@undoable(events.ItemTaken)
def _item(s: Situation) -> Step | None:
    taken = s.entry.fact
    assert isinstance(taken, events.ItemTaken)
    before = [e.fact for e in s.earlier if isinstance(e.fact, events.ItemTaken)]
    stands = s.room.item_id == taken.item_id and not any(
        isinstance(e.fact, events.ItemTaken) for e in s.later
    )
    if not stands or not before or s.status is not MeetingStatus.OPEN:
        return None
    return s.step(f"Go back to item {before[-1].number}", "take", item_id=before[-1].item_id)


@undoable(events.MemberArrived)
def _arrived(s: Situation) -> Step | None:
    came = s.entry.fact
    assert isinstance(came, events.MemberArrived)
    if _of_person(
        s.later, came.person_id, events.MemberArrived, events.MemberLeft, events.ArrivalCorrected
    ) or (s.room.presiding_id == came.person_id):
        return None
    return s.step(f"{came.name} did not arrive", "correct-arrival", person_id=came.person_id)


@undoable(events.MemberLeft)
def _left(s: Situation) -> Step | None:
    gone = s.entry.fact
    assert isinstance(gone, events.MemberLeft)
    if _of_person(s.later, gone.person_id, events.MemberArrived):
        return None
    came = _of_person(s.earlier, gone.person_id, events.MemberArrived)
    presence = (
        came[-1].fact.presence.value if came and isinstance(came[-1].fact, events.MemberArrived) else ""
    )
    return s.step(f"{gone.name} is here again", "arrive", person_id=gone.person_id, presence=presence)


@undoable(events.ArrivalCorrected)
def _corrected(s: Situation) -> Step | None:
    # What an arrival taken back leaves is no arrival: it is marked again on the roll.
    return None


@undoable(events.ApologyReceived)
def _apology(s: Situation) -> Step | None:
    sent = s.entry.fact
    assert isinstance(sent, events.ApologyReceived)
    if _of_person(
        s.later, sent.person_id, events.ApologyReceived, events.ApologyWithdrawn, events.MemberArrived
    ):
        return None
    return s.step(f"No apology of {sent.name}", "withdraw-apology", person_id=sent.person_id)


@undoable(events.ApologyWithdrawn)
def _withdrawn(s: Situation) -> Step | None:
    back = s.entry.fact
    assert isinstance(back, events.ApologyWithdrawn)
    if _of_person(s.later, back.person_id, events.ApologyReceived, events.MemberArrived):
        return None
    return s.step(f"Apology of {back.name} after all", "apology", person_id=back.person_id, kind="absence")


@undoable(events.ChairTaken)
def _chair(s: Situation) -> Step | None:
    if any(isinstance(e.fact, events.ChairTaken) for e in s.later) or s.status is not MeetingStatus.OPEN:
        return None
    before = [e.fact for e in s.earlier if isinstance(e.fact, events.ChairTaken | events.MeetingOpened)]
    if not before:
        return None
    last = before[-1]
    person_id, name = (
        (last.person_id, last.name)
        if isinstance(last, events.ChairTaken)
        else (last.presiding_id, last.presiding)
    )
    return s.step(f"{name} in the chair again", "chair", person_id=person_id)


@undoable(events.MeetingAdjourned)
def _adjourned(s: Situation) -> Step | None:
    if s.status is not MeetingStatus.ADJOURNED or any(
        isinstance(e.fact, events.MeetingAdjourned) for e in s.later
    ):
        return None
    return s.step("Not adjourned: go on", "resume")


@undoable(events.NoteTaken)
def _note(s: Situation) -> Step | None:
    kept = s.entry.fact
    assert isinstance(kept, events.NoteTaken)
    if any(isinstance(e.fact, events.NoteChanged) and e.fact.note_id == kept.note_id for e in s.later):
        return None
    return s.step(f"Remove the note “{_short(kept.text)}”", f"notes/{kept.note_id}", text="")


@undoable(events.NoteChanged)
def _rewritten(s: Situation) -> Step | None:
    changed = s.entry.fact
    assert isinstance(changed, events.NoteChanged)
    of_note = [
        e.fact
        for e in s.earlier
        if isinstance(e.fact, events.NoteTaken | events.NoteChanged) and e.fact.note_id == changed.note_id
    ]
    later = any(isinstance(e.fact, events.NoteChanged) and e.fact.note_id == changed.note_id for e in s.later)
    if later or not of_note:
        return None
    if not changed.text:
        # A note that was removed is kept anew; it goes to the item being taken now.
        return s.step(f"Keep the note “{_short(of_note[-1].text)}” after all", "note", text=of_note[-1].text)
    return s.step(
        f"The note as before: “{_short(of_note[-1].text)}”", f"notes/{changed.note_id}", text=of_note[-1].text
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39].rstrip()}…"


on(events.MeetingOpened, push("undo"))
on(events.MeetingResumed, push("undo"))
on(events.MeetingClosed, push("undo"))
