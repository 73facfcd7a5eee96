"""Minutes from another system, as a document like any other: narrative, figures and resolutions in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from meetings.admin.moderngov.imported import Attendance as Was
from meetings.admin.moderngov.imported import Block as ImportedBlock
from meetings.admin.moderngov.imported import ImportedAttendee, ImportedItem, ImportedMeeting, Unplaced
from meetings.admin.moderngov.imported import Resolution as ImportedResolution
from meetings.admin.usecases.agenda import is_kept_back, item_refs
from meetings.agendas.models import AgendaItem
from meetings.bodies.queries import council_name
from meetings.minutes.document import (
    Apology,
    Attendee,
    Block,
    MinuteItem,
    MinutesDocument,
    MinutesStatus,
    Narrative,
    Resolution,
)
from meetings.minutes.models import Minutes
from meetings.minutes.usecases import (
    ImportMinutes,
    import_minutes,
    import_minutes_again,
)
from meetings.minutes.usecases.versions import worked_on_here
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.queries import meeting_of

_PATH = "meeting/agendaitems/agendaitem/minutesnonemptyhtmlbody"
#: Roles that say no more than the list a name stands in.
_PLAIN_ROLES = ("", "in attendance", "member", "committee member", "councillor")


def store_minutes(work: Work, meeting: Meeting, imported: ImportedMeeting) -> list[Unplaced]:
    """Keep the minutes of a meeting that is over; a further version where they changed. What could not be placed."""
    written = any(item.minutes.blocks for item in imported.items)
    if not written:
        return []
    if meeting.status is not MeetingStatus.CLOSED:
        return [Unplaced(f"{_PATH} (the meeting is not over)", meeting.starts_at.date().isoformat())]
    public = imported.minutes_published and imported.display_allowed
    document, notes = minutes_of_import(work, meeting, imported)
    status = MinutesStatus.PUBLISHED if public else MinutesStatus.DRAFT
    if work.session.get(Minutes, meeting.id) is None:
        import_minutes(work, ImportMinutes(meeting.id, document, status))
    elif worked_on_here(work.session, meeting.id):
        notes.append(
            Unplaced(f"{_PATH} (the minutes were worked on here and stay as they are)", document.title)
        )
    else:
        import_minutes_again(work, ImportMinutes(meeting.id, document, status, note="Imported again"))
    return notes


def minutes_of_import(
    work: Work, meeting: Meeting, imported: ImportedMeeting
) -> tuple[MinutesDocument, list[Unplaced]]:
    """The imported minutes, and what of them is held back because it is not published there."""
    query = select(AgendaItem.source_ref, AgendaItem.id).where(AgendaItem.meeting_id == meeting.id)
    ids = {ref: item_id for ref, item_id in work.session.execute(query) if ref}
    row = meeting_of(work.session, meeting.id)
    held_back = {i.position for i in imported.items if _is_held_back(i, imported)}
    present = [a for a in imported.attendees if a.attendance is Was.PRESENT]
    others = [a for a in imported.attendees if a.attendance is Was.IN_ATTENDANCE]
    document = MinutesDocument(
        council=council_name(work.session),
        body=row.body_name,
        meeting_title=f"{meeting.kind.value.capitalize()} meeting",
        held_on=meeting.starts_at.astimezone(work.timezone).date(),
        place=meeting.place,
        kind=meeting.kind.value,
        started_at=meeting.opened_at if imported.actual_start or imported.start else None,
        ended_at=meeting.closed_at if imported.actual_finish else None,
        mode=row.mode.label if row.mode.value != "in_person" else "",
        presiding=_presiding(present),
        present=tuple(_attendee(a) for a in present),
        apologies=tuple(Apology(name=a.name) for a in imported.attendees if a.attendance is Was.APOLOGIES),
        in_attendance=tuple(_attendee(a) for a in others),
        items=_items(imported, ids, held_back),
        timezone=str(work.timezone),
    )
    kept = (i for i in imported.items if i.position in held_back)
    return document, [Unplaced(f"{_PATH} (not published there: left out)", i.title) for i in kept]


def _is_held_back(item: ImportedItem, imported: ImportedMeeting) -> bool:
    """A minute that is not published while others of the meeting are. Some services never say so of any."""
    said = any(each.minutes_published for each in imported.items)
    published = imported.minutes_published and imported.display_allowed
    return published and said and not item.minutes_published and bool(item.minutes.blocks)


def _presiding(present: Sequence[ImportedAttendee]) -> str | None:
    """Whoever is listed as chair; a vice-chair only where no chair was there."""
    chairs = [a for a in present if "chair" in a.role.lower()]
    chairs.sort(key=lambda a: "vice" in a.role.lower() or "deputy" in a.role.lower())
    return chairs[0].name if chairs else None


def _attendee(attendee: ImportedAttendee) -> Attendee:
    role = "" if attendee.role.lower() in (*_PLAIN_ROLES, attendee.name.lower()) else attendee.role
    post = ", ".join(part for part in (role, "substitute" if attendee.substitute else "") if part)
    return Attendee(name=attendee.name, post=post, group=attendee.party, remote=attendee.virtual)


def _items(imported: ImportedMeeting, ids: Mapping[str, str], held_back: set[int]) -> tuple[MinuteItem, ...]:
    return tuple(
        MinuteItem(
            item_id=ids.get(ref, ""),
            number="" if item.is_heading else _number(item),
            heading=item.title,
            is_section=item.is_heading,
            is_exempt=is_kept_back(item),
            blocks=()
            if item.position in held_back
            else tuple(
                _block(f"{ids.get(ref, ref)}-{n}", b) for n, b in enumerate(item.minutes.blocks, start=1)
            ),
        )
        for ref, item in zip(item_refs(imported), imported.items, strict=True)
    )


def _number(item: ImportedItem) -> str:
    if not item.minute_number:
        return item.number_text.rstrip(".")
    sub = f".{item.minute_sub_number}" if item.minute_sub_number else ""
    return f"{item.minute_number}{sub}"


def _block(block_id: str, block: ImportedBlock) -> Block:
    if isinstance(block, ImportedResolution):
        return Resolution(id=block_id, word=block.word, unanimous=block.unanimously, parts=_parts(block))
    return Narrative(id=block_id, html=block.html)


def _parts(block: ImportedResolution) -> tuple[str, ...]:
    """Its parts where nothing but "That" leads in to them; otherwise all of it, so that no word is lost."""
    lines = block.text.split("\n")
    if len(lines) == 1 and "<" not in block.text:
        return (block.text,)
    if block.parts and lines[0].strip(" :–-").lower() == "that":
        return block.parts
    return (block.body_html,)
