"""What the officers' page of who was connected shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.bodies.queries import person_names
from meetings.conferencing.attendance import queries
from meetings.conferencing.attendance.comparing import (
    Comparison,
    Listed,
    Suggestion,
    changed_since,
    compare,
    may_be_confirmed_together,
    suggestion,
)
from meetings.conferencing.attendance.matching import How
from meetings.conferencing.attendance.models import AttendanceRead, ConfirmedAttendance
from meetings.conferencing.attendance.rules import Attendance, PersonSeen, Seen
from meetings.conferencing.attendance.usecases import seen_mark
from meetings.conferencing.queries import rooms_of_meeting
from meetings.connections.queries import CallRow, calls_of
from meetings.schedule.members.queries import sitting_members
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow


@dataclass(frozen=True)
class PersonLine:
    """A person on the page."""

    seen: PersonSeen
    listed: tuple[Listed, ...]
    comparison: Comparison
    fill: Suggestion
    confirmed: ConfirmedAttendance | None
    #: the provider has told something else since
    changed: bool
    is_member: bool
    mark: str

    @property
    def together(self) -> bool:
        """Whether the button for all may confirm it."""
        ready = self.is_member and self.confirmed is None
        return ready and may_be_confirmed_together(self.comparison, self.seen)


@dataclass(frozen=True)
class Group:
    """Connections of one identity that is nobody's yet, or was decided."""

    identity: str
    shown_as: str
    how: How
    connections: tuple[Seen, ...]
    names: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """A short mark for forms."""
        return seen_mark((self.identity,))


@dataclass(frozen=True)
class ConnectionsPage:
    """The whole page."""

    meeting: MeetingRow
    members: tuple[PersonLine, ...]
    others: tuple[PersonLine, ...]
    unmatched: tuple[Group, ...]
    decided: tuple[Group, ...]
    elsewhere: int
    reads: tuple[AttendanceRead, ...]
    calls: tuple[CallRow, ...]
    has_rows: bool
    has_room: bool
    closed: bool

    @property
    def together(self) -> tuple[PersonLine, ...]:
        """Those whom one press confirms."""
        return tuple(x for x in self.members if x.together) if self.closed else ()

    @property
    def told_of(self) -> tuple[PersonLine, ...]:
        """Members of whom there is something to see."""
        return tuple(
            x for x in self.members if x.seen.rows or x.confirmed is not None or x.comparison.needs_looking
        )

    @property
    def not_connected(self) -> tuple[PersonLine, ...]:
        """Members in the room or absent, of whom no provider has told anything."""
        return tuple(x for x in self.members if x not in self.told_of)

    @property
    def names(self) -> list[tuple[str, str]]:
        """Everybody whose a connection may be."""
        return [(x.seen.person_id, x.seen.name) for x in (*self.members, *self.others)]

    def group(self, short: str) -> Group | None:
        """An identity by its short mark."""
        return next((g for g in (*self.unmatched, *self.decided) if g.short == short), None)


def connections_page(session: Session, meeting: MeetingRow, now: datetime, tz: ZoneInfo) -> ConnectionsPage:
    """Read everything for the page."""
    found = queries.seen_by_providers(session, meeting, now, tz)
    members = {m.person_id for m in sitting_members(session, meeting, tz)}
    lines = _people(session, meeting, found, members, now)
    return ConnectionsPage(
        meeting,
        tuple(x for x in lines if x.is_member),
        tuple(x for x in lines if not x.is_member and (x.seen.rows or x.confirmed)),
        _groups(found.unmatched),
        _decided(session, meeting.id, found),
        len(found.elsewhere),
        tuple(queries.reads_of(session, meeting.id)),
        tuple(c for c in calls_of(session, meeting.id) if c.operation == "conferencing.attendance"),
        queries.has_rows(session, meeting.id),
        bool(rooms_of_meeting(session, meeting.id)),
        meeting.status is MeetingStatus.CLOSED,
    )


def _people(
    session: Session, meeting: MeetingRow, found: Attendance, members: Collection[str], now: datetime
) -> list[PersonLine]:
    """Everybody, beside the roll call and what was confirmed."""
    roll = queries.roll_call_of(session, meeting.id)
    confirmed = queries.confirmed_of(session, meeting.id)
    opened, end = meeting.opened_at or meeting.starts_at, meeting.closed_at or now
    lines = []
    for seen in found.people:
        stays = roll.get(seen.person_id, [])
        listed = tuple(Listed(s.arrived_at, s.left_at, s.presence.elsewhere) for s in stays)
        done = confirmed.get(seen.person_id)
        line = PersonLine(
            seen,
            listed,
            compare(listed, seen, opened, end),
            suggestion(listed, seen),
            done,
            done is not None and changed_since(queries.intervals_in(done), seen.intervals),
            seen.person_id in members,
            seen_mark(seen.rows),
        )
        lines.append(line)
    return lines


def _decided(session: Session, meeting_id: str, found: Attendance) -> tuple[Group, ...]:
    """What officers said of identities."""
    decisions = queries.decisions_of(session, meeting_id)
    names = person_names(session, sorted({p for d in decisions.values() for p in d.person_ids}))
    told: dict[str, list[Seen]] = {}
    for s in found.every:
        told.setdefault(s.identity, []).append(s)
    return tuple(
        Group(
            identity,
            _words(told[identity]) if identity in told else identity.split("|")[-1],
            How.ASSIGNED if d.person_ids else How.PUBLIC,
            tuple(told.get(identity, ())),
            tuple(names.get(p, "") for p in d.person_ids),
        )
        for identity, d in decisions.items()
    )


def _groups(seen: tuple[Seen, ...]) -> tuple[Group, ...]:
    """Connections that one word of an officer settles, together."""
    found: dict[str, list[Seen]] = {}
    for s in seen:
        found.setdefault(s.identity, []).append(s)
    return tuple(Group(i, _words(listed), listed[0].how, tuple(listed)) for i, listed in found.items())


def _words(seen: list[Seen]) -> str:
    """How it was shown in the room."""
    c = seen[0].connection
    return c.name or c.phone or c.email or "Somebody without a name"
