"""Reads about actions: what a meeting asked for, and what is open, overdue or done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from meetings.actions.models import Action
from meetings.agendas.models import AgendaItem
from meetings.bodies.models import Body
from meetings.kernel.errors import NotFound
from meetings.minutes.drafting import ActionNote
from meetings.schedule.models import Meeting

NO_ACTION = "There is no such action. It may have been removed."


class Show(StrEnum):
    """Which actions a list has."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True)
class ActionRow:
    """An action with the meeting and the item it came from: for officers, the item's title may be exempt."""

    id: str
    meeting_id: str
    body_id: str
    body_name: str
    starts_at: datetime
    item_id: str | None
    item_title: str
    text: str
    owner: str
    due: date | None
    done_at: datetime | None

    def is_overdue(self, today: date) -> bool:
        """Whether its day has gone by without it."""
        return self.done_at is None and self.due is not None and self.due < today


def action_of(session: Session, action_id: str) -> ActionRow:
    """One action. Raises NotFound."""
    row = session.execute(_rows().where(Action.id == action_id)).one_or_none()
    if row is None:
        raise NotFound(NO_ACTION)
    return ActionRow(*row)


def actions_of_meeting(session: Session, meeting_id: str) -> list[ActionRow]:
    """What a meeting asked for, in the order it was written down. One query."""
    query = _rows().where(Action.meeting_id == meeting_id).order_by(Action.created_at, Action.id)
    return [ActionRow(*row) for row in session.execute(query)]


def notes_of(session: Session, meeting_id: str) -> tuple[ActionNote, ...]:
    """The same as the minutes take it in."""
    query = select(Action).where(Action.meeting_id == meeting_id).order_by(Action.created_at, Action.id)
    return tuple(
        ActionNote(a.id, a.item_id, a.text, a.owner, a.due, a.created_at) for a in session.scalars(query)
    )


def listed(
    session: Session, show: Show, bodies: Collection[str] | None, today: date, limit: int, offset: int = 0
) -> list[ActionRow]:
    """A page of actions: the soonest due first and those without a day last; done ones by when, the last first."""
    query = _rows().where(*_which(show, bodies, today))
    order: tuple[Any, ...] = (Action.due.is_(None), Action.due, Action.created_at, Action.id)
    if show is Show.DONE:
        order = (Action.done_at.desc(), Action.id)
    return [ActionRow(*row) for row in session.execute(query.order_by(*order).limit(limit).offset(offset))]


def counts(session: Session, bodies: Collection[str] | None, today: date) -> dict[Show, int]:
    """How many each list has. One query."""
    cases = [func.count().filter(*_which(show, None, today)) for show in Show]
    query = select(*cases).select_from(Action).join(Meeting, Meeting.id == Action.meeting_id)
    if bodies is not None:
        query = query.where(Meeting.body_id.in_(bodies))
    return dict(zip(Show, session.execute(query).one(), strict=True))


def _which(show: Show, bodies: Collection[str] | None, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Action.done_at.is_not(None) if show is Show.DONE else Action.done_at.is_(None)
    ]
    if show is Show.OVERDUE:
        conditions.append(Action.due < today)
    if bodies is not None:
        conditions.append(Meeting.body_id.in_(bodies))
    return conditions


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Action.id,
            Action.meeting_id,
            Meeting.body_id,
            Body.name,
            Meeting.starts_at,
            Action.item_id,
            func.coalesce(AgendaItem.title, ""),
            Action.text,
            Action.owner,
            Action.due,
            Action.done_at,
        )
        .join(Meeting, Meeting.id == Action.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .outerjoin(AgendaItem, AgendaItem.id == Action.item_id)
    )
