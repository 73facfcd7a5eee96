"""Published agendas, minutes and files against the hashes that the record holds of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from meetings.admin import verify_prints
from meetings.admin.verify_facts import FactRow
from meetings.agendas.models import AgendaVersion, Paper
from meetings.kernel.facts import canonical
from meetings.minutes.models import Minutes, MinutesVersion
from meetings.ports.storage import FileMissing, Storage, StorageFailed
from meetings.schedule.models import Meeting

_WRITES_MINUTES = ("minutes.drafted", "minutes.imported", "minutes.edited")


@dataclass(frozen=True)
class DocumentsChecked:
    """How many there were, and what differs."""

    agendas: int
    minutes: int
    files: int
    differences: tuple[str, ...]


def check(session: Session, storage: Storage, meeting_id: str, facts: Sequence[FactRow]) -> DocumentsChecked:
    """Everything of a meeting that is kept beside the record."""
    agendas = _hashes(facts, ("agendas.published",), "number")
    minutes = _hashes(facts, _WRITES_MINUTES, "version")
    problems = [
        *_versions(session, AgendaVersion, meeting_id, agendas, "agenda"),
        *_versions(session, MinutesVersion, meeting_id, minutes, "minutes"),
        *_pointers(session, meeting_id, facts),
        *_paper_hashes(session, meeting_id, facts),
        *_prints(session, meeting_id, facts),
        *verify_prints.forms(session, meeting_id, facts),
    ]
    files = _files(session, meeting_id) | dict(verify_prints.files(session, meeting_id))
    for sha256, name in files.items():
        problems += _bytes_differ(storage, sha256, name)
    return DocumentsChecked(len(agendas), len(minutes), len(files), tuple(problems))


def _hashes(facts: Sequence[FactRow], types: tuple[str, ...], number: str) -> dict[int, str]:
    return {fact.number(number): fact.text("sha256") for fact in facts if fact.type in types}


def _versions(
    session: Session,
    table: type[AgendaVersion] | type[MinutesVersion],
    meeting_id: str,
    written: Mapping[int, str],
    what: str,
) -> Iterator[str]:
    """The content of each version still gives the hash beside it, and that is the one in the record."""
    query = select(table.id, table.number, table.sha256).where(table.meeting_id == meeting_id)
    stored = {number: (key, sha256) for key, number, sha256 in session.execute(query)}
    for number in sorted({*stored, *written}):
        if number not in stored:
            yield f"{what} version {number} is missing"
            continue
        key, sha256 = stored[number]
        if number not in written:
            yield f"{what} version {number} is not in the record"
        elif written[number] != sha256:
            yield f"{what} version {number} has another hash than the record"
        if _content_hash(session, table, key) != sha256:
            yield f"{what} version {number} was changed: its hash does not fit its content"


def _content_hash(session: Session, table: type[AgendaVersion] | type[MinutesVersion], key: str) -> str:
    try:
        content: Any = session.scalar(select(table.content).where(table.id == key))
        return hashlib.sha256(canonical(content)).hexdigest()
    except (ValueError, TypeError, StatementError):
        return "unreadable"


def _pointers(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> Iterator[str]:
    """The versions that the public is given are those that were published last."""
    agenda = public = 0
    for fact in facts:
        if fact.type == "agendas.published":
            agenda = fact.number("number")
        elif fact.type == "agendas.unpublished":
            agenda = 0
        elif fact.type == "minutes.published":
            public = fact.number("version")
        elif fact.type == "minutes.imported":
            public = fact.number("version") if fact.text("status") in ("published", "confirmed") else 0
    given = session.scalar(select(Meeting.agenda_version).where(Meeting.id == meeting_id))
    if (given or 0) != agenda:
        yield f"the public reads agenda version {given}, the last one published is {agenda}"
    read = session.scalar(select(Minutes.public_version).where(Minutes.meeting_id == meeting_id))
    if (read or 0) != public:
        yield f"the public reads minutes version {read}, the last one published is {public}"


def _paper_hashes(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> Iterator[str]:
    """Each paper is the file that was put there, by name of its hash."""
    written: dict[str, str] = {}
    for fact in facts:
        if fact.type in ("agendas.paper_added", "agendas.paper_replaced"):
            written[fact.text("paper_id")] = fact.text("sha256")
    query = select(Paper.id, Paper.title, Paper.sha256).where(Paper.meeting_id == meeting_id)
    stored = {key: (title, sha256) for key, title, sha256 in session.execute(query)}
    for key, (title, sha256) in stored.items():
        if written.get(key) != sha256:
            yield f"the paper “{title}” is not the file that the record says was put there"
    for key in written.keys() - stored.keys():
        yield f"the paper {key} is missing"


def _prints(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> Iterator[str]:
    """The PDF of each version is the one that was printed; a confirmed version waits for its own."""
    printed: dict[int, tuple[str, str]] = {}
    for fact in facts:
        if fact.type == "minutes.printed":
            printed[fact.number("version")] = (fact.text("sha256"), fact.text("full_sha256"))
        elif fact.type in ("minutes.confirmed", "minutes.print_asked"):
            # a print that was asked for again takes the place of the one before
            printed.pop(fact.number("version"), None)
    columns = (MinutesVersion.number, MinutesVersion.pdf_sha256, MinutesVersion.full_pdf_sha256)
    for number, public, full in session.execute(
        select(*columns).where(MinutesVersion.meeting_id == meeting_id)
    ):
        if (public or "", full or "") != printed.get(number, ("", "")):
            yield f"the PDF of minutes version {number} is not the one that was printed"


def _files(session: Session, meeting_id: str) -> dict[str, str]:
    """Hash and name of every file that is kept for the meeting."""
    papers = session.execute(select(Paper.sha256, Paper.title).where(Paper.meeting_id == meeting_id))
    found = {sha256: f"the paper “{title}”" for sha256, title in papers if sha256}
    columns = (MinutesVersion.number, MinutesVersion.pdf_sha256, MinutesVersion.full_pdf_sha256)
    for number, *hashes in session.execute(select(*columns).where(MinutesVersion.meeting_id == meeting_id)):
        found |= {sha256: f"the PDF of minutes version {number}" for sha256 in hashes if sha256}
    return found


def _bytes_differ(storage: Storage, sha256: str, name: str) -> Iterator[str]:
    digest = hashlib.sha256()
    try:
        for piece in storage.chunks(sha256):
            digest.update(piece)
    except FileMissing:
        yield f"the file of {name} is missing"
    except (StorageFailed, OSError) as error:
        yield f"the file of {name} cannot be read: {error}"
    else:
        if digest.hexdigest() != sha256:
            yield f"the file of {name} was changed"
