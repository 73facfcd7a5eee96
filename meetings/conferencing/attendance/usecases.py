"""Rows are kept as they come; an officer says whose a connection was, and confirms how each person attended."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from meetings.bodies.queries import person_names
from meetings.conferencing.attendance import queries
from meetings.conferencing.attendance.around import PutRight, put_right
from meetings.conferencing.attendance.events import (
    AttendanceConfirmed,
    IdentityDecided,
    IdentityUndone,
    ListRead,
    Stretch,
)
from meetings.conferencing.attendance.folding import Raw
from meetings.conferencing.attendance.models import (
    AttendanceDecision,
    AttendanceRead,
    AttendanceRow,
    ConfirmedAttendance,
)
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.room.rules import Presence
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import body_of_meeting, meeting_of
from meetings.schedule.usecases import lock_meeting

LONGEST_NOTE = 500
_MOST_SHARED = 4
CHANGED = (
    "The provider has told something new since you opened the page. Look at it again before you confirm."
)


@dataclass(frozen=True)
class KeepRows:
    """Rows of a provider, as they came. `source`: `news` or `report`; of a report: the room it is about."""

    meeting_id: str
    rows: tuple[Raw, ...]
    source: str
    room_key: str = ""
    provider: str = ""


@dataclass(frozen=True)
class Decide:
    """Whose an identity is: one person, several at one device, or (none) a member of the public."""

    meeting_id: str
    identity: str
    shown_as: str
    person_ids: tuple[str, ...]


@dataclass(frozen=True)
class Undecide:
    """That was a mistake."""

    meeting_id: str
    identity: str


@dataclass(frozen=True)
class Confirm:
    """How somebody attended. `seen`: digest of what the page showed of their rows."""

    meeting_id: str
    person_id: str
    was_present: bool
    presence: Presence | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    note: str = ""
    seen: str = ""


@use_case(permission=None, system_only=True)
def keep_rows(work: Work, command: KeepRows) -> int:
    """Keep those that are not known. How many were new. A report that was read is noted, new or not."""
    known = set(
        work.session.scalars(
            select(AttendanceRow.sha256).where(AttendanceRow.meeting_id == command.meeting_id)
        )
    )
    new = {row.digest: row for row in command.rows if row.digest not in known}
    for digest, row in new.items():
        work.session.add(_kept(work, command, row, digest))
    if command.room_key:
        read = AttendanceRead(
            meeting_id=command.meeting_id,
            room_key=command.room_key,
            provider=command.provider,
            read_at=work.now,
            rows=len(command.rows),
        )
        work.session.merge(read)
        work.record(command.meeting_id, ListRead(command.provider, len(command.rows), len(new)))
    work.session.flush()
    return len(new)


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def decide(work: Work, command: Decide) -> None:
    """Say whose it is. Nothing is confirmed by it. Raises Invalid for somebody who is not on the list."""
    lock_meeting(work.session, command.meeting_id)
    book = queries.book_of(work.session, meeting_of(work.session, command.meeting_id), work.timezone)
    known = {p.person_id: p.name for p in book.candidates}
    ids = tuple(dict.fromkeys(command.person_ids))
    if not set(ids) <= set(known) or len(ids) > _MOST_SHARED:
        raise Invalid("Choose people of this meeting.", {"person_id": "Choose people of this meeting"})
    _add_decision(work, command.meeting_id, command.identity, command.shown_as, ids)
    names = tuple(known[p] for p in ids)
    work.record(command.meeting_id, IdentityDecided(_digest(command.identity), ids, names))


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def undecide(work: Work, command: Undecide) -> None:
    """Let the rules decide again. Raises WrongState where nobody had said anything."""
    lock_meeting(work.session, command.meeting_id)
    if command.identity not in queries.decisions_of(work.session, command.meeting_id):
        raise WrongState("Nobody has said whose this is.")
    _add_decision(work, command.meeting_id, command.identity, "", (), undone=True)
    work.record(command.meeting_id, IdentityUndone(_digest(command.identity)))


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def confirm(work: Work, command: Confirm) -> int:
    """Confirm how somebody attended, and put the list of attendance right where it says otherwise.

    Returns the confirmation's number. Raises WrongState before the close, for what the list cannot take, and when the
    provider has told something new meanwhile; Invalid for what cannot be.
    """
    locked = lock_meeting(work.session, command.meeting_id)
    if locked.status is not MeetingStatus.CLOSED:
        raise WrongState("Attendance is confirmed once the meeting is closed.")
    meeting = meeting_of(work.session, command.meeting_id)
    seen = queries.seen_by_providers(work.session, meeting, work.now, work.timezone)
    person = seen.person(command.person_id)
    name = person_names(work.session, [command.person_id]).get(command.person_id, "")
    if person is None or not name:
        raise Invalid("Choose somebody of this meeting.", {"person_id": "Choose somebody of this meeting"})
    if command.seen and command.seen != seen_mark(person.rows):
        raise WrongState(CHANGED)
    _check(command, locked.opened_at, locked.closed_at)
    row = _confirmed(work, command, person.intervals, person.rows)
    connected = tuple(Stretch(a, b) for a, b in person.intervals)
    fact = AttendanceConfirmed(
        command.person_id,
        name,
        row.number,
        row.was_present,
        row.presence,
        row.started_at,
        row.ended_at,
        connected,
        person.rows,
        row.note,
    )
    work.record(command.meeting_id, fact)
    listed = bool(queries.roll_call_of(work.session, command.meeting_id).get(command.person_id))
    if listed != command.was_present:
        reason = row.note or "Confirmed after looking at who was connected"
        put_right(work, PutRight(command.meeting_id, command.person_id, command.was_present, reason))
    return row.number


def seen_mark(rows: tuple[str, ...]) -> str:
    """A short mark of the rows that a page showed; also of none."""
    return hashlib.sha256("".join(rows).encode()).hexdigest()[:16]


def _check(command: Confirm, opened: datetime | None, closed: datetime | None) -> None:
    checks = Checks()
    checks.line("note", command.note, longest=LONGEST_NOTE)
    if command.was_present:
        checks.that(command.presence is not None, "presence", "Say whether in person or remotely")
        start, end = command.started_at, command.ended_at
        inside = all(at is None or (opened or at) <= at <= (closed or at) for at in (start, end))
        checks.that(inside, "started_at", "The times must lie within the meeting")
        checks.that(start is None or end is None or start < end, "ended_at", "They must end after they begin")
    checks.done()


def _confirmed(
    work: Work, command: Confirm, intervals: tuple[tuple[datetime, datetime], ...], rows: tuple[str, ...]
) -> ConfirmedAttendance:
    mine = (
        ConfirmedAttendance.meeting_id == command.meeting_id,
        ConfirmedAttendance.person_id == command.person_id,
    )
    last = work.session.scalar(select(func.max(ConfirmedAttendance.number)).where(*mine)) or 0
    there = command.was_present
    row = ConfirmedAttendance(
        id=new_id(),
        meeting_id=command.meeting_id,
        person_id=command.person_id,
        number=last + 1,
        was_present=there,
        presence=command.presence if there else None,
        started_at=command.started_at if there else None,
        ended_at=command.ended_at if there else None,
        intervals=[[a.isoformat(), b.isoformat()] for a, b in intervals],
        rows=list(rows),
        note=" ".join(command.note.split()),
        confirmed_at=work.now,
        confirmed_by=work.actor.name,
        confirmed_by_id=work.actor.account_id,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _kept(work: Work, command: KeepRows, row: Raw, digest: str) -> AttendanceRow:
    return AttendanceRow(
        id=new_id(),
        meeting_id=command.meeting_id,
        provider=row.provider,
        row_key=row.key[:300],
        what=row.what,
        room=row.room[:40],
        at=row.at,
        until=row.until,
        name=row.name[:300],
        email=row.email[:300],
        seat_ref=row.seat_ref[:300],
        user_ref=row.user_ref[:300],
        phone=row.phone[:60],
        source=command.source,
        sha256=digest,
        received_at=work.now,
    )


def _add_decision(
    work: Work, meeting_id: str, identity: str, shown_as: str, ids: tuple[str, ...], *, undone: bool = False
) -> None:
    mine = AttendanceDecision.meeting_id == meeting_id
    last = work.session.scalar(select(func.max(AttendanceDecision.number)).where(mine)) or 0
    row = AttendanceDecision(id=new_id(), meeting_id=meeting_id, identity=identity[:400], undone=undone)
    row.number, row.shown_as = last + 1, shown_as[:300]
    row.person_ids, row.decided_at, row.decided_by = list(ids), work.now, work.actor.name
    work.session.add(row)
    work.session.flush()


def _digest(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()[:32]
