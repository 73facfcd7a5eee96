"""Comments on minutes, set phrases and the council's words against the record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.admin.verify_facts import FactRow
from meetings.db.record import Stream
from meetings.minutes.writing.models import Comment, KnownWord, Phrase


def check(session: Session, stream_id: str, facts: Sequence[FactRow]) -> list[str]:
    """Everything of these that is not as the record has it."""
    stream = session.get(Stream, stream_id)
    if stream is not None and stream.kind == "council":
        return [*_phrases(session, facts), *_words(session, facts)]
    return list(_comments(session, stream_id, facts))


def _comments(session: Session, meeting_id: str, facts: Sequence[FactRow]) -> Iterator[str]:
    written: dict[str, dict[str, Any]] = {}
    for fact in facts:
        if fact.type == "minutes.comment_made":
            written[fact.text("comment_id")] = {"sha256": fact.text("sha256"), "settled": False}
        elif fact.type == "minutes.comment_settled" and fact.text("thread_id") in written:
            written[fact.text("thread_id")]["settled"] = fact.data.get("settled") is True
    stored = {
        row.id: {
            "sha256": hashlib.sha256(row.text.encode()).hexdigest(),
            "settled": row.resolved_at is not None,
        }
        for row in session.scalars(select(Comment).where(Comment.meeting_id == meeting_id))
    }
    yield from _differ(stored, written, "comment")


def _phrases(session: Session, facts: Sequence[FactRow]) -> Iterator[str]:
    written: dict[str, dict[str, Any]] = {}
    for fact in facts:
        key = fact.text("phrase_id")
        if fact.type == "minutes.phrase_kept":
            said = {name: fact.text(name) for name in ("name", "text", "language")}
            written[key] = {**said, "offered": True}
        elif fact.type == "minutes.phrase_removed" and key in written:
            written[key]["offered"] = False
    stored = {
        row.id: {
            "name": row.name,
            "text": row.text,
            "language": row.language,
            "offered": row.removed_at is None,
        }
        for row in session.scalars(select(Phrase))
    }
    yield from _differ(stored, written, "phrase")


def _words(session: Session, facts: Sequence[FactRow]) -> Iterator[str]:
    written: dict[str, dict[str, Any]] = {}
    for fact in facts:
        word = fact.text("word")
        if fact.type == "minutes.word_kept":
            written[word.casefold()] = {"word": word}
        elif fact.type == "minutes.word_removed":
            written.pop(word.casefold(), None)
    stored = {row.key: {"word": row.word} for row in session.scalars(select(KnownWord))}
    yield from _differ(stored, written, "word")


def _differ(
    stored: Mapping[str, Mapping[str, Any]], written: Mapping[str, Mapping[str, Any]], what: str
) -> Iterator[str]:
    for key in sorted({*stored, *written}):
        if key not in stored:
            yield f"the {what} {key} is recorded and not there"
        elif key not in written:
            yield f"the {what} {key} is there and not recorded"
        elif stored[key] != written[key]:
            yield f"the {what} {key} is not as it was recorded"
