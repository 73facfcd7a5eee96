"""A reader's own copy of a restricted pack: one name, written once, appears on every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pikepdf import Pdf

from meetings.documents.pack_stamp import write_mark


def personal_copy(source: Path | str, target: Path | str, mark: str, line: str) -> None:
    """Write the words into the two forms that every page of the pack shows, and save it as another file."""
    with Pdf.open(source) as pdf:
        room: Any = pdf.Root.WitanPack
        font = room.Font
        write_mark(room.Big, room.Small, font, mark, line)
        del pdf.Root.WitanPack
        pdf.save(target)
