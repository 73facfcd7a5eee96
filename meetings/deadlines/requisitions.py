"""Demands for a meeting, read: how each stands, by which day somebody must act, and a summons to begin from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body
from meetings.bodies.queries import member_counts, person_names
from meetings.deadlines.models import Requisition
from meetings.deadlines.rules.base import Answer, Law
from meetings.deadlines.rules.calling import requisition as by_law
from meetings.deadlines.rules.counting import in_words
from meetings.kernel.errors import NotFound


@dataclass(frozen=True)
class Demand:
    """A demand for a meeting with what the law makes of it."""

    id: str
    body_id: str
    body_name: str
    usual_place: str
    usual_time: str
    received_on: date
    business: str
    signed_by: tuple[str, ...]
    names: tuple[str, ...]
    refused_on: date | None
    meeting_on: date | None
    called_by: str
    withdrawn_on: date | None
    answer: Answer

    @property
    def open(self) -> bool:
        """Whether somebody still has to act."""
        return self.meeting_on is None and self.withdrawn_on is None

    @property
    def valid(self) -> bool:
        """Whether enough have signed."""
        return bool(self.answer.result["valid"])

    @property
    def needed(self) -> int | None:
        """How many must sign, where the law names a number."""
        number: int | None = self.answer.result["signatures_needed"]
        return number

    def day(self, name: str) -> date | None:
        """One of the days the law names: chair_by, members_from, earliest_meeting, hold_by."""
        text = self.answer.result.get(name)
        return date.fromisoformat(text) if text else None

    def state(self, today: date) -> tuple[str, str]:
        """In words, and the colour that goes with them."""
        if self.withdrawn_on is not None:
            return "Taken back", "grey"
        if self.meeting_on is not None:
            return "Called", "green"
        if not self.valid:
            return "Too few signatures", "grey"
        by, members = self.day("chair_by"), self.day("members_from")
        if members is not None and today >= members:
            return "Members may call it", "red"
        if by is not None and today <= by:
            return "The chair’s turn", "orange"
        return "To be held", "orange"


def demands(session: Session, law: Law) -> list[Demand]:
    """Every demand, the latest first. Three queries."""
    query = (
        select(Requisition, Body)
        .join(Body, Body.id == Requisition.body_id)
        .order_by(Requisition.received_on.desc(), Requisition.at.desc())
    )
    rows = [(row, body) for row, body in session.execute(query)]
    names = person_names(session, {p for row, _ in rows for p in row.signed_by})
    counts = {day: member_counts(session, day) for day in {row.received_on for row, _ in rows}}
    return [
        _demand(row, body, names, law, body.seats or counts[row.received_on].get(body.id, 0))
        for row, body in rows
    ]


def demand_of(session: Session, law: Law, requisition_id: str) -> Demand:
    """One demand. Raises NotFound."""
    found = next((d for d in demands(session, law) if d.id == requisition_id), None)
    if found is None:
        raise NotFound("There is no such demand for a meeting.")
    return found


def _demand(row: Requisition, body: Body, names: dict[str, str], law: Law, seats: int) -> Demand:
    signed = tuple(row.signed_by)
    answer = by_law(law, row.received_on, signatures=len(signed), refused=row.refused_on, seats=seats)
    return Demand(
        row.id,
        body.id,
        body.name,
        body.usual_place,
        body.usual_time,
        row.received_on,
        row.business,
        signed,
        tuple(sorted(names.get(p, p) for p in signed)),
        row.refused_on,
        row.meeting_on,
        row.called_by,
        row.withdrawn_on,
        answer,
    )


def summons(demand: Demand, council: str) -> str:
    """Words for a summons to begin from: who calls, when at the earliest, for what business, and who signed."""
    return "\n".join(_summons(demand, council))


def _summons(demand: Demand, council: str) -> Iterator[str]:
    held = demand.meeting_on or demand.day("earliest_meeting")
    own = demand.body_name if demand.body_name.casefold() != "council" else council
    yield council
    yield ""
    yield f"Extraordinary meeting of {own}"
    yield ""
    yield f"To every member of {own}"
    yield ""
    when = f"on {in_words(held)}" if held else "on a day to be fixed"
    where = f" at {demand.usual_place}" if demand.usual_place else ""
    yield f"You are summoned to an extraordinary meeting {when} at {demand.usual_time}{where}."
    yield ""
    yield "Business"
    yield ""
    yield demand.business
    yield ""
    yield f"The meeting was demanded in writing, received on {in_words(demand.received_on)}, by:"
    yield from demand.names
    if demand.refused_on:
        yield ""
        yield f"The chair refused to call it on {in_words(demand.refused_on)}; it is called by members."
    yield ""
    yield "No other business can be taken."
