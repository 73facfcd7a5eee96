"""How many members a body needs: the law of the council's profile for the full council, its own rules for others."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.bodies.queries import BodyRow
from meetings.bodies.rules import BodyKind
from meetings.db.reading import once_a_read
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.votes import quorum
from meetings.deadlines.rules.votes_book import QUORUM_LOCAL


@dataclass(frozen=True)
class Needed:
    """The number, why it is that number, and where that stands."""

    needed: int
    rule_id: str
    why: str
    citation: str


@once_a_read
def quorum_rule(session: Session, body: BodyRow) -> Needed:
    """The quorum of a body. A council's own number holds where it is higher than the law's, never where it is lower."""
    if body.kind is BodyKind.COUNCIL and body.seats:
        answer = quorum(law_of(session), body.seats)
        lawful = int(answer.result)
        if body.quorum <= lawful:
            why = " ".join(step.text for step in answer.steps)
            return Needed(lawful, answer.rule.id, why, answer.rule.citation.text)
    why = f"{body.name} needs {body.quorum} by its own rules."
    return Needed(body.quorum, QUORUM_LOCAL.id, why, "the body’s standing orders")
