"""Reads about actions: what a meeting asked for, and what is open, overdue or done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from meetings.actions.models import Action
from meetings.actions.rules import OPEN as OPEN_STATES
from meetings.actions.rules import ActionStatus, DueKind
from meetings.agendas.models import AgendaItem
from meetings.bodies.models import Body
from meetings.kernel.actor import Actor
from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import Audience, Sensitivity, may_read, may_see_proceedings, title_for
from meetings.minutes.drafting import ActionNote
from meetings.people.models import Person
from meetings.room.models import Attendance
from meetings.schedule.models import Meeting

NO_ACTION = "There is no such action. It may have been removed."


class Show(StrEnum):
    """Which actions a list has."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True)
class Sought:
    """What a list is narrowed down to; empty: everything."""

    body_id: str = ""
    meeting_id: str = ""
    #: a part of the owner's or the deputy's name
    owner: str = ""


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
    status: ActionStatus
    due_kind: DueKind
    due_days: int
    deputy: str
    asked_by: str
    motion_id: str | None
    part: int
    private: bool
    sensitivity: Sensitivity
    words: str
    words_by: str
    words_at: datetime | None
    asked_until: date | None
    noted_meeting_id: str | None
    created_at: datetime

    def is_overdue(self, today: date) -> bool:
        """Whether its day has gone by without it."""
        return self.done_at is None and self.due is not None and self.due < today

    @property
    def is_exempt(self) -> bool:
        """Whether the public may not know of it."""
        return self.private or self.sensitivity is not Sensitivity.PUBLIC

    def open_to(self, audience: Audience) -> bool:
        """Whether that audience may read it: what comes of an exempt item stays exempt."""
        seen = may_see_proceedings(private=self.private, audience=audience)
        return seen and may_read(self.sensitivity, published=True, audience=audience)

    def title_to(self, audience: Audience) -> str:
        """The item's title as that audience may know it."""
        return title_for(self.item_title, self.sensitivity, audience)


def action_of(session: Session, action_id: str) -> ActionRow:
    """One action. Raises NotFound."""
    row = session.execute(rows().where(Action.id == action_id)).one_or_none()
    if row is None:
        raise NotFound(NO_ACTION)
    return ActionRow(*row)


def actions_of_meeting(session: Session, meeting_id: str) -> list[ActionRow]:
    """What a meeting asked for, in the order it was written down. One query."""
    query = rows().where(Action.meeting_id == meeting_id).order_by(Action.created_at, Action.id)
    return [ActionRow(*row) for row in session.execute(query)]


def notes_of(session: Session, meeting_id: str) -> tuple[ActionNote, ...]:
    """The same as the minutes take it in."""
    query = select(Action).where(Action.meeting_id == meeting_id, Action.removed_at.is_(None))
    return tuple(
        ActionNote(a.id, a.item_id, _minuted(a), a.owner, _minuted_day(a), a.created_at, a.private)
        for a in session.scalars(query.order_by(Action.created_at, Action.id))
    )


def listed(
    session: Session,
    show: Show,
    bodies: Collection[str] | None,
    today: date,
    limit: int,
    offset: int = 0,
    sought: Sought | None = None,
) -> list[ActionRow]:
    """A page of actions: the soonest due first and those without a day last; done ones by when, the last first."""
    query = rows().where(*_which(show, bodies, today), *_narrowed(sought))
    order: tuple[Any, ...] = (Action.due.is_(None), Action.due, Action.created_at, Action.id)
    if show is Show.DONE:
        order = (Action.done_at.desc(), Action.id)
    return [ActionRow(*row) for row in session.execute(query.order_by(*order).limit(limit).offset(offset))]


def counts(
    session: Session, bodies: Collection[str] | None, today: date, sought: Sought | None = None
) -> dict[Show, int]:
    """How many each list has. One query."""
    cases = [func.count().filter(*_which(show, None, today)) for show in Show]
    query = select(*cases).select_from(Action).join(Meeting, Meeting.id == Action.meeting_id)
    query = query.where(Action.removed_at.is_(None), *_narrowed(sought))
    if bodies is not None:
        query = query.where(Meeting.body_id.in_(bodies))
    return dict(zip(Show, session.execute(query).one(), strict=True))


def open_actions(session: Session, body_id: str) -> list[ActionRow]:
    """What meetings of a body asked for and is not done, the soonest due first. One query."""
    query = rows().where(Meeting.body_id == body_id, Action.status.in_(OPEN_STATES))
    order = (Action.due.is_(None), Action.due, Action.created_at, Action.id)
    return [ActionRow(*row) for row in session.execute(query.order_by(*order))]


def own_actions(session: Session, actor: Actor, post: str, *, finished: bool = False) -> list[ActionRow]:
    """What somebody has to do, as owner or deputy, the soonest due first; or what they have done, the last first."""
    mine = [Action.owner_account_id == actor.account_id, Action.deputy_account_id == actor.account_id]
    if actor.person_id:
        mine += [Action.owner_person_id == actor.person_id, Action.deputy_person_id == actor.person_id]
    if post:
        unlinked = and_(Action.owner_person_id.is_(None), Action.owner_account_id.is_(None))
        mine.append(and_(unlinked, func.lower(Action.owner) == post.lower()))
    states = Action.status.not_in(OPEN_STATES) if finished else Action.status.in_(OPEN_STATES)
    query = rows().where(or_(*mine), states)
    order: tuple[Any, ...] = (Action.due.is_(None), Action.due, Action.created_at, Action.id)
    if finished:
        order = (Action.done_at.desc(), Action.id)
    return [ActionRow(*row) for row in session.execute(query.order_by(*order).limit(200))]


def next_meeting_after(session: Session, body_id: str, moment: datetime) -> Meeting | None:
    """The next meeting of a body that is not cancelled; an extraordinary one has its own business only."""
    query = select(Meeting).where(
        Meeting.body_id == body_id,
        Meeting.starts_at > moment,
        Meeting.status != "cancelled",
        Meeting.kind != "extraordinary",
    )
    return session.scalar(query.order_by(Meeting.starts_at, Meeting.id).limit(1))


def _minuted(action: Action) -> str:
    """What was asked for; the day of the next meeting may still move, so minutes say the words."""
    return f"{action.text} (for the next meeting)" if action.due_kind is DueKind.NEXT_MEETING else action.text


def _minuted_day(action: Action) -> date | None:
    return None if action.due_kind is DueKind.NEXT_MEETING else action.due


def _which(show: Show, bodies: Collection[str] | None, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Action.status.not_in(OPEN_STATES) if show is Show.DONE else Action.status.in_(OPEN_STATES)
    ]
    if show is Show.OVERDUE:
        conditions.append(Action.due < today)
    if bodies is not None:
        conditions.append(Meeting.body_id.in_(bodies))
    return conditions


def _narrowed(sought: Sought | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if sought is None:
        return conditions
    if sought.body_id:
        conditions.append(Meeting.body_id == sought.body_id)
    if sought.meeting_id:
        conditions.append(Action.meeting_id == sought.meeting_id)
    if words := sought.owner.strip().lower():
        names = (Action.owner, Action.deputy)
        conditions.append(or_(*(func.lower(n).contains(words, autoescape=True) for n in names)))
    return conditions


_FROM_MEETING = {"body_id": Meeting.body_id, "body_name": Body.name, "starts_at": Meeting.starts_at}
_FROM_ITEM = {
    "item_title": func.coalesce(AgendaItem.title, ""),
    "sensitivity": func.coalesce(
        AgendaItem.sensitivity, Sensitivity.PUBLIC.value, type_=AgendaItem.sensitivity.type
    ),
}
_COLUMNS: tuple[Any, ...] = tuple(
    (_FROM_MEETING | _FROM_ITEM).get(f.name, getattr(Action, f.name, None)) for f in fields(ActionRow)
)


def rows() -> Select[*tuple[Any, ...]]:
    """Every action that was not removed, with the columns of ActionRow."""
    return (
        select(*_COLUMNS)
        .join(Meeting, Meeting.id == Action.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .outerjoin(AgendaItem, AgendaItem.id == Action.item_id)
        .where(Action.removed_at.is_(None))
    )


def there_at(session: Session, meeting_id: str) -> list[tuple[str, str]]:
    """Id and name of everybody who was at a meeting: whoever asked for something is among them."""
    query = (
        select(Person.id, Person.name)
        .join(Attendance, Attendance.person_id == Person.id)
        .where(Attendance.meeting_id == meeting_id)
        .distinct()
    )
    return sorted(((i, name) for i, name in session.execute(query)), key=lambda row: row[1])
