"""The six months of every councillor: last attendance, missed meetings, and which council meeting can still help."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body, Membership
from meetings.bodies.queries import CouncillorRow, councillors
from meetings.bodies.queries.spans import took_effect
from meetings.bodies.rules import BodyKind, Span
from meetings.deadlines.members import Entry, entries, in_office_since
from meetings.deadlines.rules.base import Answer, Law
from meetings.deadlines.rules.entries import EntryKind
from meetings.deadlines.rules.people import CouncilMeeting, counts_as_attendance, six_months
from meetings.room.absence_state import Attended, MemberClock
from meetings.room.models import Attendance
from meetings.room.rules import Capacity, Presence
from meetings.schedule.models import Meeting, MeetingKind, MeetingStatus

#: how far back missed meetings are counted, and how far ahead council meetings are looked for
_BACK = timedelta(days=400)
_AHEAD = timedelta(days=300)
#: in England attendance from elsewhere was attendance until then (SI 2020/392)
_REMOTE_UNTIL = datetime(2021, 5, 7, tzinfo=UTC)


def member_clocks(session: Session, law: Law, today: date, timezone: ZoneInfo) -> list[MemberClock]:
    """Everybody in office, those with least time first. Seven queries however many they are."""
    seen = _attended(session, law, timezone)
    made, since = entries(session), in_office_since(session)
    began = _records_began(session, timezone)
    council = _council_meetings(session, today, timezone)
    missed = _Missed(session, today, timezone)
    found = []
    for person in councillors(session, today):
        own = made.get(person.person_id, [])
        last = _last(seen.get(person.person_id), own)
        start = since.get(person.person_id, person.valid_from)
        base = last.on if last else _without(start, began)
        answer = _answer(law, base, own, council) if base else None
        found.append(_clock(person, last, base, answer, own, missed.since(person.person_id, base or start)))
    return sorted(found, key=lambda c: (c.careful or date.max, c.sort_name))


def _clock(
    person: CouncillorRow,
    last: Attended | None,
    base: date | None,
    answer: Answer | None,
    own: list[Entry],
    missed: int,
) -> MemberClock:
    approval = next((e for e in own if e.kind is EntryKind.APPROVED and base and e.on >= base), None)
    return MemberClock(
        person.person_id,
        person.slug,
        person.name,
        person.sort_name,
        person.group,
        last,
        base,
        missed,
        answer,
        approval.on if approval else None,
        approval.until if approval else None,
    )


def _without(since: date, began: date | None) -> date | None:
    """From when the six months can run for somebody never seen: not before the records here begin."""
    return max(since, began) if began else None


def _days(own: Iterable[Entry], kind: EntryKind, base: date) -> int:
    """The days of such periods since the last attendance."""
    spans = [Span(max(e.on, base), e.until) for e in own if e.kind is kind]
    return sum((s.last - s.first).days + 1 for s in spans if s.last is not None and not s.empty)


def _answer(law: Law, base: date, own: list[Entry], council: list[CouncilMeeting]) -> Answer:
    approved = next((e.on for e in own if e.kind is EntryKind.APPROVED and e.on >= base), None)
    return six_months(
        law,
        base,
        _days(own, EntryKind.SUSPENDED, base),
        family_absence_days=_days(own, EntryKind.FAMILY_ABSENCE, base),
        approved_on=approved,
        council_meetings=council,
    )


def _last(seen: Attended | None, own: list[Entry]) -> Attended | None:
    elsewhere = next((Attended(e.on, e.reason) for e in own if e.kind is EntryKind.ATTENDED), None)
    if seen and elsewhere:
        return max(seen, elsewhere, key=lambda a: a.on)
    return seen or elsewhere


def _attended(session: Session, law: Law, timezone: ZoneInfo) -> dict[str, Attended]:
    """Each member's last closed meeting that counts."""
    conditions = [Meeting.status == MeetingStatus.CLOSED, Attendance.capacity == Capacity.MEMBER]
    if not counts_as_attendance(law, in_person=False, remote=True, may_take_part_remotely=True):
        lawful = and_(Attendance.presence == Presence.REMOTE, Meeting.starts_at < _REMOTE_UNTIL)
        conditions.append(or_(Attendance.presence == Presence.IN_PERSON, lawful))
    else:
        conditions.append(Attendance.presence != Presence.OBSERVER)
    latest = (
        select(Attendance.person_id, func.max(Meeting.starts_at).label("at"))
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(*conditions)
        .group_by(Attendance.person_id)
        .subquery()
    )
    query = (
        select(Attendance.person_id, Meeting.starts_at, Body.name)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .join(latest, and_(latest.c.person_id == Attendance.person_id, latest.c.at == Meeting.starts_at))
        .where(*conditions)
    )
    return {
        person: Attended(at.astimezone(timezone).date(), name) for person, at, name in session.execute(query)
    }


def _records_began(session: Session, timezone: ZoneInfo) -> date | None:
    """The first closed meeting that anybody's attendance was taken at."""
    query = (
        select(Meeting.starts_at)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Meeting.status == MeetingStatus.CLOSED)
        .order_by(Meeting.starts_at)
        .limit(1)
    )
    first = session.scalar(query)
    return first.astimezone(timezone).date() if first else None


def _council_meetings(session: Session, today: date, timezone: ZoneInfo) -> list[CouncilMeeting]:
    start = datetime.combine(today, time(), timezone)
    query = (
        select(Meeting.starts_at, Meeting.kind)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            Body.kind == BodyKind.COUNCIL,
            Meeting.status == MeetingStatus.PLANNED,
            Meeting.starts_at >= start,
            Meeting.starts_at < start + _AHEAD,
        )
    )
    return [
        CouncilMeeting(at.astimezone(timezone).date(), kind is not MeetingKind.EXTRAORDINARY)
        for at, kind in session.execute(query)
    ]


class _Missed:
    """Counts the closed meetings that somebody belonged at and did not attend. Three queries, made once."""

    def __init__(self, session: Session, today: date, timezone: ZoneInfo) -> None:
        start = datetime.combine(today - _BACK, time(), timezone)
        held = select(Meeting.id, Meeting.body_id, Meeting.starts_at).where(
            Meeting.status == MeetingStatus.CLOSED, Meeting.starts_at >= start
        )
        self._held = [(m, body, at.astimezone(timezone).date()) for m, body, at in session.execute(held)]
        there = (
            select(Attendance.meeting_id, Attendance.person_id)
            .join(Meeting, Meeting.id == Attendance.meeting_id)
            .where(Meeting.starts_at >= start)
        )
        self._there = {(meeting, person) for meeting, person in session.execute(there)}
        seats = select(
            Membership.person_id, Membership.body_id, Membership.valid_from, Membership.valid_to
        ).where(took_effect(Membership))
        self._seats: dict[str, list[tuple[str, Span]]] = {}
        for person, body, first, last in session.execute(seats):
            self._seats.setdefault(person, []).append((body, Span(first, last)))

    def since(self, person_id: str, day: date) -> int:
        """How many after that day."""
        own = self._seats.get(person_id, [])
        return sum(
            at > day
            and (meeting, person_id) not in self._there
            and any(body == where and span.covers(at) for where, span in own)
            for meeting, body, at in self._held
        )
