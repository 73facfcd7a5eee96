"""Sheets and registers as files: the page is put in the storage, printed by the worker, and served once it is there."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.actions.models import SheetPrint
from meetings.ports.storage import FileMissing, Storage
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

JOB = "actions.print"


@dataclass(frozen=True)
class AskPrint:
    """Print a page that is in the storage."""

    sha256: str


@dataclass(frozen=True)
class KeepPrint:
    """It was printed, or could not be, and why."""

    sha256: str
    pdf_sha256: str | None
    error: str = ""


@use_case(permission=None)
def ask_print(work: Work, command: AskPrint) -> None:
    """Have it printed once, however often it is asked for; one that failed is tried again."""
    row = work.session.get(SheetPrint, command.sha256)
    if row is not None and not row.error:
        return
    if row is None:
        row = SheetPrint(sha256=command.sha256)
        work.session.add(row)
    row.asked_at, row.error, row.pdf_sha256 = work.now, "", None
    work.queue(JOB, {"sha256": command.sha256}, f"{JOB}:{command.sha256}:{work.now.isoformat()}")


@use_case(permission=None, system_only=True)
def keep_print(work: Work, command: KeepPrint) -> None:
    """Keep where the PDF is."""
    row = work.session.get(SheetPrint, command.sha256)
    if row is not None:
        row.pdf_sha256, row.error = command.pdf_sha256, command.error


def mark_of(html: str) -> str:
    """What a page is known by."""
    return hashlib.sha256(html.encode()).hexdigest()


def printed(session: Session, storage: Storage, sha256: str) -> str | None:
    """Where the PDF of a page is, if it is there."""
    row = session.get(SheetPrint, sha256)
    if row is None or row.pdf_sha256 is None:
        return None
    try:
        storage.open(row.pdf_sha256).close()
    except FileMissing:
        return None
    return row.pdf_sha256


def keep_page(storage: Storage, html: str) -> str:
    """Put the page in the storage; what it is known by."""
    return storage.put(io.BytesIO(html.encode())).sha256
