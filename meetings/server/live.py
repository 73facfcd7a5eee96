"""The live side of a server: sockets for members and officers, server-sent events for the public."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, emit, join_room
from sqlalchemy.orm import Session

from meetings.agendas.events import AgendaPublished
from meetings.db.record import types_since, version_of, versions_of
from meetings.exclusion.events import ExclusionBegan, ExclusionEnded
from meetings.interests.events import DeclarationChanged, DeclarationWithdrawn, InterestDeclared
from meetings.kernel.errors import DomainError
from meetings.kernel.facts import name_of
from meetings.kernel.secrecy import Audience, may_see_meeting
from meetings.people.queries import actors_of
from meetings.room.devices import Devices, DeviceWatch
from meetings.room.events import ChairTaken, ItemTaken, MeetingOpened
from meetings.room.queries import audience_of, room_of
from meetings.room.seats import private_item, shown_as
from meetings.runtime.hub import SOCKET_OPTIONS, SseBroadcaster, call_soon, emit_to_room, in_thread
from meetings.runtime.live import PROTOCOL, changes, snapshot
from meetings.runtime.pusher import Push, Pusher
from meetings.runtime.usecase import Runner
from meetings.schedule.queries import meeting_of
from meetings.web.live import change_message, snapshot_message

#: seconds after which open sockets are held to their sessions again: a revoked one hears no more
_RECHECK = 10.0
#: facts after which somebody may be somebody else in the meeting, or may read more or less of it
_SEATS_CHANGE = frozenset(
    name_of(kind)
    for kind in (
        *(AgendaPublished, ChairTaken, ItemTaken, MeetingOpened),
        *(DeclarationChanged, DeclarationWithdrawn, InterestDeclared),
        *(ExclusionBegan, ExclusionEnded),
    )
)
#: seconds between heartbeats: a page that misses two of them says within five seconds that it may be old
_BEAT = 2.0
#: whose screens are served first
_IN_TURN = (Audience.MEMBER, Audience.CHAIR, Audience.OFFICER, Audience.PUBLIC)
_SOCKET_AUDIENCES = (Audience.MEMBER, Audience.CHAIR, Audience.OFFICER)
#: who is told with every heartbeat whether ballots can be saved
_WHO_RUN_IT = (Audience.CHAIR, Audience.OFFICER)


@dataclass(frozen=True)
class _Seat:
    token: str
    meeting_id: str
    audience: Audience
    #: for whom its screens are built: the public, for somebody barred from what is taken in private
    shown: Audience
    #: the member whose device it is; None for officers
    person_id: str | None = None


class Live:
    """Connects the record with the screens."""

    def __init__(
        self,
        app: Flask,
        runner: Runner,
        cookie: str,
        busy: Callable[[], bool] = lambda: False,
        trouble: Callable[[], str] = str,
        lost_after: float = 20.0,
    ) -> None:
        self.app = app
        self.runner = runner
        self.cookie = cookie
        self._busy = busy
        self._trouble = trouble
        self.socketio = SocketIO(app, **SOCKET_OPTIONS)
        self.events = SseBroadcaster(self._public_state, heartbeat=_BEAT, with_beats=_with_beats, busy=busy)
        self.pusher: Pusher[Audience] = Pusher(
            self._versions,
            self._build,
            self._emit,
            listeners=self._listeners,
            beat=self._beat,
            beat_every=_BEAT,
            busy=busy,
        )
        self._seats: dict[str, _Seat] = {}
        self._states: dict[tuple[str, Audience], dict[str, Any]] = {}
        self.devices = Devices(runner.clock.now, lost_after)
        self._watch = DeviceWatch(self.devices, runner)
        self._recheck_at = 0.0
        self.socketio.on_event("connect", self._connect)
        self.socketio.on_event("disconnect", self._disconnect)

    def start(self) -> None:
        """Begin to push."""
        self.pusher.start()
        self._watch.start()

    def stop(self) -> None:
        """Push no more."""
        self._watch.stop()
        self.pusher.stop()

    def announce(self, touched: dict[str, int]) -> None:
        """Something was committed; from any thread."""
        for stream_id in touched:
            self.pusher.notify(stream_id)

    # --- in the hub ---

    def _connect(self, auth: object = None) -> bool | None:
        meeting_id = auth.get("meeting") if isinstance(auth, dict) else None
        token = request.cookies.get(self.cookie)
        if not isinstance(meeting_id, str) or not token:
            return False
        seat = in_thread(self._seat, token, meeting_id)
        if seat is None:
            return False
        sid: str = request.sid  # type: ignore[attr-defined]
        self._seats[sid] = seat
        if seat.person_id:
            self.devices.up(meeting_id, seat.person_id)
        join_room(_room(meeting_id, seat.shown))
        emit("hello", {"meeting": meeting_id, "audience": seat.audience.value})
        # In the room already: what is pushed while the state is read comes as well, and the older of both is ignored.
        held = auth.get("version") if isinstance(auth, dict) else None
        emit(*in_thread(self._first_word, meeting_id, seat.shown, held))
        return None

    def _disconnect(self, reason: object = None) -> None:
        seat = self._seats.pop(request.sid, None)  # type: ignore[attr-defined]
        if seat is not None and seat.person_id:
            silent = SOCKET_OPTIONS["ping_timeout"] if reason == "ping timeout" else 0.0
            self.devices.down(seat.meeting_id, seat.person_id, silent)

    def _end(self, sid: str) -> None:
        server: Any = self.socketio.server  # type: ignore[attr-defined]
        server.disconnect(sid)

    def _emit(self, meeting_id: str, audience: Audience, push: Push) -> None:
        if audience is Audience.PUBLIC:
            self.events.push(meeting_id, push.from_version, push.to_version, push.parts)
        message = {
            "meeting": meeting_id,
            "from": push.from_version,
            "to": push.to_version,
            "parts": push.parts,
        }
        emit_to_room(self.socketio, "push", message, _room(meeting_id, audience))

    def _beat(self, meeting_id: str, version: int) -> None:
        self.events.beat(meeting_id, version)
        for audience in (*_SOCKET_AUDIENCES, Audience.PUBLIC):
            room = _room(meeting_id, audience)
            message = {"meeting": meeting_id, "version": version, **_with_beats()}
            if audience in _WHO_RUN_IT:
                message["trouble"] = self._trouble()
            emit_to_room(self.socketio, "beat", message, room)

    # --- in native threads ---

    def _seat(self, token: str, meeting_id: str) -> _Seat | None:
        """As whom this session listens; None: not at all. The public has its own, read-only way."""
        with self.runner.read() as session:
            return self._seats_now(session, {token}, meeting_id).get(token)

    def _first_word(self, meeting_id: str, audience: Audience, held: object) -> tuple[str, dict[str, Any]]:
        """What somebody is told who has just connected: the state, or a heartbeat where they hold it already."""
        with self.runner.read() as session:
            version = version_of(session, meeting_id)
            if held == version:
                return "beat", {"meeting": meeting_id, "version": version, **_with_beats()}
            known = self._states.get((meeting_id, audience))
            if known is None or known["version"] != version:
                known = snapshot_message(self.app, snapshot(session, meeting_id, audience))
                # After a restart all come at once and are told the same.
                self._states = {(meeting_id, a): s for (m, a), s in self._states.items() if m == meeting_id}
                self._states[meeting_id, audience] = known
        return "state", known

    def _seats_now(self, session: Session, tokens: set[str], meeting_id: str) -> dict[str, _Seat]:
        """The seats of those of these sessions that may listen to the meeting at this moment."""
        now = self.runner.clock.now()
        today = now.astimezone(self.runner.timezone).date()
        try:
            meeting = meeting_of(session, meeting_id)
        except DomainError:
            return {}
        actors = actors_of(session, tokens, now)
        # Held while each is looked at: the session then has it at hand, and does not ask the database for each.
        _room_state, private = room_of(session, meeting_id), private_item(session, meeting_id)
        found = {token: audience_of(session, actor, meeting, today) for token, actor in actors.items()}
        return {
            t: _Seat(
                t,
                meeting_id,
                a,
                shown_as(session, meeting_id, a, actors[t].person_id, private),
                None if a is Audience.OFFICER else actors[t].person_id,
            )
            for t, a in found.items()
            if a in _SOCKET_AUDIENCES
        }

    def _listeners(self) -> Collection[str]:
        return {seat.meeting_id for seat in list(self._seats.values())} | self.events.meetings()

    def _versions(self, meeting_ids: Collection[str]) -> Mapping[str, int]:
        with self.runner.read() as session:
            if time.monotonic() >= self._recheck_at and not self._busy():
                self._recheck_at = time.monotonic() + _RECHECK
                for meeting_id in meeting_ids:
                    self._recheck(session, meeting_id)
            return versions_of(session, meeting_ids)

    def _recheck(self, session: Session, meeting_id: str) -> None:
        """End the sockets of sessions that have ended, and of people whose place here is another by now."""
        seats = {sid: seat for sid, seat in list(self._seats.items()) if seat.meeting_id == meeting_id}
        if not seats:
            return
        now = self._seats_now(session, {seat.token for seat in seats.values()}, meeting_id)
        for sid, seat in seats.items():
            if now.get(seat.token) != seat:
                call_soon(partial(self._end, sid))

    def _build(self, meeting_id: str, since: int) -> Iterator[tuple[Audience, Push]]:
        """One audience after another, all of the same moment; each is sent while the next is built."""
        wanted = {s.shown for s in list(self._seats.values()) if s.meeting_id == meeting_id}
        if meeting_id in self.events.meetings():
            wanted.add(Audience.PUBLIC)
        with self.runner.read() as session:
            if _SEATS_CHANGE.intersection(kind for _, kind in types_since(session, meeting_id, since)):
                self._recheck(session, meeting_id)
            for audience in [a for a in _IN_TURN if a in wanted] or [Audience.OFFICER]:
                for change in changes(session, meeting_id, since, {audience}).values():
                    yield audience, _push(change_message(self.app, change))

    def _public_state(self, meeting_id: str) -> tuple[int, bytes] | None:
        with self.runner.read() as session:
            try:
                meeting = meeting_of(session, meeting_id)
            except DomainError:
                return None
            if not may_see_meeting(published=meeting.is_public, audience=Audience.PUBLIC):
                return None
            state = snapshot(session, meeting_id, Audience.PUBLIC)
        message = snapshot_message(self.app, state)
        return state.version, json.dumps(message, separators=(",", ":")).encode()


def _with_beats() -> dict[str, int]:
    """The server's clock in milliseconds, which screens show instead of their own, and what the server speaks."""
    return {"now": int(time.time() * 1000), "protocol": PROTOCOL}


def _room(meeting_id: str, audience: Audience) -> str:
    return f"{meeting_id}:{audience.value}"


def _push(message: dict[str, Any]) -> Push:
    return Push(message["from"], message["to"], message["parts"])
