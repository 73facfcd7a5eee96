"""What the officers' pages of minutes are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from meetings.agendas.paper_access import closed_items
from meetings.kernel.errors import Denied, NotFound
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience
from meetings.minutes import queries
from meetings.minutes.desk import COLOURS
from meetings.minutes.document import MinutesDocument, MinutesStatus
from meetings.minutes.editor import editor_items, homeless
from meetings.minutes.life.exempt import agenda_id
from meetings.minutes.life.points import private_items
from meetings.minutes.rules import STATUS_WORDS, has_exempt, unwritten_words
from meetings.minutes.slots import TextConflict, changed_texts
from meetings.minutes.writing.opening import beside, unsaved
from meetings.schedule.access import desk_meeting
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.schedule.rules import audience_of
from meetings.web.doors import current_actor, may, reading, today
from meetings.web.services import services

#: The steps from draft to record, each with whether it is behind once minutes have a status.
STEPS = (MinutesStatus.DRAFT, MinutesStatus.APPROVED, MinutesStatus.PUBLISHED, MinutesStatus.CONFIRMED)


@dataclass(frozen=True)
class Desk:
    """A meeting with its minutes as they stand, for somebody who may see them whole."""

    meeting: MeetingRow
    row: queries.MinutesRow | None
    document: MinutesDocument | None
    versions: tuple[queries.VersionRow, ...]
    #: whether there is a record to read
    held_here: bool
    #: those whose attendance can still be put right: id and name
    members: tuple[tuple[str, str], ...] = ()

    @property
    def newest(self) -> queries.VersionRow | None:
        """The newest version."""
        return self.versions[0] if self.versions else None

    @property
    def may_write(self) -> bool:
        """Whether this person may still write in them."""
        if self.row is None or self.row.is_confirmed:
            return False
        return may(Permission.WRITE_MINUTES, self.meeting.body_id)


def desk_of(meeting_id: str) -> Desk:
    """Everything, for whoever may at least approve minutes of that body. Raises NotFound for others."""
    with reading() as session:
        return read_desk(session, meeting_id)


def read_desk(session: Session, meeting_id: str) -> Desk:
    """The same in a session."""
    meeting = desk_meeting(session, meeting_id, Permission.APPROVE_MINUTES)
    row = queries.minutes_of(session, meeting.id)
    _must_read_all(session, meeting, row)
    held_here = queries.was_held_here(session, meeting.id)
    open_here = held_here and row is not None and not row.is_confirmed
    members = queries.members_at(session, meeting.id, services().config.timezone) if open_here else []
    return Desk(
        meeting=meeting,
        row=row,
        document=queries.document_of(session, row) if row else None,
        versions=tuple(queries.versions_of(session, meeting.id)) if row else (),
        held_here=held_here,
        members=tuple((m.person_id, m.name) for m in members),
    )


def minutes_at(session: Session, meeting_id: str) -> tuple[MeetingRow, queries.MinutesRow]:
    """A meeting and where its minutes stand, for the same people. Raises NotFound."""
    meeting = desk_meeting(session, meeting_id, Permission.APPROVE_MINUTES)
    row = queries.minutes_of(session, meeting.id)
    if row is None:
        raise NotFound(queries.NO_MINUTES)
    _must_read_all(session, meeting, row)
    return meeting, row


def _must_read_all(session: Session, meeting: MeetingRow, row: queries.MinutesRow | None) -> None:
    """These pages show minutes whole: a chair whom an interest bars from an exempt one has an own page without it.

    Raises Denied.
    """
    actor = current_actor()
    if row is None or audience_of(actor, meeting.body_id, today()) is Audience.OFFICER:
        return
    closed = closed_items(session, meeting.id, actor.person_id)
    whole = queries.document_of(session, row) if closed else None
    secret = {agenda_id(item.item_id) for item in private_items(whole)} if whole else set()
    why = next((closed[item_id] for item_id in closed if item_id in secret), "")
    if why:
        raise Denied(f"{why} Read these minutes on your own page.")


def own_changes(desk: Desk, base: int, texts: Mapping[str, str]) -> dict[str, str]:
    """Of the texts that were sent, those that differ from the version they were typed into."""
    if desk.row is None or not 1 <= base <= desk.row.version:
        return dict(texts)
    with reading() as session:
        return changed_texts(queries.document_of(session, desk.row, base), texts)


def writing_page(
    desk: Desk,
    *,
    base: int | None = None,
    typed: Mapping[str, str] | None = None,
    note: str = "",
    errors: Mapping[str, str] | None = None,
    conflicts: tuple[TextConflict, ...] = (),
    problem: str = "",
    signing: Mapping[str, Any] | None = None,
    signing_errors: Mapping[str, str] | None = None,
    attendance: Mapping[str, Any] | None = None,
) -> str:
    """The page on which minutes are written and led through their steps, with what was typed.

    `base` is the version that was typed into, where that is not the newest.
    """
    if desk.row is None or desk.document is None:
        return render_template("minutes/none.html", desk=desk, closed=MeetingStatus.CLOSED)
    with reading() as session:
        by_side = beside(session, desk.meeting.id, desk.document)
        if desk.may_write and typed is None and base is None:
            typed, conflicts = unsaved(session, desk.meeting.id, desk.document)
    return render_template(
        "minutes/edit.html",
        desk=desk,
        meeting=desk.meeting,
        row=desk.row,
        base=desk.row.version if base is None else base,
        doc=desk.document,
        beside=by_side,
        items=editor_items(desk.document, typed, conflicts),
        homeless=homeless(desk.document, conflicts),
        problem=problem,
        note=note,
        errors={**(errors or {}), **(signing_errors or {})},
        attendance=attendance,
        unwritten=unwritten_words(desk.document),
        signing=signing or {"on": None, "signed_by": ""},
        steps=STEPS,
        words=STATUS_WORDS,
        colours=COLOURS,
        has_exempt=has_exempt(desk.document),
    )
