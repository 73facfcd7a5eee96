"""Requests' bodies, read off the socket by the hub so that no native thread ever waits for a client."""

from __future__ import annotations

import errno
import io
import tempfile
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import IO, Any

import gevent

from meetings.runtime.hub_input import HubInput
from meetings.runtime.hub_limits import KIB, MIB, Limits
from meetings.runtime.hub_loop import in_thread


class BodyTooSlow(Exception):
    """The client took too long to send its body."""


class NoRoom(Exception):
    """Too many big bodies are on disk already."""


class BodyMalformed(Exception):
    """The body is not framed as its headers say."""


class ClientGone(ConnectionError):
    """The client left in the middle of its body."""


@dataclass(frozen=True)
class Body:
    """A body that has come in whole, or one refused for its size; `read_out` if none is still to come."""

    stream: IO[bytes]
    length: int
    too_large: bool = False
    read_out: bool = True


@dataclass
class BodyReader:
    """Reads bodies within the limits; big ones go to a nameless file in `folder`."""

    limits: Limits
    folder: Path | None = None
    on_disk: set[io.RawIOBase] = field(default_factory=set, init=False)

    def read(self, source: HubInput, cap: int) -> Body:
        """The whole body. Raises BodyTooSlow, BodyMalformed, NoRoom or ClientGone."""
        declared = source.content_length or 0
        if declared > cap:
            return self._refused(source)
        expected = cap if source.chunked_input else declared
        late = gevent.Timeout(self.limits.body_grace_seconds + expected / self.limits.body_rate)
        try:
            with late:
                return self._read(source, cap)
        except gevent.Timeout as timeout:
            if timeout is not late:
                raise
            raise BodyTooSlow from None
        except TimeoutError:
            raise BodyTooSlow from None
        except OSError as error:
            source.connection.close_connection = True
            if source.chunked_input and not isinstance(error, ConnectionError):
                raise BodyMalformed from error
            raise ClientGone(errno.EPIPE, "the client left in the middle of its request") from error

    def _read(self, source: HubInput, cap: int) -> Body:
        memory = io.BytesIO()
        while piece := source.read(64 * KIB):
            memory.write(piece)
            if memory.tell() > cap:
                return self._refused(source)
            if memory.tell() > self.limits.body:
                return self._read_to_disk(source, cap, memory)
        length = memory.tell()
        memory.seek(0)
        return Body(memory, length)

    def _read_to_disk(self, source: HubInput, cap: int, memory: io.BytesIO) -> Body:
        if len(self.on_disk) >= self.limits.uploads:
            raise NoRoom
        file = _DiskFile(self.on_disk)
        try:
            in_thread(file.open, self.folder)
            total = self._fill(file, source, cap, memory)
        except BaseException:
            file.close()
            raise
        if total > cap:
            in_thread(file.close)
            return self._refused(source)
        file.seek(0)
        return Body(io.BufferedReader(file), total)

    def _fill(self, file: _DiskFile, source: HubInput, cap: int, pending: io.BytesIO) -> int:
        """Copy until the end or past the cap; the length."""
        total = pending.tell()
        while total <= cap and (piece := source.read(64 * KIB)):
            total += len(piece)
            pending.write(piece)
            if pending.tell() >= MIB:
                in_thread(file.write_all, pending.getvalue())
                pending = io.BytesIO()
        in_thread(file.write_all, pending.getvalue())
        return total

    def _refused(self, source: HubInput) -> Body:
        return Body(io.BytesIO(), 0, too_large=True, read_out=source.drain())


class _DiskFile(io.RawIOBase):
    """A nameless file on disk that is counted among the open ones until it is closed."""

    def __init__(self, counted: set[io.RawIOBase]) -> None:
        super().__init__()
        self._counted = counted
        self._file: IO[bytes] | None = None
        counted.add(self)

    def open(self, folder: Path | None) -> None:
        """Make the file."""
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 (closed by close)

    @property
    def _opened(self) -> IO[bytes]:
        if self._file is None:
            raise ValueError("the file is not open")
        return self._file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._opened.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def write_all(self, data: bytes) -> None:
        """Write every byte."""
        view = memoryview(data)
        while view:
            view = view[self._opened.write(view) :]

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._opened.seek(offset, whence)

    def close(self) -> None:
        self._counted.discard(self)
        if self._file is not None:
            self._file.close()
        super().close()


def has_cookie(environ: dict[str, Any], name: str) -> bool:
    """Whether the request carries a cookie of this name, valid or not."""
    try:
        morsel = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(name)
    except CookieError:
        return False
    return morsel is not None and bool(morsel.value)
