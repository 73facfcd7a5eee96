"""Who was not there for the whole of an item: in quasi-judicial business that costs the vote, not the voice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.content import ContentItem
from meetings.agendas.rules import QUASI_JUDICIAL
from meetings.db.record import facts_of
from meetings.room.bars import Bar, bar
from meetings.room.events import ItemTaken, MeetingAdjourned, MeetingClosed, MeetingResumed
from meetings.room.models import Attendance, BarLift, ConnectionLoss
from meetings.room.queries import items_of, room_of
from meetings.room.rules import Capacity

_LOST = "The connection is lost: not present until it is back."
_END = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Stretch:
    """From one moment to another; `end` None: it goes on."""

    start: datetime
    end: datetime | None

    def minus(self, other: Stretch) -> Iterator[Stretch]:
        """What is left of it without the other."""
        end, until = self.end or _END, other.end or _END
        if other.start >= end or until <= self.start:
            yield self
            return
        if other.start > self.start:
            yield Stretch(self.start, other.start)
        if until < end:
            yield Stretch(other.end or _END, self.end)


def missed(
    business: Iterable[Stretch], there: Iterable[Stretch], now: datetime | None = None
) -> list[Stretch]:
    """The parts of the business that somebody was not there for, in order."""
    left = list(business)
    for stay in there:
        left = [rest for part in left for rest in part.minus(stay)]
    return [part for part in left if part.end is None or part.end > part.start]


def business_of(session: Session, meeting_id: str, item_id: str) -> list[Stretch]:
    """When an item was before the meeting, without the breaks."""
    kinds = (ItemTaken, MeetingAdjourned, MeetingResumed, MeetingClosed)
    found: list[Stretch] = []
    current, since = False, None
    for entry in facts_of(session, meeting_id, types=kinds):
        if since is not None:
            found.append(Stretch(since, entry.at))
            since = None
        if isinstance(entry.fact, ItemTaken):
            current = entry.fact.item_id == item_id
        if current and isinstance(entry.fact, ItemTaken | MeetingResumed):
            since = entry.at
    if since is not None:
        found.append(Stretch(since, None))
    return found


@bar
def missed_a_part(session: Session, meeting_id: str, item_id: str | None) -> Iterator[Bar]:
    """Members who are here and missed a part of a quasi-judicial item: they may speak and may not vote on it."""
    item = _quasi_judicial(session, meeting_id, item_id)
    if item is None:
        return
    business = business_of(session, meeting_id, item.id)
    if not business:
        return
    lifted = set(
        session.scalars(
            select(BarLift.person_id).where(BarLift.meeting_id == meeting_id, BarLift.item_id == item.id)
        )
    )
    losses = losses_of(session, meeting_id)
    for person_id, stays in _stays(session, meeting_id).items():
        gaps = missed(business, _without(stays, losses.get(person_id, [])))
        if gaps and person_id not in lifted:
            yield Bar(person_id, _reason(gaps[0], business[0], item.number), may_vote=False, lifts=True)


@bar
def not_connected(session: Session, meeting_id: str, item_id: str | None) -> Iterator[Bar]:
    """While the connection of a member elsewhere is lost they do not hear: not present, for that time."""
    query = select(ConnectionLoss.person_id).where(
        ConnectionLoss.meeting_id == meeting_id, ConnectionLoss.restored_at.is_(None)
    )
    for person_id in session.scalars(query):
        yield Bar(
            person_id,
            _LOST,
            "RM-1",
            may_vote=False,
            counts=False,
        )


def losses_of(session: Session, meeting_id: str) -> dict[str, list[Stretch]]:
    """The times in which devices were not connected, by person. One query."""
    query = select(ConnectionLoss).where(ConnectionLoss.meeting_id == meeting_id)
    found: dict[str, list[Stretch]] = defaultdict(list)
    for row in session.scalars(query.order_by(ConnectionLoss.lost_at)):
        found[row.person_id].append(Stretch(row.lost_at, row.restored_at))
    return found


def _stays(session: Session, meeting_id: str) -> dict[str, list[Stretch]]:
    """Each voting member's attendance, of those who are here now."""
    query = select(Attendance.person_id, Attendance.arrived_at, Attendance.left_at).where(
        Attendance.meeting_id == meeting_id, Attendance.capacity == Capacity.MEMBER
    )
    stays: dict[str, list[Stretch]] = defaultdict(list)
    for person_id, came, went in session.execute(query.order_by(Attendance.arrived_at)):
        stays[person_id].append(Stretch(came, went))
    return {p: s for p, s in stays.items() if s[-1].end is None}


def _without(stays: list[Stretch], losses: list[Stretch]) -> list[Stretch]:
    for loss in losses:
        stays = [rest for stay in stays for rest in stay.minus(loss)]
    return stays


def _quasi_judicial(session: Session, meeting_id: str, item_id: str | None) -> ContentItem | None:
    room = room_of(session, meeting_id)
    if room is None or item_id is None:
        return None
    item = next((i for i in items_of(session, meeting_id) if i.id == item_id), None)
    return item if item is not None and QUASI_JUDICIAL.intersection(item.tags) else None


def _reason(gap: Stretch, first: Stretch, number: str) -> str:
    what = "joined after it began" if gap.start == first.start else "was away for a part of it"
    return f"{what.capitalize()}: may speak and may not vote on item {number}, which is decided like a court decides."
