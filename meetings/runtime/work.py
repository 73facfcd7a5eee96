"""One piece of work: a transaction, who does it, when, and the facts it leaves behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.db import outbox
from meetings.db.record import Author, Written, append
from meetings.kernel.actor import Actor
from meetings.kernel.facts import Fact
from meetings.runtime.reactions import reactions_to


@dataclass
class Work:
    """What a use case is given. It never commits and never sends: it changes rows, records facts and queues jobs."""

    session: Session
    actor: Actor
    now: datetime
    timezone: ZoneInfo
    #: streams that got facts, with their new version: told to the live screens after the commit
    touched: dict[str, int] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The council's date."""
        return self.now.astimezone(self.timezone).date()

    def record(self, stream_id: str, *facts: Fact) -> list[Written]:
        """Write facts to the record in the actor's name and carry out what follows from them."""
        return self.record_as(stream_id, [(fact, self.actor) for fact in facts])

    def record_as(self, stream_id: str, facts: Sequence[tuple[Fact, Actor]]) -> list[Written]:
        """The same for facts of several people at once, in the order given."""
        signed = [(fact, Author(who.account_id, who.name)) for fact, who in facts]
        rows = append(self.session, stream_id, signed, self.now)
        self.touched[stream_id] = rows[-1].seq
        for row, (fact, _) in zip(rows, facts, strict=True):
            self._react(stream_id, row.seq, fact)
        return rows

    def queue(self, job: str, payload: dict[str, Any], key: str) -> None:
        """Ask for a job outside the database; it leaves only if this transaction commits."""
        outbox.put(self.session, job, payload, key, self.now)

    def _react(self, stream_id: str, seq: int, fact: Fact) -> None:
        for reaction in reactions_to(type(fact)):
            if reaction.then is not None:
                reaction.then(self, stream_id, fact)
            if reaction.job is not None:
                self.queue(
                    reaction.job, {"stream": stream_id, "seq": seq}, f"{reaction.job}:{stream_id}:{seq}"
                )
