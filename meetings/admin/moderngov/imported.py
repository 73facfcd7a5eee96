"""What was read from Modern.Gov, as plain data: nothing here is stored yet, and nothing is guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Attendance(StrEnum):
    EXPECTED = "expected"
    PRESENT = "present"
    APOLOGIES = "apologies"
    ABSENT = "absent"
    IN_ATTENDANCE = "in_attendance"
    UNKNOWN = "unknown"


class ImportedStatus(StrEnum):
    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    UNKNOWN = "unknown"


class ResolutionKind(StrEnum):
    RESOLVED = "resolved"
    AGREED = "agreed"
    RECOMMENDED = "recommended"
    DECISION = "decision"


class Kind(StrEnum):
    """Which of the service's answers a document is."""

    MEETING = "GetMeeting"
    MEETINGS = "GetMeetings"
    COMMITTEES = "GetCommittees"
    COUNCILLORS = "GetCouncillorsByWard"


@dataclass(frozen=True)
class Unplaced:
    """Something the file says that has no place here, or that could not be understood."""

    path: str
    sample: str
    count: int = 1


# --- The text of a minute -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Narrative:
    html: str


@dataclass(frozen=True)
class Resolution:
    """One resolution as printed. `html` is all of it; `body_html` is what follows the heading words."""

    html: str
    #: "RESOLVED", "Resolved", "AGREED": as printed, without brackets and dashes
    word: str
    #: the word with its qualification and punctuation: "Resolved (unanimously) –"
    heading: str
    kind: ResolutionKind
    #: what was resolved, in plain text, its parts on lines of their own
    text: str
    body_html: str
    #: the inner HTML of each numbered or listed part
    parts: tuple[str, ...] = ()
    unanimously: bool = False
    mover: str = ""
    seconder: str = ""


@dataclass(frozen=True)
class ImportedTally:
    """A line of vote figures. A number that is not printed is None; it is not taken to be nought."""

    html: str
    votes_for: int | None
    against: int | None
    abstentions: int | None
    not_voting: int | None
    unanimous: bool


Block = Narrative | Resolution | ImportedTally


@dataclass(frozen=True)
class ImportedMinutes:
    """The minute of one item: `html` cleaned as a whole, and the same in blocks, in order, nothing lost."""

    html: str = ""
    blocks: tuple[Block, ...] = ()

    @property
    def resolutions(self) -> tuple[Resolution, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Resolution))

    @property
    def tallies(self) -> tuple[ImportedTally, ...]:
        return tuple(block for block in self.blocks if isinstance(block, ImportedTally))


# --- A meeting ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ImportedDocument:
    title: str
    url: str
    attachment_id: str
    restricted: bool
    publication_date: dt.date | None
    #: a link to somewhere else, not a file the service holds
    is_url: bool


@dataclass(frozen=True)
class ImportedItem:
    source_id: str
    #: order in the file, from 1
    position: int
    #: as displayed: "5.", "5.2", "12a"; empty for a section heading
    number_text: str
    #: None for a section heading
    agenda_number: int | None
    agenda_sub_number: int | None
    minute_number: int | None
    minute_sub_number: int | None
    is_heading: bool
    title: str
    agenda_html: str
    minutes: ImportedMinutes
    decision_html: str
    is_decision: bool
    decision_published: bool
    minutes_published: bool
    restricted: bool
    display_allowed: bool
    documents: tuple[ImportedDocument, ...]


@dataclass(frozen=True)
class ImportedAttendee:
    source_id: str
    name: str
    role: str
    attendance: Attendance
    #: as printed
    attendance_text: str
    #: took part by remote link
    virtual: bool
    substitute: bool
    party: str
    ward: str


@dataclass(frozen=True)
class ImportedMeeting:
    source_id: str
    date: dt.date | None
    start: dt.time | None
    #: as printed, for a start such as "At the rise of Council"
    start_text: str
    actual_start: dt.time | None
    planned_finish: dt.time | None
    actual_finish: dt.time | None
    status: ImportedStatus
    status_text: str
    location: str
    room: str
    body_id: str
    body_title: str
    is_webcast: bool
    display_allowed: bool
    agenda_published: bool
    minutes_published: bool
    decision_published: bool
    items: tuple[ImportedItem, ...]
    attendees: tuple[ImportedAttendee, ...]
    #: papers of the meeting as a whole
    documents: tuple[ImportedDocument, ...]
    unplaced: tuple[Unplaced, ...]


# --- The lists ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ImportedCommittee:
    source_id: str
    title: str
    category: str
    deleted: bool
    expired: bool


@dataclass(frozen=True)
class ImportedCommittees:
    committees: tuple[ImportedCommittee, ...]
    unplaced: tuple[Unplaced, ...]


@dataclass(frozen=True)
class ImportedMeetingRef:
    """One line of a list of meetings."""

    source_id: str
    date: dt.date | None
    start: dt.time | None
    start_text: str
    status: ImportedStatus
    status_text: str
    body_id: str
    body_title: str
    is_webcast: bool


@dataclass(frozen=True)
class ImportedMeetings:
    meetings: tuple[ImportedMeetingRef, ...]
    unplaced: tuple[Unplaced, ...]


@dataclass(frozen=True)
class ImportedTerm:
    start: dt.date | None
    #: None while it lasts
    end: dt.date | None


@dataclass(frozen=True)
class ImportedCouncillor:
    """A councillor's public office. Where they live is not read: nothing here needs it."""

    source_id: str
    name: str
    ward: str
    party: str
    group: str
    representing: str
    key_posts: str
    work_address: tuple[str, ...]
    work_phone: str
    work_email: str
    surgery: tuple[str, ...]
    terms: tuple[ImportedTerm, ...]


@dataclass(frozen=True)
class ImportedWard:
    title: str
    councillors: tuple[ImportedCouncillor, ...]


@dataclass(frozen=True)
class ImportedWards:
    wards: tuple[ImportedWard, ...]
    unplaced: tuple[Unplaced, ...]
