"""Until when a recording is kept. Plain functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from meetings.recordings.rules import Source, State, delete_on


class Keeping(Protocol):
    """What a policy says."""

    @property
    def keep_days(self) -> int | None: ...


class Kept(Protocol):
    """What is kept."""

    @property
    def state(self) -> State: ...
    @property
    def source(self) -> Source: ...
    @property
    def keep_until(self) -> date | None: ...
    @property
    def keep_for_good(self) -> bool: ...


@dataclass(frozen=True)
class NoPolicy:
    """A body that has decided nothing keeps everything."""

    keep_days: int | None = None


def kept_until(row: Kept, held_on: date, policy: Keeping | None) -> date | None:
    """The last day on which it is kept; None: for good. What was decided for this one goes before the policy."""
    if row.keep_for_good:
        return None
    if row.keep_until is not None:
        return row.keep_until
    return delete_on(held_on, (policy or NoPolicy()).keep_days)


def overdue(row: Kept, held_on: date, policy: Keeping | None, today: date) -> bool:
    """Whether a file is deleted today. An address elsewhere is not ours to delete: an officer is reminded."""
    if row.state is State.DELETED or row.source is Source.LINK:
        return False
    until = kept_until(row, held_on, policy)
    return until is not None and until < today
