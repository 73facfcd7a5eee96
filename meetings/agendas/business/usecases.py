"""Setting a body's order of business, and beginning an agenda with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.business.events import AgendaBegun, OrderOfBusinessChanged
from meetings.agendas.business.models import CarriedItem, MinutesItem, OrderLine, OrderOfBusiness
from meetings.agendas.business.queries import propose_agenda
from meetings.agendas.business.rules import EVERY, Drawn, Left, Place, usual_order
from meetings.agendas.business.sources import put_down
from meetings.agendas.models import AgendaItem, Paper
from meetings.agendas.queries import working_items
from meetings.agendas.rules import ItemKind, Numbering, moved
from meetings.agendas.usecases.items import editable
from meetings.bodies.models import Body
from meetings.db.record import council_stream
from meetings.documents.richtext import rich
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingKind
from meetings.schedule.queries import body_of_meeting

NO_LINE = "This line is no longer in the order of business. Somebody may have removed it."
MOST_LINES = 60
#: Of a carried paper, what belongs to where and when it was published, not to the paper itself.
_NOT_CARRIED = frozenset(
    {"id", "meeting_id", "item_id", "published_at", "published_sensitivity", "supplement", "source_ref"}
) | {"inspected_sha256"}  # what was found in the file stays behind: it is looked through again
_ITEM_NOT_CARRIED = _NOT_CARRIED | {
    "position",
    "fixed_number",
    "removed_at",
    "urgent_reason",
    "urgent_by",
    "withdrawn_at",
    "withdrawn_reason",
}


@dataclass(frozen=True)
class TakeUsualOrder:
    """Begin a body's order with the usual lines of its kind."""

    body_id: str


@dataclass(frozen=True)
class SaveLine:
    """A new line (line_id empty: at the end), or other words for one."""

    body_id: str
    title: str
    line_id: str = ""
    place: Place = Place.LINE
    kind: ItemKind = ItemKind.ITEM
    text: str = ""
    recommendation: str = ""
    occasions: frozenset[MeetingKind] = EVERY


@dataclass(frozen=True)
class RemoveLine:
    """Take a line out."""

    body_id: str
    line_id: str


@dataclass(frozen=True)
class MoveLine:
    """Move a line by one place: -1 up, +1 down."""

    body_id: str
    line_id: str
    by: int


@dataclass(frozen=True)
class ReorderLines:
    """The ids of all lines in their new order."""

    body_id: str
    order: tuple[str, ...]


@dataclass(frozen=True)
class ChooseNumbering:
    """How the items of this body's agendas are numbered. Published agendas keep their numbers."""

    body_id: str
    numbering: Numbering


@dataclass(frozen=True)
class BeginAgenda:
    """`unfinished`: ids of the items to bring from the last meeting; None: all of them."""

    meeting_id: str
    unfinished: tuple[str, ...] | None = None


def _body(_session: Session, command: Any) -> str:
    body_id: str = command.body_id
    return body_id


@use_case(permission=Permission.PREPARE_MEETING, scope=_body)
def take_usual_order(work: Work, command: TakeUsualOrder) -> None:
    """Raises WrongState if the body has an order already."""
    body = _locked(work, command.body_id)
    if _lines(work, body.id):
        raise WrongState("This body has an order of business already. Change its lines instead.")
    for position, line in enumerate(usual_order(body.kind), start=1):
        row = OrderLine(id=new_id(), body_id=body.id, position=position, place=line.place, kind=line.kind)
        row.title, row.text, row.recommendation = line.title, line.text, line.recommendation
        row.occasions = sorted(kind.value for kind in line.occasions)
        work.session.add(row)
    _note(work, body.id)


@use_case(permission=Permission.PREPARE_MEETING, scope=_body)
def save_line(work: Work, command: SaveLine) -> str:
    """Add a line or change one. Returns its id. Raises Invalid, NotFound."""
    body = _locked(work, command.body_id)
    lines = _lines(work, body.id)
    title = " ".join(command.title.split())
    fields: dict[str, str] = {}
    if not title:
        fields["title"] = "Enter a title"
    if len(title) > 500:
        fields["title"] = "Shorten the title to 500 characters"
    if not command.occasions:
        fields["occasions"] = "Choose at least one kind of meeting"
    if not command.line_id and len(lines) >= MOST_LINES:
        fields["title"] = f"An order of business has at most {MOST_LINES} lines"
    if fields:
        raise Invalid(next(iter(fields.values())) + ".", fields)
    if command.line_id:
        line = _one(lines, command.line_id)
    else:
        line = OrderLine(id=new_id(), body_id=body.id, position=len(lines) + 1)
        work.session.add(line)
    line.title, line.place, line.kind = title, command.place, command.kind
    line.text = str(rich(command.text)) if command.text.strip() else ""
    line.recommendation = command.recommendation.strip()
    line.occasions = sorted(kind.value for kind in command.occasions)
    _note(work, body.id)
    return line.id


@use_case(permission=Permission.PREPARE_MEETING, scope=_body)
def remove_line(work: Work, command: RemoveLine) -> None:
    """Take a line out. Agendas that were begun keep it. Raises NotFound."""
    body = _locked(work, command.body_id)
    lines = _lines(work, body.id)
    line = _one(lines, command.line_id)
    work.session.delete(line)
    _place(work, [other for other in lines if other is not line])
    _note(work, body.id)


@use_case(permission=Permission.PREPARE_MEETING, scope=_body)
def move_line(work: Work, command: MoveLine) -> None:
    """Move it by one place. Raises NotFound."""
    body = _locked(work, command.body_id)
    lines = {line.id: line for line in _lines(work, body.id)}
    if command.line_id not in lines:
        raise NotFound(NO_LINE)
    _place(work, [lines[i] for i in moved(tuple(lines), command.line_id, command.by)])
    _note(work, body.id)


@use_case(permission=Permission.PREPARE_MEETING, scope=_body)
def reorder_lines(work: Work, command: ReorderLines) -> None:
    """Put the lines in another order. Raises WrongState if somebody added or removed one meanwhile."""
    body = _locked(work, command.body_id)
    lines = {line.id: line for line in _lines(work, body.id)}
    if sorted(command.order) != sorted(lines):
        raise WrongState("Somebody else changed this order meanwhile. Reload the page and move it again.")
    _place(work, [lines[i] for i in command.order])
    _note(work, body.id)


@use_case(permission=Permission.PREPARE_MEETING, scope=_body)
def choose_numbering(work: Work, command: ChooseNumbering) -> None:
    """From now on, for every agenda of the body that is not published."""
    body = _locked(work, command.body_id)
    _own(work, body.id).numbering = command.numbering
    _note(work, body.id)


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def begin_agenda(work: Work, command: BeginAgenda) -> int:
    """Begin an empty agenda with the body's order: minutes that are due, and what was not reached, come along.

    Returns the number of lines. Raises WrongState if there is something on the agenda, or no order to begin with.
    """
    meeting = editable(work, command.meeting_id)
    if list(work.session.scalars(working_items(meeting.id))):
        raise WrongState("There is something on this agenda already. Add what is missing instead.")
    proposed = propose_agenda(work.session, meeting.id, work.timezone, work.now, command.unfinished)
    if not proposed.lines:
        raise WrongState("This body has no order of business yet. Set it up on the committee’s page first.")
    for position, drawn in enumerate(proposed.lines, start=1):
        _draw(work, meeting.id, position, drawn)
    carried = tuple(d.carried.item_id for d in proposed.lines if d.carried)
    held = tuple(d.meeting_id for d in proposed.due)
    work.record(meeting.id, AgendaBegun(len(proposed.lines), held, carried))
    return len(proposed.lines)


def _draw(work: Work, meeting_id: str, position: int, drawn: Drawn) -> None:
    item = AgendaItem(
        id=new_id(), meeting_id=meeting_id, position=position, kind=drawn.kind, title=drawn.title
    )
    if drawn.carried is None:
        item.text, item.recommendation = drawn.text, drawn.recommendation
        work.session.add(item)
        work.session.flush()
        if drawn.minutes_of:
            work.session.add(MinutesItem(item_id=item.id, minutes_of=drawn.minutes_of))
        if drawn.brought:
            put_down(work, drawn.brought, meeting_id, item.id)
        return
    _carry(work, item, drawn.carried)


def _carry(work: Work, item: AgendaItem, left: Left) -> None:
    """The item as it stood, its marks and papers with it: nothing becomes more open on the way."""
    source = work.session.get(AgendaItem, left.item_id)
    if source is None:
        raise NotFound("An item that was to be carried over is no longer there. Reload the page.")
    _copy_columns(source, item, _ITEM_NOT_CARRIED | {"kind"})
    work.session.add(item)
    work.session.flush()
    papers = select(Paper).where(
        Paper.item_id == source.id, Paper.removed_at.is_(None), Paper.withdrawn_at.is_(None)
    )
    for paper in work.session.scalars(papers.order_by(Paper.position, Paper.id)):
        copy = Paper(id=new_id(), meeting_id=item.meeting_id, item_id=item.id)
        _copy_columns(paper, copy, _NOT_CARRIED)
        work.session.add(copy)
    work.session.add(CarriedItem(item_id=item.id, from_item_id=source.id))


def _copy_columns(source: AgendaItem | Paper, copy: AgendaItem | Paper, but: frozenset[str]) -> None:
    for column in source.__table__.columns:
        if column.key not in but:
            setattr(copy, column.key, getattr(source, column.key))


def _locked(work: Work, body_id: str) -> Body:
    body = work.session.scalar(select(Body).where(Body.id == body_id).with_for_update())
    if body is None:
        raise NotFound("There is no such committee.")
    return body


def _own(work: Work, body_id: str) -> OrderOfBusiness:
    own = work.session.get(OrderOfBusiness, body_id)
    if own is None:
        own = OrderOfBusiness(body_id=body_id, numbering=Numbering.MEETING)
        work.session.add(own)
    own.changed_at, own.changed_by = work.now, work.actor.name
    return own


def _note(work: Work, body_id: str) -> None:
    """Record the order as it is now."""
    own = _own(work, body_id)
    work.session.flush()
    titles = tuple(line.title for line in _lines(work, body_id))
    fact = OrderOfBusinessChanged(body_id, own.numbering.value, titles)
    work.record(council_stream(work.session), fact)


def _lines(work: Work, body_id: str) -> list[OrderLine]:
    query = select(OrderLine).where(OrderLine.body_id == body_id)
    return list(work.session.scalars(query.order_by(OrderLine.position, OrderLine.id)))


def _one(lines: Sequence[OrderLine], line_id: str) -> OrderLine:
    line = next((x for x in lines if x.id == line_id), None)
    if line is None:
        raise NotFound(NO_LINE)
    return line


def _place(work: Work, lines: Sequence[OrderLine]) -> None:
    for position, line in enumerate(lines, start=1):
        line.position = position
