"""What a file would give away if it were published: hidden text, comments, earlier words, names of authors."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from meetings.documents import child
from meetings.documents.file_types import DOCX, PDF, XLSX
from meetings.kernel.errors import Invalid

SECONDS = 120.0
_KINDS = {PDF: "pdf", DOCX: "docx", XLSX: "xlsx"}

#: What each kind of finding is called, and what it means for readers.
SENTENCES = {
    "annotations": "Comments or marks are laid over the page. Readers can open, copy or move them.",
    "attachments": "Other files are inside this file. Readers can save them.",
    "author": "The file says who wrote or last saved it.",
    "comments": "Comments are in the file. Readers can open them.",
    "covered": "Text lies under a box or a picture. It looks blacked out, but it can be copied.",
    "cropped": "Text lies outside the visible part of the page. It can be copied.",
    "embedded_sheet": "A spreadsheet is inside the document. Readers can open all of it.",
    "hidden_columns": "Columns of the sheet are hidden. Readers can show them.",
    "hidden_layers": "A layer is switched off. Readers can switch it on.",
    "hidden_rows": "Rows of the sheet are hidden. Readers can show them.",
    "hidden_sheets": "A sheet is hidden. Readers can show it.",
    "hidden_text": "Text is marked as hidden. Readers can show it.",
    "invisible": "Text is invisible. It can be copied and is read out by screen readers.",
    "metadata": "The file carries more about itself than its title: names of people, programs or folders.",
    "not_checked": "The file could not be looked through, so nobody knows what it would give away.",
    "off_page": "Text lies off the page. It can be copied.",
    "revisions": "Earlier versions of the document are still in the file. They can be brought back.",
    "same_colour": "Text has the colour of what is behind it. It can be copied.",
    "tiny": "Text is too small to see. It can be copied.",
    "tracked_changes": "Tracked changes are in the file. Readers see what was there before.",
    "unapplied_redaction": "A redaction is marked but was never applied. The text is still there.",
}
#: What can be taken out here, without touching what is to be read.
CLEANABLE = frozenset({"annotations", "attachments", "author", "comments", "metadata", "revisions"})


@dataclass(frozen=True)
class Disclosure:
    """Something found. `words` are those found, with what stands around them: for officers only."""

    code: str
    page: int | None = None
    #: the part, sheet or cell; empty: the page says it
    place: str = ""
    words: str = ""

    @property
    def sentence(self) -> str:
        """What it means for readers."""
        return SENTENCES[self.code]

    @property
    def cleanable(self) -> bool:
        """Whether it can be taken out here."""
        return self.code in CLEANABLE


@dataclass(frozen=True)
class Look:
    """What a PDF is like for those who read it."""

    pages: int
    tagged: bool
    scanned: bool
    language: str
    #: sentences for its author
    notes: tuple[str, ...] = ()


def disclosures(data: bytes, media_type: str) -> tuple[Disclosure, ...]:
    """Everything that a PDF, Word file or workbook would give away. Raises Invalid if it cannot be looked through."""
    answer = _asked(data, "disclosures", _kind(media_type))
    return tuple(Disclosure(**each) for each in answer["found"])


def cleaned(data: bytes, media_type: str) -> bytes:
    """The same file without what `CLEANABLE` names. Raises Invalid."""
    with TemporaryDirectory(prefix="witan-clean-") as folder:
        target = Path(folder) / "clean"
        _asked(data, "clean", _kind(media_type), str(target))
        return target.read_bytes()


def look_at(data: bytes) -> Look:
    """A light check of a PDF: is it tagged, is it a scan, what language does it say it is in? Raises Invalid."""
    answer = _asked(data, "look", "pdf")
    return Look(**{**answer["look"], "notes": tuple(answer["look"]["notes"])})


def _kind(media_type: str) -> str:
    if media_type not in _KINDS:
        raise Invalid("Only PDF, Word and Excel files can be looked through.")
    return _KINDS[media_type]


def _asked(data: bytes, what: str, *arguments: str) -> dict[str, Any]:
    with TemporaryDirectory(prefix="witan-look-") as folder:
        source = Path(folder) / "file"
        source.write_bytes(data)
        command = child.command("meetings.documents.disclosure_process", what, str(source), *arguments)
        try:
            done = subprocess.run(
                command,
                cwd=child.ROOT,
                env=child.environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Invalid("This file takes too long to look through. Split it in parts.") from error
    if done.returncode != 0:
        raise Invalid("This file cannot be looked through. Save it anew, then upload it again.")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise Invalid("This file is damaged and cannot be opened. Ask its author for a new copy.")
    return answer
