"""The words of a paper, for search: read in a process of its own that can do nothing else."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from meetings.documents.checks import MEDIA_TYPES, FileKind, extract_text

_KINDS = {media_type: kind for kind, media_type in MEDIA_TYPES.items()}


def text_of(data: bytes, media_type: str) -> str:
    """The words of a PDF or Word file, pages of a PDF parted by form feeds. Empty for a scan and any other file.

    Raises Invalid for a file that cannot be opened.
    """
    kind: FileKind | None = _KINDS.get(media_type)
    if kind is None:
        return ""
    with TemporaryDirectory(prefix="witan-text-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        return extract_text(path, kind)
