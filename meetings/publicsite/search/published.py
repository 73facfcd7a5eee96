"""What of a meeting, and of the council, the public may find: made from what is published, as the public reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.agendas.content import ContentItem, ContentPaper
from meetings.agendas.queries import for_audience, published_agenda, renditions_of
from meetings.bodies.queries import bodies, councillors
from meetings.documents.file_types import PDF
from meetings.documents.richtext import plain
from meetings.documents.text import text_of
from meetings.forwardplan.queries import Wanted, public_entries
from meetings.kernel.errors import Invalid
from meetings.kernel.secrecy import Audience, may_read, may_see_meeting
from meetings.minutes.document import Block
from meetings.minutes.queries import public_minutes
from meetings.ports.storage import FileMissing, Storage
from meetings.publicsite.queries import decisions_of
from meetings.publicsite.queries.lines import open_items
from meetings.publicsite.search.models import Kind
from meetings.publicsite.search.store import Entry
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.web.formats import long_date

#: counted up when the same file would give other rows
_MADE = "1"
#: fields of a minute's blocks that are no words of it
_CODES = {
    "id",
    "kind",
    "motion_id",
    "motion_kind",
    "method",
    "outcome",
    "result",
    "casting",
    "language",
    "text_language",
}


@dataclass(frozen=True)
class Subject:
    """Something to be found. `source` changes when its rows must be made anew, which `make` does."""

    kind: Kind
    id: str
    source: str
    make: Callable[[Storage], Sequence[Entry]]


def of_meeting(session: Session, meeting_id: str, timezone: ZoneInfo) -> list[Subject]:
    """Everything of a meeting; nothing while the public does not know of it."""
    meeting = meeting_of(session, meeting_id)
    if not may_see_meeting(published=meeting.is_public, audience=Audience.PUBLIC):
        return []
    day = meeting.starts_at.astimezone(timezone).date()
    agenda = published_agenda(session, meeting_id)
    found = [_plain(_meeting(meeting, day, timezone))]
    if agenda is not None:
        shown = for_audience(agenda, Audience.PUBLIC)
        open_ = [i for i in shown.items if may_read(i.sensitivity, published=True, audience=Audience.PUBLIC)]
        found += [_plain(_item(item, meeting, day)) for item in open_ if not item.is_heading]
        found += _papers(session, [p for p in shown.all_papers() if p.id and p.sha256], meeting, day)
    lines = open_items(agenda, Audience.PUBLIC)
    found += [_plain(entry) for entry in _decisions(session, meeting, lines, day)]
    return found + _minutes(session, meeting, day)


def of_council(session: Session, today: date) -> list[Subject]:
    """Committees, councillors and the forward plan."""
    found = [
        Entry(Kind.COMMITTEE, b.id, b.name, plain(b.purpose), f"/bodies/{b.slug}", b.id)
        for b in bodies(session)
    ]
    found += [
        Entry(Kind.COUNCILLOR, c.person_id, c.name, f"{c.ward}. {c.group}", f"/councillors/{c.slug}")
        for c in councillors(session, today)
    ]
    for row in public_entries(session, Wanted()):
        d = row.decision
        said = (d.matter, d.key_reason, row.maker_name, d.lead_member, d.consultees, d.consultation)
        more = (*d.documents, d.wards_words, d.private_reasons, row.reference)
        text = "\n".join(plain(words) for words in (*said, *more) if words)
        path = f"/forward-plan/{row.id}"
        found.append(Entry(Kind.PLAN, row.id, d.title, text, path, row.body_id, d.decide_on))
    return [_plain(entry) for entry in found]


def _plain(entry: Entry, source: str = "") -> Subject:
    """A subject of a single row, that is made of nothing but its own words."""
    return Subject(
        entry.kind, entry.subject_id, source + _digest(*map(str, vars(entry).values())), lambda _: [entry]
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join((_MADE, *parts)).encode()).hexdigest()[:40]


def _meeting(meeting: MeetingRow, day: date, timezone: ZoneInfo) -> Entry:
    text = f"{long_date(meeting.starts_at, timezone)}\n{meeting.place}"
    return Entry(
        Kind.MEETING, meeting.id, meeting.title, text, f"/meetings/{meeting.id}", meeting.body_id, day
    )


def _item(item: ContentItem, meeting: MeetingRow, day: date) -> Entry:
    said = (plain(item.text), item.recommendation, item.urgent_reason, item.withdrawn_reason)
    text = "\n".join(words for words in said if words)
    path = f"/meetings/{meeting.id}#item-{item.id}"
    title = f"{item.number} {item.title}".strip()
    return Entry(Kind.ITEM, item.id, title, text, path, meeting.body_id, day)


def _papers(
    session: Session, papers: Sequence[ContentPaper], meeting: MeetingRow, day: date
) -> Iterator[Subject]:
    renditions = renditions_of(session, [p.id for p in papers])
    for paper in papers:
        made = renditions.get(paper.id)
        path, sha256, media_type = (
            f"/papers/{paper.id}/{quote(paper.filename)}",
            paper.sha256,
            paper.media_type,
        )
        if media_type != PDF and made is not None and made.current and made.sha256:
            path, sha256, media_type = f"/papers/{paper.id}/pdf", made.sha256, PDF
        title_row = Entry(Kind.PAPER, paper.id, paper.title, "", path, meeting.body_id, day)
        source = _digest(sha256, *map(str, vars(title_row).values()))
        yield Subject(Kind.PAPER, paper.id, source, _pages(title_row, sha256, media_type))


def _pages(paper: Entry, sha256: str, media_type: str) -> Callable[[Storage], Sequence[Entry]]:
    """A row for each page with words on it, and one for the paper as a whole."""

    def make(storage: Storage) -> Sequence[Entry]:
        try:
            with storage.open(sha256) as stream:
                text = text_of(stream.read(), media_type)
        except (FileMissing, Invalid):
            text = ""
        if media_type != PDF:
            return [_with(paper, text, None)]
        pages = enumerate(text.split("\f"), start=1)
        return [_with(paper, words, n) for n, words in pages if words.strip()] + [paper]

    return make


def _with(paper: Entry, text: str, page: int | None) -> Entry:
    path = f"{paper.path}#page={page}" if page else paper.path
    return Entry(paper.kind, paper.subject_id, paper.title, text, path, paper.body_id, paper.day, page)


def _decisions(session: Session, meeting: MeetingRow, lines: dict[str, Any], day: date) -> Iterator[Entry]:
    for decision in decisions_of(session, meeting.id, lines):
        title = f"{decision.item.number} {decision.item.title}".strip() or meeting.title
        path = f"/votes/{decision.vote.id}" if decision.vote else f"/meetings/{meeting.id}#decisions"
        outcome = "Agreed" if decision.carried else "Not agreed"
        text = f"{plain(decision.text)}\n{outcome}"
        yield Entry(Kind.DECISION, decision.motion_id, title, text, path, meeting.body_id, day)


def _minutes(session: Session, meeting: MeetingRow, day: date) -> list[Subject]:
    """A row for each minute; `source` begins with the version, which is asked for when it is read."""
    found = public_minutes(session, meeting.id)
    if found is None:
        return []
    document, row = found
    base = f"/meetings/{meeting.id}/minutes"
    subjects = []
    for item in document.items:
        text = "\n".join(words for block in item.blocks for words in _said(block))
        if item.is_exempt or not text:
            continue
        title, path = f"{item.number} {item.heading}".strip(), f"{base}#minute-{item.item_id}"
        entry = Entry(Kind.MINUTES, item.item_id, title, text, path, meeting.body_id, day)
        subjects.append(_plain(entry, version_mark(row.public_version)))
    return subjects


def version_mark(number: int) -> str:
    """What the source of a minute begins with."""
    return f"v{number}-"


def _said(block: Block) -> Iterator[str]:
    for name in (f.name for f in fields(block) if f.name not in _CODES):
        value = getattr(block, name)
        parts = value if isinstance(value, tuple) else (value,)
        yield from (plain(part) for part in parts if isinstance(part, str) and part)
