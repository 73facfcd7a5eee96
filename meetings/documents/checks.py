"""Whether an uploaded file may be taken in: told by its content, in sentences its author can act upon."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from meetings.documents import child
from meetings.documents.file_types import DOCX, PDF
from meetings.kernel.errors import Invalid

MEGABYTE = 1024 * 1024
LARGEST = 100 * MEGABYTE
SECONDS = 90.0

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class FileKind(Enum):
    """What is taken in."""

    PDF = "pdf"
    DOCX = "docx"


MEDIA_TYPES = {
    FileKind.PDF: PDF,
    FileKind.DOCX: DOCX,
}
_CALLED = {FileKind.PDF: "a PDF", FileKind.DOCX: "a Word document (.docx)"}

_REFUSALS = {
    "encrypted": "This PDF is locked with a password. Save a copy without one, then upload it again.",
    "broken": "This file is damaged and cannot be opened. Ask its author for a new copy.",
    "bomb": "This file unpacks to far more than a document holds. Ask its author for a new copy.",
    "too_much": "This file takes too long or too much memory to open. Save it anew, or split it in parts.",
    "macros": "This Word document has macros in it. Save it as “Word document (.docx)”, without macros.",
    "not_word": "This file is neither a PDF nor a Word document (.docx). Save it as one of these first.",
}

_SENTENCES = {
    "authors": "It said who wrote it. That has been removed.",
    "comments": "It has comments in it, which readers would see.",
    "earlier_versions": "It had earlier versions of itself inside. They have been removed.",
    "embedded_files": "It had other files inside it. In a PDF they have been removed.",
    "forms": "It had a form that sends data elsewhere. That has been removed.",
    "media": "It had sound, film or 3D in it. That has been removed.",
    "no_text": (
        "It is a scan: a screen reader cannot read it. Upload the Word file instead, or run text recognition "
        "over it before."
    ),
    "other_files": "It had links to other files on its author's machine. They have been removed.",
    "programs": "It had a link that starts a program. That has been removed.",
    "scripts": "It had a script in it. That has been removed.",
    "signed": "It was digitally signed. The copy kept here is cleaned, so that signature no longer holds.",
    "tracked_changes": "It has tracked changes in it, which readers would see.",
    "untagged": "It is not tagged, so people who use a screen reader may not be able to read it.",
}


@dataclass(frozen=True)
class Finding:
    """Something an officer should know of a file that was taken all the same."""

    code: str
    sentence: str


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: `path` holds the very bytes that `sha256` and `size` are of."""

    path: Path
    kind: FileKind
    media_type: str
    size: int
    sha256: str
    pages: int | None
    findings: tuple[Finding, ...]


def check_upload(path: Path, declared_name: str, *, largest: int = LARGEST) -> CheckedFile:
    """Check a file and clean it. It is written anew beside it, without the names of its authors.

    Invalid, with a sentence for the person who uploads it, when it cannot be taken.
    """
    _check_size(path.stat().st_size, largest)
    kind = _kind(path, declared_name)
    kept = path.with_name(f"{path.name}.clean.{kind.value}")
    found = _inspect(kind.value, str(path), str(kept))
    return CheckedFile(
        path=kept,
        kind=kind,
        media_type=MEDIA_TYPES[kind],
        size=kept.stat().st_size,
        sha256=_sha256(kept),
        pages=found.get("pages"),
        findings=tuple(Finding(code, _SENTENCES[code]) for code in found["findings"]),
    )


def extract_text(path: Path, kind: FileKind) -> str:
    """The words of a checked file; pages of a PDF are parted by form feeds. Empty for a scan."""
    text: str = _inspect("text", kind.value, str(path))["text"]
    return text


def too_large(size: int | None, largest: int) -> Invalid:
    """The refusal of a file that is larger than may be."""
    how = f"is {_megabytes(size)}" if size is not None else "is too large"
    return Invalid(
        f"This file {how}. The largest that can be taken is {_megabytes(largest)}. "
        "Make its pictures smaller, or split it in parts."
    )


def _check_size(size: int, largest: int) -> None:
    if size == 0:
        raise Invalid(
            "This file is empty. Choose it again; if it stays empty, ask its author for a new copy."
        )
    if size > largest:
        raise too_large(size, largest)


def _kind(path: Path, declared_name: str) -> FileKind:
    with path.open("rb") as file:
        start = file.read(1024)
    kind = _kind_of(start)
    called = _shown(declared_name)
    expected = {".pdf": FileKind.PDF, ".docx": FileKind.DOCX}.get(Path(called).suffix.lower())
    if expected is not None and kind is not expected:
        what = f", but {_CALLED[kind]}" if kind else ""
        if start.startswith(_OLD_OFFICE) and expected is FileKind.DOCX:
            what = ": it is locked with a password, or an older Word file (.doc)"
        raise Invalid(
            f"This file is called {called} but is not {_CALLED[expected]}{what}. "
            f"Open it, save it as {_CALLED[expected]}, and upload it again."
        )
    if kind is None:
        raise Invalid(_REFUSALS["not_word"])
    return kind


def _kind_of(start: bytes) -> FileKind | None:
    if b"%PDF-" in start:
        return FileKind.PDF
    return FileKind.DOCX if start.startswith(b"PK\x03\x04") else None


def _inspect(*arguments: str) -> dict[str, Any]:
    command = child.command("meetings.documents.inspect_process", *arguments)
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
        raise Invalid(_REFUSALS["too_much"]) from error
    if done.returncode != 0:
        # The kernel ended it for its time or memory, or it failed in a way only a broken file brings about.
        raise Invalid(_REFUSALS["too_much" if done.returncode < 0 else "broken"])
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise Invalid(_REFUSALS[answer["refused"]])
    return answer


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _shown(name: str) -> str:
    """A file's own name, safe to say in a sentence."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:80] or "a file"


def _megabytes(size: int) -> str:
    return f"{max(size / MEGABYTE, 0.1):.1f} MB".replace(".0 MB", " MB")
