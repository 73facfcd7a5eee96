"""What the draft needs to know that the record of the meeting itself does not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from meetings.agendas.content import AgendaContent, ContentItem
from meetings.bodies.queries import Member
from meetings.deadlines.rules.base import Profile
from meetings.minutes import style_words
from meetings.minutes.drafting.recording import Recorded
from meetings.minutes.phrases import Phrases, phrases
from meetings.minutes.style import PLAIN, HouseStyle
from meetings.minutes.style_numbers import NUMBERS, Numbers


@dataclass(frozen=True)
class ActionNote:
    """Something the meeting asked for, with when it was written down."""

    id: str
    item_id: str | None
    text: str
    owner: str
    due: date | None
    at: datetime
    #: asked for while the public was not there
    private: bool = False


@dataclass(frozen=True)
class Passed:
    """A rule of law that a named person let pass, as the minutes say it; `item_id` empty: for the whole meeting."""

    id: str
    item_id: str
    text: str


@dataclass(frozen=True)
class Setting:
    """The meeting as the calendar, the agenda and the list of members have it."""

    council: str
    body: str
    title: str
    held_on: date
    place: str
    timezone: str
    agenda: AgendaContent
    kind: str = "ordinary"
    mode: str = ""
    #: the word before a resolution
    resolved_word: str = "RESOLVED"
    #: in the order of an attendance list: chair, vice-chair, the others by surname
    members: tuple[Member, ...] = ()
    actions: tuple[ActionNote, ...] = ()
    passed: tuple[Passed, ...] = ()
    #: items that were taken and are on no current agenda, from the version they stood on
    former_items: Mapping[str, ContentItem] = field(default_factory=dict)
    style: HouseStyle = PLAIN
    #: what the draft is written in; minutes in both languages are drafted twice
    language: str = "en"
    #: under whose law the meeting was held; None: not known, then the words of exclusion stay as put
    profile: Profile | None = None
    #: by item: the pages of the pack, and the earlier minute it comes from, as they are printed
    pages: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    numbers: Numbers = NUMBERS
    #: by item that was announced as private: how many representations came
    representations: Mapping[str, int] = field(default_factory=dict)
    #: where the public watched, the recordings it can watch now, and by item the moment at which it was taken
    broadcast: str = ""
    recorded: tuple[Recorded, ...] = ()
    recordings: Mapping[str, str] = field(default_factory=dict)

    @property
    def say(self) -> Phrases:
        """The set phrases of the language."""
        return phrases(self.language)

    def item(self, item_id: str) -> ContentItem | None:
        """An item as published."""
        return self.agenda.item(item_id) or self.former_items.get(item_id)

    def clock(self, at: datetime) -> str:
        """A time as minutes print it."""
        return style_words.clock(at, self.timezone, self.style, self.language)
