"""What the live screens show of the room, and which facts change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from meetings.agendas.business.sources import items_taken
from meetings.agendas.content import ContentItem
from meetings.agendas.models import ItemKind
from meetings.agendas.queries import item_for_audience
from meetings.bodies.models import Seat
from meetings.kernel.secrecy import Audience
from meetings.packs.queries import item_files, page_ranges
from meetings.room import absence_dues as absence_dues
from meetings.room import events, queries
from meetings.room import presence_parts as presence_parts
from meetings.room import undo as undo
from meetings.room.rules import next_item
from meetings.room.usecases import SendApology, WithdrawApology, send_apology, withdraw_apology
from meetings.runtime.live import part
from meetings.runtime.reactions import on, push, then
from meetings.runtime.work import Work
from meetings.schedule.members.events import MemberReplied, ReplyWithdrawn
from meetings.schedule.members.rules import ReplyKind
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of


@dataclass(frozen=True)
class MeetingPart:
    """The state of the meeting as a whole."""

    status: MeetingStatus
    opened_at: datetime | None
    closed_at: datetime | None
    presiding_id: str | None
    presiding: str
    quorum_needed: int
    quorum_present: int
    quorum_met: bool
    public_count: int | None
    #: when it was to begin
    starts_at: datetime
    #: for the clerk: who may take the chair
    chairs: tuple[ChairLine, ...]


@dataclass(frozen=True)
class ChairLine:
    """A voting member who is present."""

    person_id: str
    name: str
    usual: bool


@dataclass(frozen=True)
class ItemLine:
    """One line of the agenda on the live screens."""

    id: str
    kind: ItemKind
    number: str
    title: str
    taken_at: datetime | None
    current: bool


@dataclass(frozen=True)
class AgendaPart:
    """The agenda and where the meeting is in it."""

    items: tuple[ItemLine, ...]
    #: whether items can be taken now
    sitting: bool
    current_id: str | None
    current_number: str
    current_title: str
    current_text: str
    recommendation: str
    next_id: str | None
    papers: tuple[PaperLine, ...]
    #: the papers of the current item as one file, and its pages
    file: str = ""
    file_pages: str = ""


@dataclass(frozen=True)
class PaperLine:
    """A paper of the current item."""

    id: str
    title: str
    filename: str
    external_url: str
    #: its place in the pack, as it is called out: "pages 41 to 84"
    pages: str = ""


@dataclass(frozen=True)
class NoteLine:
    """A note of the clerk's."""

    id: str
    text: str


@dataclass(frozen=True)
class NotesPart:
    """The clerk's notes on the current item: for the clerk alone."""

    item_id: str | None
    notes: tuple[NoteLine, ...]


@part("meeting", template="room/_meeting.html")
def meeting_part(session: Session, meeting_id: str, audience: Audience) -> MeetingPart:
    """Status, chair and quorum."""
    meeting = meeting_of(session, meeting_id)
    room = queries.room_of(session, meeting_id)
    quorum = queries.quorum_of(session, meeting)
    chairs = _chairs(session, meeting) if audience is Audience.OFFICER else ()
    return MeetingPart(
        status=meeting.status,
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        presiding_id=room.presiding_id if room else None,
        presiding=queries.presiding_name(session, room),
        quorum_needed=quorum.needed,
        quorum_present=quorum.present,
        quorum_met=quorum.met,
        public_count=room.public_count if room else None,
        starts_at=meeting.starts_at,
        chairs=chairs,
    )


def _chairs(session: Session, meeting: MeetingRow) -> tuple[ChairLine, ...]:
    seats = {m.person_id: m.seat for m in queries.members_for(session, meeting)}
    here = queries.voters_here(session, meeting.id)
    return tuple(ChairLine(h.person_id, h.name, seats.get(h.person_id) is Seat.CHAIR) for h in here)


@part("agenda", template="room/_agenda.html")
def agenda_part(session: Session, meeting_id: str, audience: Audience) -> AgendaPart:
    """The items in order, the current one with its papers; exempt content only for those who may read it."""
    items = [item_for_audience(i, audience) for i in queries.items_of(session, meeting_id)]
    room = queries.room_of(session, meeting_id)
    taken = queries.taken_items(session, meeting_id)
    current = next((i for i in items if room and i.id == room.item_id), None)
    order = [i.id for i in items if i.kind is ItemKind.ITEM and (i == current or not i.withdrawn)]
    return AgendaPart(
        items=tuple(
            ItemLine(
                i.id,
                i.kind,
                i.number,
                f"{i.title} (withdrawn)" if i.withdrawn else i.title,
                taken.get(i.id),
                current is not None and i.id == current.id,
            )
            for i in items
        ),
        sitting=meeting_of(session, meeting_id).status is MeetingStatus.OPEN,
        current_id=current.id if current else None,
        current_number=current.number if current else "",
        current_title=current.title if current else "",
        current_text=current.text if current else "",
        recommendation=current.recommendation if current else "",
        next_id=next_item(order, current.id if current else None),
        **_papers(session, meeting_id, audience, current),
    )


def _papers(
    session: Session, meeting_id: str, audience: Audience, item: ContentItem | None
) -> dict[str, Any]:
    """The papers of an item with their page numbers, and the file that has them all."""
    if item is None or not item.papers:
        return {"papers": ()}
    numbers = page_ranges(session, meeting_id, audience)
    lines = tuple(
        PaperLine(p.id, p.title, p.filename, p.external_url, numbers[p.id].words if p.id in numbers else "")
        for p in item.papers
    )
    file = item_files(session, meeting_id).get(item.id)
    if file is None or not file.made_from:
        return {"papers": lines}
    return {
        "papers": lines,
        "file": f"/meetings/{meeting_id}/items/{item.id}.pdf",
        "file_pages": f"pages {file.numbers}",
    }


@part("notes", template="room/_notes.html")
def notes_part(session: Session, meeting_id: str, audience: Audience) -> NotesPart | None:
    """The clerk's notes on the current item."""
    room = queries.room_of(session, meeting_id)
    if audience is not Audience.OFFICER or room is None:
        return None
    notes = queries.notes_of(session, meeting_id, room.item_id)
    return NotesPart(room.item_id, tuple(NoteLine(n.id, n.text) for n in notes))


on(events.MeetingOpened, push("meeting", "agenda", "notes"))
on(events.MeetingAdjourned, push("meeting", "agenda"))
on(events.MeetingResumed, push("meeting", "agenda"))
on(events.MeetingClosed, push("meeting", "agenda"))
on(events.ItemTaken, push("agenda", "notes", "meeting"))
on(events.OrderChanged, push("agenda"))
on(events.ChairTaken, push("meeting"))
on(events.NoteTaken, push("notes"))
on(events.NoteChanged, push("notes"))
on(events.PublicCounted, push("meeting"))


def _note_reply(work: Work, meeting_id: str, fact: MemberReplied | ReplyWithdrawn) -> None:
    """What a member said beforehand stands on the roll before it is called."""
    kind = ReplyKind(fact.kind) if isinstance(fact, MemberReplied) else None
    apology = {ReplyKind.APOLOGIES: "absence", ReplyKind.LATE: "lateness"}.get(kind) if kind else None
    if apology is None:
        withdraw_apology(work, WithdrawApology(meeting_id, fact.person_id))
    else:
        send_apology(work, SendApology(meeting_id, fact.person_id, apology))


on(MemberReplied, then(_note_reply))
on(ReplyWithdrawn, then(_note_reply))
items_taken(queries.taken_items)
