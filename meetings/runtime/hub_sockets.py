"""Sockets in the hub: WebSockets that send whole messages, and the end of listeners who do not keep up."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

import gevent
import gevent.event
import gevent.lock
import simple_websocket

from meetings.runtime.hub_limits import Limits
from meetings.runtime.hub_loop import at_most
from meetings.runtime.hub_requests import Environ, StartResponse, plain

log = logging.getLogger("witan.hub")

#: give these to flask_socketio.SocketIO: the hub checks origins itself and adds what is missing here
SOCKET_OPTIONS: dict[str, Any] = {
    "async_mode": "gevent",
    "max_http_buffer_size": Limits.socket_message,
    "http_compression": False,
    "transports": ["websocket", "polling"],
    "ping_interval": 25,
    "ping_timeout": 20,
    "manage_session": False,
}
#: packets waiting for one listener: from here on pushes are left out, then the socket is ended
SKIP_ABOVE = 8
END_ABOVE = 32


class _Sock:
    """The connection's socket for simple-websocket: what is sent is sent whole, one message at a time."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._one_at_a_time = gevent.lock.BoundedSemaphore()

    def send(self, data: bytes) -> int:
        with self._one_at_a_time:
            self._connection.socket.sendall(data)
        return len(data)

    def recv(self, size: int) -> bytes:
        # Through the buffered file: what came together with the handshake is in its buffer.
        try:
            return bytes(self._connection.rfile.read1(size))
        except (ValueError, AttributeError) as error:
            raise ConnectionResetError from error

    def close(self) -> None:
        self._connection.abort()


class _Holder:
    def __init__(self, sock: _Sock) -> None:
        self._sock = sock

    def get_socket(self) -> _Sock:
        return self._sock


class Sockets:
    """The Socket.IO side of the hub, in front of Flask-SocketIO's middleware."""

    def __init__(self, socketio: Any, allowed: Callable[[Environ], bool], cap: int) -> None:
        self._middleware = socketio.sockio_mw
        self._eio = socketio.server.eio
        self._allowed = allowed
        self._cap = cap
        self.prefix: str = self._middleware.engineio_path
        # The driver's own table is shared by every server in the process.
        self._eio._async = {**self._eio._async, "websocket": self._websocket}
        self._manager = socketio.server.manager
        self._connections: dict[str, Any] = {}
        self._left_out: Counter[str] = Counter()
        socketio.witan_sockets = self

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request of the protocol."""
        if not self._allowed(environ):
            return plain(
                start_response, "403 Forbidden", "This connection did not come from a page of this site."
            )
        beginning = "sid" not in parse_qs(environ.get("QUERY_STRING", ""))
        if beginning and len(self._eio.sockets) >= self._cap:
            text = "Too many people are connected. The page goes on without instant updates."
            return plain(start_response, "503 Service Unavailable", text, [("Retry-After", "10")])
        environ["witan.connection"].lasting = True
        # Compression costs more than it saves on messages of this size.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        answer: Iterable[bytes] = self._middleware(environ, start_response)
        return answer

    def _websocket(
        self, handler: Callable[[Any], Any], server: Any
    ) -> Callable[[Environ, StartResponse], Any]:
        def run(environ: Environ, start_response: StartResponse) -> Any:
            return self._serve_websocket(handler, server, environ)

        return run

    def _serve_websocket(self, handler: Callable[[Any], Any], server: Any, environ: Environ) -> Any:
        connection = environ["witan.connection"]
        connection.close_connection = True
        connection.socket.settimeout(server.ping_interval + server.ping_timeout)
        sid = handler.__self__.sid  # type: ignore[attr-defined]
        websocket = _WebSocket(environ, _Sock(connection), server.max_http_buffer_size)
        self._connections[sid] = connection
        try:
            return handler(websocket)
        finally:
            self._connections.pop(sid, None)
            self._left_out.pop(sid, None)
            connection.abort()

    def too_slow(self, room: str, namespace: str) -> list[str]:
        """Those in a room who must be left out of the next push; the hopeless among them are ended."""
        listeners = list(self._manager.get_participants(namespace, room))
        return [sid for sid, eio_sid in listeners if not self._keeps_up(eio_sid)]

    def _keeps_up(self, eio_sid: str) -> bool:
        sock = self._eio.sockets.get(eio_sid)
        waiting = 0 if sock is None else sock.queue.qsize()
        if waiting <= SKIP_ABOVE:
            self._left_out.pop(eio_sid, None)
            return True
        self._left_out[eio_sid] += 1
        if waiting + self._left_out[eio_sid] > END_ABOVE:
            self._left_out.pop(eio_sid, None)
            log.info("a listener did not keep up: its socket is ended")
            self.end(eio_sid)
        return False

    def end(self, eio_sid: str) -> None:
        """End a socket without waiting for what it did not take; its client connects again."""
        sock = self._eio.sockets.get(eio_sid)
        if sock is not None:
            sock.close(wait=False, abort=True, reason=self._eio.reason.SERVER_DISCONNECT)
        connection = self._connections.get(eio_sid)
        if connection is not None:
            connection.abort()

    def end_all(self, seconds: float = 1.0) -> None:
        """Say goodbye to everybody, so that clients connect again when the server is back."""
        for sock in list(self._eio.sockets.values()):
            if not sock.closed:
                gevent.spawn(sock.close, wait=False, reason=self._eio.reason.SERVER_DISCONNECT)
        with at_most(seconds):
            while self._connections:
                gevent.sleep(0.01)
        for connection in list(self._connections.values()):
            connection.abort()
        self._eio.shutdown()


class _WebSocket:
    """What engineio expects of a WebSocket."""

    def __init__(self, environ: Environ, sock: _Sock, max_message: int) -> None:
        self._ws = simple_websocket.Server(
            {**environ, "eventlet.input": _Holder(sock)},
            max_message_size=max_message,
            thread_class=_GreenletThread,
            event_class=gevent.event.Event,
        )

    def send(self, message: str | bytes) -> None:
        try:
            self._ws.send(message)
        except simple_websocket.ConnectionClosed as closed:
            raise OSError from closed

    def wait(self) -> str | bytes | None:
        try:
            message: str | bytes | None = self._ws.receive()
        except simple_websocket.ConnectionClosed:
            return None
        return message

    def close(self) -> None:
        if self._ws.connected:
            with suppress(OSError, simple_websocket.ConnectionClosed):
                self._ws.close()


class _GreenletThread(gevent.Greenlet):  # type: ignore[type-arg]
    """A greenlet with the face of threading.Thread."""

    def __init__(self, target: Callable[[], object]) -> None:
        super().__init__(target)


def emit_to_room(socketio: Any, event: str, data: Any, room: str, namespace: str = "/") -> None:
    """Emit in the hub to everyone in a room, leaving out those who cannot keep up and ending the hopeless.

    One who was left out sees the gap between versions with the next push or beat, and fetches the state.
    """
    sockets: Sockets | None = getattr(socketio, "witan_sockets", None)
    skipped = [] if sockets is None else sockets.too_slow(room, namespace)
    socketio.server.emit(event, data, room=room, namespace=namespace, skip_sid=skipped)
