"""The HTTP server under the hub: gevent's, with deadlines, a cap on connections and strict framing."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from email.utils import formatdate
from http.client import HTTPException
from typing import Any

import gevent
from gevent.pywsgi import WSGIHandler, WSGIServer

from meetings.kernel.paths import loggable
from meetings.runtime.hub_input import Framing, HubInput, check_framing
from meetings.runtime.hub_limits import KIB, Limits
from meetings.runtime.hub_loop import at_most

log = logging.getLogger("witan.hub")


def _plain(status: str, text: str, *headers: str) -> bytes:
    body = text.encode() + b"\n"
    lines = (
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *headers,
    )
    return "\r\n".join((f"HTTP/1.1 {status}", *lines, "", "")).encode() + body


_BUSY = _plain(
    "503 Service Unavailable", "The server is very busy. Please try again in a moment.", "Retry-After: 5"
)
_LATE = _plain("408 Request Timeout", "The request took too long to arrive.")
_MALFORMED = _plain("400 Bad Request", "The request could not be understood.")
_HEADERS_TOO_LARGE = _plain("431 Request Header Fields Too Large", "The request has too many headers.")

#: connections over the cap that are told so politely; beyond that they are just closed
_REFUSED_POLITELY = 64


class HubConnection(WSGIHandler):
    """One connection and the requests on it, one after another."""

    server: HubServer
    #: a request has begun and its response is not finished
    busy = False
    #: these two are bytes inside gevent, whatever its stubs say
    response_headers: Any
    status: Any
    #: the response lasts as long as the watcher stays: nobody waits for its end
    lasting = False
    #: after the last response the client still sends: hear it out briefly, or it never reads the answer
    linger = False
    _deadline: Any = None

    def handle(self) -> None:
        """Serve requests until the connection ends."""
        self.socket.settimeout(self.server.limits.silent_seconds)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().handle()

    def handle_one_request(self) -> Any:
        """One request, whose headers must come before the deadline."""
        try:
            if self.server.stopping or not self.rfile.peek(1):
                return None
        except OSError:
            return None
        self.busy = True
        self._deadline = gevent.Timeout.start_new(self.server.limits.header_seconds)
        try:
            result = super().handle_one_request()
        except gevent.Timeout as late:
            if late is not self._deadline:
                raise
            return "408", _LATE
        finally:
            self._deadline.close()
            self.busy = self.lasting = False
        return self._after(result)

    def _after(self, result: Any) -> Any:
        if self.linger:
            self._hear_out()
            return None
        return None if self.server.stopping and result is True else result

    def _hear_out(self) -> None:
        with at_most(2), suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
            while self.socket.recv(64 * KIB):
                pass

    def abort(self) -> None:
        """End the connection at once, whoever waits on it."""
        sock = self.__dict__.get("socket")
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def send_now(self, data: bytes, chunk: bytes) -> bytes | None:
        """Give the kernel part of a lasting response without waiting, and return what it did not take.

        None if it took nothing. `chunk` is the same as data in the form of a response of unknown length.
        """
        whole = chunk if self.response_use_chunked else data
        try:
            sent = os.write(self.socket.fileno(), whole)
        except OSError:
            # It is full, or gone: in both cases the connection's own greenlet finds out.
            return None
        return whole[sent:]

    def when_client_leaves(self, call: Callable[[], object]) -> Callable[[], None]:
        """Call back once when the client ends the connection; returns what stops the watch."""
        watch = gevent.get_hub().loop.io(self.socket.fileno(), 1)

        def readable() -> None:
            watch.stop()
            try:
                left = not self.socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
            except OSError:
                left = True
            if left:
                call()

        def stop() -> None:
            watch.stop()
            watch.close()

        watch.start(readable)
        return stop

    # What gevent's handler calls.

    def MessageClass(self, *args: Any) -> Any:
        """Read the headers."""
        headers = super().MessageClass(*args)
        check_framing(headers)
        return headers

    def read_request(self, raw_requestline: str) -> Any:
        """Read request line and headers."""
        understood = super().read_request(raw_requestline)
        if self.request_version == "HTTP/0.9":
            raise Framing("a protocol of 1991")
        if self.request_version == "HTTP/1.1" and "host" not in self.headers:
            raise Framing("no host")
        return understood

    def get_environ(self) -> dict[str, Any]:
        """The WSGI environment; the connection itself is in it for what runs in the hub."""
        self._deadline.close()
        environ: dict[str, Any] = super().get_environ()
        plain = self.wsgi_input
        self.wsgi_input = HubInput(self, plain)
        if environ["wsgi.input"] is plain:
            environ["wsgi.input"] = self.wsgi_input
        environ["witan.connection"] = self
        return environ

    def start_response(self, status: str, headers: Any, exc_info: Any = None) -> Any:
        """Begin the response; a server that is stopping says that the connection ends."""
        if self.server.stopping and not any(name.lower() == "connection" for name, _ in headers):
            headers = [*headers, ("Connection", "close")]
        return super().start_response(status, headers, exc_info)

    def process_result(self) -> None:
        """Send the body; none for HEAD, whatever the application gave."""
        if self.command == "HEAD":
            self.write(b"")
        else:
            super().process_result()

    def finalize_headers(self) -> None:
        """Add date and length. For HEAD the length is the application's to know."""
        if self.command != "HEAD":
            super().finalize_headers()
        elif self.provided_date is None:
            self.response_headers.append((b"Date", formatdate(usegmt=True).encode()))

    def _write_with_headers(self, data: bytes) -> None:
        # Headers and a small body leave in one segment: one system call, one hand-over of the interpreter.
        self.headers_sent = True
        self.finalize_headers()
        head = b"".join(b"%s: %s\r\n" % header for header in self.response_headers)
        first = b"HTTP/1.1 %s\r\n%s\r\n" % (self.status, head)
        if self.response_use_chunked or len(data) > 64 * KIB:
            self._sendall(first)
            self._write(data)  # type: ignore[attr-defined]
        else:
            self._sendall(first + data)

    def _sendall(self, data: bytes) -> None:
        # The socket's timeout counts for each piece, so that a slow reader is served and a dead one is not.
        if len(data) <= 64 * KIB:
            super()._sendall(data)  # type: ignore[misc]
            return
        view = memoryview(data)
        for start in range(0, len(view), 64 * KIB):
            super()._sendall(view[start : start + 64 * KIB])  # type: ignore[misc]

    def log_request(self) -> None:
        """No access log."""

    def log_error(self, msg: str, *args: Any) -> None:
        """What clients get wrong is no error of ours."""
        log.debug(msg, *args)

    def handle_error(self, t: Any, v: Any, tb: Any) -> None:
        """One line and the traceback, unless it is only that the client has gone."""
        if issubclass(t, (OSError, gevent.GreenletExit)):
            self.close_connection = True
            return
        environ = self.environ or {}
        request = (
            environ.get("witan.request_id", "-"),
            self.command,
            loggable(environ.get("PATH_INFO", "-")),
        )
        log.error("request %s %s %s failed", *request, exc_info=(t, v, tb))
        self._send_error_response_if_possible(500)  # type: ignore[attr-defined]

    def _handle_client_error(self, ex: Exception) -> tuple[str, bytes]:
        log.debug("malformed request: %s", ex)
        return ("431", _HEADERS_TOO_LARGE) if isinstance(ex, HTTPException) else ("400", _MALFORMED)


class HubServer(WSGIServer):
    """Accepts connections up to a cap and knows them all, so that it can end them in good order."""

    handler_class = HubConnection

    def __init__(self, address: tuple[str, int], application: Any, limits: Limits) -> None:
        environ = {"wsgi.multithread": True, "SERVER_NAME": address[0] or "localhost"}
        super().__init__(
            address, application, backlog=limits.backlog, log=None, error_log=log, environ=environ
        )
        self.limits = limits
        self.stopping = False
        self.connections: set[HubConnection] = set()
        self._refusing = 0

    def handle(self, sock: Any, address: Any) -> None:
        """Serve one connection."""
        if len(self.connections) >= self.limits.connections:
            self._refuse(sock)
            return
        connection = HubConnection(sock, address, self)
        self.connections.add(connection)
        try:
            connection.handle()
        finally:
            self.connections.discard(connection)

    def _refuse(self, sock: Any) -> None:
        if self._refusing >= _REFUSED_POLITELY:
            return
        self._refusing += 1
        with at_most(2), suppress(OSError):
            sock.recv(64 * KIB)
            sock.sendall(_BUSY)
            sock.shutdown(socket.SHUT_WR)
            sock.recv(64 * KIB)
        self._refusing -= 1

    def finish(self) -> None:
        """Accept nothing more, let requests in flight end within the limit, end idle connections at once."""
        self.stopping = True
        self.close()
        for connection in list(self.connections):
            if not connection.busy:
                connection.abort()
        with at_most(self.limits.stop_seconds):
            while any(c.busy and not c.lasting for c in self.connections):
                gevent.sleep(0.01)
