"""Minutes from another system, as a document like any other: narrative, figures and resolutions in their order."""

from __future__ import annotations

from collections.abc import Mapping

from meetings.admin.moderngov.imported import Attendance as Was
from meetings.admin.moderngov.imported import Block as ImportedBlock
from meetings.admin.moderngov.imported import ImportedAttendee, ImportedItem, ImportedMeeting
from meetings.admin.moderngov.imported import Resolution as ImportedResolution
from meetings.bodies.queries import council_name
from meetings.minutes.document import (
    Apology,
    Attendee,
    Block,
    MinuteItem,
    MinutesDocument,
    Narrative,
    Resolution,
)
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting
from meetings.schedule.queries import meeting_of


def minutes_of_import(
    work: Work, meeting: Meeting, imported: ImportedMeeting, body: str, items: Mapping[str | None, str]
) -> MinutesDocument:
    """The imported minutes. `items` finds our item by the source's reference."""
    present = [a for a in imported.attendees if a.attendance is Was.PRESENT]
    others = [a for a in imported.attendees if a.attendance is Was.IN_ATTENDANCE]
    row = meeting_of(work.session, meeting.id)
    local = meeting.starts_at.astimezone(work.timezone)
    return MinutesDocument(
        council=council_name(work.session),
        body=body,
        meeting_title=row.title,
        held_on=local.date(),
        place=meeting.place,
        kind=meeting.kind.value,
        started_at=meeting.opened_at if imported.actual_start or imported.start else None,
        ended_at=meeting.closed_at if imported.actual_finish else None,
        mode=meeting.mode.value,
        presiding=next((a.name for a in present if "chair" in a.role.lower()), None),
        present=tuple(_attendee(a) for a in present),
        apologies=tuple(Apology(name=a.name) for a in imported.attendees if a.attendance is Was.APOLOGIES),
        in_attendance=tuple(_attendee(a) for a in others),
        items=tuple(_item(i, items, imported.source_id) for i in imported.items),
        timezone=str(work.timezone),
    )


def _attendee(attendee: ImportedAttendee) -> Attendee:
    role = (
        attendee.role
        if attendee.role.lower() not in (attendee.name.lower(), "in attendance", "member")
        else ""
    )
    return Attendee(name=attendee.name, post=role, group=attendee.party, remote=attendee.virtual)


def _item(item: ImportedItem, items: Mapping[str | None, str], meeting: str) -> MinuteItem:
    ref = f"moderngov:item:{meeting}:{item.source_id or item.position}"
    number = str(item.minute_number) if item.minute_number else item.number_text.rstrip(".")
    if item.minute_number and item.minute_sub_number:
        number += f".{item.minute_sub_number}"
    return MinuteItem(
        item_id=items.get(ref, ""),
        number="" if item.is_heading else number,
        heading=item.title,
        is_section=item.is_heading,
        is_exempt=item.restricted or not item.display_allowed,
        blocks=tuple(_block(f"{ref}:{n}", b) for n, b in enumerate(item.minutes.blocks, start=1)),
    )


def _block(block_id: str, block: ImportedBlock) -> Block:
    if isinstance(block, ImportedResolution):
        parts = block.parts or tuple(line for line in block.text.split("\n") if line.strip())
        return Resolution(id=block_id, word=block.word, unanimous=block.unanimously, parts=parts)
    return Narrative(id=block_id, html=block.html)
