"""Reads about who was connected: the raw rows, whom they may belong to, and what was confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.queries import person_names
from meetings.conferencing.attendance.around import votes_of
from meetings.conferencing.attendance.folding import Raw
from meetings.conferencing.attendance.intervals import Interval
from meetings.conferencing.attendance.matching import Book, Candidate, Decision
from meetings.conferencing.attendance.models import (
    AttendanceDecision,
    AttendanceRead,
    AttendanceRow,
    ConfirmedAttendance,
)
from meetings.conferencing.attendance.rules import Attendance, Occasion, attendance_of
from meetings.conferencing.queries import rooms_of_meeting, seats_of
from meetings.db.record import facts_of
from meetings.interests.events import LeftForInterest, ReturnedAfterInterest
from meetings.people.models import Account, Person
from meetings.room.models import Attendance as RollRow
from meetings.room.rules import Presence
from meetings.schedule.members.queries import sitting_members
from meetings.schedule.queries import MeetingRow


@dataclass(frozen=True)
class Stay:
    """A stretch of somebody's attendance as our own roll call has it; `left_at` None: still there."""

    arrived_at: datetime
    left_at: datetime | None
    presence: Presence


def raw_rows(session: Session, meeting_id: str) -> list[Raw]:
    """Everything that was told of a meeting."""
    query = select(AttendanceRow).where(AttendanceRow.meeting_id == meeting_id)
    return [
        Raw(
            r.provider,
            r.row_key,
            r.what,
            r.room,
            r.at,
            r.until,
            r.name,
            r.email,
            r.seat_ref,
            r.user_ref,
            r.phone,
        )
        for r in session.scalars(query.order_by(AttendanceRow.at, AttendanceRow.id))
    ]


def has_rows(session: Session, meeting_id: str) -> bool:
    """Whether anything was told of a meeting."""
    query = select(AttendanceRow.id).where(AttendanceRow.meeting_id == meeting_id)
    return session.scalar(query.limit(1)) is not None


def seen_by_providers(session: Session, meeting: MeetingRow, now: datetime, tz: ZoneInfo) -> Attendance:
    """What the rows say of everybody. Raises nothing: without an opened meeting nothing counts."""
    opened = meeting.opened_at or meeting.starts_at
    occasion = Occasion(
        opened,
        meeting.closed_at,
        max(now, opened),
        tuple((start, end or now) for start, end in votes_of(session, meeting.id)),
        _out_for_interests(session, meeting.id, meeting.closed_at or now),
    )
    return attendance_of(raw_rows(session, meeting.id), book_of(session, meeting, tz), occasion)


def book_of(session: Session, meeting: MeetingRow, tz: ZoneInfo) -> Book:
    """The members, those invited and those on the list of attendance, with what each is known by."""
    ids = [m.person_id for m in sitting_members(session, meeting, tz)]
    seats = seats_of(session, meeting.id)
    listed = session.scalars(select(RollRow.person_id).where(RollRow.meeting_id == meeting.id))
    ids = list(dict.fromkeys([*ids, *listed, *(s.person_id for s in seats)]))
    names = person_names(session, ids)
    providers = {r.key: r.provider for r in rooms_of_meeting(session, meeting.id)}
    by_seat: dict[str, set[tuple[str, str]]] = {}
    for s in seats:
        if s.seat_ref and s.room_key in providers:
            by_seat.setdefault(s.person_id, set()).add((providers[s.room_key], s.seat_ref))
    emails, users = _emails(session, ids), _users(session)
    people = tuple(
        Candidate(
            p,
            names[p],
            frozenset(by_seat.get(p, ())),
            frozenset(users.get(p, ())),
            frozenset(emails.get(p, ())),
        )
        for p in ids
        if p in names
    )
    return Book(people, decisions_of(session, meeting.id))


def decisions_of(session: Session, meeting_id: str) -> dict[str, Decision]:
    """What officers said, by identity: the last word of each."""
    query = select(AttendanceDecision).where(AttendanceDecision.meeting_id == meeting_id)
    found: dict[str, Decision] = {}
    for r in session.scalars(query.order_by(AttendanceDecision.number)):
        found.pop(r.identity, None)
        if not r.undone:
            found[r.identity] = Decision(tuple(r.person_ids))
    return found


def confirmed_of(session: Session, meeting_id: str) -> dict[str, ConfirmedAttendance]:
    """The last confirmation of each person."""
    query = select(ConfirmedAttendance).where(ConfirmedAttendance.meeting_id == meeting_id)
    rows = session.scalars(query.order_by(ConfirmedAttendance.person_id, ConfirmedAttendance.number))
    return {r.person_id: r for r in rows}


def roll_call_of(session: Session, meeting_id: str) -> dict[str, list[Stay]]:
    """Our own list of attendance, by person."""
    query = select(RollRow).where(RollRow.meeting_id == meeting_id).order_by(RollRow.arrived_at)
    found: dict[str, list[Stay]] = {}
    for r in session.scalars(query):
        found.setdefault(r.person_id, []).append(Stay(r.arrived_at, r.left_at, r.presence))
    return found


def reads_of(session: Session, meeting_id: str) -> list[AttendanceRead]:
    """When the providers' lists were read."""
    query = select(AttendanceRead).where(AttendanceRead.meeting_id == meeting_id)
    return list(session.scalars(query.order_by(AttendanceRead.read_at)))


def intervals_in(row: ConfirmedAttendance) -> tuple[Interval, ...]:
    """The intervals that a confirmation rests on."""
    return tuple((datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in row.intervals)


def _emails(session: Session, ids: Sequence[str]) -> dict[str, set[str]]:
    """Public addresses and those of accounts, in lower case."""
    found: dict[str, set[str]] = {}
    public = select(Person.id, Person.email).where(Person.id.in_(ids), Person.email != "")
    own = select(Account.person_id, Account.email).where(Account.person_id.in_(ids), Account.is_active)
    for query in (public, own):
        for person_id, email in session.execute(query):
            if person_id is not None:
                found.setdefault(person_id, set()).add(email.strip().casefold())
    return found


def _users(session: Session) -> dict[str, set[tuple[str, str]]]:
    """Accounts at providers that officers have said are somebody's, at any meeting."""
    query = select(AttendanceDecision).where(AttendanceDecision.identity.contains("|user_ref|"))
    last: dict[tuple[str, str], AttendanceDecision] = {}
    for r in session.scalars(query.order_by(AttendanceDecision.number)):
        last[r.meeting_id, r.identity] = r
    found: dict[str, set[tuple[str, str]]] = {}
    for r in last.values():
        provider, _, ref = r.identity.partition("|user_ref|")
        if len(r.person_ids) == 1 and not r.undone:
            found.setdefault(r.person_ids[0], set()).add((provider, ref))
    return found


def _out_for_interests(session: Session, meeting_id: str, end: datetime) -> dict[str, tuple[Interval, ...]]:
    """By person: when they were out of the room because of an interest."""
    since: dict[str, datetime] = {}
    found: dict[str, tuple[Interval, ...]] = {}
    for entry in facts_of(session, meeting_id, types=(LeftForInterest, ReturnedAfterInterest)):
        fact = entry.fact
        if isinstance(fact, LeftForInterest):
            since.setdefault(fact.person_id, entry.at)
        elif isinstance(fact, ReturnedAfterInterest) and fact.person_id in since:
            found[fact.person_id] = (*found.get(fact.person_id, ()), (since.pop(fact.person_id), entry.at))
    for person_id, start in since.items():
        if start < end:
            found[person_id] = (*found.get(person_id, ()), (start, end))
    return found
