"""Reads about packs: page numbers, what can be had, how far it is, who opened what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meetings.agendas.models import Paper, PaperRendition
from meetings.agendas.queries import withdrawn_ids
from meetings.documents.pack_order import Numbers
from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import Audience, may_read
from meetings.packs.contents import GivenNumbers
from meetings.packs.models import Pack, PackItemFile, PackOpening, PackPart, PackSetting, PackSheet
from meetings.packs.rules import PackKind, PackState, Series, may_open
from meetings.schedule.queries import meeting_of

NO_PACK = "There is no such pack. It may not have been made yet, or it is not for everybody."


@dataclass(frozen=True)
class Problem:
    """A paper that is not in a pack as it should be."""

    paper_id: str
    title: str
    problem: str


@dataclass(frozen=True)
class PackRow:
    """A pack with all that its pages show."""

    meeting_id: str
    kind: PackKind
    edition: int
    state: PackState
    done: int
    total: int
    message: str
    made_from: str
    sha256: str
    size: int
    pages: int
    label: str
    numbers: str
    has_exempt: bool
    is_accessible: bool
    built_at: datetime | None
    problems: tuple[Problem, ...] = ()

    @property
    def can_be_had(self) -> bool:
        """Whether there is a file, and nothing in it that has been withdrawn from its readers since."""
        return bool(self.made_from)


@dataclass(frozen=True)
class ItemFile:
    """The papers of an item as a file."""

    item_id: str
    made_from: str
    sha256: str
    size: int
    pages: int
    numbers: str


@dataclass(frozen=True)
class Offer:
    """A file that the public is offered: `edition` 0 is the whole pack."""

    edition: int
    size: int
    pages: int
    numbers: str
    label: str = ""


@dataclass(frozen=True)
class PublicPacks:
    """What the public page shows of packs: the whole, its supplements, the numbers of papers, the files of items."""

    packs: tuple[Offer, ...] = ()
    numbers: Mapping[str, Numbers] = field(default_factory=dict)
    files: Mapping[str, Offer] = field(default_factory=dict)
    #: changes whenever any of it does
    mark: str = ""
    meeting_id: str = ""

    def address(self, item_id: str) -> str:
        """Where the file of an item is."""
        return f"/meetings/{self.meeting_id}/items/{item_id}.pdf"

    @property
    def whole(self) -> Offer | None:
        """The whole pack."""
        return next((p for p in self.packs if p.edition == 0), None)

    @property
    def supplements(self) -> tuple[Offer, ...]:
        """What came with each version, where there is more than one."""
        return tuple(p for p in self.packs if p.edition)


@dataclass(frozen=True)
class Opening:
    """Who opened which restricted pack, and when."""

    kind: PackKind
    edition: int
    name: str
    at: datetime
    sha256: str


def given_numbers(session: Session, meeting_id: str) -> list[GivenNumbers]:
    """All numbers given so far, in their order."""
    query = select(
        PackPart.version, PackPart.series, PackPart.paper_id, PackPart.first_number, PackPart.last_number
    ).where(PackPart.meeting_id == meeting_id)
    rows = session.execute(query.order_by(PackPart.series.desc(), PackPart.first_number))
    return [GivenNumbers(*row) for row in rows]


def page_ranges(session: Session, meeting_id: str, audience: Audience) -> dict[str, Numbers]:
    """The page numbers of each paper by its id, as far as this audience may read its count. One query.

    A paper that was exempt and became public has its public numbers here.
    """
    found = given_numbers(session, meeting_id)
    readable = [s for s in Series if may_read(s.mark, published=True, audience=audience)]
    return {
        given.paper_id: given.numbers
        for series in (Series.EXEMPT, Series.PUBLIC)
        for given in found
        if given.series is series and series in readable and given.paper_id is not None
    }


def packs_of(session: Session, meeting_id: str) -> list[PackRow]:
    """Every pack of a meeting, the whole ones first."""
    rows = session.scalars(select(Pack).where(Pack.meeting_id == meeting_id).order_by(Pack.edition))
    order = list(PackKind)
    return sorted((_row(p) for p in rows), key=lambda p: (p.edition > 0, p.edition, order.index(p.kind)))


def pack_of(session: Session, meeting_id: str, kind: PackKind, edition: int = 0) -> PackRow:
    """A pack that can be had. Raises NotFound, also for one that is not made yet."""
    query = select(Pack).where(
        Pack.meeting_id == meeting_id, Pack.kind == kind, Pack.edition == edition, Pack.made_from != ""
    )
    row = session.scalar(query)
    if row is None:
        raise NotFound(NO_PACK)
    return _row(row)


def public_packs(session: Session, meeting_id: str) -> PublicPacks:
    """What the public page shows. One query."""
    query = select(Pack.listing, Pack.made_from).where(
        Pack.meeting_id == meeting_id, Pack.kind == PackKind.PUBLIC, Pack.edition == 0, Pack.made_from != ""
    )
    row = session.execute(query).one_or_none()
    if row is None or not row[0]:
        return PublicPacks()
    found = row[0]
    return PublicPacks(
        tuple(Offer(*each) for each in found["packs"]),
        {paper_id: Numbers(*each) for paper_id, each in found["numbers"].items()},
        {item_id: Offer(*each) for item_id, each in found["files"].items()},
        sha256(json.dumps(found, sort_keys=True).encode()).hexdigest(),
        meeting_id,
    )


def restricted_packs(session: Session, meeting_id: str, audience: Audience) -> list[PackRow]:
    """The whole packs that this audience gets as personal copies. One query, none for the public."""
    kinds = [k for k in (PackKind.MEMBERS, PackKind.EXEMPT) if may_open(k, audience)]
    if not kinds:
        return []
    query = select(Pack).where(
        Pack.meeting_id == meeting_id, Pack.kind.in_(kinds), Pack.edition == 0, Pack.made_from != ""
    )
    return [_row(p) for p in session.scalars(query.order_by(Pack.kind.desc()))]


def listing_of(session: Session, meeting_id: str) -> dict[str, Any]:
    """The same as data, as it is now."""
    packs = [p for p in packs_of(session, meeting_id) if p.kind is PackKind.PUBLIC and p.can_be_had]
    numbers = page_ranges(session, meeting_id, Audience.PUBLIC)
    files = item_files(session, meeting_id)
    return {
        "packs": [[p.edition, p.size, p.pages, p.numbers, p.label] for p in packs],
        "numbers": {paper_id: [n.first, n.last, n.prefix] for paper_id, n in numbers.items()},
        "files": {i: [0, f.size, f.pages, f.numbers] for i, f in files.items() if f.made_from},
    }


def item_files(session: Session, meeting_id: str) -> dict[str, ItemFile]:
    """The files of items by their ids."""
    columns = [getattr(PackItemFile, name) for name in ItemFile.__dataclass_fields__]
    query = select(*columns).where(PackItemFile.meeting_id == meeting_id)
    return {row[0]: ItemFile(*row) for row in session.execute(query)}


def readers_mark(session: Session, meeting_id: str) -> str:
    """What readers may have, in one word: it changes with each version of the agenda and each withdrawal."""
    version = meeting_of(session, meeting_id).agenda_version
    return ":".join([str(version), *sorted(withdrawn_ids(session, meeting_id))])


def is_double_sided(session: Session, body_id: str) -> bool:
    """Whether a body prints on both sides."""
    return bool(session.scalar(select(PackSetting.double_sided).where(PackSetting.body_id == body_id)))


def openings(session: Session, meeting_id: str, limit: int | None = None) -> list[Opening]:
    """Who opened restricted packs, the latest first."""
    columns = [getattr(PackOpening, name) for name in Opening.__dataclass_fields__]
    query = select(*columns).where(PackOpening.meeting_id == meeting_id)
    rows = session.execute(query.order_by(PackOpening.at.desc(), PackOpening.id).limit(limit))
    return [Opening(*row) for row in rows]


def sheet_of(session: Session, html_sha256: str) -> tuple[str, int] | None:
    """Hash and pages of a sheet that was rendered before."""
    row = session.get(PackSheet, html_sha256)
    return None if row is None else (row.sha256, row.pages)


def is_in_use(session: Session, sha256: str) -> bool:
    """Whether anything still points at this file."""
    tables = (Pack.sha256, PackItemFile.sha256, PackSheet.sha256, Paper.sha256, PaperRendition.sha256)
    query = select(or_(*(select(1).where(column == sha256).exists() for column in tables)))
    return bool(session.scalar(query))


def _row(pack: Pack) -> PackRow:
    names = [name for name in PackRow.__dataclass_fields__ if name != "problems"]
    problems = tuple(Problem(**each) for each in pack.problems)
    return PackRow(**{name: getattr(pack, name) for name in names}, problems=problems)
