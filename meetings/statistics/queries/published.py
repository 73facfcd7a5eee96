"""When agendas, minutes and statements of decisions were published."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.db.record import RecordedFact
from meetings.deadlines.rules.facts import MeetingFacts
from meetings.kernel.facts import name_of
from meetings.kernel.secrecy import Audience
from meetings.minutes.events import MinutesPublished
from meetings.schedule.lawfacts import facts_of_meetings
from meetings.schedule.queries import meetings_between
from meetings.statistics.queries.scope import Scope
from meetings.statistics.rules.facts import Held
from meetings.statistics.rules.kept import Dates


def dates_of(session: Session, scope: Scope, held: tuple[Held, ...]) -> dict[str, Dates]:
    """By meeting, as the law asks for them. The number of queries does not depend on the number of meetings."""
    start, end = scope.bounds
    if scope.meeting_id and held:
        start, end = held[0].starts_at, held[0].starts_at.replace(microsecond=999999)
    body_id = scope.body_ids[0] if scope.body_ids is not None and len(scope.body_ids) == 1 else None
    public = scope.audience is Audience.PUBLIC
    wanted = {h.id for h in held}
    rows = [m for m in meetings_between(session, start, end, body_id, public) if m.id in wanted]
    found = facts_of_meetings(session, rows)
    published = (
        select(RecordedFact.stream_id, func.min(RecordedFact.at))
        .where(RecordedFact.stream_id.in_(scope.ids), RecordedFact.type == name_of(MinutesPublished))
        .group_by(RecordedFact.stream_id)
    )
    first = {str(stream_id): at for stream_id, at in session.execute(published)}
    return {id_: _dates(f, first.get(id_)) for id_, f in found.items()}


def _dates(f: MeetingFacts, minutes: datetime | None) -> Dates:
    """Where the minutes state the decisions, they stated them when they were first published.

    The Welsh note is out with the minutes at the latest: one that was published before them counts from its own day.
    """
    stated = minutes if minutes and f.decisions_at == f.note_at else f.decisions_at
    noted = min((at for at in (minutes, f.note_at) if at is not None), default=None)
    return Dates(f.agenda_at, minutes, stated, noted)
