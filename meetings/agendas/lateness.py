"""Whether an item comes too late for the notice that the law asks, and whether it can be taken as urgent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from meetings.agendas.models import AgendaItem
from meetings.bodies.queries import body_of
from meetings.bodies.rules import BodyKind
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law
from meetings.deadlines.rules.book import rule_for
from meetings.deadlines.rules.counting import calendar_of, latest_issue
from meetings.deadlines.rules.notice import days_of, mode_of
from meetings.schedule.queries import MeetingRow


@dataclass(frozen=True)
class Lateness:
    """`latest`: the last day on which an item could be published in time."""

    is_late: bool
    latest: date
    #: whether the law lets the person in the chair take it as urgent
    urgency_door: bool


def lateness_of(session: Session, meeting: MeetingRow, item_id: str, today: date, on: date) -> Lateness:
    """How an item stands if it is published today. `on` is the council's date of the meeting."""
    law = law_of(session)
    latest = latest_issue(on, days_of(law, on), mode_of(law), calendar_of(law))
    row = session.get(AgendaItem, item_id)
    unpublished = row is None or row.published_at is None
    executive = body_of(session, meeting.body_id).kind is BodyKind.CABINET
    return Lateness(unpublished and today > latest, latest, not (executive and executive_closed(law, on)))


def executive_closed(law: Law, on: date) -> bool:
    """Whether the law has no urgency for an executive: it must call another meeting instead."""
    return rule_for("AG-2", law.profile, on) is not None
