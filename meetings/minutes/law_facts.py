"""What the law asks about a meeting that its minutes know: who was there, when decisions were out, when signed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.profiles import value
from meetings.minutes.life.models import MeetingNote
from meetings.minutes.models import Minutes
from meetings.room.models import Attendance
from meetings.room.rules import Capacity, Presence
from meetings.schedule.lawfacts import Facts, more_facts


@more_facts
def minutes_facts(session: Session, facts: Facts) -> Facts:
    """The minutes name decisions, attendance and votes: published, they are the note and the statement.

    A note that was published before them counts from then. Two queries.
    """
    first = select(MeetingNote.meeting_id, func.min(MeetingNote.published_at)).group_by(
        MeetingNote.meeting_id
    )
    ids = MeetingNote.meeting_id.in_(list(facts))
    notes = {row[0]: row[1] for row in session.execute(first.where(ids))}
    query = select(Minutes.meeting_id, Minutes.published_at, Minutes.confirmed_on)
    rows = {row[0]: row for row in session.execute(query.where(Minutes.meeting_id.in_(list(facts))))}
    return {
        id_: replace(
            f,
            decisions_at=rows[id_][1],
            note_at=_earlier(rows[id_][1], notes.get(id_)),
            minutes_signed_on=rows[id_][2],
        )
        if id_ in rows
        else f
        for id_, f in facts.items()
    }


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)


@more_facts
def attendance_facts(session: Session, facts: Facts) -> Facts:
    """How many voting members were there; from elsewhere only where the law of that day counts them."""
    a = Attendance
    query = select(a.meeting_id, a.person_id, a.presence).where(
        a.meeting_id.in_(list(facts)), a.capacity == Capacity.MEMBER
    )
    law = law_of(session)
    there = {
        (meeting_id, person_id)
        for meeting_id, person_id, presence in session.execute(query)
        if presence is Presence.IN_PERSON
        or (
            presence is Presence.REMOTE
            and value(law, "remote_member", facts[meeting_id].on).word != "observer"
        )
    }
    numbers = Counter(meeting_id for meeting_id, _ in there)
    return {
        id_: replace(f, members_present=numbers[id_]) if numbers[id_] and f.closed_at else f
        for id_, f in facts.items()
    }
