"""What stands in the way of a recording, in plain words. Plain functions."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from meetings.recordings.rules import Overlap


def clock(seconds: float) -> str:
    """A place in a recording as players show it: 1:02:03."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def private_words(overlaps: Sequence[Overlap], zone: ZoneInfo) -> str:
    """Which parts must not be published, by the recording's time and the clock's."""
    parts = [
        f"{clock(o.start)} to {clock(o.end)} ({o.began_at.astimezone(zone):%H:%M} to "
        f"{o.ended_at.astimezone(zone):%H:%M})"
        for o in overlaps
    ]
    return "; ".join(parts)


def why_not_published(
    *,
    known: bool,
    going_on: bool,
    excluded: bool,
    has_times: bool,
    overlaps: Sequence[Overlap],
    zone: ZoneInfo,
) -> str:
    """Why a recording cannot be published now; empty if it can."""
    if not known:
        return "The meeting itself is not public, so its recording cannot be."
    if going_on:
        return "The meeting is not closed yet: publish its recording after it."
    if overlaps:
        return (
            "This recording shows a part of the meeting without the public, at "
            f"{private_words(overlaps, zone)}. Cut it out, then enter the times of what is left."
        )
    if excluded and not has_times:
        return (
            "The public was excluded from a part of this meeting. Enter first which times the recording shows, so "
            "that it is certain that the private part is not in it."
        )
    return ""
