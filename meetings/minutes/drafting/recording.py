"""Where each item begins in the recording of the meeting, as a link that opens it there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from meetings.db.record import Entry
from meetings.recordings.addresses import address_at
from meetings.recordings.rules import Segment, moment_from
from meetings.room.events import ItemTaken, MeetingClosed, MeetingOpened

#: Nothing is known of when it began: as if it had run from the opening.
_WHOLE = timedelta(days=1)


@dataclass(frozen=True)
class Recorded:
    """A recording that everybody can watch: its address, and the stretches of the meeting it shows."""

    address: str
    segments: tuple[Segment, ...]


def moments(entries: Iterable[Entry], url: str, recorded: Sequence[Recorded] = ()) -> dict[str, str]:
    """By item: where it was first taken, or where the recording goes on while it was; nothing for what is in none.

    Where no stretches are known, the recording at `url` is taken to run from the opening. A service whose links
    cannot say when gives none.
    """
    taken, opened, closed = _taken(entries)
    listed = tuple(recorded)
    if not listed and url and opened is not None:
        listed = (Recorded(url, (Segment("", opened, 0, _WHOLE.total_seconds()),)),)
    addresses = {s.recording_id: r.address for r in listed for s in r.segments}
    segments = [s for r in listed for s in r.segments]
    found: dict[str, str] = {}
    for n, (item_id, at) in enumerate(taken):
        until = taken[n + 1][1] if n + 1 < len(taken) else closed
        moment = moment_from(segments, at, until)
        link = address_at(addresses[moment.recording_id], moment.seconds) if moment else ""
        if link:
            found.setdefault(item_id, link)
    return found


def moment(url: str, seconds: int) -> str:
    """The same recording, opened so many seconds in."""
    return address_at(url, seconds)


def _taken(
    entries: Iterable[Entry],
) -> tuple[list[tuple[str, datetime]], datetime | None, datetime | None]:
    """Which item was taken when, since the opening; the opening, and the end."""
    opened = closed = None
    taken: list[tuple[str, datetime]] = []
    for entry in entries:
        if isinstance(entry.fact, MeetingOpened):
            opened = opened or entry.at
        elif isinstance(entry.fact, MeetingClosed):
            closed = entry.at
        elif isinstance(entry.fact, ItemTaken) and opened is not None:
            taken.append((entry.fact.item_id, entry.at))
    return taken, opened, closed
