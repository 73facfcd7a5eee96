"""Takes an uploaded stream in: spooled, checked, cleaned, and only then kept."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from meetings.documents.checks import LARGEST, CheckedFile, check_upload, extract_text, too_large
from meetings.ports.storage import CHUNK, Storage


def take_in(
    storage: Storage, stream: BinaryIO, declared_name: str, *, largest: int = LARGEST
) -> tuple[CheckedFile, str]:
    """Keep an upload. Answers with what it is and with its words. Invalid when it cannot be taken.

    Nothing that the uploader says of the file, its name least of all, decides where it is kept. The
    `path` of the answer is gone once this returns: the file is in the storage under its `sha256`.
    """
    with TemporaryDirectory(prefix="witan-upload-") as folder:
        path = Path(folder) / "upload"
        _spool(stream, path, largest)
        checked = check_upload(path, declared_name, largest=largest)
        text = extract_text(checked.path, checked.kind)
        with checked.path.open("rb") as file:
            storage.put(file)
        return checked, text


def _spool(stream: BinaryIO, path: Path, largest: int) -> None:
    size = 0
    with path.open("wb") as out:
        while piece := stream.read(CHUNK):
            size += len(piece)
            if size > largest:
                raise too_large(None, largest)
            out.write(piece)
