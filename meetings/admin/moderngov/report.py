"""What an import read, what it stored, and what it could not place: for the terminal and for the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from meetings.admin.moderngov.imported import ImportedMeeting, Unplaced
from meetings.admin.moderngov.loaded import (
    Loaded,
    LoadedCommittees,
    LoadedMeeting,
    LoadedMeetings,
    LoadedWards,
    NotRead,
)

_LINES_SHOWN = 200


@dataclass(frozen=True)
class Counts:
    """How many of each were read."""

    meetings: int = 0
    items: int = 0
    documents: int = 0
    resolutions: int = 0
    tallies: int = 0
    attendees: int = 0
    committees: int = 0
    listed_meetings: int = 0
    wards: int = 0
    councillors: int = 0


@dataclass(frozen=True)
class CouldNotPlace:
    """One kind of thing that has no place here: where it was met first, what it said, how often it came."""

    path: str
    sample: str
    origin: str
    count: int

    def __str__(self) -> str:
        times = "" if self.count == 1 else f" ({self.count} times)"
        return f"{self.path}{times}: “{self.sample}” [{self.origin}]"


@dataclass(frozen=True)
class Stored:
    """What became of one kind of thing: "meetings", 3 new, 1 changed, 12 as they were."""

    what: str
    new: int
    changed: int
    same: int

    def __str__(self) -> str:
        return f"{self.what}: {self.new} new, {self.changed} changed, {self.same} as they were"


@dataclass(frozen=True)
class ImportReport:
    where: str
    counts: Counts
    could_not_place: tuple[CouldNotPlace, ...]
    not_read: tuple[NotRead, ...]
    stored: tuple[Stored, ...] = ()

    @property
    def complete(self) -> bool:
        """Everything there was has a place."""
        return not self.could_not_place and not self.not_read

    @property
    def read(self) -> list[str]:
        """What was read, a line for each kind."""
        return _counted(self.counts)

    def text(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        lines = [f"Read from {self.where}:", *(f"  {line}" for line in self.read)]
        if self.stored:
            lines += ["Stored:", *(f"  {stored}" for stored in self.stored)]
        lines += _section(
            "Could not be read", [f"{entry.origin}: {entry.message}" for entry in self.not_read]
        )
        lines += _section("Could not place", [str(entry) for entry in self.could_not_place])
        return lines if not self.complete else [*lines, "Everything that was read has a place."]


class ReportWriter:
    """Gathers the report while things are loaded and stored."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._counts: Counter[str] = Counter()
        self._unplaced: dict[str, CouldNotPlace] = {}
        self._not_read: list[NotRead] = []

    def add(self, loaded: Loaded) -> None:
        if isinstance(loaded, NotRead):
            self._not_read.append(loaded)
        elif isinstance(loaded, LoadedMeeting):
            self._counts.update(_of_meeting(loaded.meeting))
            self.could_not_place(loaded.origin, loaded.meeting.unplaced)
        elif isinstance(loaded, LoadedCommittees):
            self._counts["committees"] += len(loaded.committees.committees)
            self.could_not_place(loaded.origin, loaded.committees.unplaced)
        elif isinstance(loaded, LoadedMeetings):
            self._counts["listed_meetings"] += len(loaded.meetings.meetings)
            self.could_not_place(loaded.origin, loaded.meetings.unplaced)
        elif isinstance(loaded, LoadedWards):
            self._counts["wards"] += len(loaded.wards.wards)
            self._counts["councillors"] += sum(len(ward.councillors) for ward in loaded.wards.wards)
            self.could_not_place(loaded.origin, loaded.wards.unplaced)

    def could_not_place(self, origin: str, unplaced: Iterable[Unplaced]) -> None:
        """Also for what was read and then found no place when it came to storing it."""
        for entry in unplaced:
            before = self._unplaced.get(entry.path)
            self._unplaced[entry.path] = CouldNotPlace(
                entry.path,
                before.sample if before else entry.sample,
                before.origin if before else origin,
                entry.count + (before.count if before else 0),
            )

    def not_read(self, origin: str, message: str) -> None:
        self._not_read.append(NotRead(origin, message))

    def finish(self, stored: Iterable[Stored] = ()) -> ImportReport:
        return ImportReport(
            self._where,
            Counts(**self._counts),
            tuple(self._unplaced.values()),
            tuple(self._not_read),
            tuple(stored),
        )


def _of_meeting(meeting: ImportedMeeting) -> Mapping[str, int]:
    minutes = [item.minutes for item in meeting.items]
    return {
        "meetings": 1,
        "items": sum(not item.is_heading for item in meeting.items),
        "documents": len(meeting.documents) + sum(len(item.documents) for item in meeting.items),
        "resolutions": sum(len(minute.resolutions) for minute in minutes),
        "tallies": sum(len(minute.tallies) for minute in minutes),
        "attendees": len(meeting.attendees),
    }


_NAMES = {
    "meetings": ("meeting", "meetings"),
    "items": ("agenda item", "agenda items"),
    "documents": ("document", "documents"),
    "resolutions": ("resolution", "resolutions"),
    "tallies": ("vote with figures", "votes with figures"),
    "attendees": ("name in an attendance list", "names in attendance lists"),
    "committees": ("committee", "committees"),
    "listed_meetings": ("meeting in a list", "meetings in lists"),
    "wards": ("ward", "wards"),
    "councillors": ("councillor", "councillors"),
}


def _counted(counts: Counts) -> list[str]:
    numbers = [(field.name, getattr(counts, field.name)) for field in fields(counts)]
    return [f"{number} {_NAMES[name][number != 1]}" for name, number in numbers if number] or ["nothing"]


def _section(title: str, entries: list[str]) -> list[str]:
    if not entries:
        return []
    shown = [f"  {entry}" for entry in entries[:_LINES_SHOWN]]
    more = len(entries) - len(shown)
    return [f"{title}:", *shown, *([f"  and {more} more"] if more else [])]
