"""Files for the process that puts packs together: papers from the storage, sheets rendered once."""

from __future__ import annotations

import io
import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from meetings.documents.pack_assemble import look_at
from meetings.kernel.actor import SYSTEM
from meetings.packs import queries
from meetings.packs.usecases import KeepSheet, keep_sheet
from meetings.ports.storage import FileMissing
from meetings.runtime.jobs import JobContext


class Shelf:
    """Hands out paths. What is kept in a folder of this machine is read where it is, anything else is copied."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._folder = TemporaryDirectory(prefix="witan-pack-")
        self._paths: dict[str, str] = {}
        self._rendered: dict[str, bytes] = {}

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def target(self) -> Path:
        """Where to put a file that is being made."""
        return Path(self._folder.name) / "made.pdf"

    def path(self, file_sha256: str) -> str:
        """A file of the storage. Raises FileMissing."""
        if file_sha256 not in self._paths:
            with self._context.storage.open(file_sha256) as stream:
                spare = Path(self._folder.name) / file_sha256
                self._paths[file_sha256] = on_disk(stream, spare)
        return self._paths[file_sha256]

    def hash_of(self, path: str) -> str:
        """Which file a path was handed out for."""
        return next(file for file, known in self._paths.items() if known == path)

    def has(self, file_sha256: str) -> bool:
        """Whether it is there."""
        try:
            self.path(file_sha256)
        except FileMissing:
            return False
        return True

    def pages_of(self, html: str) -> int:
        """How many pages a sheet has."""
        with self._context.runner.read() as session:
            known = queries.sheet_of(session, _hash(html))
        if known is not None and self._context.storage.exists(known[0]):
            return known[1]
        path = Path(self._folder.name) / "sheet.pdf"
        path.write_bytes(self._render(html))
        return look_at(path).pages

    def sheet(self, html: str) -> str:
        """Hash of the PDF of a sheet, kept in the storage."""
        with self._context.runner.read() as session:
            known = queries.sheet_of(session, _hash(html))
        if known is not None and self._context.storage.exists(known[0]):
            return known[0]
        stored = self._context.storage.put(io.BytesIO(self._render(html)))
        pages = look_at(self.path(stored.sha256)).pages
        keep = KeepSheet(_hash(html), stored.sha256, pages)
        self._context.runner.run(keep_sheet, keep, actor=SYSTEM)
        return stored.sha256

    def _render(self, html: str) -> bytes:
        if html not in self._rendered:
            self._rendered[html] = self._context.render_pdf(html)
        return self._rendered[html]


def on_disk(stream: BinaryIO, spare: Path) -> str:
    """The path of an open file: where it is, or else `spare`, to which it is copied."""
    name = getattr(stream, "name", None)
    if isinstance(name, str) and Path(name).is_file():
        return name
    with spare.open("wb") as out:
        shutil.copyfileobj(stream, out)
    return str(spare)


def _hash(html: str) -> str:
    return sha256(html.encode()).hexdigest()
