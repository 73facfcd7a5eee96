"""One request in a native thread: the application runs there, the hub sends what it made."""

from __future__ import annotations

import contextvars
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from meetings.runtime.hub_body import Body
from meetings.runtime.hub_pages import PageThreads
from meetings.runtime.hub_requests import Environ, StartResponse, WsgiApp

#: a response that comes slowly is passed on after this long, however little there is
_PASS_ON_AFTER = 0.1


class ThreadedResponse:
    """What the application answered, taken from it piece by piece. All of this runs in a native thread."""

    def __init__(self, app: WsgiApp, environ: Environ, body: Body, piece: int) -> None:
        self._app = app
        self._environ = environ
        self._body = body
        self._piece = piece
        # One context for all the pieces, whichever thread makes them: generators may hold context variables.
        self._context = contextvars.Context()
        self._iterable: Iterable[bytes] | None = None
        self._iterator: Iterator[bytes] | None = None
        self._written: list[bytes] = []
        self._started: tuple[str, list[tuple[str, str]]] | None = None
        self.finished = False

    @property
    def started(self) -> tuple[str, list[tuple[str, str]]]:
        """Status and headers."""
        if self._started is None:
            raise RuntimeError("the application did not start its response")
        return self._started

    def begin(self) -> bytes:
        """Call the application; the first piece of its answer."""
        try:
            self._iterable = self._context.run(self._app, self._environ, self._start_response)
            self._iterator = iter(self._iterable)
            first = b"".join(self._written) + self.next_piece()
            _ = self.started
            return first
        except BaseException:
            self.close()
            raise

    def next_piece(self) -> bytes:
        """The next piece, or what is left; the response is finished when there is no more."""
        pieces: list[bytes] = []
        size = 0
        pass_on = time.monotonic() + _PASS_ON_AFTER
        iterator = self._iterator or iter(())
        while size < self._piece and (not size or time.monotonic() < pass_on):
            try:
                pieces.append(self._context.run(next, iterator))
            except StopIteration:
                self.finished = True
                self.close()
                break
            size += len(pieces[-1])
        return b"".join(pieces)

    def close(self) -> None:
        """Let the application tidy up; once."""
        iterable, self._iterable, self._iterator = self._iterable, None, None
        try:
            close = getattr(iterable, "close", None)
            if close is not None:
                self._context.run(close)
        finally:
            self._body.stream.close()

    def _start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[..., Any]:
        # Nothing has been sent yet while the application runs, so an error page may still replace it.
        self._started = (status, list(headers))
        return self._written.append


class Stream:
    """The body of a response too big for one piece, for the hub to send as the client takes it."""

    def __init__(self, response: ThreadedResponse, first: bytes, pages: PageThreads) -> None:
        self._response = response
        self._first = first
        self._pages = pages

    def __iter__(self) -> Iterator[bytes]:
        """Pieces; the next one is made when the one before has been sent."""
        yield self._first
        while not self._response.finished:
            yield self._pages.run(self._response.next_piece)

    def close(self) -> None:
        """Tidy up in a thread, also when the client has left in the middle."""
        if not self._response.finished:
            self._pages.run(self._response.close)


def respond(
    app: WsgiApp, environ: Environ, start_response: StartResponse, body: Body, pages: PageThreads, piece: int
) -> Iterable[bytes]:
    """Run the application in a thread of `pages` and start its response in the hub."""
    response = ThreadedResponse(app, environ, body, piece)
    first = pages.run(response.begin)
    start_response(*response.started)
    return [first] if response.finished else Stream(response, first, pages)
