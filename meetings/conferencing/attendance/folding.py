"""From raw rows to connections: the same set of rows gives the same, whatever the order and however often told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from meetings.kernel.facts import canonical, plain

#: The room of the meeting itself; whoever is anywhere else is not in it.
MEETING = "meeting"
#: News and report tell the same joining with clocks that differ by so much at most.
SAME = timedelta(seconds=2)


class What(StrEnum):
    """What a row tells of."""

    JOINED = "joined"
    LEFT = "left"
    #: both, from a report
    STRETCH = "stretch"


@dataclass(frozen=True)
class Raw:
    """A row as the provider told it, unchanged. `key`: its id of the connection; `at`: of LEFT the leaving."""

    provider: str
    key: str
    what: What
    room: str
    at: datetime
    until: datetime | None = None
    name: str = ""
    email: str = ""
    seat_ref: str = ""
    user_ref: str = ""
    phone: str = ""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything in it: the same row told again is the same row."""
        utc = {"at": self.at.astimezone(UTC), "until": self.until and self.until.astimezone(UTC)}
        return hashlib.sha256(canonical({**plain(self), **plain(utc)})).hexdigest()


@dataclass(frozen=True)
class Connection:
    """One stretch of one device in one room. `joined_at` None: only its leaving was told; `left_at` None: no leaving
    was."""

    provider: str
    key: str
    room: str
    joined_at: datetime | None
    left_at: datetime | None
    name: str
    email: str
    seat_ref: str
    user_ref: str
    phone: str
    #: digests of the rows it is made of
    rows: tuple[str, ...]


def connections(rows: Iterable[Raw]) -> tuple[Connection, ...]:
    """Every connection, in order of time."""
    groups: dict[tuple[str, str, str], set[Raw]] = {}
    for row in rows:
        groups.setdefault((row.provider, row.key, row.room), set()).add(row)
    found = [c for key in sorted(groups) for c in _group(sorted(groups[key], key=_order))]
    return tuple(sorted(found, key=_when))


def _order(row: Raw) -> tuple[datetime, str, str]:
    return row.at, row.what.value, row.digest


def _when(c: Connection) -> tuple[datetime, str, str, str]:
    at = c.joined_at or c.left_at
    assert at is not None
    return at, c.provider, c.key, c.room


def _group(rows: Sequence[Raw]) -> list[Connection]:
    """The rows of one key in one room: each joining with what belongs to it."""
    starts = _starts([r.at for r in rows if r.what is not What.LEFT])
    lefts = [r for r in rows if r.what is What.LEFT]
    found = []
    for n, start in enumerate(starts):
        after = starts[n + 1] if n + 1 < len(starts) else None
        told = [r for r in rows if r.what is not What.LEFT and start <= r.at <= start + SAME]
        ends = [r.until for r in told if r.until is not None]
        mine = [r for r in lefts if r.at >= start and (after is None or r.at < after)]
        left = max(ends) if ends else min((r.at for r in mine), default=None)
        found.append(_made([*told, *mine], start, left))
    early = [r for r in lefts if not starts or r.at < starts[0]]
    if early:
        found.append(_made(early, None, early[-1].at))
    return found


def _starts(moments: Iterable[datetime]) -> list[datetime]:
    """Moments of joining, those that tell the same one put together."""
    starts: list[datetime] = []
    for at in sorted(set(moments)):
        if not starts or at - starts[-1] > SAME:
            starts.append(at)
    return starts


def _made(rows: Sequence[Raw], joined: datetime | None, left: datetime | None) -> Connection:
    """What is known of who it is, from all rows: a report's word before that of the news, then the later one's."""
    told = sorted(rows, key=lambda r: (r.what is not What.STRETCH, -r.at.timestamp(), r.digest))
    first = rows[0]

    def known(name: str) -> str:
        return next((value for r in told if (value := str(getattr(r, name)))), "")

    return Connection(
        provider=first.provider,
        key=first.key,
        room=first.room,
        joined_at=joined,
        left_at=left if left is None or joined is None or left >= joined else joined,
        name=known("name"),
        email=known("email"),
        seat_ref=known("seat_ref"),
        user_ref=known("user_ref"),
        phone=known("phone"),
        rows=tuple(sorted({r.digest for r in rows})),
    )
