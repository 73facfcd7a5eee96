"""The attendance return: who was expected and who was there, counted as the law counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.models import Membership
from meetings.bodies.queries.spans import took_effect
from meetings.minutes.wording import clock
from meetings.people.models import Person
from meetings.registers.document import Cell, Kind, Register, Table, cell
from meetings.registers.scope import Scope
from meetings.room.models import Apology, Attendance
from meetings.room.rules import Capacity, Presence
from meetings.schedule.members.models import MeetingReply
from meetings.schedule.queries import MeetingRow

NOTES = (
    "Expected are the members of the body on the day of the meeting, with or without a vote, at meetings that were "
    "held and at which attendance was taken.",
    "Present is who was there for any part of the meeting: in the room, or from elsewhere where the law of the day "
    "counts that as presence. A member who only looked on from elsewhere was not present, and is counted apart.",
    "An apology is not presence, whatever its reason. Where a substitute sat in, the member was absent and the "
    "substitute was present.",
)
_MEMBERS = (Capacity.MEMBER, Capacity.NON_VOTING)


@dataclass(frozen=True)
class Stay:
    """What is known of somebody at one meeting, as the law counts it."""

    present: bool = False
    remote: bool = False
    looked_on: bool = False
    came: datetime | None = None
    went: datetime | None = None
    late: bool = False
    early: bool = False
    apology: str = ""
    substitute: str = ""
    sat_in_for: str = ""

    @property
    def how(self) -> str:
        """The one column of a return that it counts in."""
        if self.present:
            return "present"
        if self.looked_on:
            return "looked on"
        if self.substitute:
            return "substitute"
        return "apologies" if self.apology else "absent"

    @property
    def said(self) -> str:
        """In words."""
        return {
            "present": "Present, from elsewhere" if self.remote else "Present",
            "looked on": "Looked on from elsewhere: not present",
            "substitute": f"{'Apologies' if self.apology else 'Absent'}: {self.substitute} sat in",
            "apologies": "Apologies",
            "absent": "Absent",
        }[self.how]


@dataclass
class _Known:
    """What the tables have of some meetings."""

    rows: dict[tuple[str, str], list[Attendance]] = field(default_factory=lambda: defaultdict(list))
    apologies: dict[tuple[str, str], str] = field(default_factory=dict)
    #: by meeting and substitute: for whom
    instead: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    seats: list[Membership] = field(default_factory=list)


def attendance_register(session: Session, scope: Scope) -> Register:
    """The return for a meeting or a period."""
    known = _read(session, scope)
    counted = [m for m in scope.meetings if any(key[0] == m.id for key in known.rows)]
    tables = _of_one(scope, known, counted) if scope.of_one else _of_period(scope, known, counted)
    untaken = len(scope.meetings) - len(counted)
    lead = [f"{len(counted)} meeting{'' if len(counted) == 1 else 's'} at which attendance was taken."]
    if untaken:
        lead.append(f"At {untaken} more no attendance was taken here, so they do not count.")
    return Register(
        Kind.ATTENDANCE,
        scope.council,
        scope.body,
        scope.when,
        () if scope.of_one else tuple(lead),
        tables if counted else (),
        NOTES,
        "No meeting was held, or no attendance was taken here.",
    )


def stay_of(rows: Iterable[Attendance], meeting: MeetingRow) -> Stay:
    """One member's stretches at a meeting, as the law counts them: what lies before its opening is none."""
    opened, closed = meeting.opened_at, meeting.closed_at
    within = [
        r
        for r in rows
        if r.capacity in _MEMBERS and (opened is None or r.left_at is None or r.left_at > opened)
    ]
    there = sorted((r for r in within if r.presence is not Presence.OBSERVER), key=lambda r: r.arrived_at)
    if not there:
        return Stay(looked_on=bool(within))
    came, went = there[0].arrived_at, there[-1].left_at
    return Stay(
        present=True,
        remote=all(r.presence is Presence.REMOTE for r in there),
        came=came,
        went=went,
        late=opened is not None and came > opened,
        early=went is not None and closed is not None and went < closed,
    )


def _stay(known: _Known, meeting: MeetingRow, person_id: str) -> Stay:
    found = stay_of(known.rows.get((meeting.id, person_id), ()), meeting)
    replaced = next(
        (s for (m, s), member in known.instead.items() if m == meeting.id and member == person_id), ""
    )
    came = bool(replaced) and stay_of(known.rows.get((meeting.id, replaced), ()), meeting).present
    sat_in_for = known.instead.get((meeting.id, person_id), "")
    return Stay(
        **{
            **vars(found),
            "apology": known.apologies.get((meeting.id, person_id), ""),
            "substitute": _name(known, replaced) if came else "",
            "sat_in_for": _name(known, sat_in_for) if sat_in_for else "",
        }
    )


def _expected(known: _Known, on: date) -> dict[str, Membership]:
    return {
        s.person_id: s for s in known.seats if s.valid_from <= on and (s.valid_to is None or on <= s.valid_to)
    }


def _of_one(scope: Scope, known: _Known, meetings: list[MeetingRow]) -> tuple[Table, ...]:
    if not meetings:
        return ()
    meeting = meetings[0]
    seats = _expected(known, scope.held(meeting))
    substitutes = [s for (m, s) in known.instead if m == meeting.id and s not in seats]
    rows = [
        _member_row(scope, meeting, known, person_id, seats[person_id].seat.label)
        for person_id in _in_order(known, seats)
    ]
    rows += [
        _member_row(scope, meeting, known, p, "Substitute")
        for p in _in_order(known, substitutes)
        if _stay(known, meeting, p).present
    ]
    head = ("Member", "Seat", "Attendance", "Arrived", "Left")
    members = Table("Members", head, tuple(rows))
    visitors = _others(known, meeting, {*seats, *substitutes})
    return (members, visitors) if visitors.rows else (members,)


def _member_row(
    scope: Scope, meeting: MeetingRow, known: _Known, person_id: str, seat: str
) -> tuple[Cell, ...]:
    stay = _stay(known, meeting, person_id)
    zone = scope.tz.key
    said = f"{stay.said}, sat in for {stay.sat_in_for}" if stay.sat_in_for else stay.said
    apology = "Apologies for lateness" if stay.present and stay.apology == "lateness" else ""
    return (
        cell(_name(known, person_id)),
        cell(seat),
        cell(said, apology),
        cell(clock(stay.came, zone) if stay.late and stay.came else ""),
        cell(clock(stay.went, zone) if stay.early and stay.went else ""),
    )


def _others(known: _Known, meeting: MeetingRow, members: set[str]) -> Table:
    """Councillors who are not on the body; officers and visitors are no part of the return."""
    came = {
        person_id
        for (m, person_id), rows in known.rows.items()
        if m == meeting.id and person_id not in members and any(r.capacity in _MEMBERS for r in rows)
    }
    rows = tuple((cell(_name(known, p)),) for p in _in_order(known, came))
    return Table("Others who took part as members", ("Name",), rows)


def _of_period(scope: Scope, known: _Known, meetings: list[MeetingRow]) -> tuple[Table, ...]:
    stays: dict[str, list[Stay]] = defaultdict(list)
    for meeting in meetings:
        for person_id in _expected(known, scope.held(meeting)):
            stays[person_id].append(_stay(known, meeting, person_id))
    sat_in: dict[str, int] = defaultdict(int)
    held = {m.id: m for m in meetings}
    for meeting_id, person_id in known.instead:
        if meeting_id in held and _stay(known, held[meeting_id], person_id).present:
            sat_in[person_id] += 1
    rows = tuple(_period_row(known, p, stays[p]) for p in _in_order(known, stays))
    head = (
        "Member",
        "Expected",
        "Present",
        "Of these late",
        "Apologies",
        "Substitute sat in",
        "Looked on from elsewhere",
        "Absent without apology",
    )
    tables = [Table("Members", head, rows, tuple(range(1, len(head))))]
    if sat_in:
        subs = tuple((cell(_name(known, p)), cell(sat_in[p])) for p in _in_order(known, sat_in))
        tables.append(Table("Substitutes", ("Name", "Meetings at which they sat in"), subs, (1,)))
    return tuple(tables)


def _period_row(known: _Known, person_id: str, stays: list[Stay]) -> tuple[Cell, ...]:
    how = Counter(s.how for s in stays)
    return (
        cell(_name(known, person_id)),
        cell(len(stays)),
        cell(how["present"]),
        cell(sum(s.present and s.late for s in stays)),
        cell(how["apologies"]),
        cell(how["substitute"]),
        cell(how["looked on"]),
        cell(how["absent"]),
    )


def _read(session: Session, scope: Scope) -> _Known:
    ids = [m.id for m in scope.meetings]
    known = _Known()
    for row in session.scalars(select(Attendance).where(Attendance.meeting_id.in_(ids))):
        known.rows[row.meeting_id, row.person_id].append(row)
    for sent in session.scalars(select(Apology).where(Apology.meeting_id.in_(ids))):
        known.apologies[sent.meeting_id, sent.person_id] = sent.kind
    replies = select(MeetingReply.meeting_id, MeetingReply.substitute_id, MeetingReply.person_id).where(
        MeetingReply.meeting_id.in_(ids), MeetingReply.substitute_id.is_not(None)
    )
    for meeting_id, substitute, person_id in session.execute(replies):
        known.instead[meeting_id, str(substitute)] = person_id
    bodies = {m.body_id for m in scope.meetings}
    seats = select(Membership).where(Membership.body_id.in_(bodies), took_effect(Membership))
    known.seats = list(session.scalars(seats))
    people = {p for _, p in (*known.rows, *known.apologies, *known.instead)} | {
        s.person_id for s in known.seats
    }
    names = select(Person.id, Person.name, Person.sort_name).where(Person.id.in_(people))
    known.names = {i: (name, sort_name) for i, name, sort_name in session.execute(names)}
    return known


def _name(known: _Known, person_id: str) -> str:
    return known.names.get(person_id, ("", ""))[0]


def _in_order(known: _Known, people: Iterable[str]) -> list[str]:
    return sorted(people, key=lambda p: known.names.get(p, ("", ""))[1])
