"""Jobs of packs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import NotFound
from meetings.packs.gathering import Gathered, gather
from meetings.packs.making import Maker, Target
from meetings.packs.numbering import number
from meetings.packs.queries import packs_of
from meetings.packs.rules import PackKind, PackState
from meetings.packs.shelf import Shelf
from meetings.packs.usecases import BUILD, DropPacks, NoteProgress, drop_packs, list_packs, note_progress
from meetings.runtime.jobs import GiveUp, Job, JobContext
from meetings.schedule.queries import meeting_of

_HISTORY = timedelta(days=1)


class NotYet(Exception):
    """A paper is still being converted; tried again later."""


def build_packs(context: JobContext, payload: dict[str, Any]) -> None:
    """Make every pack of a meeting that is out of date, or its draft. Safe to do again at any time.

    Raises NotYet; PdfFailed, PackFailed or StorageFailed after noting it.
    """
    meeting_id, draft = payload["stream"], bool(payload.get("draft"))
    try:
        with context.runner.read() as session:
            if not payload.get("asked") and _is_history(session, context, meeting_id):
                return
            got = gather(session, context, meeting_id, draft=draft)
    except NotFound as error:
        raise GiveUp("there is no such meeting") from error
    if not got.contents:
        with Shelf(context) as shelf:
            _drop(Maker(context, shelf, got), [], frozenset(), all_of_them=True)
        return
    if not draft and got.is_waiting(context):
        raise NotYet("a paper is still being converted to PDF")
    with Shelf(context) as shelf:
        maker = Maker(context, shelf, got)
        with _told(context, meeting_id, PackKind.DRAFT if draft else PackKind.PUBLIC, 0):
            is_news = number(maker, draft=draft)
        targets = maker.targets(draft=draft)
        for target in targets:
            with _told(context, meeting_id, target.kind, target.edition):
                maker.make(target)
        if not draft:
            context.runner.run(list_packs, meeting_id, actor=SYSTEM)
            items = maker.make_item_files()
            _drop(maker, targets, items, all_of_them=is_news)
            context.runner.run(list_packs, meeting_id, actor=SYSTEM)


def _is_history(session: Session, context: JobContext, meeting_id: str) -> bool:
    """A meeting that was held when it came here (an import, say): its packs are made when somebody asks for them."""
    meeting = meeting_of(session, meeting_id)
    return meeting.starts_at < context.runner.clock.now() - _HISTORY and not packs_of(session, meeting_id)


@contextmanager
def _told(context: JobContext, meeting_id: str, kind: PackKind, edition: int) -> Iterator[None]:
    """What goes wrong inside is noted with the pack before it goes up."""
    try:
        yield
    except Exception as error:
        words = f"The pack could not be made ({type(error).__name__}). It is tried again by itself."
        failed = NoteProgress(meeting_id, kind, edition, PackState.FAILED, 0, 0, words)
        context.runner.run(note_progress, failed, actor=SYSTEM)
        raise


def _drop(maker: Maker, targets: list[Target], items: frozenset[str], *, all_of_them: bool) -> None:
    """Take away what there is no more; with new numbers given, the draft too is out of date."""
    got: Gathered = maker.got
    wanted = {(t.kind, t.edition) for t in targets}
    gone = tuple(
        (p.kind, p.edition)
        for p in got.packs
        if (p.kind, p.edition) not in wanted and (all_of_them or p.kind is not PackKind.DRAFT)
    )
    no_files = tuple(item_id for item_id in got.files if item_id not in items)
    if gone or no_files:
        files = maker.context.runner.run(
            drop_packs, DropPacks(maker.meeting_id, gone, no_files), actor=SYSTEM
        )
        for file in files:
            maker.forget(file)


JOBS: dict[str, Job] = {BUILD: build_packs}
