"""The register of interests declared at meetings: who, on what, of what kind, and what they did about it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.interests.models import Declaration
from meetings.interests.queries import Declared, declarations_at
from meetings.interests.rules import Kind as InterestKind
from meetings.kernel.secrecy import Sensitivity, may_read
from meetings.minutes.wording import clock
from meetings.registers.document import Cell, Kind, Register, Table, cell
from meetings.registers.scope import ItemLine, Scope, items_of

HEAD = ("Member", "Item", "Interest", "Nature", "What they did")
NOTES = (
    "Listed is what stood declared at meetings that were held. An interest taken back before the meeting ended is not.",
    "The nature of a sensitive interest is withheld (Localism Act 2011, section 32), and so is that of an interest in "
    "an item whose business was not public.",
)
WITHHELD = "Withheld: a sensitive interest"
EXEMPT = "Withheld: the item is not public"


def interests_register(session: Session, scope: Scope) -> Register:
    """The register of a meeting or a period. Two queries."""
    items = items_of(session, scope)
    by_meeting = declarations_at(session, [m.id for m in scope.meetings])
    tables, hidden = [], False
    for meeting in scope.meetings:
        declared = by_meeting.get(meeting.id, [])
        rows = tuple(row_of(scope, d, items.get((meeting.id, d.item_id))) for d in declared)
        marks = (items.get((meeting.id, d.item_id)) for d in declared)
        hidden |= any(mark is None or mark.sensitivity is not Sensitivity.PUBLIC for mark in marks)
        if rows:
            on = f"{scope.held(meeting).day} {scope.held(meeting):%B %Y}"
            tables.append(Table("Declared" if scope.of_one else f"Meeting of {on}", HEAD, rows))
    return Register(
        Kind.INTERESTS,
        scope.council,
        scope.body,
        scope.when,
        (),
        tuple(tables),
        NOTES,
        "No interest was declared.",
        restricted=scope.restricted and hidden,
    )


def row_of(scope: Scope, declared: Declared, item: ItemLine | None) -> tuple[Cell, ...]:
    """One declaration as the reader may know it."""
    return (
        cell(declared.name),
        cell(item.said if item else "An item that is on no agenda now"),
        cell(declared.kind.choice),
        cell(nature_of(scope, declared, item)),
        cell(*_done(scope, declared)),
    )


def nature_of(scope: Scope, declared: Declared, item: ItemLine | None) -> str:
    """What the interest is; why it is not said, where it is not."""
    sensitivity = item.sensitivity if item else Sensitivity.CONFIDENTIAL
    if declared.is_sensitive:
        return WITHHELD
    if not may_read(sensitivity, published=True, audience=scope.audience):
        return EXEMPT
    if declared.kind is InterestKind.ARREARS:
        return "Not said: the law asks for the fact alone"
    return declared.nature or "Not said"


def _done(scope: Scope, declared: Declared) -> Iterator[str]:
    yield declared.action.said
    if declared.left_at is not None:
        back = f", came back at {clock(declared.returned_at, scope.tz.key)}" if declared.returned_at else ""
        yield f"Left at {clock(declared.left_at, scope.tz.key)}{back}"
    if declared.dispensed:
        yield f"A dispensation lets them {declared.dispensed}"


def meetings_declared_at(session: Session, person_id: str) -> list[str]:
    """The ids of the meetings at which somebody has declared something."""
    query = select(Declaration.meeting_id).where(
        Declaration.person_id == person_id, Declaration.withdrawn_at.is_(None)
    )
    return sorted(set(session.scalars(query)))
