"""What comes in on a connection: headers that leave no doubt, and a body that is read within bounds."""

from __future__ import annotations

from email import errors
from typing import Any

from gevent.pywsgi import Input

from meetings.runtime.hub_limits import KIB
from meetings.runtime.hub_loop import at_most

#: What the parser of mail misses in the headers of an upload: it looks for the parts behind them.
_OF_PARTS = (
    errors.NoBoundaryInMultipartDefect,
    errors.StartBoundaryNotFoundDefect,
    errors.CloseBoundaryNotFoundDefect,
    errors.MultipartInvariantViolationDefect,
    errors.InvalidMultipartContentTransferEncodingDefect,
)


class Framing(ValueError):
    """A request whose length two servers in a row could read differently."""


def check_framing(headers: Any) -> None:
    """Refuse what request smuggling is made of: two lengths, odd numbers, other encodings, broken lines."""
    lengths = headers.get_all("content-length", [])
    encodings = headers.get_all("transfer-encoding", [])
    broken = any(not isinstance(defect, _OF_PARTS) for defect in headers.defects)
    if broken or len(headers.get_all("host", [])) > 1:
        raise Framing("malformed headers")
    if encodings and (lengths or [value.strip().lower() for value in encodings] != ["chunked"]):
        raise Framing("ambiguous length")
    if len(lengths) > 1 or not all(value.isascii() and value.isdigit() for value in lengths):
        raise Framing("malformed length")


class HubInput(Input):
    """A request's body on the socket. What nobody read is thrown away only within bounds."""

    def __init__(self, connection: Any, plain: Any) -> None:
        super().__init__(plain.rfile, plain.content_length, plain.socket, plain.chunked_input)
        self.connection = connection

    @property
    def awaits_go_ahead(self) -> bool:
        """Whether the client holds the body back until it is told to go on."""
        return self.socket is not None

    @property
    def unread(self) -> bool:
        """Whether the client has more to send."""
        if self.chunked_input:
            return bool(self.chunk_length != 0)
        return bool(self.position < (self.content_length or 0))

    def drain(self) -> bool:
        """Read and forget the rest; False if there was too much of it, or it was too slow."""
        limits = self.connection.server.limits
        if not self.unread:
            return True
        if self.awaits_go_ahead or (self.content_length or 0) - self.position > limits.drain:
            return False
        left = limits.drain
        with at_most(limits.drain_seconds):
            while left > 0:
                piece = self.read(64 * KIB)
                if not piece:
                    return True
                left -= len(piece)
        return False

    def _discard(self) -> None:
        if self.connection.close_connection:
            return
        finished = False
        try:
            finished = self.drain()
        finally:
            if not finished:
                self.connection.close_connection = self.connection.linger = True
