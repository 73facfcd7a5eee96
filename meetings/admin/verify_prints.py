"""The Word files and data of minutes against the hashes that the record holds of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.minutes.prints.models import MinutesPrint

_NAMES = {"docx": "the Word file", "full_docx": "the Word file with exempt items", "data": "the data"}


def forms(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> Iterator[str]:
    """Each form of a version is the one that was made last."""
    made: dict[tuple[int, str], str] = {}
    for fact in facts:
        if fact.type == "minutes.printed":
            version = fact.number("version")
            made = {key: sha256 for key, sha256 in made.items() if key[0] != version}
            made |= {(version, str(f["form"])): str(f["sha256"]) for f in fact.data.get("forms") or ()}
    stored = _stored(session, meeting_id)
    for key in sorted({*made, *stored}):
        if made.get(key) != stored.get(key):
            yield f"{_name(*key)} is not the file that was made"


def files(session: Session, meeting_id: str) -> Mapping[str, str]:
    """Hash and name of every such file."""
    return {sha256: _name(*key) for key, sha256 in _stored(session, meeting_id).items()}


def _stored(session: Session, meeting_id: str) -> dict[tuple[int, str], str]:
    query = select(MinutesPrint.version, MinutesPrint.form, MinutesPrint.sha256)
    rows = session.execute(query.where(MinutesPrint.meeting_id == meeting_id))
    return {(version, form.value): sha256 for version, form, sha256 in rows}


def _name(version: int, form: str) -> str:
    return f"{_NAMES.get(form, form)} of minutes version {version}"
