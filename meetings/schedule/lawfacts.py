"""Meetings as the law asks about them; features above add what they know of agendas, notices and minutes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.bodies.queries import BodyRow, bodies
from meetings.bodies.rules import BodyKind
from meetings.deadlines.clocks import ZONE
from meetings.deadlines.rules.meeting import Attendance, BodyForm, LaterMeeting, MeetingFacts, MeetingForm
from meetings.notifications.models import StoredLetter
from meetings.notifications.rules import LetterKind
from meetings.schedule.models import MeetingKind, MeetingMode
from meetings.schedule.queries import MeetingRow

_FORMS = {
    BodyKind.COUNCIL: BodyForm.COUNCIL,
    BodyKind.CABINET: BodyForm.EXECUTIVE,
    BodyKind.COMMITTEE: BodyForm.COMMITTEE,
    BodyKind.SUB_COMMITTEE: BodyForm.SUB_COMMITTEE,
    BodyKind.PANEL: BodyForm.PANEL,
}
_KINDS = {
    MeetingKind.ORDINARY: MeetingForm.ORDINARY,
    MeetingKind.EXTRAORDINARY: MeetingForm.EXTRAORDINARY,
    MeetingKind.ANNUAL: MeetingForm.ANNUAL,
}
_MODES = {
    MeetingMode.IN_PERSON: Attendance.IN_PERSON,
    MeetingMode.HYBRID: Attendance.HYBRID,
    MeetingMode.REMOTE: Attendance.REMOTE,
}
#: What a body's name says of its work, where rules of their own hold for it.
_WORK = ("planning", "licensing", "scrutiny", "audit", "standards", "joint")

#: Words by which place or notice tell how to take part from elsewhere.
_JOIN = re.compile(r"https?://|\b(teams|zoom|webex|online|on-line|join|ar-lein|ymuno)\b", re.IGNORECASE)

Facts = Mapping[str, MeetingFacts]
MoreFacts = Callable[[Session, Facts], Facts]
_MORE: dict[str, MoreFacts] = {}


def more_facts(more: MoreFacts) -> MoreFacts:
    """Let a feature above fill in what it knows: it is given facts by meeting id and returns them, some replaced."""
    _MORE[f"{more.__module__}.{more.__qualname__}"] = more
    return more


def facts_of_meetings(session: Session, rows: Sequence[MeetingRow]) -> dict[str, MeetingFacts]:
    """The facts by meeting id. The number of queries does not depend on the number of meetings."""
    if not rows:
        return {}
    known = {b.id: b for b in bodies(session, active=None)}
    ids = [row.id for row in rows]
    summoned = _summoned(session, ids)
    found: Facts = {row.id: _facts(row, known[row.body_id], summoned, rows) for row in rows}
    for more in _MORE.values():
        found = more(session, found)
    return dict(found)


def _facts(
    row: MeetingRow, body: BodyRow, summoned: Mapping[str, datetime], every: Sequence[MeetingRow]
) -> MeetingFacts:
    name = body.name.casefold()
    return MeetingFacts(
        id=row.id,
        title=row.title,
        body_id=row.body_id,
        body_name=row.body_name,
        body=_FORMS[body.kind],
        on=row.starts_at.astimezone(ZONE).date(),
        starts_at=row.starts_at,
        form=_KINDS[row.kind],
        mode=_MODES[row.mode],
        functions=frozenset(word for word in _WORK if word in name),
        place=row.place,
        broadcast=bool(row.broadcast_url),
        summons_at=summoned.get(row.id),
        # To make the date known is not yet to give notice: that is done with the agenda.
        agenda_at=row.agenda_published_at,
        says_how_to_join=bool(_JOIN.search(f"{row.place} {row.notice}")),
        seats=body.seats,
        later=_later(row, every),
        closed_at=row.closed_at,
    )


def _later(row: MeetingRow, every: Sequence[MeetingRow]) -> tuple[LaterMeeting, ...]:
    after = [m for m in every if m.body_id == row.body_id and m.starts_at > row.starts_at]
    return tuple(
        LaterMeeting(m.id, m.starts_at.astimezone(ZONE).date(), _KINDS[m.kind])
        for m in sorted(after, key=lambda m: m.starts_at)
    )


def _summoned(session: Session, ids: Collection[str]) -> dict[str, datetime]:
    """When each meeting's first summons was written to a member."""
    query = (
        select(StoredLetter.meeting_id, func.min(StoredLetter.created_at))
        .where(StoredLetter.meeting_id.in_(ids), StoredLetter.kind == LetterKind.SUMMONS)
        .group_by(StoredLetter.meeting_id)
    )
    return {meeting_id: at for meeting_id, at in session.execute(query) if meeting_id}
