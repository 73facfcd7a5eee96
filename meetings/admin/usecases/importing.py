"""A meeting from another system: stored whole, known again, brought up to date when it has changed there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import delete, select, update

from meetings.admin.events import MeetingImported
from meetings.admin.moderngov.imported import Attendance as Was
from meetings.admin.moderngov.imported import (
    ImportedAttendee,
    ImportedDocument,
    ImportedItem,
    ImportedMeeting,
    ImportedStatus,
)
from meetings.admin.usecases.bodies import body_for, person_for
from meetings.admin.usecases.minutes import minutes_of_import
from meetings.agendas.models import AgendaItem, ItemKind, Paper
from meetings.agendas.queries import published_agenda, working_agenda
from meetings.agendas.usecases import (
    AddItem,
    AddPaper,
    PublishAgenda,
    RemoveItem,
    add_item,
    add_paper,
    publish_agenda,
    remove_item,
)
from meetings.db.record import facts_of
from meetings.kernel.errors import Invalid
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.document import MinutesStatus
from meetings.minutes.models import Minutes
from meetings.minutes.usecases import ImportMinutes, import_minutes
from meetings.room.models import Apology, Attendance
from meetings.room.rules import Capacity, Presence
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingMode, MeetingStatus
from meetings.schedule.usecases import (
    AnnounceMeeting,
    ArrangeMeeting,
    CancelMeeting,
    announce,
    arrange_meeting,
    cancel_meeting,
)

NO_COMMITTEE = "Imported meetings"
EXEMPT_THERE = "Marked as restricted in the system it was imported from"
_REMOTE_WORDS = ("virtual", "online", "remote", "zoom", "teams")


class Fate(StrEnum):
    """What became of a meeting."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class StoreMeeting:
    """A meeting as read. `body` is the committee's name where the file gives none, or to put it elsewhere."""

    origin: str
    meeting: ImportedMeeting
    body: str = ""


@dataclass(frozen=True)
class StoredMeeting:
    """The meeting here, and what could not be placed."""

    meeting_id: str
    fate: Fate
    unplaced: tuple[tuple[str, str], ...] = ()


@use_case(permission=Permission.IMPORT)
def store_meeting(work: Work, command: StoreMeeting) -> StoredMeeting:
    """Store a meeting, or bring the one of the same number up to date. Raises Invalid when it has no date."""
    imported = command.meeting
    if imported.date is None:
        raise Invalid("This meeting has no date, so it cannot be put into the calendar.")
    if not imported.source_id:
        raise Invalid("This meeting has no number of its own, so it could not be known again.")
    ref = f"moderngov:meeting:{imported.source_id}"
    digest = hashlib.sha256(repr((imported, command.body)).encode()).hexdigest()
    known = work.session.scalar(select(Meeting).where(Meeting.source_ref == ref))
    if known is not None and _last_digest(work, known.id) == digest:
        return StoredMeeting(known.id, Fate.SAME)
    title = command.body or imported.body_title or NO_COMMITTEE
    body_id, _ = body_for(work, title, "" if command.body else imported.body_id)
    meeting = known or _arranged(work, imported, body_id, ref)
    if known is not None:
        _open_for_import(
            work, known, imported, body_id if command.body or imported.body_title else known.body_id
        )
    _agenda(work, meeting, imported)
    _attendance(work, meeting, imported)
    _finish(work, meeting, imported)
    _minutes(work, meeting, imported, title)
    work.record(meeting.id, MeetingImported(command.origin, ref, digest))
    return StoredMeeting(
        meeting.id, Fate.CHANGED if known else Fate.NEW, tuple(_unplaced(imported, command.body))
    )


def _last_digest(work: Work, meeting_id: str) -> str | None:
    entries = list(facts_of(work.session, meeting_id, types=(MeetingImported,)))
    fact = entries[-1].fact if entries else None
    return fact.digest if isinstance(fact, MeetingImported) else None


def starts_at(work: Work, imported: ImportedMeeting) -> datetime:
    """When it begins, council time; midnight where the source gives no time."""
    assert imported.date is not None
    at = imported.start or imported.actual_start or time(0, 0)
    return datetime.combine(imported.date, at, work.timezone)


def _arranged(work: Work, imported: ImportedMeeting, body_id: str, ref: str) -> Meeting:
    begins = starts_at(work, imported)
    command = ArrangeMeeting(
        body_id=body_id,
        starts_at=begins,
        place=_place(imported),
        mode=_mode(imported),
        already_held=begins < work.now,
        source_ref=ref,
    )
    meeting = work.session.get(Meeting, arrange_meeting(work, command))
    assert meeting is not None
    return meeting


def _place(imported: ImportedMeeting) -> str:
    return ", ".join(dict.fromkeys(p for p in (imported.room, imported.location) if p))[:300]


def _mode(imported: ImportedMeeting) -> MeetingMode:
    words = imported.location.lower()
    if not any(w in words for w in _REMOTE_WORDS):
        return MeetingMode.IN_PERSON
    return MeetingMode.HYBRID if " and " in words else MeetingMode.REMOTE


def _open_for_import(work: Work, meeting: Meeting, imported: ImportedMeeting, body_id: str) -> None:
    """What is imported again replaces what was imported; a meeting that was held here is never touched."""
    if meeting.opened_at is not None and work.session.get(Minutes, meeting.id) is None:
        raise Invalid("This meeting was opened here. Its record is not replaced by an import.")
    meeting.status, meeting.body_id = MeetingStatus.PLANNED, body_id
    meeting.starts_at, meeting.place, meeting.mode = (
        starts_at(work, imported),
        _place(imported),
        _mode(imported),
    )
    meeting.ics_sequence += 1
    work.session.execute(delete(Attendance).where(Attendance.meeting_id == meeting.id))
    work.session.execute(delete(Apology).where(Apology.meeting_id == meeting.id))
    work.session.execute(delete(Minutes).where(Minutes.meeting_id == meeting.id))
    work.session.flush()


def _agenda(work: Work, meeting: Meeting, imported: ImportedMeeting) -> None:
    """The items in the order of the source. Each keeps its identity, so that links to it stay good."""
    rows = work.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id))
    known = {row.source_ref: row for row in rows if row.source_ref and row.removed_at is None}
    refs = [f"moderngov:item:{imported.source_id}:{i.source_id or i.position}" for i in imported.items]
    for ref, gone in known.items():
        if ref not in refs:
            remove_item(work, RemoveItem(meeting.id, gone.id))
    for position, (ref, item) in enumerate(zip(refs, imported.items, strict=True), start=1):
        row = known.get(ref) or _item(work, meeting.id, item, ref)
        row.position, row.title, row.text = position, item.title, item.agenda_html
        row.fixed_number = item.number_text.rstrip(".")
        _papers(work, meeting.id, row.id, item.documents, item.restricted)
    _papers(work, meeting.id, None, imported.documents, False)
    work.session.flush()
    if imported.agenda_published and imported.display_allowed and imported.items:
        _publish(work, meeting)


def _publish(work: Work, meeting: Meeting) -> None:
    working = working_agenda(work.session, meeting.id)
    published = published_agenda(work.session, meeting.id)
    same = published is not None and (published.items, published.papers) == (working.items, working.papers)
    if not same:
        publish_agenda(work, PublishAgenda(meeting.id, "Imported again" if published else ""))


def _item(work: Work, meeting_id: str, item: ImportedItem, ref: str) -> AgendaItem:
    restricted = item.restricted or not item.display_allowed
    command = AddItem(
        meeting_id=meeting_id,
        title=item.title or "Untitled item",
        kind=ItemKind.HEADING if item.is_heading else ItemKind.ITEM,
        text=item.agenda_html,
        sensitivity=Sensitivity.EXEMPT if restricted else Sensitivity.PUBLIC,
        exemption=EXEMPT_THERE if restricted else "",
        fixed_number=item.number_text.rstrip("."),
        source_ref=ref,
    )
    row = work.session.get(AgendaItem, add_item(work, command))
    assert row is not None
    return row


def _papers(
    work: Work,
    meeting_id: str,
    item_id: str | None,
    documents: tuple[ImportedDocument, ...],
    restricted: bool,
) -> None:
    for document in documents:
        if not document.url:
            continue
        ref = f"moderngov:document:{document.attachment_id or document.url}"[:300]
        if work.session.scalar(select(Paper.id).where(Paper.source_ref == ref)) is None:
            exempt = restricted or document.restricted
            add_paper(
                work,
                AddPaper(
                    meeting_id=meeting_id,
                    item_id=item_id,
                    title=document.title or "Document",
                    sensitivity=Sensitivity.EXEMPT if exempt else Sensitivity.PUBLIC,
                    exemption=EXEMPT_THERE if exempt else "",
                    external_url=document.url,
                    source_ref=ref,
                ),
            )


def _attendance(work: Work, meeting: Meeting, imported: ImportedMeeting) -> None:
    begins, ends = opened_closed(work, imported)
    for attendee in imported.attendees:
        if attendee.attendance in (Was.EXPECTED, Was.UNKNOWN, Was.ABSENT):
            continue
        post = attendee.role if attendee.attendance is Was.IN_ATTENDANCE else ""
        person_id, _ = person_for(work, attendee.name, attendee.source_id, post=post)
        if attendee.attendance is Was.APOLOGIES:
            work.session.add(
                Apology(meeting_id=meeting.id, person_id=person_id, kind="absence", received_at=begins)
            )
            continue
        work.session.add(
            Attendance(
                id=new_id(),
                meeting_id=meeting.id,
                person_id=person_id,
                capacity=_capacity(attendee),
                presence=Presence.REMOTE if attendee.virtual else Presence.IN_PERSON,
                arrived_at=begins,
                left_at=ends,
            )
        )
    work.session.flush()


def _capacity(attendee: ImportedAttendee) -> Capacity:
    if attendee.attendance is Was.PRESENT:
        return Capacity.MEMBER
    return Capacity.OFFICER if "officer" in attendee.role.lower() else Capacity.VISITOR


def opened_closed(work: Work, imported: ImportedMeeting) -> tuple[datetime, datetime]:
    """From when to when it sat, as far as the source says; two hours where it does not say when it ended."""
    assert imported.date is not None
    begins = starts_at(work, imported)
    if imported.actual_start:
        begins = datetime.combine(imported.date, imported.actual_start, work.timezone)
    finish = imported.actual_finish or imported.planned_finish
    ends = datetime.combine(imported.date, finish, work.timezone) if finish else begins + timedelta(hours=2)
    return begins, ends if ends > begins else ends + timedelta(days=1)


def _finish(work: Work, meeting: Meeting, imported: ImportedMeeting) -> None:
    if imported.display_allowed and not meeting.is_public:
        announce(work, AnnounceMeeting(meeting.id))
    if imported.status is ImportedStatus.CANCELLED:
        cancel_meeting(work, CancelMeeting(meeting.id, "Cancelled (imported)"))
        return
    begins, ends = opened_closed(work, imported)
    if ends < work.now:
        values = {"status": MeetingStatus.CLOSED, "opened_at": begins, "closed_at": ends}
        work.session.execute(update(Meeting).where(Meeting.id == meeting.id).values(**values))
        work.session.refresh(meeting)


def _minutes(work: Work, meeting: Meeting, imported: ImportedMeeting, body: str) -> None:
    written = any(item.minutes.blocks for item in imported.items)
    if meeting.status is not MeetingStatus.CLOSED or not written:
        return
    items = {
        i.source_ref: i.id
        for i in work.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id))
    }
    document = minutes_of_import(work, meeting, imported, body, items)
    public = imported.minutes_published and imported.display_allowed
    status = MinutesStatus.PUBLISHED if public else MinutesStatus.DRAFT
    import_minutes(work, ImportMinutes(meeting.id, document, status))


def _unplaced(imported: ImportedMeeting, body: str) -> list[tuple[str, str]]:
    notes = []
    if not body and not imported.body_title:
        text = f"not given: the meeting stands under “{NO_COMMITTEE}”; import it again with a name to move it"
        notes.append(("the committee's name", text))
    if imported.start is None and imported.actual_start is None:
        notes.append(("the time it began", imported.start_text or "not given"))
    return notes
