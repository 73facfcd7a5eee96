"""What the making of packs writes down: numbers given, progress, files kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from meetings.agendas.content import AgendaContent
from meetings.agendas.queries import published_agenda, withdrawn_ids
from meetings.kernel.ids import new_id
from meetings.kernel.secrecy import Audience
from meetings.packs.contents import GivenNumbers, listed
from meetings.packs.events import PackBuilt, PacksListed
from meetings.packs.models import Pack, PackItemFile, PackPart, PackSheet
from meetings.packs.queries import Problem, listing_of, page_ranges, readers_mark
from meetings.packs.rules import PackKind, PackState, Series, numbered_on
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.usecases import lock_meeting

BUILD = "packs.build"
NOTHING = AgendaContent(0)


@dataclass(frozen=True)
class ToNumber:
    """Something that is to have page numbers: a paper, or (None) agenda sheets."""

    version: int
    series: Series
    paper_id: str | None
    pages: int


@dataclass(frozen=True)
class GiveNumbers:
    """In this order, after all that have numbers already."""

    meeting_id: str
    parts: tuple[ToNumber, ...]
    double_sided: bool = False


@dataclass(frozen=True)
class NoteProgress:
    """How far a pack is."""

    meeting_id: str
    kind: PackKind
    edition: int
    state: PackState
    done: int = 0
    total: int = 0
    message: str = ""


@dataclass(frozen=True)
class KeepPack:
    """A pack that was made, whole. `readers`: `readers_mark` of what it was made from; empty: do not compare."""

    meeting_id: str
    kind: PackKind
    edition: int
    made_from: str
    sha256: str
    size: int
    pages: int
    label: str
    numbers: str
    has_exempt: bool
    is_accessible: bool
    problems: tuple[Problem, ...] = ()
    readers: str = ""


@dataclass(frozen=True)
class KeepItemFile:
    """The file of an item that was made."""

    meeting_id: str
    item_id: str
    made_from: str
    sha256: str
    size: int
    pages: int
    numbers: str
    readers: str = ""


@dataclass(frozen=True)
class KeepSheet:
    """A sheet that was rendered."""

    html_sha256: str
    sha256: str
    pages: int


@dataclass(frozen=True)
class DropPacks:
    """Packs and item files that there are no more, by kind and edition, and by item."""

    meeting_id: str
    packs: tuple[tuple[PackKind, int], ...] = ()
    items: tuple[str, ...] = ()


@use_case(permission=None, system_only=True)
def give_numbers(work: Work, command: GiveNumbers) -> None:
    """Give page numbers to what has none; what has some keeps them, whatever is asked."""
    for series in Series:
        mine = PackPart.meeting_id == command.meeting_id, PackPart.series == series
        last = work.session.scalar(select(func.max(PackPart.last_number)).where(*mine)) or 0
        rows = work.session.execute(select(PackPart.version, PackPart.paper_id).where(*mine))
        known = {(row[0], row[1]) for row in rows}
        papers = {paper_id for _, paper_id in known}
        wanted = [
            p
            for p in command.parts
            if p.series is series
            and (p.paper_id not in papers if p.paper_id else (p.version, None) not in known)
        ]
        counted = numbered_on(last, (p.pages for p in wanted), double_sided=command.double_sided)
        for part, (first, end) in zip(wanted, counted, strict=True):
            work.session.add(
                PackPart(
                    id=new_id(),
                    meeting_id=command.meeting_id,
                    version=part.version,
                    series=series,
                    paper_id=part.paper_id,
                    first_number=first,
                    last_number=end,
                )
            )


def would_be_given(
    given: Sequence[GivenNumbers], parts: Sequence[ToNumber], *, double_sided: bool
) -> list[GivenNumbers]:
    """The numbers that a draft shows: those given, and after them what would be given now."""
    found = list(given)
    for series in Series:
        last = max((g.last for g in given if g.series is series), default=0)
        mine = [p for p in parts if p.series is series]
        counted = numbered_on(last, (p.pages for p in mine), double_sided=double_sided)
        found += [
            GivenNumbers(p.version, series, p.paper_id, first, end)
            for p, (first, end) in zip(mine, counted, strict=True)
        ]
    return found


@use_case(permission=None, system_only=True)
def note_progress(work: Work, command: NoteProgress) -> None:
    """Say how far a pack is; its file, if there is an older one, can be had until the new one is there."""
    row = row_of(work.session, command.meeting_id, command.kind, command.edition)
    row.state, row.done, row.total, row.message = (
        command.state,
        command.done,
        command.total,
        command.message,
    )


@use_case(permission=None, system_only=True)
def keep_pack(work: Work, command: KeepPack) -> str:
    """Let a pack that was made take the place of the one before. Returns the hash of that one's file."""
    overtaken = _overtaken(work.session, command)
    row = row_of(work.session, command.meeting_id, command.kind, command.edition)
    before = row.sha256
    for name in ("made_from", "sha256", "size", "pages", "label", "numbers", "has_exempt", "is_accessible"):
        setattr(row, name, getattr(command, name))
    row.problems = [asdict(p) for p in command.problems]
    row.state, row.message, row.built_at = PackState.READY, "", work.now
    if overtaken:
        row.made_from, row.state = "", PackState.WAITING
    row.done = row.total
    work.session.flush()
    built = PackBuilt(command.kind.value, command.edition, command.pages, command.sha256)
    work.record(command.meeting_id, built)
    return before


@use_case(permission=None, system_only=True)
def keep_item_file(work: Work, command: KeepItemFile) -> str:
    """The same for the file of an item."""
    overtaken = _overtaken(work.session, command)
    mine = PackItemFile.meeting_id == command.meeting_id, PackItemFile.item_id == command.item_id
    row = work.session.scalar(select(PackItemFile).where(*mine))
    before = "" if row is None else row.sha256
    if row is None:
        row = PackItemFile(id=new_id(), meeting_id=command.meeting_id, item_id=command.item_id)
        work.session.add(row)
    for name in ("made_from", "sha256", "size", "pages", "numbers"):
        setattr(row, name, getattr(command, name))
    if overtaken:
        row.made_from = ""
    return before


def _overtaken(session: Session, command: KeepPack | KeepItemFile) -> bool:
    """Whether the agenda was published anew, or a paper withdrawn, while it was being made: then nobody may have it,
    and it is made again. The meeting is locked, so that neither can happen between this look and the commit."""
    lock_meeting(session, command.meeting_id)
    return bool(command.readers) and command.readers != readers_mark(session, command.meeting_id)


@use_case(permission=None, system_only=True)
def keep_sheet(work: Work, command: KeepSheet) -> None:
    """Remember a rendered sheet."""
    if work.session.get(PackSheet, command.html_sha256) is None:
        work.session.add(PackSheet(**vars(command)))


@use_case(permission=None, system_only=True)
def list_packs(work: Work, meeting_id: str) -> bool:
    """Let the public page show what there is now. False when it does already, or there is no pack."""
    mine = Pack.meeting_id == meeting_id, Pack.kind == PackKind.PUBLIC, Pack.edition == 0
    row = work.session.scalar(select(Pack).where(*mine))
    listing = listing_of(work.session, meeting_id)
    if row is None or row.listing == listing:
        return False
    row.listing = listing
    work.session.flush()
    work.record(meeting_id, PacksListed(len(listing["numbers"]), len(listing["files"])))
    return True


@use_case(permission=None, system_only=True)
def drop_packs(work: Work, command: DropPacks) -> list[str]:
    """Take away what is no more; the hashes of the files."""
    rows: list[Any] = []
    for kind, edition in command.packs:
        rows += [row_of(work.session, command.meeting_id, kind, edition)]
    mine = PackItemFile.meeting_id == command.meeting_id, PackItemFile.item_id.in_(command.items)
    rows += list(work.session.scalars(select(PackItemFile).where(*mine)))
    files = [row.sha256 for row in rows if row.sha256]
    for row in rows:
        work.session.delete(row)
    return files


def row_of(session: Session, meeting_id: str, kind: PackKind, edition: int) -> Pack:
    """The row of a pack, which is begun if there is none."""
    query = select(Pack).where(Pack.meeting_id == meeting_id, Pack.kind == kind, Pack.edition == edition)
    row = session.scalar(query)
    if row is None:
        row = Pack(id=new_id(), meeting_id=meeting_id, kind=kind, edition=edition, state=PackState.WAITING)
        row.done = row.total = row.size = row.pages = 0
        row.message = row.made_from = row.sha256 = row.label = row.numbers = ""
        row.has_exempt = row.is_accessible = False
        row.problems, row.listing = [], {}
        session.add(row)
        session.flush()
    return row


def hide_what_was_closed(work: Work, meeting_id: str, _fact: object) -> None:
    """From this moment on nobody gets a file with a paper in it that was withdrawn or made exempt: packs that
    hold one cannot be had until they are made again."""
    content = published_agenda(work.session, meeting_id)
    opened, all_of_them = (
        set(page_ranges(work.session, meeting_id, audience))
        for audience in (Audience.PUBLIC, Audience.MEMBER)
    )
    exempt = {each.paper.id for each in listed(content or NOTHING) if each.series is Series.EXEMPT}
    if exempt & opened or withdrawn_ids(work.session, meeting_id) & all_of_them:
        _hide(work, meeting_id)


def give_back(work: Work, meeting_id: str, _fact: object) -> None:
    """The whole agenda was taken back: its packs cannot be had any more, and the next one is numbered from 1."""
    work.session.execute(delete(PackPart).where(PackPart.meeting_id == meeting_id))
    _hide(work, meeting_id)


def _hide(work: Work, meeting_id: str) -> None:
    for table in (Pack, PackItemFile):
        work.session.execute(update(table).where(table.meeting_id == meeting_id).values(made_from=""))
