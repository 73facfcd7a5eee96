"""The index in the database: FTS5 on SQLite, a tsvector on PostgreSQL, behind the same few functions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    case,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session

from meetings.publicsite.search.models import WORDS, Kind, SearchEntry
from meetings.publicsite.search.words import Term, words_of

#: hits that are looked at; with more, a search should say more
MOST_HITS = 400
#: letters of a page or text that are indexed
_LONGEST = 200_000
_WORDS = table(WORDS, column("rowid"), column("entry_id"), column("words"))
_ADD_WORDS = text(
    f"INSERT INTO {WORDS} (entry_id, words) VALUES (:id,"
    " setweight(to_tsvector('simple', :title), 'A') || setweight(to_tsvector('simple', :text), 'C'))"
)


@dataclass(frozen=True)
class Entry:
    """A row to be, of a subject."""

    kind: Kind
    subject_id: str
    title: str
    text: str
    path: str
    body_id: str | None = None
    day: date | None = None
    page: int | None = None


@dataclass(frozen=True)
class Narrowed:
    """What the results are narrowed to."""

    kind: Kind | None = None
    body_id: str | None = None
    first: date | None = None
    last: date | None = None
    newest_first: bool = False


@dataclass(frozen=True)
class Hit:
    """A row that the words are in, without its text."""

    id: int
    kind: Kind
    subject_id: str
    meeting_id: str | None
    body_id: str | None
    day: date | None
    page: int | None
    title: str
    path: str
    source: str


def keep(session: Session, entries: Iterable[Entry], meeting_id: str | None, source: str) -> None:
    """Index these."""
    rows = [
        vars(entry)
        | {
            "title": _clean(entry.title),
            "text": _clean(entry.text),
            "meeting_id": meeting_id,
            "source": source,
        }
        for entry in entries
    ]
    if not rows:
        return
    if _is_sqlite(session):
        session.execute(insert(SearchEntry), rows)
        return
    ids = session.scalars(insert(SearchEntry).returning(SearchEntry.id, sort_by_parameter_order=True), rows)
    session.execute(
        _ADD_WORDS,
        [
            {"id": i, "title": " ".join(words_of(row["title"])), "text": " ".join(words_of(row["text"]))}
            for i, row in zip(ids, rows, strict=True)
        ],
    )


def forget(session: Session, *conditions: ColumnElement[bool]) -> None:
    """Delete rows, and their words from the index."""
    session.execute(delete(SearchEntry).where(*conditions).execution_options(synchronize_session=False))


def kept(session: Session, meeting_id: str | None) -> dict[tuple[Kind, str], str]:
    """By subject, of what its rows were made; empty where they are not whole: the row without a page comes last."""
    whole = func.max(case((SearchEntry.page.is_(None), SearchEntry.source), else_=""))
    query = select(SearchEntry.kind, SearchEntry.subject_id, whole)
    where = SearchEntry.meeting_id.is_(None) if meeting_id is None else SearchEntry.meeting_id == meeting_id
    query = query.where(where).group_by(SearchEntry.kind, SearchEntry.subject_id)
    return {(kind, subject): source for kind, subject, source in session.execute(query)}


def find(session: Session, terms: Sequence[Term], narrowed: Narrowed) -> list[Hit]:
    """The best rows that all the terms are in. One query."""
    if not terms:
        return []
    columns = [getattr(SearchEntry, name) for name in Hit.__dataclass_fields__]
    query = _matching(session, select(*columns), terms, narrowed.newest_first)
    for condition in _conditions(narrowed):
        query = query.where(condition)
    return [Hit(*row) for row in session.execute(query.limit(MOST_HITS))]


def texts(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The texts of rows. One query."""
    query = select(SearchEntry.id, SearchEntry.text).where(SearchEntry.id.in_(ids))
    return {row.id: row.text for row in session.execute(query)}


def _matching(
    session: Session, query: Select[*tuple[Any, ...]], terms: Sequence[Term], newest_first: bool
) -> Select[*tuple[Any, ...]]:
    if _is_sqlite(session):
        match = " AND ".join(f'"{" ".join(t.words)}"{"*" if t.open else ""}' for t in terms)
        rank: ColumnElement[Any] = literal_column(f"{WORDS}.rank")
        query = query.join(_WORDS, _WORDS.c.rowid == SearchEntry.id)
        query = query.where(text(f"{WORDS} MATCH :words")).params(words=match)
    else:
        joined = (" <-> ".join(f"'{w}'" for w in t.words) + (":*" if t.open else "") for t in terms)
        wanted = func.to_tsquery(literal_column("'simple'"), " & ".join(joined))
        rank = -func.ts_rank(_WORDS.c.words, wanted)
        query = query.join(_WORDS, _WORDS.c.entry_id == SearchEntry.id)
        query = query.where(_WORDS.c.words.op("@@")(wanted))
    order = (SearchEntry.day.desc().nulls_last(), SearchEntry.id) if newest_first else (rank, SearchEntry.id)
    return query.order_by(*order)


def _conditions(narrowed: Narrowed) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if narrowed.kind is not None:
        found.append(SearchEntry.kind == narrowed.kind)
    if narrowed.body_id is not None:
        found.append(SearchEntry.body_id == narrowed.body_id)
    if narrowed.first is not None:
        found.append(SearchEntry.day >= narrowed.first)
    if narrowed.last is not None:
        found.append(SearchEntry.day <= narrowed.last)
    return found


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _clean(words: str) -> str:
    """Without what no database keeps; ligatures, soft hyphens and those of line ends do not part words."""
    whole = words.replace("\x00", "").replace("\u00ad", "").replace("\u2010\n", "")
    return unicodedata.normalize("NFKC", whole).strip()[:_LONGEST]
