"""What follows in the life of minutes: agendas that link to them, prints beside them, and the seal on the record."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.business.minutes_items import link_minutes
from meetings.agendas.business.sources import MinutesLink, minutes_from_elsewhere, minutes_links
from meetings.minutes.events import MinutesConfirmed, MinutesPrinted, MinutesPublished
from meetings.minutes.life import dues as dues
from meetings.minutes.life.events import MinutesSigned, NotePublished, ScanAdded, SheetAsked
from meetings.minutes.life.models import MinutesElsewhere, MinutesSheet, SheetKind
from meetings.minutes.life.open_points import point_source
from meetings.minutes.life.points import Point, private_items
from meetings.minutes.life.usecases.sheets import want_sheet
from meetings.minutes.models import Minutes, MinutesVersion
from meetings.minutes.queries import document_of, minutes_of
from meetings.minutes.writing.commenting import open_threads
from meetings.proof.notary import sealed_soon
from meetings.runtime.reactions import on, queue, then
from meetings.runtime.work import Work

SHEET = "minutes.sheet"


def linked(work: Work, meeting_id: str, _fact: MinutesPublished | MinutesPrinted) -> None:
    """Agendas in preparation say where these minutes are read, and how long they are."""
    link_minutes(work, meeting_id)


def sheets_of_published(work: Work, meeting_id: str, _fact: MinutesPublished | MinutesConfirmed) -> None:
    """Exempt minutes are printed as they stand now; the pack to be signed once they are confirmed."""
    row = minutes_of(work.session, meeting_id)
    assert row is not None
    if private_items(document_of(work.session, row)):
        _again(work, meeting_id, SheetKind.EXEMPT, row.version)
    if row.is_confirmed and not row.signed_by:
        _again(work, meeting_id, SheetKind.SIGNING, row.version)


def sheet_of_note(work: Work, meeting_id: str, _fact: NotePublished) -> None:
    """The note in print."""
    want_sheet(work, meeting_id, SheetKind.NOTE)


def _again(work: Work, meeting_id: str, kind: SheetKind, version: int) -> None:
    """Print it though there may be an earlier print of the same version."""
    query = select(MinutesSheet).where(
        MinutesSheet.meeting_id == meeting_id, MinutesSheet.kind == kind, MinutesSheet.version == version
    )
    row = work.session.scalar(query)
    if row is not None:
        row.pdf_sha256 = row.pages = None
    want_sheet(work, meeting_id, kind)


@minutes_links
def links_of(session: Session, meeting_ids: Collection[str]) -> dict[str, MinutesLink]:
    """Where published minutes are read, and the pages of their PDF."""
    query = (
        select(Minutes.meeting_id, MinutesVersion.pages)
        .join(
            MinutesVersion,
            (MinutesVersion.meeting_id == Minutes.meeting_id)
            & (MinutesVersion.number == Minutes.public_version),
        )
        .where(Minutes.meeting_id.in_(list(meeting_ids)), Minutes.public_version > 0)
    )
    return {row[0]: MinutesLink(f"/meetings/{row[0]}/minutes", row[1]) for row in session.execute(query)}


@minutes_from_elsewhere
def put_before(session: Session, body_id: str) -> set[str]:
    """Meetings of bodies that meet no more, whose minutes were put before this one."""
    query = select(MinutesElsewhere.meeting_id).where(MinutesElsewhere.body_id == body_id)
    return set(session.scalars(query))


@point_source
def comments(session: Session, meeting_id: str) -> list[Point]:
    """Comments that nobody has settled."""
    count = open_threads(session, meeting_id)
    if not count:
        return []
    return [Point("comments", f"{count} comment{'s are' if count > 1 else ' is'} not settled.")]


on(MinutesPublished, then(linked), then(sheets_of_published))
on(MinutesPrinted, then(linked))
on(MinutesConfirmed, then(sheets_of_published))
on(NotePublished, then(sheet_of_note))
on(SheetAsked, queue(SHEET))
sealed_soon(MinutesConfirmed, MinutesSigned, ScanAdded)
