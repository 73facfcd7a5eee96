"""What the law asks about a meeting that its minutes know: who was there, when decisions were out, when signed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.profiles import value
from meetings.minutes.life.models import MeetingNote, MinutesSignature, PublishedMinutes
from meetings.minutes.models import Minutes
from meetings.room.models import Attendance
from meetings.room.rules import Capacity, Presence
from meetings.schedule.lawfacts import Facts, more_facts


@more_facts
def minutes_facts(session: Session, facts: Facts) -> Facts:
    """The minutes name decisions, attendance and votes: published, they are the note and the statement.

    A note that was published before them counts from then, and minutes that were published again from the first
    time. Three queries.
    """
    ids = list(facts)
    notes = _firsts(session, MeetingNote, ids)
    texts = _firsts(session, PublishedMinutes, ids)
    m, s = Minutes, MinutesSignature
    query = select(m.meeting_id, m.published_at, m.confirmed_on, m.signed_by, s.signed_on)
    query = query.outerjoin(s, s.meeting_id == m.meeting_id).where(m.meeting_id.in_(ids))
    found = dict(facts)
    for id_, published_at, confirmed_on, signed_by, signed_on in session.execute(query):
        public = _earlier(published_at, texts.get(id_)) if published_at else None
        found[id_] = replace(
            facts[id_],
            decisions_at=public,
            note_at=_earlier(public, notes.get(id_)),
            minutes_signed_on=_signed(confirmed_on, signed_by, signed_on),
        )
    return found


def _signed(confirmed_on: date | None, signed_by: str, signed_on: date | None) -> date | None:
    """The day of the signature; of minutes that came from elsewhere, that of their confirmation."""
    if signed_on is not None:
        return signed_on
    return confirmed_on if signed_by else None


def _firsts(
    session: Session, table: type[MeetingNote] | type[PublishedMinutes], ids: list[str]
) -> dict[str, datetime]:
    query = select(table.meeting_id, func.min(table.published_at)).group_by(table.meeting_id)
    return {row[0]: row[1] for row in session.execute(query.where(table.meeting_id.in_(ids)))}


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
