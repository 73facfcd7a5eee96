"""The order of business: an item taken before its turn, by a motion or by the chair, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.agendas.models import ItemKind
from meetings.agendas.queries import published_agenda
from meetings.db.record import facts_of
from meetings.kernel.errors import Invalid, WrongState
from meetings.room import queries, rules
from meetings.room.authority import clerk_or_chair
from meetings.room.events import OrderChanged
from meetings.room.models import RoomState
from meetings.room.usecases.meeting import open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

MAX_REASON = 500


@dataclass(frozen=True)
class VaryOrder:
    """The chair takes an item next."""

    meeting_id: str
    item_id: str
    reason: str = ""


@dataclass(frozen=True)
class UndoOrder:
    """The last change of the order was a mistake."""

    meeting_id: str


def bring_item_forward(work: Work, meeting_id: str, item_id: str, by: str = "") -> None:
    """Take an item next: what a carried motion to change the order of business does. `by`: who moved it."""
    room = open_room(work, meeting_id)
    _bring(work, room, item_id, by=by)


@use_case(permission=None)
def vary_order(work: Work, command: VaryOrder) -> None:
    """Take an item next by the chair's decision. Raises Denied, Invalid, or WrongState for an item taken already."""
    clerk_or_chair(work, command.meeting_id)
    room = open_room(work, command.meeting_id)
    reason = command.reason.strip()
    if len(reason) > MAX_REASON:
        raise Invalid(f"The reason can have {MAX_REASON} characters.", {"reason": "Too long"})
    taken = queries.taken_items(work.session, command.meeting_id)
    if command.item_id not in queries.item_order(work.session, command.meeting_id):
        raise Invalid("Choose the item to be taken next.", {"item_id": "Choose the item"})
    if command.item_id == room.item_id or command.item_id in taken:
        raise WrongState("That item has been taken already: take it again from the agenda.")
    chair = queries.presiding_name(work.session, room)
    _bring(work, room, command.item_id, by=chair, by_chair=True, reason=reason)


@use_case(permission=None)
def undo_order(work: Work, command: UndoOrder) -> None:
    """Bring back the order before the last change. Raises Denied, or WrongState when nothing was changed."""
    clerk_or_chair(work, command.meeting_id)
    room = open_room(work, command.meeting_id)
    standing = changes_of_order(work.session, command.meeting_id)
    if not standing:
        raise WrongState("The order of business has not been changed.")
    last = standing[-1]
    before = standing[-2].order if standing[1:] else _published(work, command.meeting_id)
    room.order = list(before)
    chair = queries.presiding_name(work.session, room)
    back = OrderChanged(before, last.item_id, last.number, chair, by_chair=True, undone=True)
    work.record(command.meeting_id, back)


def changes_of_order(session: Session, meeting_id: str) -> list[OrderChanged]:
    """The changes of the order that were not undone, the last one last."""
    found: list[OrderChanged] = []
    for entry in facts_of(session, meeting_id, types=(OrderChanged,)):
        assert isinstance(entry.fact, OrderChanged)
        if not entry.fact.undone:
            found.append(entry.fact)
        elif found:
            found.pop()
    return found


def _published(work: Work, meeting_id: str) -> tuple[str, ...]:
    content = published_agenda(work.session, meeting_id)
    return tuple(i.id for i in content.items if i.kind is ItemKind.ITEM) if content else ()


def _bring(
    work: Work, room: RoomState, item_id: str, *, by: str, by_chair: bool = False, reason: str = ""
) -> None:
    order = queries.item_order(work.session, room.meeting_id)
    taken = queries.taken_items(work.session, room.meeting_id)
    numbers = {i.id: i.number for i in queries.items_of(work.session, room.meeting_id)}
    new = rules.bring_forward(order, item_id, room.item_id, taken.keys())
    room.order = list(new)
    work.record(room.meeting_id, OrderChanged(new, item_id, numbers[item_id], by, by_chair, reason))
