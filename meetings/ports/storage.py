"""Where the bytes of papers and PDFs are kept: by the hash of their content, never by a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

CHUNK = 64 * 1024


class FileMissing(LookupError):
    """No file with this hash is kept."""


class StorageFailed(Exception):
    """The bytes could not be written or read now: a full disk, a store out of reach. It may help to retry."""


@dataclass(frozen=True)
class StoredFile:
    """What is kept: the SHA-256 of the content in lower-case hexadecimal, and its size in bytes."""

    sha256: str
    size: int


class Storage(Protocol):
    """Keeps files by their content. The same content is kept once."""

    def put(self, stream: BinaryIO) -> StoredFile:
        """Keep what the stream holds, to its end. It outlives a power cut once this has returned."""

    def open(self, sha256: str) -> BinaryIO:
        """The file, to read and to seek in. FileMissing when there is none."""

    def chunks(self, sha256: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The file, or `length` bytes of it from `start`, piece by piece. FileMissing before the first."""

    def size(self, sha256: str) -> int:
        """Its size in bytes. FileMissing when there is none."""

    def exists(self, sha256: str) -> bool:
        """Whether it is kept."""

    def delete(self, sha256: str) -> None:
        """Keep it no longer. Nothing happens when it is not there."""
