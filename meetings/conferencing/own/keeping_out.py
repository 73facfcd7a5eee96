"""Whoever may not be in the room any longer is put out by the server, whatever their page does or leaves undone.

A page that asks for a fresh ticket hears of it by itself. One that does not ask would go on for as long as its ticket
is good: long enough to hear what somebody with an interest, or an invited person, must not.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meetings.conferencing.models import RemoteRoom
from meetings.conferencing.own.models import OwnConnection, OwnGuest
from meetings.conferencing.own.queries import PROVIDER, entrant, own_room
from meetings.conferencing.own.rules import Admission
from meetings.db.record import version_of
from meetings.kernel.errors import Denied, NotFound, WrongState
from meetings.people.models import Account
from meetings.people.queries import accounts_as_actors
from meetings.ports.conferencing import Guest
from meetings.ports.own_video import OwnRoom, seat_of
from meetings.ports.providers import ProviderFailed
from meetings.runtime.jobs import JobContext
from meetings.runtime.timed import timed
from meetings.runtime.vault import Unlockable
from meetings.schedule.queries import meeting_of

log = logging.getLogger("witan.video")
#: Facts and comings are looked at as they come; what leaves no fact in the meeting, such as an account ended, by then.
_ANYWAY = timedelta(seconds=20)


@dataclass(frozen=True)
class _Looked:
    version: int
    devices: frozenset[str]
    at: datetime


#: Of each meeting where nobody had to go: what it looked like then.
_LOOKED: dict[str, _Looked] = {}


@timed(every=2.0)
def watch(context: JobContext) -> None:
    """Look at every room of our own in which somebody is."""
    now = context.runner.clock.now()
    with context.runner.read() as session:
        inside = _devices(session)
        versions = {meeting_id: version_of(session, meeting_id) for meeting_id in inside}
    for meeting_id in _LOOKED.keys() - inside.keys():
        del _LOOKED[meeting_id]
    for meeting_id, devices in inside.items():
        before = _LOOKED.get(meeting_id)
        same = before is not None and (before.version, before.devices) == (versions[meeting_id], devices)
        if same and before is not None and now - before.at < _ANYWAY:
            continue
        if look(context, meeting_id) == 0:
            _LOOKED[meeting_id] = _Looked(versions[meeting_id], devices, now)


def look(context: JobContext, meeting_id: str) -> int:
    """Put out of a room who may not be there, with every device. How many there were, or could not be told."""
    own: object = context.providers.conferencing.get(PROVIDER)
    if not isinstance(own, OwnRoom):
        return 0
    try:
        with context.runner.read() as session:
            room = own_room(session, meeting_id)
        if context.vault is None or room.inside is None:
            return 0
        inside = context.vault.open(room.inside)
        present = own.people(room.ref, inside)
        with context.runner.read() as session:
            seats = {seat_of(p.who) for p in present}
            gone = unwelcome(session, room, seats, context.runner.timezone, context.runner.clock.now())
        for seat in gone:
            own.refuse(room.ref, inside, Guest(seat, ""))
            for one in present:
                if seat_of(one.who) == seat:
                    own.kick(room.ref, inside, one.who)
    except (NotFound, WrongState, Unlockable):
        return 0
    except ProviderFailed as failed:
        log.warning("who is in the room of %s could not be looked at: %s", meeting_id, failed.reason)
        return 1
    return len(gone)


def unwelcome(
    session: Session, room: RemoteRoom, seats: Collection[str], tz: ZoneInfo, now: datetime
) -> set[str]:
    """Those of these seats whose people may not be in the room now. A door that shuts by the clock puts nobody out."""
    meeting = meeting_of(session, room.meeting_id)
    ids = session.scalars(select(Account.id).where(or_(Account.person_id.in_(seats), Account.id.in_(seats))))
    welcome: set[str] = set()
    for actor, _ in accounts_as_actors(session, list(ids)):
        with suppress(Denied):
            try:
                welcome.add(entrant(session, actor, meeting, tz, now).seat)
            except WrongState:
                welcome |= {actor.person_id or "", actor.account_id or ""}
    put_out = select(OwnGuest.seat).where(
        OwnGuest.meeting_id == room.meeting_id, OwnGuest.state != Admission.ADMITTED
    )
    return set(seats) - (welcome - set(session.scalars(put_out)))


def _devices(session: Session) -> dict[str, frozenset[str]]:
    query = select(OwnConnection.meeting_id, OwnConnection.key).where(OwnConnection.left_at.is_(None))
    found: dict[str, set[str]] = {}
    for meeting_id, key in session.execute(query):
        found.setdefault(meeting_id, set()).add(key)
    return {meeting_id: frozenset(keys) for meeting_id, keys in found.items()}
