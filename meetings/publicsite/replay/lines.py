"""What a time line is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo


class Kind(StrEnum):
    """What a line of the time line tells of."""

    MEETING = "meeting"
    ITEM = "item"
    SPEAKER = "speaker"
    MOTION = "motion"
    VOTE = "vote"
    PEOPLE = "people"

    @property
    def label(self) -> str:
        """In words, as the filter has it."""
        return {
            "meeting": "The meeting and its breaks",
            "item": "Items",
            "speaker": "Speakers",
            "motion": "Motions and amendments",
            "vote": "Votes and results",
            "people": "People and interests",
        }[self.value]


@dataclass(frozen=True)
class State:
    """How the meeting stood from a moment on, in words; empty where there was nothing."""

    phase: str = ""
    item: str = ""
    speaker: str = ""
    motion: str = ""
    result: str = ""


@dataclass(frozen=True)
class Line:
    """Something that happened. Offsets are whole seconds from the opening of the meeting."""

    seq: int
    at: datetime
    offset: int
    kind: Kind
    text: str
    detail: str = ""
    item: str = ""
    #: when it was over: a speech, a break
    until: datetime | None = None
    until_offset: int | None = None


@dataclass(frozen=True)
class Timeline:
    """Everything that one audience may know of how a meeting went."""

    started_at: datetime | None
    ended_at: datetime | None
    lines: tuple[Line, ...] = ()
    states: tuple[tuple[datetime, State], ...] = ()

    def of_kinds(self, kinds: Sequence[Kind]) -> tuple[Line, ...]:
        """Only lines of these kinds; all of them when none is named."""
        return tuple(line for line in self.lines if not kinds or line.kind in kinds)

    def offset(self, at: datetime) -> int:
        """Seconds from the opening; before it less than nothing."""
        return round((at - self.started_at).total_seconds()) if self.started_at else 0

    def state_at(self, at: datetime) -> State:
        """How the meeting stood at a moment; before its beginning nothing."""
        standing = [state for since, state in self.states if since <= at]
        return standing[-1] if standing else State(phase="The meeting had not begun")

    def moment(self, clock: time, timezone: ZoneInfo) -> datetime | None:
        """When the meeting's clocks showed that time: on its first day, or on the next after midnight."""
        if self.started_at is None:
            return None
        began = self.started_at.astimezone(timezone)
        for day in sorted({line.at.astimezone(timezone).date() for line in self.lines} | {began.date()}):
            at = datetime.combine(day, clock, timezone)
            if at >= began.replace(second=0, microsecond=0):
                # a minute stands for all of it
                return at.replace(second=59)
        return datetime.combine(began.date(), clock, timezone)


def spoken(ms: int) -> str:
    """A length of time in words: 2 minutes 5 seconds."""
    minutes, seconds = divmod(round(ms / 1000), 60)
    words = [f"{minutes} minute{'' if minutes == 1 else 's'}"] if minutes else []
    if seconds or not minutes:
        words.append(f"{seconds} second{'' if seconds == 1 else 's'}")
    return " ".join(words)
