"""The storage port over a folder: `files/ab/cdef…`, named by content alone."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from meetings.ports.storage import CHUNK, FileMissing, StorageFailed, StoredFile

_HASH = re.compile(r"[0-9a-f]{64}")


class FolderStorage:
    """Keeps files below `root`, which is made when the first one comes."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, stream: BinaryIO) -> StoredFile:
        """Written aside, flushed to the disk, then renamed: never half a file under a good name."""
        try:
            return self._put(stream)
        except OSError as error:
            raise StorageFailed(f"could not keep a file in {self._root}: {error}") from error

    def open(self, sha256: str) -> BinaryIO:
        """The file on the disk."""
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError as error:
            raise FileMissing(sha256) from error
        except OSError as error:
            raise StorageFailed(f"could not read {sha256}: {error}") from error

    def chunks(self, sha256: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The file is opened at once, so that a missing one is known before an answer begins."""
        return _pieces(self.open(sha256), start, length)

    def size(self, sha256: str) -> int:
        """Its size in bytes."""
        try:
            return self._path(sha256).stat().st_size
        except FileNotFoundError as error:
            raise FileMissing(sha256) from error

    def exists(self, sha256: str) -> bool:
        """Whether it is there. What is no hash is nowhere."""
        return bool(_HASH.fullmatch(sha256)) and self._path(sha256).is_file()

    def delete(self, sha256: str) -> None:
        """Remove it."""
        if _HASH.fullmatch(sha256):
            self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        if not _HASH.fullmatch(sha256):
            raise FileMissing(sha256[:80])
        return self._root / sha256[:2] / sha256[2:]

    def _put(self, stream: BinaryIO) -> StoredFile:
        aside = self._root / "incoming"
        aside.mkdir(parents=True, exist_ok=True)
        temporary = aside / secrets.token_hex(16)
        try:
            stored = _write(stream, temporary)
            self._place(temporary, self._path(stored.sha256))
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()
        return stored

    def _place(self, temporary: Path, path: Path) -> None:
        if path.is_file():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(path)
        _flush_folder(path.parent)
        _flush_folder(self._root)


def _write(stream: BinaryIO, path: Path) -> StoredFile:
    digest = hashlib.sha256()
    size = 0
    with path.open("xb") as out:
        os.fchmod(out.fileno(), 0o640)
        while piece := stream.read(CHUNK):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return StoredFile(sha256=digest.hexdigest(), size=size)


def _flush_folder(folder: Path) -> None:
    """A rename outlives a power cut only when the folder, too, has been flushed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pieces(file: BinaryIO, start: int, length: int | None) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = length
        while piece := file.read(CHUNK if left is None else min(CHUNK, left)):
            yield piece
            left = None if left is None else left - len(piece)
