"""What the pages about imports and settings send: files, an address, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Protocol

from meetings.admin.moderngov.tree import LARGEST

MOST_FILES = 100
MOST_BYTES = 3 * LARGEST
_NOT_PRINTED = re.compile(r"[\x00-\x1f\x7f]+")


class Sent(Protocol):
    """A file of a form."""

    filename: str | None
    stream: IO[bytes]


@dataclass(frozen=True)
class ImportForm:
    """What is to be brought in, and the committee for meetings that do not name theirs."""

    files: tuple[tuple[str, bytes], ...] = ()
    address: str = ""
    body: str = ""
    new_body: str = ""

    @property
    def committee(self) -> str:
        """The committee's name; empty if none was given."""
        return self.new_body or self.body

    @property
    def where(self) -> str:
        """What was named, for the report."""
        if not self.files:
            return self.address
        names = ", ".join(name for name, _ in self.files[:3])
        more = len(self.files) - 3
        return f"{names} and {more} more" if more > 0 else names


def read_import(form: Mapping[str, str], files: Iterable[Sent]) -> tuple[ImportForm, dict[str, str]]:
    """The form, and what is wrong with it by field."""
    errors: dict[str, str] = {}
    chosen = [file for file in files if file.filename]
    address, body, new_body = (" ".join(form.get(n, "").split()) for n in ("address", "body", "new_body"))
    if not chosen and not address:
        errors["files"] = "Choose one or more XML files, or give an address below"
    elif chosen and address:
        errors["address"] = "Choose files or give an address, not both: empty this field"
    elif not chosen and not address.lower().startswith(("https://", "http://")):
        errors["address"] = "This is not a web address: it should begin with https:// or http://"
    elif len(chosen) > MOST_FILES:
        errors["files"] = f"Choose {MOST_FILES} files at most at a time"
    if body and new_body and body != new_body:
        errors["new_body"] = "Choose a committee or enter a new one, not both"
    if len(new_body) > 200:
        errors["new_body"] = "Use 200 characters or fewer"
    contents = _contents(chosen, errors) if not errors else ()
    return ImportForm(contents, address, body, new_body), errors


def _contents(chosen: Iterable[Sent], errors: dict[str, str]) -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each file, no more of them than is read."""
    found: list[tuple[str, bytes]] = []
    total = 0
    for file in chosen:
        name = file_name(file.filename or "")
        content = file.stream.read(LARGEST + 1)
        total += len(content)
        if len(content) > LARGEST:
            errors["files"] = f"{name} is larger than the {megabytes(LARGEST)} that are read of a file"
        elif not content.strip():
            errors["files"] = f"{name} is empty"
        elif total > MOST_BYTES:
            errors["files"] = (
                f"These files are larger than {megabytes(MOST_BYTES)} together. Send fewer at a time"
            )
        if "files" in errors:
            return ()
        found.append((name, content))
    return tuple(found)


def megabytes(size: int) -> str:
    """20 MB, counted as computers do."""
    return f"{size // 1024**2} MB"


def file_name(declared: str) -> str:
    """The last part of a file's name as it can be shown."""
    last = re.split(r"[/\\]", _NOT_PRINTED.sub(" ", declared))[-1]
    return " ".join(last.split())[:120] or "The file"
