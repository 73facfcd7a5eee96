"""Meetings of the demonstration as frozen data: agendas, reports, who came, what was said, moved and decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from meetings.kernel.secrecy import Sensitivity
from meetings.schedule.models import MeetingKind, MeetingMode


class DemoState(StrEnum):
    """Where a meeting stands on the day the demonstration is loaded."""

    PAST = "past"
    READY = "ready"
    PUBLISHED = "published"
    DRAFT = "draft"
    PLANNED = "planned"
    CANCELLED = "cancelled"


class DemoItemKind(StrEnum):
    """What sort of business an item is."""

    STANDING = "standing"
    QUESTIONS = "questions"
    ANNOUNCEMENTS = "announcements"
    PETITION = "petition"
    PROCEDURE = "procedure"
    MOTION = "motion"
    REPORT = "report"
    INFORMATION = "information"
    APPLICATION = "application"
    EXCLUSION = "exclusion"


@dataclass(frozen=True)
class DemoTable:
    """A table in a report; the first column heads each row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class DemoSection:
    """A headed section of a report; `points` are numbered or lettered by whoever prints them."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    table: DemoTable | None = None


@dataclass(frozen=True)
class DemoReport:
    """An officer's report. `key` is the same for the same report; `exemption` is empty for an open one."""

    key: str
    title: str
    author: str
    author_name: str
    author_post: str
    lead: str
    wards: str
    key_decision: bool
    exemption: str
    sections: tuple[DemoSection, ...]

    @property
    def filename(self) -> str:
        """A file name that can stand in an address."""
        return f"{self.key}.pdf"


@dataclass(frozen=True)
class DemoBallot:
    """How one person voted: "for", "against" or "abstain"."""

    person: str
    choice: str


@dataclass(frozen=True)
class DemoVote:
    """A vote; minutes give names if `named`, otherwise totals. `casting` is the presiding member's second vote."""

    ballots: tuple[DemoBallot, ...]
    named: bool = False
    casting: str | None = None

    def count(self, choice: str) -> int:
        """Ballots for a choice, without the casting vote."""
        return sum(b.choice == choice for b in self.ballots)

    @property
    def totals(self) -> tuple[int, int, int]:
        """For, against, abstaining."""
        return self.count("for"), self.count("against"), self.count("abstain")

    @property
    def is_tied(self) -> bool:
        """Whether the casting vote decides."""
        return self.count("for") == self.count("against")

    @property
    def carried(self) -> bool:
        """A majority of those voting, or the casting vote."""
        return self.casting == "for" if self.is_tied else self.count("for") > self.count("against")


@dataclass(frozen=True)
class DemoMotion:
    """A motion as put. `kind` is "substantive", "amendment" or "procedural".

    `text` is what would be resolved, a part a line, without "That"; for an amendment the motion as it would then
    read, while `change` says what the amendment alters. `vote` is None where it was agreed without a vote.
    """

    kind: str
    text: tuple[str, ...]
    mover: str | None
    seconder: str | None
    vote: DemoVote | None = None
    change: tuple[str, ...] = ()

    @property
    def carried(self) -> bool:
        """Whether it was agreed."""
        return self.vote is None or self.vote.carried


@dataclass(frozen=True)
class DemoInterest:
    """A declared interest. `action` is "left", "stayed" or "spoke_then_left"; `sentence` is for the minutes."""

    person: str
    item: int
    kind: str
    reason: str
    action: str
    sentence: str


@dataclass(frozen=True)
class DemoAction:
    """Something an officer was asked to do by a day."""

    owner: str
    text: str
    due: date


@dataclass(frozen=True)
class DemoOutcome:
    """What came of an item. `resolution` is empty where nothing was decided."""

    starts: datetime
    ends: datetime
    discussion: tuple[str, ...]
    motions: tuple[DemoMotion, ...] = ()
    resolution: tuple[str, ...] = ()
    interests: tuple[DemoInterest, ...] = ()
    actions: tuple[DemoAction, ...] = ()


@dataclass(frozen=True)
class DemoItem:
    """A numbered item. `prepared` is a motion entered before the meeting; `outcome` is None until it is held."""

    number: int
    kind: DemoItemKind
    title: str
    purpose: str
    recommendation: tuple[str, ...] = ()
    report: DemoReport | None = None
    exemption: str = ""
    education: bool = False
    budget: bool = False
    prepared: DemoMotion | None = None
    outcome: DemoOutcome | None = None

    @property
    def sensitivity(self) -> Sensitivity:
        """Whether the item is open."""
        return Sensitivity.EXEMPT if self.exemption else Sensitivity.PUBLIC


@dataclass(frozen=True)
class DemoAttendance:
    """Who came. `capacity` is "member", "substitute", "co_opted", "visitor" or "officer".

    `status` is "present" or "apologies"; `remote` is somebody in attendance by video, who does not count.
    `arrived_item` and `left_item` are the first item taken part in and the first one missed.
    """

    person: str
    capacity: str
    status: str = "present"
    remote: bool = False
    substitute_for: str | None = None
    arrived_item: int | None = None
    arrived: datetime | None = None
    left_item: int | None = None
    left: datetime | None = None

    def here_at(self, item: int) -> bool:
        """Whether present when an item was decided."""
        here = self.arrived_item is None or self.arrived_item <= item
        return self.status == "present" and here and (self.left_item is None or item < self.left_item)


@dataclass(frozen=True)
class DemoMeeting:
    """One meeting. Times are local (Europe/London) and naive; `items` is empty where only the date is known.

    `minutes` is "confirmed", "published", "draft" or empty; `presiding` a person's key, empty before the meeting.
    """

    key: str
    body: str
    title: str
    kind: MeetingKind
    mode: MeetingMode
    state: DemoState
    starts: datetime
    place: str
    items: tuple[DemoItem, ...] = ()
    published_on: date | None = None
    attendance: tuple[DemoAttendance, ...] = ()
    presiding: str = ""
    opened: datetime | None = None
    closed: datetime | None = None
    minutes: str = ""
    reason: str = ""

    @property
    def day(self) -> date:
        """The day of the meeting."""
        return self.starts.date()


def as_resolved(parts: tuple[str, ...]) -> str:
    """The parts of a motion or recommendation as they are entered: a part a line, each beginning with "That"."""
    return "\n".join(part if part.startswith("That ") else f"That {part}" for part in parts)


def local(day: date, clock: str) -> datetime:
    """A local time of a day, from "18:30"."""
    return datetime.combine(day, time.fromisoformat(clock))
