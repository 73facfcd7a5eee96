"""What looks for malware in a file before it is taken in."""

from __future__ import annotations

from typing import BinaryIO, Protocol


class ScanFailed(Exception):
    """Nobody could look: the scanner is away or did not answer. It may help to retry."""


class Scanner(Protocol):
    """Looks for malware."""

    def scan(self, stream: BinaryIO) -> str | None:
        """The name of what was found; None: nothing. Raises ScanFailed."""
