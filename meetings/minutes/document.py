"""Minutes as a document: drafted once, kept as JSON for each version, printed as HTML and PDF alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import ClassVar

from meetings.minutes import wording


class MinutesStatus(Enum):
    """Draft until an officer approves it; confirmed once the person presiding has signed it."""

    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """One name in an attendance list, with what the minutes say of it. Times are aware UTC."""

    name: str
    post: str = ""
    group: str = ""
    remote: bool = False
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    arrived_item: str = ""
    left_item: str = ""


@dataclass(frozen=True, kw_only=True)
class Apology:
    """An apology for absence, or for lateness, with the substitute who came instead."""

    name: str
    late: bool = False
    substitute: str | None = None


@dataclass(frozen=True, kw_only=True)
class TimeNote:
    """An adjournment, a resumption or another time that is minuted."""

    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class Narrative:
    """What officers write themselves, as rich text: the one block whose words are theirs alone."""

    kind: ClassVar[str] = "narrative"
    id: str
    html: str


@dataclass(frozen=True, kw_only=True)
class Motion:
    """A motion as moved. `text` is rich text or plain; `sentence` is what the chair declared about it."""

    kind: ClassVar[str] = "motion"
    id: str
    motion_kind: str = "substantive"
    text: str
    mover: str | None = None
    seconder: str | None = None
    outcome: str = ""
    sentence: str = ""

    @property
    def moved(self) -> str:
        """`It was moved by Councillor A, seconded by Councillor B`, to be followed by the text."""
        return wording.moved(self.motion_kind, self.mover, self.seconder)

    @property
    def declaration(self) -> str:
        """What was declared, in the words given or in the usual ones for the outcome."""
        return self.sentence or wording.declared(self.motion_kind, self.outcome)


@dataclass(frozen=True, kw_only=True)
class VoteRow:
    """One line of a recorded vote."""

    label: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class VoteResult:
    """A result as declared: names only when recorded. `motion_id` names the Motion block it decided."""

    kind: ClassVar[str] = "vote"
    id: str
    method: str
    for_: int
    against: int
    abstain: int
    none: int = 0
    for_names: tuple[str, ...] = ()
    against_names: tuple[str, ...] = ()
    abstain_names: tuple[str, ...] = ()
    none_names: tuple[str, ...] = ()
    casting: str | None = None
    casting_by: str | None = None
    declared_at: datetime | None = None
    result: str = ""
    title: str = ""
    motion_id: str = ""

    @property
    def recorded(self) -> bool:
        """Whether the names are minuted."""
        return self.method == "recorded"

    @property
    def totals(self) -> str:
        """The count in one line."""
        return wording.totals(self.for_, self.against, self.abstain, self.none)

    @property
    def casting_sentence(self) -> str:
        """The sentence on the casting vote, or nothing."""
        return wording.casting(self.casting, self.casting_by)

    @property
    def rows(self) -> tuple[VoteRow, ...]:
        """The rows of a recorded vote, names by surname."""
        lines = (
            ("For", self.for_, self.for_names),
            ("Against", self.against, self.against_names),
            ("Abstained", self.abstain, self.abstain_names),
            ("No vote cast", self.none, self.none_names),
        )
        return tuple(VoteRow(label=a, count=b, names=wording.alphabetical(c)) for a, b, c in lines)


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """What was decided. Made only from a motion that was carried. `parts` are rich text or plain."""

    kind: ClassVar[str] = "resolution"
    id: str
    word: str = "RESOLVED"
    unanimous: bool = False
    parts: tuple[str, ...] = ()

    @property
    def opening(self) -> str:
        """`RESOLVED`, with `(unanimously)` where it was."""
        return wording.resolved(self.word, self.unanimous)


@dataclass(frozen=True, kw_only=True)
class Interest:
    """A declaration of interest in one sentence: who, of what kind, why, and what they did."""

    kind: ClassVar[str] = "interest"
    id: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Note:
    """A note in brackets: a time, an arrival, a dispensation, a ruling."""

    kind: ClassVar[str] = "note"
    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something that somebody must do by some day."""

    kind: ClassVar[str] = "action"
    id: str
    text: str
    owner: str = ""
    due: date | None = None

    @property
    def due_words(self) -> str:
        """`9 February 2021`, or nothing."""
        return wording.day(self.due) if self.due else ""


Block = Narrative | Motion | VoteResult | Resolution | Interest | Note | Action

BLOCKS: dict[str, type[Block]] = {
    cls.kind: cls for cls in (Narrative, Motion, VoteResult, Resolution, Interest, Note, Action)
}


@dataclass(frozen=True, kw_only=True)
class MinuteItem:
    """One minute, or a divider (`is_section`). An exempt item holds only what the public may read."""

    item_id: str
    number: str
    heading: str
    is_section: bool = False
    is_exempt: bool = False
    blocks: tuple[Block, ...] = ()

    def declaration_after(self, block: Block) -> str:
        """What is declared after this block: after the vote where there was one, else after the motion."""
        if isinstance(block, VoteResult):
            return next((m.declaration for m in self._motions() if m.id == block.motion_id), "")
        if isinstance(block, Motion) and not self._is_voted_on(block):
            return block.declaration
        return ""

    def _motions(self) -> Iterator[Motion]:
        return (block for block in self.blocks if isinstance(block, Motion))

    def _is_voted_on(self, motion: Motion) -> bool:
        return any(isinstance(block, VoteResult) and block.motion_id == motion.id for block in self.blocks)


@dataclass(frozen=True, kw_only=True)
class MinutesDocument:
    """The minutes of one meeting, in one version."""

    council: str
    body: str
    meeting_title: str
    held_on: date
    place: str
    kind: str = "ordinary"
    started_at: datetime | None = None
    ended_at: datetime | None = None
    mode: str = ""
    presiding: str | None = None
    present: tuple[Attendee, ...] = ()
    apologies: tuple[Apology, ...] = ()
    in_attendance: tuple[Attendee, ...] = ()
    times: tuple[TimeNote, ...] = ()
    items: tuple[MinuteItem, ...] = ()
    status: MinutesStatus = MinutesStatus.DRAFT
    version: int = 1
    confirmed_on: date | None = None
    signed_by: str | None = None
    timezone: str = "Europe/London"

    @property
    def held_on_words(self) -> str:
        """`Tuesday 9 February 2021`."""
        return wording.long_date(self.held_on)

    @property
    def confirmed_on_words(self) -> str:
        """`9 March 2021`, or nothing."""
        return wording.day(self.confirmed_on) if self.confirmed_on else ""

    @property
    def title(self) -> str:
        """The title of the document: `Minutes: Full Council, Tuesday 9 February 2021`."""
        return f"Minutes: {self.body}, {self.held_on_words}"

    @property
    def is_confirmed(self) -> bool:
        """Whether it is a signed record; until then every page says DRAFT."""
        return self.status is MinutesStatus.CONFIRMED

    @property
    def absent(self) -> tuple[Apology, ...]:
        """Apologies for absence."""
        return tuple(apology for apology in self.apologies if not apology.late)

    @property
    def late(self) -> tuple[Apology, ...]:
        """Apologies for lateness."""
        return tuple(apology for apology in self.apologies if apology.late)

    def clock(self, at: datetime | None) -> str:
        """A time in the council's own zone: `6.30pm`. Nothing for no time."""
        return wording.clock(at, self.timezone) if at else ""

    def movements(self, attendee: Attendee) -> str:
        """When somebody came late or went early: `arrived 6.37pm, during item 4; left 8pm`."""
        came = self._movement("arrived", attendee.arrived_at, attendee.arrived_item)
        went = self._movement("left", attendee.left_at, attendee.left_item)
        return "; ".join(part for part in (came, went) if part)

    def _movement(self, verb: str, at: datetime | None, item: str) -> str:
        when = f"{verb} {self.clock(at)}" if at else ""
        if not item:
            return when
        return f"{when or verb}{',' if when else ''} during item {item}"
