"""What a provider is asked for: the room and the broadcast as the meeting has them at this moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.bodies.models import Seat as BodySeat
from meetings.conferencing.queries import AnyBroadcast, AnyRoom, invited_of, seats_of
from meetings.kernel.permissions import Permission
from meetings.notifications.queries import accounts_with, recipients_of_persons
from meetings.ports.broadcast import BroadcastWish
from meetings.ports.conferencing import Guest, RoomWish
from meetings.ports.providers import Step
from meetings.runtime.vault import Vault
from meetings.schedule.members.queries import sitting_members
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.schedule.rules import fingerprint

LONGEST_TITLE = 100


@dataclass(frozen=True)
class Wished:
    """A wish and its mark: the provider need not be told again of the same."""

    mark: str


@dataclass(frozen=True)
class WishedRoom(Wished):
    """A room."""

    wish: RoomWish = field(repr=False)


@dataclass(frozen=True)
class WishedBroadcast(Wished):
    """A broadcast."""

    wish: BroadcastWish = field(repr=False)


def opened(vault: Vault | None, locked: bytes | None) -> dict[str, str]:
    """What was locked; nothing of nothing."""
    return vault.open(locked) if vault is not None and locked is not None else {}


def sealed(vault: Vault | None, values: dict[str, str]) -> bytes | None:
    """Locked, as it may be written down; nothing of nothing."""
    if not values:
        return None
    if vault is None:
        raise RuntimeError("there is no vault to lock secrets with")
    return vault.lock(values)


def title_of_meeting(meeting: MeetingRow, tz: ZoneInfo) -> str:
    """As people find it: the body, the kind and the day."""
    day = meeting.starts_at.astimezone(tz)
    said = f", {day.day} {day:%B %Y}"
    return meeting.title[: LONGEST_TITLE - len(said)].rstrip() + said


def room_wished(session: Session, room: AnyRoom, vault: Vault | None, tz: ZoneInfo) -> WishedRoom:
    """The room of a meeting, as it should be now."""
    meeting = meeting_of(session, room.meeting_id)
    day = meeting.starts_at.astimezone(tz).date()
    hosts = tuple(r.email for r in accounts_with(session, Permission.RUN_MEETING, meeting.body_id, day))
    wish = RoomWish(
        key=room.key,
        title=title_of_meeting(meeting, tz),
        starts_at=meeting.starts_at,
        minutes=meeting.planned_minutes,
        timezone=tz.key,
        hosts=hosts,
        waiting_room=True,
        record=room.record,
        audience=room.audience,
        given=tuple(sorted(opened(vault, room.given).items())),
    )
    given = (room.given or b"").hex()
    mark = fingerprint(
        wish.title, wish.starts_at, wish.minutes, *sorted(hosts), wish.record, wish.audience, given
    )
    return WishedRoom(mark, wish)


def broadcast_wished(
    session: Session, row: AnyBroadcast, vault: Vault | None, tz: ZoneInfo, site: str
) -> WishedBroadcast:
    """The broadcast of a meeting, as it should be now."""
    meeting = meeting_of(session, row.meeting_id)
    title = title_of_meeting(meeting, tz)
    about = f"Agenda and papers: {site}/meetings/{meeting.id}" if site and meeting.is_public else ""
    wish = BroadcastWish(
        key=row.key,
        title=title,
        description=about,
        starts_at=meeting.starts_at,
        privacy=row.privacy.value,
        given=tuple(sorted(opened(vault, row.given).items())),
    )
    given = (row.given or b"").hex()
    return WishedBroadcast(fingerprint(title, about, wish.starts_at, wish.privacy, given), wish)


def guests_of(session: Session, meeting_id: str, tz: ZoneInfo) -> list[Guest]:
    """Everybody with a seat of their own: the members of the day with those who sit in for some, and the invited."""
    meeting = meeting_of(session, meeting_id)
    members = sitting_members(session, meeting, tz)
    named = {m.person_id: (m.name, m.seat is BodySeat.CHAIR) for m in members}
    for row in invited_of(session, meeting_id):
        named.setdefault(row.person_id, (row.name, False))
    known = recipients_of_persons(session, list(named))
    return [
        Guest(person_id, name, known[person_id].email if person_id in known else "", host)
        for person_id, (name, host) in named.items()
    ]


@dataclass(frozen=True)
class Seating:
    """Who gets a seat and who loses one."""

    to_seat: tuple[Guest, ...]
    #: with what the provider knows the seat by
    to_free: tuple[tuple[Guest, str], ...]


def seating_of(session: Session, room: AnyRoom, tz: ZoneInfo) -> Seating:
    """The difference between who may come in and who has a seat. Seats that others were handed at the door stay."""
    guests = {g.key: g for g in guests_of(session, room.meeting_id, tz)}
    held = {
        s.person_id: s
        for s in seats_of(session, room.meeting_id)
        if s.room_key == room.key and s.revoked_at is None
    }
    free = tuple(
        (Guest(s.person_id, s.name, host=s.host), s.seat_ref)
        for key, s in held.items()
        if key not in guests and not s.host
    )
    return Seating(tuple(g for key, g in guests.items() if key not in held), free)


def sealed_pastes(step: Step, vault: Vault | None) -> tuple[tuple[dict[str, object], ...], bytes | None]:
    """What is pasted at a step: secret values apart, locked."""
    shown: list[dict[str, object]] = []
    secrets: dict[str, str] = {}
    for n, paste in enumerate(step.pastes):
        shown.append(
            {"label": paste.label, "secret": paste.secret, "value": "" if paste.secret else paste.value}
        )
        if paste.secret:
            secrets[str(n)] = paste.value
    return tuple(shown), sealed(vault, secrets)
