"""Where each request runs: sockets and small things in the hub, everything else in a native thread."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from meetings.runtime.hub_body import Body, BodyMalformed, BodyReader, BodyTooSlow, NoRoom, has_cookie
from meetings.runtime.hub_limits import Limits
from meetings.runtime.hub_pages import PageThreads
from meetings.runtime.hub_requests import Environ, Proxies, StartResponse, WsgiApp, plain, prepare
from meetings.runtime.hub_sockets import Sockets
from meetings.runtime.hub_threads import respond

log = logging.getLogger("witan.hub")

#: says which requests a rule is for, by method and path
Which = Callable[[str, str], bool]
Route = Callable[[str, str], WsgiApp | None]

_RETRY = [("Retry-After", "2")]
_CLOSE = [("Connection", "close")]


@dataclass
class Dispatcher:
    """The WSGI application that the hub serves."""

    app: WsgiApp
    pages: PageThreads
    bodies: BodyReader
    limits: Limits
    proxies: Proxies
    sockets: Sockets | None
    routes: Sequence[Route]
    hub_paths: Which
    upload_paths: Which
    session_cookie: str
    _waiting: int = field(default=0, init=False)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        prepare(environ, self.proxies)
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if self.sockets is not None and path.startswith(self.sockets.prefix):
            return self.sockets(environ, start_response)
        for route in self.routes:
            app = route(method, path)
            if app is not None:
                return app(environ, start_response)
        return self._with_body(environ, start_response)

    def _with_body(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        connection = environ["witan.connection"]
        try:
            body = self.bodies.read(connection.wsgi_input, self._cap(environ))
        except BodyTooSlow:
            return plain(
                start_response, "408 Request Timeout", "The request took too long to arrive.", _CLOSE
            )
        except BodyMalformed:
            return plain(start_response, "400 Bad Request", "The request could not be understood.", _CLOSE)
        except NoRoom:
            text = "Too many files are being sent at this moment. Please try again."
            return plain(start_response, "503 Service Unavailable", text, [*_RETRY, *_CLOSE])
        if not body.read_out:
            connection.linger = True
            start_response = _closing(start_response)
        _replace_body(environ, body)
        if self.hub_paths(environ["REQUEST_METHOD"], environ["PATH_INFO"]):
            return self.app(environ, start_response)
        return self._threaded(environ, start_response, body)

    def _cap(self, environ: Environ) -> int:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if self.upload_paths(method, path) and has_cookie(environ, self.session_cookie):
            return self.limits.upload
        return self.limits.body

    def _threaded(self, environ: Environ, start_response: StartResponse, body: Body) -> Iterable[bytes]:
        if self._waiting >= self.limits.waiting:
            body.stream.close()
            return plain(start_response, "503 Service Unavailable", "The server is very busy.", _RETRY)
        # Nothing of the connection goes to another thread.
        in_thread = {key: value for key, value in environ.items() if key != "witan.connection"}
        self._waiting += 1
        try:
            return respond(self.app, in_thread, start_response, body, self.pages, self.limits.response_piece)
        except Exception as error:
            return self._failed(environ, start_response, error)
        finally:
            self._waiting -= 1

    def _failed(self, environ: Environ, start_response: StartResponse, error: Exception) -> Iterable[bytes]:
        request_id = environ["witan.request_id"]
        log.error(
            "request %s %s %s failed",
            request_id,
            environ["REQUEST_METHOD"],
            environ["PATH_INFO"],
            exc_info=error,
        )
        text = f"Something went wrong on the server. If you report it, quote {request_id}."
        return plain(start_response, "500 Internal Server Error", text)


def _closing(start_response: StartResponse) -> StartResponse:
    def start(status: str, headers: Any, exc_info: Any = None) -> Any:
        kept = [(name, value) for name, value in headers if name.lower() != "connection"]
        return start_response(status, kept + _CLOSE, exc_info)

    return start


def _replace_body(environ: Environ, body: Body) -> None:
    """Put what was read in place of the socket; a refused body is empty and marked."""
    environ["wsgi.input"] = body.stream
    environ["wsgi.input_terminated"] = True
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    if body.too_large:
        environ["witan.body_too_large"] = True
        environ["wsgi.input"] = io.BytesIO()
    if "CONTENT_LENGTH" in environ or body.length:
        environ["CONTENT_LENGTH"] = str(body.length)
