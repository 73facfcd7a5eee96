"""House style: how one body writes its minutes. What is said comes from the record; how it is said from here."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from meetings.exclusion.wording import Act, Interest, Layout


class MinuteNumbers(Enum):
    """How minutes are numbered. The number on the agenda is another thing."""

    AGENDA = "agenda"
    PER_MEETING = "per_meeting"
    CONTINUOUS = "continuous"
    SLASH_YEAR = "slash_year"
    YEAR_POINT = "year_point"

    @property
    def goes_on(self) -> bool:
        """Whether the numbers of a meeting go on from those of the meeting before."""
        return self not in (MinuteNumbers.AGENDA, MinuteNumbers.PER_MEETING)


class YearStart(Enum):
    """When numbers that go on begin again at 1."""

    COUNCIL_YEAR = "council_year"
    CALENDAR_YEAR = "calendar_year"
    NEVER = "never"


class SubNumbers(Enum):
    """What gets a number below that of its minute: 38.1, 38.2."""

    NONE = "none"
    #: items that the agenda numbers 7.1, 7.2, and items under one heading
    ITEMS = "items"
    #: the resolutions of a minute
    RESOLUTIONS = "resolutions"


class VoteLayout(Enum):
    """How the figures and names of a vote are set."""

    TABLE = "table"
    PROSE = "prose"
    LINES = "lines"
    NAMED_PROSE = "named_prose"
    FIGURES = "figures"
    ONE_LINE = "one_line"
    RECORD = "record"
    SENTENCE = "sentence"


class VotePlace(Enum):
    """Where the vote stands in a minute."""

    BEFORE = "before"
    AFTER = "after"


class Moved(Enum):
    """How a motion that became a resolution is led in to. Any other motion has its text where it was moved."""

    TEXT = "text"
    ON_A_MOTION = "on_a_motion"
    MOVED_AND = "moved_and"
    PROPOSED_BY = "proposed_by"
    NOTHING = "nothing"


class Declared(Enum):
    """How it is said that a motion was carried or lost."""

    DECLARED = "declared"
    PUT = "put"
    PLAIN = "plain"
    BY_MAJORITY = "by_majority"
    #: only where no resolution says it
    NOTHING = "nothing"


class PartMarks(Enum):
    """How the parts of a resolution are marked."""

    NUMBERS = "numbers"
    LETTERS = "letters"
    ROMAN = "roman"


class AttendanceLayout(Enum):
    """How those present are listed."""

    LISTS = "lists"
    PROSE = "prose"
    TABLE = "table"
    BY_GROUP = "by_group"
    BY_WARD = "by_ward"


class ClockWords(Enum):
    """How a time is written."""

    POINT = "point"
    COLON = "colon"
    TWENTY_FOUR = "twenty_four"


class Language(Enum):
    """What minutes are written in."""

    ENGLISH = "en"
    WELSH = "cy"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class HouseStyle:
    """What a body has chosen. The defaults are what minutes look like where nobody has chosen anything."""

    numbers: MinuteNumbers = MinuteNumbers.AGENDA
    #: stands before every number: "C" makes C44
    number_prefix: str = ""
    year_start: YearStart = YearStart.COUNCIL_YEAR
    sub_numbers: SubNumbers = SubNumbers.NONE
    resolved: str = "RESOLVED"
    recommended: str = "RECOMMENDED"
    agreed: str = "AGREED"
    #: what everybody agreed to without a vote takes the word above and not that of a resolution
    agreed_by_assent: bool = False
    say_unanimous: bool = True
    #: carried motions on the order of business and the like are written as resolutions too
    procedure_resolved: bool = False
    moved: Moved = Moved.TEXT
    number_amendments: bool = False
    parts: PartMarks = PartMarks.NUMBERS
    votes: VoteLayout = VoteLayout.TABLE
    vote_place: VotePlace = VotePlace.BEFORE
    declared: Declared = Declared.DECLARED
    attendance: AttendanceLayout = AttendanceLayout.LISTS
    #: the political group by its first letters: (L), (C)
    short_groups: bool = False
    #: members who came by video, and councillors who are not members of the body, under headings of their own
    remote_apart: bool = False
    visitors_apart: bool = False
    #: the item that was being taken when somebody came or went
    movement_items: bool = True
    capital_headings: bool = False
    time_before_resolution: bool = False
    decision_first: bool = False
    #: stand above the decision and above what follows it, such as "Decision" and "Discussion"
    decision_heading: str = ""
    discussion_heading: str = ""
    #: dividers above the first minute and above the first that was taken in private; empty: none
    public_part: str = ""
    private_part: str = ""
    duration: bool = False
    closed_words: str = "ended"
    clock: ClockWords = ClockWords.POINT
    #: "(Minute 27 refers)" where an item comes from an earlier meeting
    cross_references: bool = False
    #: "(pages 6 to 12 of the agenda pack)" below the heading
    pack_pages: bool = False
    #: the reports that were before the meeting, by title, below the heading
    list_reports: bool = False
    language: Language = Language.ENGLISH
    #: how the resolution that excludes the public is worded
    exclusion_layout: Layout = Layout.SENTENCE
    exclusion_interest: Interest = Interest.OUTWEIGHS
    exclusion_act: Act = Act.SECTION
    exclusion_described: bool = True
    #: each minute links to its moment in the recording
    recording_links: bool = False


PLAIN = HouseStyle()


def style_to_data(style: HouseStyle) -> dict[str, Any]:
    """What differs from the defaults, so that minutes of a body that chose nothing say nothing of style."""
    found: dict[str, Any] = {}
    for field in fields(style):
        value = getattr(style, field.name)
        if value != field.default:
            found[field.name] = value.value if isinstance(value, Enum) else value
    return found


def style_from_data(data: dict[str, Any]) -> HouseStyle:
    """The style again. Choices that do not exist any more fall back to the default."""
    chosen: dict[str, Any] = {}
    for field in fields(HouseStyle):
        if field.name not in data:
            continue
        value, kind = data[field.name], type(getattr(PLAIN, field.name))
        try:
            chosen[field.name] = kind(value)
        except ValueError:
            continue
    return HouseStyle(**chosen)
