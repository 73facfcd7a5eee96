"""From an upload to a stored file with a name that is fit to be offered at download."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from werkzeug.datastructures import FileStorage

from meetings.agendas.inspection import found_in
from meetings.agendas.usecases.papers import PaperFile
from meetings.documents.checks import CheckedFile, Finding, check_upload, too_large
from meetings.kernel.errors import Invalid, Unsafe
from meetings.ports.scanner import ScanFailed
from meetings.ports.storage import CHUNK, StorageFailed
from meetings.web.services import services

ACCEPT = ".pdf,.docx,application/pdf,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LONGEST_NAME = 150
_UNSAFE = re.compile(r"[^\w.,()&+ -]+")


def take_in(upload: FileStorage | None) -> tuple[PaperFile, tuple[Finding, ...]]:
    """Check and keep what was uploaded. Raises Invalid with a message for the field `file`, Unsafe."""
    if upload is None or not upload.filename:
        raise Invalid("Choose a file.", {"file": "Choose a PDF or Word file"})
    with TemporaryDirectory(prefix="witan-upload-") as folder:
        path = Path(folder) / "upload"
        try:
            _spool(upload, path)
            _scan(path)
            checked = check_upload(path, upload.filename, largest=services().config.max_paper_bytes)
            found = found_in(checked.path.read_bytes(), checked.media_type)
            _keep(checked)
        except Invalid as error:
            raise Invalid(error.message, {"file": error.message}) from error
        except StorageFailed as error:
            message = "The file could not be stored just now. Nothing was changed: try again in a minute."
            raise Unsafe(message) from error
    name = safe_name(upload.filename, checked.kind.value)
    file = PaperFile(name, checked.media_type, checked.size, checked.pages, checked.sha256, found)
    return file, checked.findings


def safe_name(declared: str, extension: str) -> str:
    """The name offered at download: letters, digits and a few signs, with the extension the content has."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", declared)[-1])
    stem = last.rsplit(".", 1)[0] if "." in last else last
    words = " ".join(_UNSAFE.sub(" ", stem).split()).strip(" .")[:_LONGEST_NAME].strip(" .")
    return f"{words or 'paper'}.{extension}"


def said(findings: Iterable[Finding]) -> str:
    """What an officer should know of the file, in one line; empty if there is nothing."""
    return " ".join(f.sentence for f in findings)


def _spool(upload: FileStorage, path: Path) -> None:
    """To disk, no further than what may be taken."""
    largest, size = services().config.max_paper_bytes, 0
    with path.open("wb") as out:
        while piece := upload.stream.read(CHUNK):
            size += len(piece)
            if size > largest:
                raise too_large(None, largest)
            out.write(piece)


def _scan(path: Path) -> None:
    """Ask the council's scanner, where it has one: what nobody could look at is not taken."""
    scanner = services().scanner
    if scanner is None:
        return
    try:
        with path.open("rb") as stream:
            bad = scanner.scan(stream)
    except ScanFailed as error:
        raise Unsafe(
            "The file could not be looked through for malware just now. Nothing was changed: try again in a minute."
        ) from error
    if bad is not None:
        raise Invalid(
            f"This file holds malware ({bad}) and was not taken. Tell your IT service desk, and its author."
        )


def _keep(checked: CheckedFile) -> None:
    with checked.path.open("rb") as stream:
        services().storage.put(stream)
