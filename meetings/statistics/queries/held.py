"""Meetings as they were held: when they sat, what was before them, when the public was excluded."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from meetings.agendas.models import AgendaVersion
from meetings.bodies.models import Body
from meetings.db.record import RecordedFact
from meetings.exclusion.events import ExclusionBegan, ExclusionEnded
from meetings.kernel.facts import name_of
from meetings.kernel.secrecy import Audience, Sensitivity, may_read, title_for
from meetings.room.events import ItemTaken, MeetingAdjourned, MeetingResumed, PublicCounted
from meetings.room.models import RoomState
from meetings.schedule.models import Meeting
from meetings.statistics.queries.scope import Scope
from meetings.statistics.rules.facts import Held, Interval, Taken

_ADJOURNED, _RESUMED = name_of(MeetingAdjourned), name_of(MeetingResumed)
_BEGAN, _ENDED = name_of(ExclusionBegan), name_of(ExclusionEnded)
_ITEM, _PUBLIC = name_of(ItemTaken), name_of(PublicCounted)


@dataclass(frozen=True)
class ItemName:
    """An item as the reader may know it. `open`: its content may be read."""

    number: str
    title: str
    open: bool
    #: whether everybody may read it
    public: bool = True


Items = dict[str, dict[str, ItemName]]
Told = dict[str, list[tuple[datetime, str, str]]]


def held_meetings(session: Session, scope: Scope, items: Items | None = None) -> tuple[Held, ...]:
    """In order of time. Three queries. `items`: with what was before them, as the reader may know it."""
    query = (
        select(
            Meeting.id,
            Meeting.body_id,
            Body.name,
            Body.slug,
            Body.kind,
            Meeting.starts_at,
            Meeting.opened_at,
            Meeting.closed_at,
            Meeting.planned_minutes,
            RoomState.public_count,
        )
        .join(Body, Body.id == Meeting.body_id)
        .outerjoin(RoomState, RoomState.meeting_id == Meeting.id)
        .where(scope.held)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    rows = session.execute(query).all()
    told = _told(session, scope, with_items=items is not None)
    return tuple(_held(row, scope, told.get(row[0], []), items) for row in rows)


def _told(session: Session, scope: Scope, *, with_items: bool) -> Told:
    kinds = [_ADJOURNED, _RESUMED, _BEGAN, _ENDED, _PUBLIC, *([_ITEM] if with_items else [])]
    query = (
        select(RecordedFact.stream_id, RecordedFact.at, RecordedFact.type, RecordedFact.data)
        .where(RecordedFact.stream_id.in_(scope.ids), RecordedFact.type.in_(kinds))
        .order_by(RecordedFact.stream_id, RecordedFact.seq)
    )
    found: Told = defaultdict(list)
    for stream_id, at, kind, data in session.execute(query):
        found[stream_id].append((at, kind, data))
    return found


@dataclass
class _Fold:
    """What the facts of one meeting come to."""

    closed: datetime
    sat: list[Interval] = field(default_factory=list)
    private: list[Interval] = field(default_factory=list)
    items: list[tuple[datetime, str]] = field(default_factory=list)
    public: int | None = None
    since: datetime | None = None
    excluded: datetime | None = None

    def read(self, told: list[tuple[datetime, str, str]]) -> None:
        """Every fact, in order."""
        for at, kind, data in told:
            if kind in (_ADJOURNED, _RESUMED):
                self._sits(at, kind)
            elif kind in (_BEGAN, _ENDED):
                self._excludes(at, kind)
            elif kind == _ITEM:
                self.items.append((at, json.loads(data)["item_id"]))
            else:
                self.public = max(self.public or 0, int(json.loads(data)["count"]))
        self._sits(self.closed, _ADJOURNED)
        self._excludes(self.closed, _ENDED)

    def _sits(self, at: datetime, kind: str) -> None:
        if kind == _RESUMED:
            self.since = at
        elif self.since is not None:
            self.sat.append((self.since, max(at, self.since)))
            self.since = None

    def _excludes(self, at: datetime, kind: str) -> None:
        if kind == _BEGAN:
            self.excluded = self.excluded or at
        elif self.excluded is not None:
            self.private.append((self.excluded, at))
            self.excluded = None

    def taken(self) -> Iterator[tuple[str, datetime, datetime]]:
        """Each item with the time until the next, or until the close."""
        for n, (since, item_id) in enumerate(self.items):
            until = self.items[n + 1][0] if n + 1 < len(self.items) else self.closed
            yield item_id, since, until


def _held(row: Any, scope: Scope, told: list[tuple[datetime, str, str]], items: Items | None) -> Held:
    meeting_id, body_id, body, slug, kind, starts_at, opened, closed, planned, public = row
    day = starts_at.astimezone(scope.tz).date()
    bare = Held(meeting_id, body_id, body, slug, kind, day, starts_at, opened, closed, planned, public=public)
    if opened is None or closed is None:
        return bare
    fold = _Fold(closed, since=opened)
    fold.read(told)
    private = tuple(fold.private)
    names = (items or {}).get(meeting_id, {})
    return Held(
        meeting_id,
        body_id,
        body,
        slug,
        kind,
        day,
        starts_at,
        opened,
        closed,
        planned,
        tuple(fold.sat),
        private,
        tuple(_parts(fold, names, private, scope.audience)) if items is not None else (),
        fold.public if fold.public is not None else public,
    )


def _parts(
    fold: _Fold, names: dict[str, ItemName], private: tuple[Interval, ...], audience: Audience
) -> Iterator[Taken]:
    """Items with their times; what was taken while the public was excluded is not for the public."""
    for item_id, since, until in fold.taken():
        item = names.get(item_id)
        known = item is not None and item.open
        hidden = audience is Audience.PUBLIC
        for start, end, secret in _cut(since, until, private if hidden else ()):
            shown = known and not secret
            number, title = (item.number, item.title) if item else ("", "An item no longer on the agenda")
            yield Taken(item_id, number, title, start, end, shown or (not hidden))


def _cut(
    since: datetime, until: datetime, private: tuple[Interval, ...]
) -> Iterator[tuple[datetime, datetime, bool]]:
    """A stretch cut where the public was sent out and came back."""
    at = since
    for begin, end in private:
        if end <= at or begin >= until:
            continue
        if begin > at:
            yield at, begin, False
        yield max(at, begin), min(end, until), True
        at = min(end, until)
    if at < until or at == since:
        yield at, until, False


def item_names(session: Session, scope: Scope) -> Items:
    """By meeting, the items of the agenda that is published. One query.

    An item that is not on the current agenda any more is not there: nobody can tell what it would be marked now.
    """
    current = and_(AgendaVersion.meeting_id == Meeting.id, AgendaVersion.number == Meeting.agenda_version)
    query = select(Meeting.id, AgendaVersion.content).join(AgendaVersion, current).where(scope.held)
    return {
        meeting_id: {item["id"]: _name(item, scope.audience) for item in content["items"]}
        for meeting_id, content in session.execute(query)
    }


def _name(item: dict[str, Any], audience: Audience) -> ItemName:
    sensitivity = Sensitivity(item["sensitivity"])
    return ItemName(
        item["number"],
        title_for(item["title"], sensitivity, audience),
        may_read(sensitivity, published=True, audience=audience),
        sensitivity is Sensitivity.PUBLIC,
    )
