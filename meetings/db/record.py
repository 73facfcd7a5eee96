"""The record: facts in order, one gapless sequence a stream, that the database itself refuses to change."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ForeignKey, Integer, String, Table, Text, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from meetings.db.base import Base, Key
from meetings.kernel.errors import NotFound
from meetings.kernel.facts import Fact, canonical, from_data, name_of, registered, to_data

LEAF_VERSION = 1


class Stream(Base):
    """One sequence of facts: a meeting's, or the council's own."""

    __tablename__ = "stream"
    id: Mapped[Key]
    #: `meeting` or `council`
    kind: Mapped[str] = mapped_column(String(20))
    #: the number of its last fact; 0 before the first
    version: Mapped[int] = mapped_column(Integer, default=0)


class RecordedFact(Base):
    """A fact as it was written. No row is ever updated or deleted: triggers refuse it."""

    __tablename__ = "record"
    stream_id: Mapped[str] = mapped_column(String(20), ForeignKey("stream.id"), primary_key=True)
    #: 1, 2, 3 … without a gap
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime]
    type: Mapped[str] = mapped_column(String(80), index=True)
    #: canonical JSON
    data: Mapped[str] = mapped_column(Text)
    #: the account that acted; null for the system and for imports
    actor_id: Mapped[str | None] = mapped_column(String(20))
    actor_name: Mapped[str] = mapped_column(String(200))
    #: 32 hexadecimal digits, so that a leaf gives nothing away of a short content
    salt: Mapped[str] = mapped_column(String(32))
    #: SHA-256 of 0x00 and the canonical form (a leaf of RFC 9162), in hexadecimal digits
    leaf: Mapped[str] = mapped_column(String(64))


_RECORD = cast(Table, RecordedFact.__table__)
_COLUMNS = _RECORD.columns.keys()


@dataclass(frozen=True)
class Entry:
    """A fact read back, with its place in the record."""

    seq: int
    at: datetime
    fact: Fact
    type: str
    actor_id: str | None
    actor_name: str


@dataclass(frozen=True, slots=True)
class Written:
    """A fact as it has just been written: the columns of its row."""

    stream_id: str
    seq: int
    at: datetime
    type: str
    data: str
    actor_id: str | None
    actor_name: str
    salt: str
    leaf: str


@dataclass(frozen=True)
class Author:
    """In whose name facts are written."""

    account_id: str | None
    name: str


def open_stream(session: Session, stream_id: str, kind: str) -> None:
    """Begin a stream with no facts yet."""
    session.execute(insert(Stream).values(id=stream_id, kind=kind, version=0))


def append(
    session: Session, stream_id: str, facts: Sequence[tuple[Fact, Author]], at: datetime
) -> list[Written]:
    """Write facts at the end of a stream; the stream stays locked until the transaction ends.

    Raises NotFound if there is no such stream.
    """
    bump = update(Stream).where(Stream.id == stream_id).values(version=Stream.version + len(facts))
    last = session.execute(bump.returning(Stream.version)).scalar_one_or_none()
    if last is None:
        raise NotFound("There is no such record.")
    first = last - len(facts) + 1
    rows = [_row(stream_id, first + i, fact, author, at) for i, (fact, author) in enumerate(facts)]
    # Past the mapper, which would take longer over many ballots than the disk does.
    session.execute(insert(_RECORD), [{c: getattr(r, c) for c in _COLUMNS} for r in rows])
    return rows


def version_of(session: Session, stream_id: str) -> int:
    """The number of the stream's last fact. Raises NotFound."""
    version = session.scalar(select(Stream.version).where(Stream.id == stream_id))
    if version is None:
        raise NotFound("There is no such record.")
    return version


def versions_of(session: Session, stream_ids: Iterable[str]) -> dict[str, int]:
    """The versions of several streams in one query."""
    rows = session.execute(select(Stream.id, Stream.version).where(Stream.id.in_(list(stream_ids))))
    return {row.id: row.version for row in rows}


def types_since(session: Session, stream_id: str, since: int) -> list[tuple[int, str]]:
    """Sequence number and type of each fact after `since`."""
    query = select(RecordedFact.seq, RecordedFact.type).where(
        RecordedFact.stream_id == stream_id, RecordedFact.seq > since
    )
    return [(seq, kind) for seq, kind in session.execute(query.order_by(RecordedFact.seq))]


def facts_of(
    session: Session, stream_id: str, since: int = 0, types: Iterable[type[Fact]] = ()
) -> Iterator[Entry]:
    """The facts after `since`, in order; all types unless some are named."""
    query = select(RecordedFact).where(RecordedFact.stream_id == stream_id, RecordedFact.seq > since)
    if names := [name_of(t) for t in types]:
        query = query.where(RecordedFact.type.in_(names))
    known = registered()
    for row in session.scalars(query.order_by(RecordedFact.seq)):
        if row.type in known:
            fact = from_data(row.type, json.loads(row.data))
            yield Entry(row.seq, row.at, fact, row.type, row.actor_id, row.actor_name)


def last_facts_of(session: Session, stream_id: str, types: Iterable[type[Fact]], most: int) -> list[Entry]:
    """The last facts of these types, so many at most, in order."""
    query = select(RecordedFact).where(
        RecordedFact.stream_id == stream_id, RecordedFact.type.in_([name_of(t) for t in types])
    )
    rows = session.scalars(query.order_by(RecordedFact.seq.desc()).limit(most)).all()
    return [
        Entry(r.seq, r.at, from_data(r.type, json.loads(r.data)), r.type, r.actor_id, r.actor_name)
        for r in reversed(rows)
    ]


def leaf_of(row: RecordedFact) -> str:
    """The leaf that the row's content gives; equal to `row.leaf` unless somebody got past the database."""
    author = Author(row.actor_id, row.actor_name)
    return _leaf(row.stream_id, row.seq, row.at, row.type, json.loads(row.data), author, row.salt)


def _leaf(
    stream_id: str, seq: int, at: datetime, kind: str, data: dict[str, Any], author: Author, salt: str
) -> str:
    content: dict[str, Any] = {
        "v": LEAF_VERSION,
        "stream": stream_id,
        "seq": seq,
        "at": at.isoformat(),
        "type": kind,
        "data": data,
        "actor": author.account_id,
        "name": author.name,
        "salt": salt,
    }
    return hashlib.sha256(b"\x00" + canonical(content)).hexdigest()


def _row(stream_id: str, seq: int, fact: Fact, author: Author, at: datetime) -> Written:
    kind, data, salt = name_of(type(fact)), to_data(fact), secrets.token_hex(16)
    leaf = _leaf(stream_id, seq, at, kind, data, author, salt)
    text = canonical(data).decode()
    return Written(stream_id, seq, at, kind, text, author.account_id, author.name, salt, leaf)


def council_stream(session: Session) -> str:
    """The stream for what belongs to no meeting. Raises NotFound before the council is set up."""
    stream_id = session.scalar(select(Stream.id).where(Stream.kind == "council"))
    if stream_id is None:
        raise NotFound("The council has not been set up yet.")
    return stream_id
