"""Adjournments as the minutes know them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from meetings.minutes.document import TimeNote
from meetings.minutes.phrases.shape import Room


@dataclass
class Break:
    """An adjournment: from when, why, until when it was meant to last, and when the meeting went on."""

    start: datetime
    reason: str
    until: datetime | None = None
    place: str = ""
    end: datetime | None = None
    #: during private business: then the list of times, which the public reads, does not say why
    private: bool = False

    def times(self, say: Room) -> Iterator[TimeNote]:
        """The two moments of it."""
        reason = f" ({self.reason.rstrip('.')})" if self.reason and not self.private else ""
        yield TimeNote(at=self.start, text=f"{say.adjourned}{reason}")
        if self.end:
            yield TimeNote(at=self.end, text=say.resumed)
