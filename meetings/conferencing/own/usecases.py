"""At the door of the council's own video room: knock, let in, put out, end; and writing down who was connected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, update

from meetings.conferencing.own.events import PersonLetIn, PersonPutOut, RoomEmptied
from meetings.conferencing.own.models import OwnConnection, OwnGuest
from meetings.conferencing.own.queries import PROVIDER, Entrant, entrant, own_room, waiting
from meetings.conferencing.own.rules import Admission, Ending, left_at
from meetings.conferencing.queries import room_by_ref
from meetings.connections.news.inbox import StoreNews, store_news
from meetings.kernel.errors import Denied, NotFound, WrongState
from meetings.ports.own_video import who_of
from meetings.ports.providers import Happened
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of

_BY_RULE = "the system"


@dataclass(frozen=True)
class Knock:
    """Somebody's page asks to be let in, or says that it is still there. `device`: which, once it is in."""

    meeting_id: str
    device: str = ""


@dataclass(frozen=True)
class Knocked:
    """What the door says."""

    entrant: Entrant
    state: Admission


@dataclass(frozen=True)
class LetIn:
    """Let these people in, by seat; none: everybody who waits."""

    meeting_id: str
    seats: tuple[str, ...] = ()


@dataclass(frozen=True)
class PutOut:
    """Put somebody out."""

    meeting_id: str
    seat: str


@dataclass(frozen=True)
class EmptyRoom:
    """End the room for everybody."""

    meeting_id: str


@use_case(permission=None)
def knock(work: Work, command: Knock) -> Knocked:
    """Come to the door. Officers and the chair go in; others wait until they are let in. Raises Denied, WrongState."""
    session = work.session
    own_room(session, command.meeting_id)
    meeting = meeting_of(session, command.meeting_id)
    who = entrant(session, work.actor, meeting, work.timezone, work.now)
    guest = session.get(OwnGuest, (command.meeting_id, who.seat))
    if guest is None:
        guest = OwnGuest(meeting_id=command.meeting_id, seat=who.seat, state=Admission.WAITING)
        guest.asked_at = work.now
        session.add(guest)
    guest.name, guest.host, guest.seen_at = who.name, who.host, work.now
    if who.host and guest.state is not Admission.ADMITTED:
        guest.state, guest.changed_by = Admission.ADMITTED, _BY_RULE
    if command.device:
        _still_there(work, who_of(who.seat, command.device))
    return Knocked(who, guest.state)


@use_case(permission=None)
def let_in(work: Work, command: LetIn) -> list[OwnGuest]:
    """Let people in who wait. An officer, or the chair. Who was let in."""
    _keeps_the_door(work, command.meeting_id)
    standing = waiting(work.session, command.meeting_id, work.now)
    # All at once means those who wait, not those who were put out.
    chosen = [g for g in standing if (g.seat in command.seats if command.seats else _waits(g))]
    for guest in chosen:
        guest.state, guest.changed_by = Admission.ADMITTED, work.actor.name
        work.record(command.meeting_id, PersonLetIn(guest.name))
    return chosen


@use_case(permission=None)
def put_out(work: Work, command: PutOut) -> OwnGuest:
    """Put somebody out; they may not come back until they are let in again. An officer, or the chair."""
    _keeps_the_door(work, command.meeting_id)
    guest = work.session.get(OwnGuest, (command.meeting_id, command.seat))
    if guest is None:
        raise NotFound("This person is not in the room.")
    if guest.host:
        raise WrongState("An officer or the chair cannot be put out.")
    if guest.state is not Admission.REMOVED:
        guest.state, guest.changed_by = Admission.REMOVED, work.actor.name
        work.record(command.meeting_id, PersonPutOut(guest.name))
    return guest


@use_case(permission=None)
def empty_room(work: Work, command: EmptyRoom) -> None:
    """Everybody is out, and whoever comes back waits to be let in. An officer, or the chair."""
    _keeps_the_door(work, command.meeting_id)
    work.session.execute(
        update(OwnGuest)
        .where(OwnGuest.meeting_id == command.meeting_id, OwnGuest.state == Admission.ADMITTED)
        .values(state=Admission.WAITING, changed_by=work.actor.name)
    )
    work.record(command.meeting_id, RoomEmptied())


@dataclass(frozen=True)
class News:
    """What the video server told, with the last sign of life of each device."""

    happened: tuple[Happened, ...]
    seen: dict[str, float]


@use_case(permission=None, system_only=True)
def write_down(work: Work, news: News) -> None:
    """Keep who came and went. Told twice, or in another order, it comes to the same."""
    for one in news.happened:
        if one.at is None or one.kind not in ("joined", "left"):
            continue
        row = _row_of(work, one, one.at)
        if row is None or (one.kind == "left" and row.left_at is not None):
            continue
        if one.kind == "joined":
            row.joined_at = min(row.joined_at, one.at)
            _tell(work, row, one.ref, "joined", row.joined_at)
            continue
        seen = news.seen.get(one.data["connection"])
        last = row.seen_at if seen is None else datetime.fromtimestamp(seen, UTC)
        # Without a sign of life in memory the last one written down may be too old to say that it was lost.
        left = left_at(row.joined_at, one.at, None if seen is None else last)
        row.left_at, row.ending, row.told_at = left.at, left.ending, one.at
        _tell(work, row, one.ref, "left", left.at)


@use_case(permission=None, system_only=True)
def nobody_is_there(work: Work, _: None) -> None:
    """The video server starts anew: whoever was connected is so no longer, since their last sign of life."""
    open_rows = work.session.scalars(select(OwnConnection).where(OwnConnection.left_at.is_(None)))
    for row in open_rows:
        left = max(row.seen_at, row.joined_at)
        row.left_at, row.ending, row.told_at = left, Ending.STOPPED, work.now
        _tell(work, row, row.ref, "left", left)


def _keeps_the_door(work: Work, meeting_id: str) -> None:
    """Officers and the chair do, before the meeting opens too."""
    if not entrant(
        work.session, work.actor, meeting_of(work.session, meeting_id), work.timezone, work.now
    ).host:
        raise Denied("Only officers and the chair keep the door of the room.")


def _tell(work: Work, row: OwnConnection, ref: str, kind: str, at: datetime) -> None:
    """As every provider's news: what is suggested as attendance is made of these, with the times put right."""
    data = {"connection": row.key, "room": "meeting", "name": row.name, "seat_ref": row.seat}
    store_news(work, StoreNews(PROVIDER, (Happened(f"{row.key}-{kind}", kind, at, ref, data),)))


def _row_of(work: Work, one: Happened, at: datetime) -> OwnConnection | None:
    key = one.data["connection"]
    row = work.session.get(OwnConnection, key)
    if row is not None:
        return row
    room = room_by_ref(work.session, PROVIDER, one.ref)
    if room is None:
        return None
    row = OwnConnection(
        key=key,
        meeting_id=room.meeting_id,
        ref=one.ref,
        seat=one.data["seat_ref"],
        name=one.data["name"],
        joined_at=at,
        seen_at=at,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _still_there(work: Work, who: str) -> None:
    work.session.execute(
        update(OwnConnection)
        .where(OwnConnection.key == who, OwnConnection.left_at.is_(None))
        .values(seen_at=work.now)
    )


def _waits(guest: OwnGuest) -> bool:
    return guest.state is Admission.WAITING
