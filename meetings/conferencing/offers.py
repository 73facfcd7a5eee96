"""Which providers an officer is offered, which are not connected and why, and what is chosen unless they choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.conferencing.models import Broadcast, RemoteRoom
from meetings.conferencing.queries import Habit, habit_of
from meetings.connections.queries import connection_of, usable
from meetings.connections.rules import ConnectionState
from meetings.ports.adapters import Providers
from meetings.ports.providers import Can, Provider
from meetings.schedule.models import MeetingMode
from meetings.schedule.queries import MeetingRow

#: nothing is created there: the officer enters the address
MANUAL = "manual"
SETTINGS = "/desk/connections"


@dataclass(frozen=True)
class Offer:
    """A provider on the form."""

    key: str
    name: str
    usable: bool
    #: why it cannot be chosen; empty: it can
    why: str = ""
    #: what must be done by hand with it, in words
    by_hand: tuple[str, ...] = ()

    @property
    def manual(self) -> bool:
        """Whether the officer enters the address."""
        return self.key == MANUAL


@dataclass(frozen=True)
class Choice:
    """What is filled in on the form."""

    room: str = ""
    broadcast: str = ""
    record: bool = False
    audience: bool = False
    privacy: str = "public"
    #: the meeting whose entered addresses can be used again
    source: str = ""


_ROOM_HANDS = (
    (Can.STREAM_TARGET, "sending the picture to the broadcast"),
    (Can.STREAM_CONTROL, "starting and stopping the stream"),
    (Can.ATTENDANCE, "who was connected"),
    (Can.RECORDINGS, "fetching the recording"),
)
_CAST_HANDS = (
    (Can.GO_LIVE, "going live"),
    (Can.HOLD, "the holding card"),
    (Can.FEED_STATE, "seeing whether the public gets a picture"),
)


def room_offers(session: Session, providers: Providers) -> tuple[Offer, ...]:
    """Everything a room can be arranged with."""
    return _offers(session, providers.conferencing, _ROOM_HANDS)


def broadcast_offers(session: Session, providers: Providers) -> tuple[Offer, ...]:
    """Everything a broadcast can be arranged with."""
    return _offers(session, providers.broadcast, _CAST_HANDS)


def _offers(
    session: Session, providers: Mapping[str, Provider], hands: tuple[tuple[Can, str], ...]
) -> tuple[Offer, ...]:
    return tuple(_offer(session, provider, hands) for provider in providers.values())


def _offer(session: Session, provider: Provider, hands: tuple[tuple[Can, str], ...]) -> Offer:
    by_hand = tuple(words for can, words in hands if can not in provider.can)
    if provider.setup.missing:
        return Offer(provider.key, provider.name, False, provider.setup.missing, by_hand)
    if usable(session, provider.key, provider.setup):
        return Offer(provider.key, provider.name, True, "", by_hand)
    row = connection_of(session, provider.key)
    if row is None:
        why = f"{provider.name} is not connected."
    elif row.state is ConnectionState.DEAD:
        why = f"{provider.name} must be connected again. {row.dead_reason}".strip()
    else:
        why = f"Connecting {provider.name} was begun and is not finished."
    return Offer(provider.key, provider.name, False, why, by_hand)


def usual(
    session: Session, meeting: MeetingRow, rooms: tuple[Offer, ...], casts: tuple[Offer, ...]
) -> Choice:
    """What this body had last, or the council, as far as it can still be had."""
    habit = habit_of(session, meeting.body_id, but=meeting.id) or Habit(own=False)
    online = meeting.mode is not MeetingMode.IN_PERSON
    room = habit.room_provider if _can(rooms, habit.room_provider) and (online or habit.own) else ""
    cast = habit.broadcast_provider if _can(casts, habit.broadcast_provider) else ""
    if not habit.own:
        # Another body's entered address is not this one's.
        room, cast = ("" if chosen == MANUAL else chosen for chosen in (room, cast))
    if not room and online:
        room = _first(rooms)
    source = habit.meeting_id if habit.own else ""
    return Choice(room, cast, habit.record, habit.audience, habit.privacy.value, source)


def standing_choice(room: RemoteRoom | None, row: Broadcast | None) -> Choice:
    """What there is, as it was chosen."""
    standing = room if room is not None and room.state.stands else None
    shown = row if row is not None and row.state.stands else None
    return Choice(
        standing.provider if standing else "",
        shown.provider if shown else "",
        standing.record if standing else False,
        standing.audience if standing else False,
        shown.privacy.value if shown else "public",
    )


def name_of(providers: Mapping[str, Provider], key: str) -> str:
    """As people call it."""
    return providers[key].name if key in providers else key


def _can(offers: tuple[Offer, ...], key: str) -> bool:
    return any(o.usable for o in offers if o.key == key)


def _first(offers: tuple[Offer, ...]) -> str:
    """One that makes rooms by itself before one that is entered by hand."""
    able = [o.key for o in offers if o.usable]
    return next((key for key in able if key != MANUAL), able[0] if able else "")
