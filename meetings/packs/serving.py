"""Handing out packs: the public ones by ranges, the restricted ones as a copy with the reader's name on each page."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path
from typing import BinaryIO

from flask import Response, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.agendas.paper_access import closed_items
from meetings.documents.pack_process import PackFailed, make_personal
from meetings.kernel.errors import Denied, NotFound, TooMany
from meetings.kernel.secrecy import Audience, may_see_meeting
from meetings.packs.queries import NO_PACK, PackRow, item_files, pack_of
from meetings.packs.rules import PackKind, is_personal, may_open
from meetings.packs.shelf import on_disk
from meetings.packs.usecases import OpenPack, open_pack
from meetings.ports.storage import FileMissing
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.schedule.rules import audience_of
from meetings.web.doors import current_actor, now, reading, run, today
from meetings.web.formats import date_and_time
from meetings.web.services import services

#: A document is shown, never run: it may load nothing and is no part of this site.
_CLOSED = "sandbox; default-src 'none'; frame-ancestors 'none'"
#: Copies made at once; each takes a process and the time of writing the pack once.
_COPIES = threading.BoundedSemaphore(2)
_WAIT_SECONDS = 20.0


def public_pack(meeting_id: str, edition: int = 0) -> ResponseReturnValue:
    """The public pack, or what came with a version of the agenda."""
    with reading() as session:
        meeting = _public_meeting(session, meeting_id)
        row = pack_of(session, meeting_id, PackKind.PUBLIC, edition)
    return _open_file(
        row.sha256, row.size, f"pack-{_name(meeting)}{f'-part-{edition}' if edition else ''}.pdf"
    )


def item_file(meeting_id: str, item_id: str) -> ResponseReturnValue:
    """The public papers of an item, with the page numbers of the pack."""
    with reading() as session:
        meeting = _public_meeting(session, meeting_id)
        file = item_files(session, meeting_id).get(item_id)
    if file is None or not file.made_from:
        raise NotFound(NO_PACK)
    return _open_file(
        file.sha256, file.size, f"item-{_name(meeting)}-pages-{file.numbers.replace(' ', '-')}.pdf"
    )


def restricted_pack(meeting_id: str, kind: PackKind, edition: int = 0) -> ResponseReturnValue:
    """A reader's own copy, recorded before it leaves. Raises the same NotFound for whoever may not as for none."""
    with reading() as session:
        meeting = _meeting(session, meeting_id)
        audience = audience_of(current_actor(), meeting.body_id, today())
        closed = closed_items(session, meeting_id, current_actor().person_id)
        whole = (
            pack_of(session, meeting_id, kind, edition) if closed and kind is not PackKind.PUBLIC else None
        )
    if not may_open(kind, audience, published=meeting.is_public and meeting.agenda_version > 0):
        raise NotFound(NO_PACK)
    if whole is not None and whole.has_exempt and audience is not Audience.OFFICER:
        raise Denied(f"{next(iter(closed.values()))} The pack holds them: open the other papers one by one.")
    row = run(open_pack, OpenPack(meeting_id, kind, edition))
    name = f"{kind.value}-pack-{_name(meeting)}.pdf"
    if not is_personal(row.kind, row.has_exempt):
        return _closed(send_file(_stored(row.sha256), "application/pdf", download_name=name, etag=False))
    return _closed(send_file(_copy(row), "application/pdf", download_name=name, etag=False))


def _meeting(session: Session, meeting_id: str) -> MeetingRow:
    """The meeting. Of one that is not there the same is said as of one that this reader may not know of."""
    try:
        return meeting_of(session, meeting_id)
    except NotFound:
        raise NotFound(NO_PACK) from None


def _public_meeting(session: Session, meeting_id: str) -> MeetingRow:
    meeting = _meeting(session, meeting_id)
    audience = audience_of(current_actor(), meeting.body_id, today())
    if meeting.agenda_version == 0 or not may_see_meeting(published=meeting.is_public, audience=audience):
        raise NotFound(NO_PACK)
    return meeting


def _open_file(sha256: str, size: int, name: str) -> Response:
    """Ranges and revalidation are werkzeug's."""
    response = send_file(
        _stored(sha256), "application/pdf", download_name=name, conditional=False, etag=sha256, max_age=None
    )
    response.content_length = size
    response.make_conditional(request, accept_ranges=True, complete_length=size)
    response.headers["Content-Security-Policy"] = _CLOSED
    # A withdrawn paper must be gone at once, so even an open pack is asked for anew each time.
    response.headers["Cache-Control"] = "no-cache"
    return response


def _closed(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _CLOSED
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Accept-Ranges"] = "none"
    return response


def _stored(sha256: str) -> BinaryIO:
    try:
        return services().storage.open(sha256)
    except FileMissing:
        raise NotFound(NO_PACK) from None


def _copy(row: PackRow) -> BinaryIO:
    """The copy as an open file that is on the disk under no name any more."""
    name = current_actor().name
    moment = date_and_time(now(), services().config.timezone)
    mark = f"DRAFT · {name}" if row.kind is PackKind.DRAFT else name
    line = f"Copy of {name}, {moment}. Contains exempt information: not for publication."
    if not _COPIES.acquire(timeout=_WAIT_SECONDS):
        raise TooMany("Many people are opening packs just now. Try again in a moment.", 10)
    folder = Path(tempfile.mkdtemp(prefix="witan-copy-"))
    try:
        with _stored(row.sha256) as stream:
            source = on_disk(stream, folder / "pack.pdf")
            make_personal(source, folder / "copy.pdf", mark, line)
        return (folder / "copy.pdf").open("rb")
    except PackFailed as error:
        raise TooMany("The copy could not be made just now. Try again in a moment.", 10) from error
    finally:
        _COPIES.release()
        shutil.rmtree(folder, ignore_errors=True)


def _name(meeting: MeetingRow) -> str:
    return f"{meeting.body_slug}-{meeting.starts_at.astimezone(services().config.timezone):%Y-%m-%d}"
