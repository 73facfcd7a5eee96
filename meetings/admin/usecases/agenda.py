"""An agenda from another system: its lines keep their identity here, so that links to them stay good."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import select

from meetings.admin.moderngov.imported import ImportedDocument, ImportedItem, ImportedMeeting, Unplaced
from meetings.agendas.models import AgendaItem, ItemKind, Paper
from meetings.agendas.queries import published_agenda, working_agenda, working_items
from meetings.agendas.usecases import (
    AddItem,
    AddPaper,
    ChangeItem,
    ChangePaper,
    PublishAgenda,
    RemoveItem,
    RemovePaper,
    Reorder,
    RestoreItem,
    RestorePaper,
    add_item,
    add_paper,
    change_item,
    change_paper,
    publish_agenda,
    remove_item,
    remove_paper,
    reorder,
    restore_item,
    restore_paper,
)
from meetings.kernel.secrecy import Sensitivity
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting

EXEMPT_THERE = "Marked as restricted in the system it was imported from"
UNTITLED = "Untitled item"
_ITEM = "meeting/agendaitems/agendaitem"
_LONGEST = {"title": 500, "number": 20, "paper": 300, "url": 1000}


def is_kept_back(item: ImportedItem) -> bool:
    """Restricted there, or not displayed: neither is for the public here."""
    return item.restricted or not item.display_allowed


def item_refs(imported: ImportedMeeting) -> list[str]:
    """The reference of each line, in order; where the source repeats a number, its place tells them apart."""
    refs: list[str] = []
    for item in imported.items:
        ref = f"moderngov:item:{imported.source_id}:{item.source_id or f'at-{item.position}'}"[:280]
        refs.append(f"{ref}:{item.position}" if ref in refs else ref)
    return refs


def store_agenda(work: Work, meeting: Meeting, imported: ImportedMeeting) -> list[Unplaced]:
    """Lines and papers as the source has them, published if it published them. What could not be placed."""
    refs, notes = item_refs(imported), list[Unplaced]()
    rows = list(work.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)))
    known = {row.source_ref: row for row in rows if row.source_ref}
    for ref, row in known.items():
        if ref not in refs and row.removed_at is None:
            remove_item(work, RemoveItem(meeting.id, row.id))
    order = []
    for ref, item in zip(refs, imported.items, strict=True):
        item_id = _line(work, meeting, item, ref, known.get(ref))
        order.append(item_id)
        notes += _item_notes(item)
        notes += _papers(work, meeting, item_id, item.documents, is_kept_back(item), f"{_ITEM}/linkeddoc")
    notes += _papers(work, meeting, None, imported.documents, False, "meeting/linkeddoc")
    work.session.flush()
    here = list(work.session.scalars(working_items(meeting.id)))
    # Lines that were added here, and are unknown there, come after those of the source.
    reorder(work, Reorder(meeting.id, (*order, *(row.id for row in here if row.id not in order))))
    _publish(work, meeting, imported)
    return notes


def _line(work: Work, meeting: Meeting, item: ImportedItem, ref: str, row: AgendaItem | None) -> str:
    title = _cut(item.title, "title") or UNTITLED
    kind = ItemKind.HEADING if item.is_heading else ItemKind.ITEM
    number = item.number_text.rstrip(".")[: _LONGEST["number"]]
    mark, reason = _mark(is_kept_back(item), row)
    if row is None:
        command = AddItem(
            meeting.id, title, kind, item.agenda_html, "", mark, reason, fixed_number=number, source_ref=ref
        )
        return add_item(work, command)
    if row.removed_at is not None:
        restore_item(work, RestoreItem(meeting.id, row.id))
    row.kind, row.fixed_number = kind, number
    change_item(
        work,
        ChangeItem(meeting.id, row.id, title, item.agenda_html, row.recommendation, mark, reason),
    )
    return row.id


def _mark(kept_back: bool, row: AgendaItem | Paper | None) -> tuple[Sensitivity, str]:
    """Public or not. What was closed here, for a reason given here, is never opened by an import."""
    if row is not None and row.sensitivity is not Sensitivity.PUBLIC and row.exemption != EXEMPT_THERE:
        return row.sensitivity, row.exemption or EXEMPT_THERE
    return (Sensitivity.EXEMPT, EXEMPT_THERE) if kept_back else (Sensitivity.PUBLIC, "")


def _papers(
    work: Work,
    meeting: Meeting,
    item_id: str | None,
    documents: Iterable[ImportedDocument],
    kept_back: bool,
    path: str,
) -> list[Unplaced]:
    notes, met = [], set[str]()
    mine = select(Paper).where(Paper.meeting_id == meeting.id, Paper.source_ref.is_not(None))
    mine = mine.where(Paper.item_id == item_id if item_id else Paper.item_id.is_(None))
    known = {paper.source_ref: paper for paper in work.session.scalars(mine)}
    for document in documents:
        if problem := _problem_with(document.url):
            notes.append(Unplaced(f"{path}/url ({problem})", f"{document.title}: {document.url}"))
            continue
        which = document.attachment_id or hashlib.sha256(document.url.encode()).hexdigest()[:32]
        ref = f"moderngov:document:{meeting.id}:{item_id or 'meeting'}:{which}"[:300]
        if ref not in met:
            met.add(ref)
            _paper(work, meeting, item_id, document, kept_back or document.restricted, ref, known.get(ref))
    for old, paper in known.items():
        if old not in met and paper.removed_at is None and paper.withdrawn_at is None:
            remove_paper(work, RemovePaper(meeting.id, paper.id))
    return notes


def _paper(
    work: Work,
    meeting: Meeting,
    item_id: str | None,
    document: ImportedDocument,
    kept_back: bool,
    ref: str,
    paper: Paper | None,
) -> None:
    title = _cut(document.title, "paper") or "Document"
    mark, reason = _mark(kept_back, paper)
    if paper is None:
        add_paper(
            work,
            AddPaper(
                meeting_id=meeting.id,
                item_id=item_id,
                title=title,
                sensitivity=mark,
                exemption=reason,
                external_url=document.url,
                source_ref=ref,
            ),
        )
        return
    if paper.withdrawn_at is not None:
        return
    if paper.removed_at is not None:
        restore_paper(work, RestorePaper(meeting.id, paper.id))
    paper.external_url = document.url
    change_paper(work, ChangePaper(meeting.id, paper.id, title, mark, reason))


def _problem_with(url: str) -> str:
    """Why a link cannot be offered; empty if it can. A relative one leads nowhere from here."""
    if not url:
        return "no address"
    if not url.lower().startswith(("https://", "http://")):
        return "the address is not complete: import it from the site itself"
    return "the address is too long" if len(url) > _LONGEST["url"] else ""


def _publish(work: Work, meeting: Meeting, imported: ImportedMeeting) -> None:
    """What the public reads here already is kept in step, above all where something is restricted since."""
    working = working_agenda(work.session, meeting.id)
    published = published_agenda(work.session, meeting.id)
    has_items = any(not item.is_heading for item in working.items)
    wanted = imported.agenda_published and imported.display_allowed
    read_here = published is not None and meeting.is_public
    same = published is not None and (published.items, published.papers) == (working.items, working.papers)
    if has_items and not same and (wanted or read_here):
        publish_agenda(work, PublishAgenda(meeting.id, "Imported again" if published else "", imported=True))


def _item_notes(item: ImportedItem) -> list[Unplaced]:
    notes = []
    if not item.title:
        notes.append(Unplaced(f"{_ITEM}/agendaitemtitle", f"item {item.number_text} has none"))
    if len(item.title) > _LONGEST["title"]:
        notes.append(Unplaced(f"{_ITEM}/agendaitemtitle (longer than 500 characters, cut)", item.title[:80]))
    if item.decision_html and item.decision_html not in item.minutes.html and not _said(item):
        notes.append(Unplaced(f"{_ITEM}/decisionnonemptyhtmlbody (not the words of the minute)", item.title))
    return notes


def _said(item: ImportedItem) -> bool:
    """Whether the text of the decision stands among the resolutions of the minute."""
    words = _letters(item.decision_html)
    return any(_letters(r.body_html) in words or words in _letters(r.html) for r in item.minutes.resolutions)


def _letters(html: str) -> str:
    outside, kept = True, []
    for c in html:
        if c in "<>":
            outside = c == ">"
        elif outside and c.isalnum():
            kept.append(c.lower())
    return "".join(kept)


def _cut(text: str, what: str) -> str:
    most = _LONGEST[what]
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
