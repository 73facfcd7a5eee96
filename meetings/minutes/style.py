"""House style: how one body writes its minutes. What is said comes from the record; how it is said from here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class MinuteNumbers(Enum):
    """How minutes are numbered. The number on the agenda is another thing."""

    AGENDA = "agenda"
    PER_MEETING = "per_meeting"
    CONTINUOUS = "continuous"
    SLASH_YEAR = "slash_year"
    YEAR_POINT = "year_point"


class VoteLayout(Enum):
    """How the figures and names of a vote are set."""

    TABLE = "table"
    PROSE = "prose"
    LINES = "lines"
    NAMED_PROSE = "named_prose"


class AttendanceLayout(Enum):
    """How those present are listed."""

    LISTS = "lists"
    PROSE = "prose"
    TABLE = "table"
    BY_GROUP = "by_group"


class Language(Enum):
    """What minutes are written in."""

    ENGLISH = "en"
    WELSH = "cy"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class HouseStyle:
    """What a body has chosen. The defaults are what minutes look like where nobody has chosen anything."""

    numbers: MinuteNumbers = MinuteNumbers.AGENDA
    resolved: str = "RESOLVED"
    recommended: str = "RECOMMENDED"
    agreed: str = "AGREED"
    votes: VoteLayout = VoteLayout.TABLE
    attendance: AttendanceLayout = AttendanceLayout.LISTS
    capital_headings: bool = False
    time_before_resolution: bool = False
    decision_first: bool = False
    language: Language = Language.ENGLISH
