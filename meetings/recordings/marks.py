"""What happened when, as far as an audience may know it: items, votes and speakers, to be found in a recording."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from meetings.agendas.content import AgendaContent
from meetings.db.record import Entry
from meetings.debate.events import FloorGiven, SpeechEnded, SpeechUndone
from meetings.exclusion.events import ExclusionBegan, ExclusionEnded, PrivatePartOpened
from meetings.kernel.facts import Fact
from meetings.kernel.secrecy import EXEMPT_TITLE, Audience, Sensitivity, may_read, may_see_proceedings
from meetings.room.events import ItemTaken, MeetingAdjourned, MeetingClosed, MeetingOpened, MeetingResumed
from meetings.voting.events import VoteClosed, VoteOpened, VoteVoided

#: Who speaks without wanting to be named.
UNNAMED = "A member of the public"
FACTS: tuple[type[Fact], ...] = (
    MeetingOpened,
    MeetingClosed,
    MeetingAdjourned,
    MeetingResumed,
    ItemTaken,
    ExclusionBegan,
    PrivatePartOpened,
    ExclusionEnded,
    VoteOpened,
    VoteClosed,
    VoteVoided,
    FloorGiven,
    SpeechEnded,
    SpeechUndone,
)


class MarkKind(StrEnum):
    """What a mark tells of."""

    ITEM = "item"
    VOTE = "vote"
    SPEAKER = "speaker"
    #: the opening, an adjournment, the end
    MEETING = "meeting"


@dataclass(frozen=True)
class Mark:
    """Something that happened, from when to when. `key`: the id of the item, the vote or the speech."""

    kind: MarkKind
    key: str
    at: datetime
    until: datetime | None
    label: str
    number: str = ""
    item_id: str | None = None
    person_id: str | None = None


@dataclass(frozen=True)
class Private:
    """A time without the public. `opened_at`: since when something was taken that the public must not hear; None:
    nothing was."""

    began_at: datetime
    ended_at: datetime | None
    opened_at: datetime | None = None


@dataclass
class _Fold:
    audience: Audience
    agenda: AgendaContent | None
    marks: list[Mark] = field(default_factory=list)
    open: dict[str, int] = field(default_factory=dict)
    private: bool = False
    item_id: str | None = None
    number: str = ""

    def readable(self, item_id: str | None) -> bool:
        """Whether the audience may read an item. One that has gone from the agenda: as if it were confidential."""
        if item_id is None:
            return True
        item = self.agenda.item(item_id) if self.agenda else None
        sensitivity = item.sensitivity if item else Sensitivity.CONFIDENTIAL
        return may_read(sensitivity, published=True, audience=self.audience)

    @property
    def veiled(self) -> bool:
        """Whether nothing of what happens now may be known."""
        seen = may_see_proceedings(private=self.private, audience=self.audience)
        return not (seen and self.readable(self.item_id))

    def put(self, kind: MarkKind, key: str, at: datetime, label: str, person_id: str | None = None) -> None:
        """A mark that lasts until something ends it."""
        self.open[key] = len(self.marks)
        number = self.number if kind is MarkKind.ITEM else ""
        self.marks.append(Mark(kind, key, at, None, label, number, self.item_id, person_id))

    def end(self, key: str, at: datetime) -> None:
        """It is over."""
        place = self.open.pop(key, None)
        if place is not None:
            self.marks[place] = replace(self.marks[place], until=at)

    def end_kind(self, at: datetime, *kinds: MarkKind) -> None:
        """All of these kinds are over."""
        for key, place in list(self.open.items()):
            if self.marks[place].kind in kinds:
                self.end(key, at)

    def drop(self, key: str) -> None:
        """It was a mistake, or it starts again."""
        self.open.pop(key, None)
        gone = next((n for n in range(len(self.marks) - 1, -1, -1) if self.marks[n].key == key), None)
        if gone is not None:
            self.marks.pop(gone)
            self.open = {k: p - (p > gone) for k, p in self.open.items()}

    # --- the facts ---

    def read(self, entry: Entry) -> None:
        """Take one fact."""
        match entry.fact:
            case MeetingOpened() | MeetingResumed() | MeetingAdjourned() | MeetingClosed():
                self.sitting(entry)
            case ItemTaken(item_id=item_id, number=number, title=title):
                self.end_kind(entry.at, MarkKind.ITEM, MarkKind.SPEAKER)
                self.item_id, self.number = item_id, number
                self.item(entry.at, title)
            case ExclusionBegan():
                if may_see_proceedings(private=True, audience=self.audience) is False:
                    self.end_kind(entry.at, MarkKind.ITEM, MarkKind.SPEAKER, MarkKind.VOTE)
                self.private = True
            case ExclusionEnded():
                self.private = False
            case _:
                self.business(entry)

    def item(self, at: datetime, title: str) -> None:
        """An item; taken in private, the public is not told when."""
        assert self.item_id is not None
        if not may_see_proceedings(private=self.private, audience=self.audience):
            return
        self.put(MarkKind.ITEM, self.item_id, at, title if self.readable(self.item_id) else EXEMPT_TITLE)

    def sitting(self, entry: Entry) -> None:
        """The meeting itself."""
        match entry.fact:
            case MeetingOpened():
                self.put(MarkKind.MEETING, "opened", entry.at, "The meeting opens")
            case MeetingAdjourned():
                self.end_kind(entry.at, *MarkKind)
                self.put(MarkKind.MEETING, f"adjourned-{entry.seq}", entry.at, "The meeting is adjourned")
            case MeetingResumed():
                self.end_kind(entry.at, MarkKind.MEETING)
                self.put(MarkKind.MEETING, f"resumed-{entry.seq}", entry.at, "The meeting resumes")
            case MeetingClosed():
                self.end_kind(entry.at, *MarkKind)

    def business(self, entry: Entry) -> None:
        """Votes and speeches."""
        match entry.fact:
            case SpeechEnded(speech_id=key) | VoteClosed(vote_id=key):
                self.end(key, entry.at)
            case SpeechUndone(speech_id=key, what="given") | VoteVoided(vote_id=key):
                self.drop(key)
            case VoteOpened(vote_id=key) if not self.veiled:
                self.put(MarkKind.VOTE, key, entry.at, "Vote")
            case FloorGiven(speech_id=key, name=name, person_id=person_id, item_id=item_id):
                if not self.veiled and self.readable(item_id):
                    self.put(MarkKind.SPEAKER, key, entry.at, name or UNNAMED, person_id)


def marks_of_facts(
    entries: Iterable[Entry], agenda: AgendaContent | None, audience: Audience
) -> tuple[Mark, ...]:
    """The marks in order. The same record, agenda and audience give the same."""
    fold = _Fold(audience, agenda)
    for entry in entries:
        fold.read(entry)
    return tuple(sorted(fold.marks, key=lambda m: m.at))


def private_times(entries: Iterable[Entry]) -> tuple[Private, ...]:
    """Every time without the public."""
    found: list[Private] = []
    for entry in entries:
        match entry.fact:
            case ExclusionBegan():
                if not found or found[-1].ended_at is not None:
                    found.append(Private(entry.at, None))
            case PrivatePartOpened() if found and found[-1].opened_at is None:
                found[-1] = replace(found[-1], opened_at=entry.at)
            case ExclusionEnded() | MeetingClosed() if found and found[-1].ended_at is None:
                found[-1] = replace(found[-1], ended_at=entry.at)
    return tuple(found)


def spans(private: Iterable[Private]) -> tuple[tuple[datetime, datetime | None], ...]:
    """From the resolution on: what was said then stays out of transcripts and lists."""
    return tuple((p.began_at, p.ended_at) for p in private)


def closed_spans(private: Iterable[Private]) -> tuple[tuple[datetime, datetime | None], ...]:
    """What no published recording may show: from when the first private item was taken.

    Between the resolution and that moment the broadcast is being stopped; nothing private is said before it has.
    """
    return tuple((p.opened_at or p.began_at, p.ended_at) for p in private)
