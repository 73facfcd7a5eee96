"""From a source to the database: each thing stored as soon as it is read, with an account of what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from meetings.admin.moderngov.imported import ImportedMeeting
from meetings.admin.moderngov.loaded import Loaded, LoadedCommittees, LoadedMeeting, LoadedWards
from meetings.admin.moderngov.report import ImportReport, ReportWriter, Stored
from meetings.admin.usecases import (
    Fate,
    Made,
    StoreCommittees,
    StoreMeeting,
    StoreWards,
    store_committees,
    store_meeting,
    store_wards,
)
from meetings.kernel.errors import DomainError
from meetings.runtime.work import Work

C = TypeVar("C")
R = TypeVar("R")


class Run(Protocol):
    """Runs one use case in a transaction of its own."""

    def __call__(self, case: Callable[[Work, C], R], command: C) -> R: ...


@dataclass(frozen=True)
class Brought:
    """One meeting as it is here now."""

    meeting_id: str
    fate: Fate
    meeting: ImportedMeeting


@dataclass
class Importer:
    """Stores what comes, and keeps account of it. `body` is the committee for meetings that name none."""

    run: Run
    where: str
    body: str = ""
    _report: ReportWriter = field(init=False)
    _made: dict[str, Counter[Fate]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._report = ReportWriter(self.where)

    def bring(self, loaded: Iterable[Loaded]) -> Iterator[Brought]:
        """Store everything, one transaction each; each meeting is told as soon as it is kept."""
        for each in loaded:
            self._report.add(each)
            try:
                brought = self._store(each)
            except DomainError as error:
                self._report.not_read(each.origin, error.message)
                continue
            if brought is not None:
                yield brought

    def report(self) -> ImportReport:
        """Everything so far."""
        stored = [
            Stored(what, fates[Fate.NEW], fates[Fate.CHANGED], fates[Fate.SAME])
            for what, fates in self._made.items()
        ]
        return self._report.finish(stored)

    def not_read(self, origin: str, message: str) -> None:
        """A source that gave nothing at all."""
        self._report.not_read(origin, message)

    def _store(self, each: Loaded) -> Brought | None:
        if isinstance(each, LoadedCommittees):
            self._note(
                "committees", each.origin, self.run(store_committees, StoreCommittees(each.committees))
            )
        elif isinstance(each, LoadedWards):
            made = self.run(store_wards, StoreWards(each.origin, each.wards))
            self._note("councillors", each.origin, made)
        elif isinstance(each, LoadedMeeting):
            kept = self.run(store_meeting, StoreMeeting(each.origin, each.meeting, self.body))
            self._made.setdefault("meetings", Counter())[kept.fate] += 1
            self._report.could_not_place(each.origin, kept.unplaced)
            return Brought(kept.meeting_id, kept.fate, each.meeting)
        return None

    def _note(self, what: str, origin: str, made: Made) -> None:
        counted = self._made.setdefault(what, Counter())
        counted[Fate.NEW] += made.new
        counted[Fate.SAME] += made.same
        self._report.could_not_place(origin, made.unplaced)
