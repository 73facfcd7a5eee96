"""The gate before the video server: pages reach it through our own address, each only with its own seat.

All of this runs in the hub and touches no database; long polls wait here, not in the threads that make pages. What
the video server and the stream server tell us comes in here too, and is written down in threads of its own.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from gevent.threadpool import ThreadPool

from meetings.conferencing.own.gatekeeping import why_not
from meetings.conferencing.own.pulse import PULSE
from meetings.conferencing.own.tickets import Ticket, read
from meetings.ports.own_video import Inner, seat_of
from meetings.ports.providers import Forged
from meetings.runtime.hub_body import BodyMalformed, BodyReader, BodyTooSlow
from meetings.runtime.hub_limits import KIB, Limits
from meetings.runtime.hub_loop import run_in
from meetings.runtime.hub_requests import Environ, StartResponse, WsgiApp, plain
from meetings.server.video_line import Line, Said, Unreachable

log = logging.getLogger("witan.video")
_LARGEST = 128 * KIB
#: long polls at once, of all pages together: a few for each device in a full room
_POLLS = 400
#: of one person, with all their devices and what a broken line left behind: nobody takes the room up alone
SEAT_SESSIONS = 12
_JANUS = re.compile(r"/video/janus((?:/[0-9]{1,20}){0,2})")
_BEAT = re.compile(r"/video/beat/([0-9]{1,20})")
_JSON = [
    ("Content-Type", "application/json"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
]

#: told with the request's headers and body; raises Forged, or anything else to be told again
Hear = Callable[[dict[str, str], bytes], None]
#: which broadcast a picture with this key belongs to; empty: it is refused
Publisher = Callable[[str, str], str]


@dataclass
class VideoGate:
    """Routes below /video/."""

    secret: bytes
    inner: Callable[[], Inner]
    hear: Hear
    publisher: Publisher
    #: told of a device whose session the video server has lost, such as when it was started again
    gone: Callable[[Ticket], None]

    def __post_init__(self) -> None:
        self._bodies = BodyReader(Limits(body=_LARGEST))
        self._threads = ThreadPool(2)
        self._polls: Counter[str] = Counter()
        self._inner: Inner | None = None

    def route(self, method: str, path: str) -> WsgiApp | None:
        """The handler of an address below /video/, or None for any other."""
        if not path.startswith("/video/"):
            return None
        if path == "/video/events" and method == "POST":
            return self._events
        if path == "/video/publish" and method == "POST":
            return self._publish
        beat = _BEAT.fullmatch(path)
        if beat is not None and method == "POST":
            return lambda environ, start: self._beat(beat.group(1), environ, start)
        place = _JANUS.fullmatch(path)
        if place is not None and method in ("GET", "POST"):
            return lambda environ, start: self._janus(place.group(1), environ, start)
        return None

    # --- Pages ---------------------------------------------------------------------------------------------------

    def _janus(self, place: str, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        ticket = self._ticket(environ)
        if ticket is None:
            return plain(start, "403 Forbidden", "This page was open too long. Come in again.")
        session = place.split("/")[1] if place else ""
        if session and PULSE.owner(session) != ticket.who:
            # Not known to us, or not theirs: to them it is not there.
            return plain(start, "404 Not Found", "There is no such session.")
        if environ["REQUEST_METHOD"] == "GET":
            return self._poll(ticket, session, place, environ, start)
        return self._say(ticket, session, place, environ, start)

    def _say(
        self, ticket: Ticket, session: str, place: str, environ: Environ, start: StartResponse
    ) -> Iterable[bytes]:
        try:
            said = json.loads(self._body(environ))
        except (ValueError, RecursionError):
            return plain(start, "400 Bad Request", "The request could not be understood.")
        if not session and PULSE.sessions(seat_of(ticket.who)) >= SEAT_SESSIONS:
            return _again(start)
        refusal = why_not(ticket, place.count("/"), said)
        if refusal:
            return plain(start, "403 Forbidden", refusal)
        try:
            answer = self._ask("POST", place, said)
        except Unreachable:
            return _away(start)
        if session:
            PULSE.alive(session)
        elif answer.status == 200:
            self._begun(ticket, answer)
        return _passed_on(start, answer)

    def _poll(
        self, ticket: Ticket, session: str, place: str, environ: Environ, start: StartResponse
    ) -> Iterable[bytes]:
        seat = seat_of(ticket.who)
        full = self._polls.total() >= _POLLS or self._polls[seat] >= SEAT_SESSIONS
        if not session or place.count("/") != 1 or full:
            return _again(start)
        connection = environ["witan.connection"]
        line = Line(self._known().address)
        stop = connection.when_client_leaves(line.hang_up)
        # A server that stops does not wait for it.
        connection.lasting = True
        self._polls[seat] += 1
        PULSE.alive(session)
        try:
            answer = line.ask("GET", f"{place}?apisecret={self._known().secret}&maxev=20")
        except Unreachable:
            if line.hung_up:
                # The page was there until this moment.
                PULSE.alive(session)
            return _away(start)
        finally:
            self._polls[seat] -= 1
            stop()
        if answer.status == 404:
            run_in(self._threads, lambda: self.gone(ticket))
        return _passed_on(start, answer)

    def _beat(self, session: str, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        ticket = self._ticket(environ)
        if ticket is None or PULSE.owner(session) != ticket.who:
            return plain(start, "404 Not Found", "There is no such session.")
        try:
            said = json.loads(self._body(environ))
            on = {name: said.get(name) is True for name in ("microphone", "camera")}
        except (ValueError, AttributeError, RecursionError):
            return plain(start, "400 Bad Request", "The request could not be understood.")
        PULSE.beat(session, **on)
        try:
            answer = self._ask("POST", f"/{session}", {"janus": "keepalive", "transaction": "beat"})
        except Unreachable:
            return _away(start)
        there = json.loads(answer.body).get("janus") == "ack"
        if not there:
            run_in(self._threads, lambda: self.gone(ticket))
        body = json.dumps({"there": there, "people": PULSE.of(ticket.meeting_id)}).encode()
        return _passed_on(start, Said(200, "application/json", body))

    def _ticket(self, environ: Environ) -> Ticket | None:
        return read(self.secret, environ.get("HTTP_X_VIDEO_TICKET", ""), time.time())

    def _begun(self, ticket: Ticket, answer: Said) -> None:
        found = json.loads(answer.body)
        if found.get("janus") == "success":
            PULSE.begin(str(found["data"]["id"]), ticket.who, ticket.meeting_id)

    def _ask(self, method: str, place: str, said: dict[str, Any]) -> Said:
        inner = self._known()
        return Line(inner.address).ask(
            method, place, json.dumps({**said, "apisecret": inner.secret}).encode()
        )

    def _known(self) -> Inner:
        if self._inner is None:
            self._inner = run_in(self._threads, self.inner)
        return self._inner

    # --- What the servers on this machine tell -------------------------------------------------------------------

    def _events(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        try:
            raw = self._body(environ)
        except ValueError:
            return plain(start, "400 Bad Request", "The request could not be understood.")
        headers = {"Authorization": environ.get("HTTP_AUTHORIZATION", "")}
        try:
            run_in(self._threads, lambda: self.hear(headers, raw))
        except Forged:
            return plain(start, "403 Forbidden", "This is not from the video server.")
        except Exception:
            log.exception("news from the video server could not be written down; it will tell again")
            return plain(start, "503 Service Unavailable", "Tell it again.")
        return plain(start, "200 OK", "Heard.")

    def _publish(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        try:
            said = parse_qs(self._body(environ).decode(errors="replace"))
        except ValueError:
            return plain(start, "400 Bad Request", "The request could not be understood.")
        shown = parse_qs(environ.get("QUERY_STRING", "")).get("secret", [""])[0]
        known = run_in(self._threads, lambda: self.publisher(shown, said.get("name", [""])[0]))
        if not known:
            return plain(start, "403 Forbidden", "This stream key is not known.")
        return plain(start, "200 OK", "Known.")

    def _body(self, environ: Environ) -> bytes:
        try:
            body = self._bodies.read(environ["witan.connection"].wsgi_input, _LARGEST)
        except (BodyTooSlow, BodyMalformed) as error:
            raise ValueError("not a body") from error
        with body.stream as stream:
            return b"" if body.too_large else stream.read()


def _passed_on(start: StartResponse, answer: Said) -> Iterable[bytes]:
    status = "200 OK" if answer.status == 200 else f"{answer.status} Answer"
    start(status, [*_JSON, ("Content-Length", str(len(answer.body)))])
    return [answer.body]


def _again(start: StartResponse) -> Iterable[bytes]:
    return plain(start, "503 Service Unavailable", "Try again.", [("Retry-After", "2")])


def _away(start: StartResponse) -> Iterable[bytes]:
    text = "The video server does not answer."
    return plain(start, "502 Bad Gateway", text, [("Retry-After", "2")])
