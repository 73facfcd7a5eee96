"""Minutes as a document: drafted once, kept as JSON for each version, printed as HTML and PDF alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from meetings.minutes import style_words, wording
from meetings.minutes.blocks import (
    BLOCKS,
    LATER,
    Action,
    Block,
    Declaration,
    Interest,
    Motion,
    Narrative,
    Note,
    Resolution,
    Subheading,
    Summary,
    VoteResult,
    VoteRow,
)
from meetings.minutes.phrases import Phrases, fill, phrases
from meetings.minutes.style import PLAIN, HouseStyle, MinuteNumbers
from meetings.minutes.style_people import People, attendance
from meetings.minutes.style_votes import VoteView, vote_view

__all__ = [
    "BLOCKS",
    "Action",
    "Apology",
    "Attendee",
    "Block",
    "Declaration",
    "Interest",
    "MinuteItem",
    "MinutesDocument",
    "MinutesStatus",
    "Motion",
    "Narrative",
    "Note",
    "Resolution",
    "Subheading",
    "Summary",
    "TimeNote",
    "VoteResult",
    "VoteRow",
]


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
    ward: str = field(default="", metadata=LATER)
    #: the member whose seat they have for this meeting
    substitute_for: str = field(default="", metadata=LATER)
    #: a councillor who is no member of the body
    visiting: bool = field(default=False, metadata=LATER)


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
class MinuteItem:
    """One minute, or a divider (`is_section`). What the public reads of an exempt one: `rules.public_rendition`."""

    item_id: str
    number: str
    heading: str
    is_section: bool = False
    is_exempt: bool = False
    blocks: tuple[Block, ...] = ()
    #: where this item begins in the recording of the meeting
    recording: str = field(default="", metadata=LATER)
    #: where the minute has a number of its own
    agenda_number: str = field(default="", metadata=LATER)
    #: as printed: pages of the pack, the earlier minute it comes from, the reports
    pages: str = field(default="", metadata=LATER)
    reference: str = field(default="", metadata=LATER)
    reports: tuple[str, ...] = field(default=(), metadata=LATER)

    def declaration_after(self, block: Block) -> str:
        """What is declared after this block: after the vote where there was one, else after the motion."""
        if isinstance(block, VoteResult):
            return next((m.declaration for m in self._motions() if m.id == block.motion_id), "")
        if isinstance(block, Motion) and not self._is_decided_below(block):
            return block.declaration
        return ""

    def _motions(self) -> Iterator[Motion]:
        return (block for block in self.blocks if isinstance(block, Motion))

    def _is_decided_below(self, motion: Motion) -> bool:
        deciding = (block for block in self.blocks if isinstance(block, VoteResult | Declaration))
        return any(block.motion_id == motion.id for block in deciding)


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
    #: members who neither came nor sent an apology
    absent_members: tuple[str, ...] = ()
    in_attendance: tuple[Attendee, ...] = ()
    times: tuple[TimeNote, ...] = ()
    items: tuple[MinuteItem, ...] = ()
    status: MinutesStatus = MinutesStatus.DRAFT
    version: int = 1
    confirmed_on: date | None = None
    signed_by: str | None = None
    timezone: str = "Europe/London"
    #: as the body had chosen it when this version was made: an old version never changes its look
    style: HouseStyle = field(default=PLAIN, metadata=LATER)
    language: str = field(default="en", metadata=LATER)
    #: the same minutes in the other language, drafted from the same record: the same items and blocks
    twin: MinutesDocument | None = field(default=None, metadata=LATER)

    @property
    def welsh(self) -> MinutesDocument | None:
        """The Welsh of minutes in both languages, standing where these stand."""
        if self.twin is None:
            return None
        return replace(
            self.twin,
            version=self.version,
            status=self.status,
            confirmed_on=self.confirmed_on,
            signed_by=self.signed_by,
        )

    @property
    def pairs(self) -> tuple[tuple[MinuteItem, MinuteItem | None], ...]:
        """Each minute with its Welsh."""
        twins = {item.item_id: item for item in self.twin.items} if self.twin else {}
        return tuple((item, twins.get(item.item_id)) for item in self.items)

    def welsh_of(self, item: MinuteItem) -> MinuteItem | None:
        """The Welsh of one of its minutes."""
        return next((cy for en, cy in self.pairs if en.item_id == item.item_id), None)

    @property
    def ended_words(self) -> str:
        """`The meeting ended at 9.41pm (3 hours 11 minutes).`"""
        if self.ended_at is None:
            return ""
        if self.language != "en":
            return fill(self.say.page.ended, at=self.clock(self.ended_at))
        took = f" ({self.duration})" if self.duration else ""
        return f"The meeting {self.style.closed_words} at {self.clock(self.ended_at)}{took}."

    @property
    def confirmed_words(self) -> str:
        """`Confirmed as a correct record on 9 March 2021 and signed by A`."""
        page, on = self.say.page, self.confirmed_on_words
        said = page.confirmed + (fill(page.confirmed_on, day=on) if on else "")
        return said + (fill(page.signed_by, name=self.signed_by) if self.signed_by else "")

    @property
    def say(self) -> Phrases:
        """The set phrases of its language."""
        return phrases(self.language)

    @property
    def held_on_words(self) -> str:
        """`Tuesday 9 February 2021`."""
        return wording.long_date(self.held_on, self.language)

    @property
    def confirmed_on_words(self) -> str:
        """`9 March 2021`, or nothing."""
        return wording.day(self.confirmed_on, self.language) if self.confirmed_on else ""

    @property
    def title(self) -> str:
        """The title of the document: `Minutes: Full Council, Tuesday 9 February 2021`."""
        return fill(self.say.page.title, body=self.body, day=self.held_on_words)

    @property
    def is_confirmed(self) -> bool:
        """Whether it is a signed record; until then every page says DRAFT."""
        return self.status is MinutesStatus.CONFIRMED

    @property
    def present_title(self) -> str:
        """`Councillors present` when all are, and then `present_list` does not say it again."""
        page, names = self.say.page, [p.name for p in self.present]
        return page.councillors_present if wording.untitled(names, self.language) else page.present

    @property
    def present_list(self) -> tuple[Attendee, ...]:
        """Who was present, named as `present_title` needs it."""
        names = wording.untitled([person.name for person in self.present], self.language)
        if not names:
            return self.present
        return tuple(replace(person, name=name) for person, name in zip(self.present, names, strict=True))

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
        return style_words.clock(at, self.timezone, self.style, self.language) if at else ""

    @property
    def duration(self) -> str:
        """`1 hour 16 minutes`, where the body's minutes say it."""
        return style_words.duration(self.started_at, self.ended_at) if self.style.duration else ""

    def heading(self, item: MinuteItem) -> str:
        """The heading of a minute, in capitals where the body has them so."""
        return item.heading.upper() if self.style.capital_headings else item.heading

    def vote_view(self, block: VoteResult) -> VoteView:
        """A vote in the body's form."""
        return vote_view(block, self.style)

    @property
    def attendance(self) -> tuple[People, ...]:
        """Who was there, in the groups that the body's minutes have."""
        return attendance(self)

    def movements(self, attendee: Attendee) -> str:
        """When somebody came late or went early: `arrived 6.37pm, during item 4; left 8pm`."""
        page = self.say.page
        came = self._movement(page.arrived, attendee.arrived_at, attendee.arrived_item)
        went = self._movement(page.left, attendee.left_at, attendee.left_item)
        return "; ".join(part for part in (came, went) if part)

    def _movement(self, verb: str, at: datetime | None, item: str) -> str:
        when = fill(verb, at=self.clock(at)) if at else ""
        if not item or not self.style.movement_items:
            return when
        # Items are called by their numbers on the agenda, which has to be said where minutes have others.
        own = self.style.numbers is MinuteNumbers.AGENDA
        during = fill(self.say.page.during if own else self.say.page.during_agenda, number=item)
        return f"{when}, {during}" if when else f"{verb.split(' ')[0]} {during}"
