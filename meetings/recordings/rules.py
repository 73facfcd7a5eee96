"""Where a moment of the meeting is in its recordings, and what in them the public must not get. Plain functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

#: Captions are to be there this many days after a recording was published.
CAPTION_DAYS = 14


class Source(StrEnum):
    """Where the recording is."""

    LINK = "link"
    FILE = "file"

    @property
    def label(self) -> str:
        """In words."""
        return {"link": "At another address", "file": "Kept here"}[self.value]


class State(StrEnum):
    """Where a recording stands. One that was deleted never comes back."""

    HELD = "held"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "held": "Not published",
            "published": "Published",
            "withdrawn": "Withdrawn",
            "deleted": "Deleted",
        }[self.value]


@dataclass(frozen=True)
class Segment:
    """An unbroken stretch of a recording: from when in real time, where in the file, how long. Seconds."""

    recording_id: str
    started_at: datetime
    offset: float
    length: float

    @property
    def ended_at(self) -> datetime:
        """When it stops, in real time."""
        return self.started_at + timedelta(seconds=self.length)

    @property
    def end(self) -> float:
        """Where in the file it stops."""
        return self.offset + self.length


@dataclass(frozen=True)
class Moment:
    """A place in a recording. `exact`: false where the moment asked for is not in it and this is the next that is."""

    recording_id: str
    seconds: float
    exact: bool = True


@dataclass(frozen=True)
class Overlap:
    """A part of a recording in which the public was excluded: where in the file, and when."""

    recording_id: str
    start: float
    end: float
    began_at: datetime
    ended_at: datetime


def moment_in(segments: Iterable[Segment], at: datetime) -> tuple[str, float] | None:
    """Which recording shows a moment, and how many seconds in; None where none does.

    Where two show it, the one that began first: it has more of what came before.
    """
    for s in sorted(segments, key=_order):
        if s.started_at <= at < s.ended_at:
            return s.recording_id, s.offset + (at - s.started_at).total_seconds()
    return None


def moment_from(segments: Iterable[Segment], since: datetime, until: datetime | None = None) -> Moment | None:
    """The first moment that is recorded of something that lasted from `since` to `until` (None: to the end)."""
    listed = tuple(segments)
    found = moment_in(listed, since)
    if found is not None:
        return Moment(*found)
    later = [s for s in listed if s.started_at > since and (until is None or s.started_at < until)]
    if not later:
        return None
    first = min(later, key=_order)
    return Moment(first.recording_id, first.offset, exact=False)


def when_of(segments: Iterable[Segment], recording_id: str, seconds: float) -> datetime | None:
    """When in real time that was which the recording shows so many seconds in; None outside its stretches."""
    for s in sorted(segments, key=lambda s: s.offset):
        if s.recording_id == recording_id and s.offset <= seconds < s.end:
            return s.started_at + timedelta(seconds=seconds - s.offset)
    return None


def private_parts(
    segments: Iterable[Segment], excluded: Sequence[tuple[datetime, datetime | None]]
) -> tuple[Overlap, ...]:
    """Every part of a recording that covers time without the public. An exclusion that is not over goes on."""
    found = []
    for s in sorted(segments, key=_order):
        for began, ended in excluded:
            start, end = max(began, s.started_at), min(ended or s.ended_at, s.ended_at)
            if start < end:
                first = s.offset + (start - s.started_at).total_seconds()
                last = s.offset + (end - s.started_at).total_seconds()
                found.append(Overlap(s.recording_id, first, last, start, end))
    return tuple(found)


def public_spans(
    segments: Sequence[Segment], excluded: Sequence[tuple[datetime, datetime | None]]
) -> tuple[tuple[float, float], ...]:
    """Where in one recording what is said may be published, in seconds: outside its known stretches only where the
    public was never excluded."""
    if not excluded:
        return ((0.0, float("inf")),)
    found = []
    for s in segments:
        start = s.offset
        for o in sorted(private_parts([s], excluded), key=lambda o: o.start):
            found.append((start, o.start))
            start = max(start, o.end)
        found.append((start, s.end))
    return tuple((a, b) for a, b in found if a < b)


def segment_problem(segments: Sequence[Segment]) -> str:
    """What cannot be about the stretches of one recording; empty if nothing."""
    if any(s.length <= 0 for s in segments):
        return "Each stretch must be at least a second long"
    if any(s.offset < 0 for s in segments):
        return "A stretch cannot begin before the recording does"
    by_file = sorted(segments, key=lambda s: s.offset)
    for before, after in pairwise(by_file):
        if after.offset < before.end - 0.001:
            return "Two stretches are at the same place in the recording"
        if after.started_at < before.ended_at:
            return "Two stretches show the same time: the later one must begin after the earlier ended"
    return ""


def captions_due(published_on: date) -> date:
    """By when a published recording has captions."""
    return published_on + timedelta(days=CAPTION_DAYS)


def delete_on(recorded_on: date, keep_days: int | None) -> date | None:
    """The day from which a recording is no longer kept; None: it is kept for good."""
    return None if keep_days is None else recorded_on + timedelta(days=keep_days)


def _order(segment: Segment) -> tuple[datetime, float, str]:
    return segment.started_at, segment.offset, segment.recording_id
