"""Keeping the index: what is not public any more goes first, then what is new is read and put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from meetings.kernel.errors import NotFound
from meetings.ports.storage import Storage
from meetings.publicsite.search.models import WORDS, Kind, SearchEntry
from meetings.publicsite.search.published import Subject, of_council, of_meeting
from meetings.publicsite.search.store import Entry, forget, keep, kept
from meetings.runtime.usecase import Runner
from meetings.schedule.models import Meeting

#: rows written at once: nobody who votes waits for more
_AT_ONCE = 40
T = TypeVar("T")
Wanted = Callable[[Session], list[Subject]]


def index_meeting(runner: Runner, storage: Storage, meeting_id: str) -> int:
    """Bring the rows of a meeting up to date. How many subjects were made anew."""
    return _bring(runner, storage, meeting_id, lambda session: _wanted(session, meeting_id, runner.timezone))


def index_council(runner: Runner, storage: Storage) -> int:
    """The same for committees, councillors and the forward plan."""
    today = runner.clock.now().astimezone(runner.timezone).date()
    return _bring(runner, storage, None, lambda session: of_council(session, today))


def index_everything(runner: Runner, storage: Storage) -> int:
    """Bring everything up to date. How many subjects were made anew."""
    with runner.read() as session:
        ids = list(session.scalars(select(Meeting.id).order_by(Meeting.starts_at.desc())))
    made = index_council(runner, storage)
    return made + sum(index_meeting(runner, storage, meeting_id) for meeting_id in ids)


def rebuild(runner: Runner, storage: Storage) -> int:
    """Make the index anew from nothing. How many rows it has then."""
    with runner.database.write() as session:
        forget(session)
    index_everything(runner, storage)
    if runner.database.is_sqlite:
        with runner.database.write() as session:
            session.execute(text(f"INSERT INTO {WORDS}({WORDS}) VALUES('optimize')"))
    with runner.read() as session:
        return session.scalar(select(func.count()).select_from(SearchEntry)) or 0


def _wanted(session: Session, meeting_id: str, timezone: ZoneInfo) -> list[Subject]:
    try:
        return of_meeting(session, meeting_id, timezone)
    except NotFound:
        return []


def _bring(runner: Runner, storage: Storage, meeting_id: str | None, wanted: Wanted) -> int:
    with runner.read() as session:
        subjects, have = wanted(session), kept(session, meeting_id)
    there = {(s.kind, s.id): s.source for s in subjects}
    gone = [key for key in have if key not in there]
    if gone:
        with runner.database.write() as session:
            for kind, subject_id in gone:
                _forget(session, meeting_id, kind, subject_id)
    changed = [s for s in subjects if have.get((s.kind, s.id)) != s.source]
    quick = [s for s in changed if s.kind is not Kind.PAPER]
    for some in _parts(quick):
        _write(runner, meeting_id, {s: s.make(storage) for s in some}, wanted, first=True)
    for subject in changed:
        if subject.kind is Kind.PAPER:
            # Files are read before anything is locked; whether they may still be found is asked again afterwards.
            for n, pages in enumerate(_parts(subject.make(storage))):
                _write(runner, meeting_id, {subject: pages}, wanted, first=n == 0)
    return len(changed)


def _write(
    runner: Runner,
    meeting_id: str | None,
    made: dict[Subject, Sequence[Entry]],
    wanted: Wanted,
    *,
    first: bool,
) -> None:
    with runner.database.write() as session:
        still = {(s.kind, s.id, s.source) for s in wanted(session)}
        for subject, entries in made.items():
            if first:
                _forget(session, meeting_id, subject.kind, subject.id)
            if (subject.kind, subject.id, subject.source) in still:
                keep(session, entries, meeting_id, subject.source)


def _parts(things: Sequence[T]) -> Iterator[list[T]]:
    them = iter(things)
    while some := list(islice(them, _AT_ONCE)):
        yield some


def _forget(session: Session, meeting_id: str | None, kind: Kind, subject_id: str) -> None:
    mine = SearchEntry.meeting_id.is_(None) if meeting_id is None else SearchEntry.meeting_id == meeting_id
    forget(session, mine, SearchEntry.kind == kind, SearchEntry.subject_id == subject_id)
