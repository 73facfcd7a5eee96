"""What higher features know and do about attendance: when votes were taken, how the list of attendance is put right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.runtime.work import Work


@dataclass(frozen=True)
class PutRight:
    """The list of attendance is to say that somebody was there, or was not. `reason` goes into the record."""

    meeting_id: str
    person_id: str
    was_present: bool
    reason: str


VoteTimes = Callable[[Session, str], Iterable[tuple[datetime, datetime | None]]]
Correction = Callable[[Work, PutRight], None]
_VOTES: list[VoteTimes] = []
_CORRECTIONS: list[Correction] = []


def vote_times(source: VoteTimes) -> VoteTimes:
    """Tell when votes were open, by meeting; None: one still is."""
    if source not in _VOTES:
        _VOTES.append(source)
    return source


def corrects_attendance(correction: Correction) -> Correction:
    """Put the list of attendance right, in the same transaction. Raises what stands in the way."""
    if correction not in _CORRECTIONS:
        _CORRECTIONS.append(correction)
    return correction


def votes_of(session: Session, meeting_id: str) -> list[tuple[datetime, datetime | None]]:
    """When votes were open."""
    return [span for source in _VOTES for span in source(session, meeting_id)]


def put_right(work: Work, command: PutRight) -> None:
    """Have it put right."""
    for correction in _CORRECTIONS:
        correction(work, command)
