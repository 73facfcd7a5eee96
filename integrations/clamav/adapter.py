"""The scanner port over clamd's INSTREAM command (clamd(8)): the file is sent in pieces, one line comes back."""

from __future__ import annotations

import socket
from typing import BinaryIO

from meetings.ports.scanner import ScanFailed

_PIECE = 64 * 1024


class ClamScanner:
    """Asks the daemon at `host:port`, or at the path of its socket. A new connection for each file."""

    def __init__(self, address: str, timeout: float = 60.0) -> None:
        self._address = address
        self._timeout = timeout

    def scan(self, stream: BinaryIO) -> str | None:
        """The name of what was found; None: nothing. Raises ScanFailed."""
        try:
            with self._connected() as connection:
                answer = _exchange(connection, stream)
        except OSError as error:
            raise ScanFailed(f"the scanner at {self._address} cannot be asked: {error}") from error
        if answer.endswith(" OK"):
            return None
        if answer.endswith(" FOUND"):
            return answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise ScanFailed(f"the scanner at {self._address} answered: {answer or 'nothing'}")

    def _connected(self) -> socket.socket:
        if "/" in self._address:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(self._timeout)
            connection.connect(self._address)
            return connection
        host, _, port = self._address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), self._timeout)


def _exchange(connection: socket.socket, stream: BinaryIO) -> str:
    connection.sendall(b"zINSTREAM\0")
    while piece := stream.read(_PIECE):
        connection.sendall(len(piece).to_bytes(4, "big") + piece)
    connection.sendall(bytes(4))
    answer = b""
    while not answer.endswith(b"\0") and (piece := connection.recv(4096)):
        answer += piece
    return answer.rstrip(b"\0\n").decode(errors="replace")
