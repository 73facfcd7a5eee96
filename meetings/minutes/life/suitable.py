"""At which meeting minutes are confirmed, and which carried motion has done it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from meetings.agendas.business.models import MinutesItem
from meetings.agendas.models import AgendaItem
from meetings.agendas.rules import is_minutes_item
from meetings.bodies.queries import body_of
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law, Step
from meetings.deadlines.rules.calling import next_suitable
from meetings.deadlines.rules.facts import LaterMeeting, MeetingForm
from meetings.deadlines.rules.profiles import value
from meetings.documents.richtext import plain
from meetings.kernel.errors import WrongState
from meetings.minutes.life.queries import elsewhere_of
from meetings.minutes.life.rules import Suitable
from meetings.motions.models import Motion
from meetings.motions.rules import MotionKind, MotionStatus
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of

#: How an own choice of suitable meetings is put to the rule: as an extraordinary meeting it passes over.
_PASSED_OVER = MeetingForm.EXTRAORDINARY


@dataclass(frozen=True)
class NextMeeting:
    """The meeting that confirms minutes, by the rule. Without one, `steps` say what to do."""

    meeting: MeetingRow | None
    steps: tuple[Step, ...]
    citation: str
    #: the body meets no more and nobody has said which other confirms its minutes
    body_gone: bool = False
    #: the body before which the minutes were put
    other_body: str = ""


@dataclass(frozen=True)
class Proposal:
    """A carried motion that seems to confirm minutes. An officer says whether it does."""

    at_meeting_id: str
    at_title: str
    on: date
    item_number: str
    item_title: str
    motion_id: str
    text: str


def suitable_of(law: Law) -> Suitable:
    """What the council chose."""
    return Suitable(value(law, "minutes_suitable").word)


def next_meeting(session: Session, meeting: MeetingRow, timezone: ZoneInfo) -> NextMeeting:
    """ME-9: the next suitable meeting of the body, or of the one that these minutes were put before."""
    law = law_of(session)
    elsewhere = elsewhere_of(session, meeting.id)
    body = body_of(session, elsewhere.body_id if elsewhere else meeting.body_id)
    rows = later_meetings(session, meeting, body.id)
    gone = not body.is_active and not rows
    choice = suitable_of(law)
    later = [
        LaterMeeting(
            m.id,
            m.starts_at.astimezone(timezone).date(),
            MeetingForm.ORDINARY if choice.takes(m.kind) else _PASSED_OVER,
        )
        for m in rows
    ]
    on = meeting.starts_at.astimezone(timezone).date()
    try:
        answer = next_suitable(law, on, later, abolished=elsewhere is not None or gone)
    except WrongState:
        answer = next_suitable(law, on, later)
    found = str(answer.also.get("meeting_id") or "")
    return NextMeeting(
        meeting_of(session, found) if found else None,
        answer.steps,
        answer.rule.citation.text,
        body_gone=gone and elsewhere is None,
        other_body=body.name if elsewhere else "",
    )


def later_meetings(session: Session, meeting: MeetingRow, body_id: str) -> list[Meeting]:
    """The meetings of a body after this one that are not cancelled."""
    query = select(Meeting).where(
        Meeting.body_id == body_id,
        Meeting.starts_at > meeting.starts_at,
        Meeting.status != MeetingStatus.CANCELLED,
    )
    return list(session.scalars(query.order_by(Meeting.starts_at, Meeting.id)))


def proposal_for(session: Session, meeting: MeetingRow, timezone: ZoneInfo) -> Proposal | None:
    """The first motion carried on an item that is there to confirm these minutes; None: there is none yet.

    An item drawn up by the order of business knows whose minutes it is about; of others, the title tells that it
    is about minutes, and the first later meeting that carried something on it is taken to have confirmed these.
    """
    named = _carried(session, AgendaItem.id.in_(_items_of(meeting.id)))
    if named is None:
        elsewhere = elsewhere_of(session, meeting.id)
        body_id = elsewhere.body_id if elsewhere else meeting.body_id
        ids = [m.id for m in later_meetings(session, meeting, body_id)]
        named = _carried(session, AgendaItem.meeting_id.in_(ids), by_title=True)
    if named is None:
        return None
    motion, item = named
    at = meeting_of(session, item.meeting_id)
    day = at.starts_at.astimezone(timezone).date()
    return Proposal(at.id, at.title, day, item.fixed_number, item.title, motion.id, plain(motion.text))


def minutes_item_at(session: Session, at_meeting_id: str, minutes_of: str) -> str | None:
    """The item of a meeting at which those minutes are confirmed: the one made for it, or the one so called."""
    items = list(
        session.scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == at_meeting_id, AgendaItem.removed_at.is_(None))
            .order_by(AgendaItem.position)
        )
    )
    made = set(session.scalars(_items_of(minutes_of)))
    found = next((i for i in items if i.id in made), None)
    found = found or next((i for i in items if is_minutes_item(i.title)), None)
    return found.id if found else None


def _items_of(meeting_id: str) -> Select[str]:
    return select(MinutesItem.item_id).where(MinutesItem.minutes_of == meeting_id)


def _carried(
    session: Session, where: ColumnElement[bool], *, by_title: bool = False
) -> tuple[Motion, AgendaItem] | None:
    query = (
        select(Motion, AgendaItem)
        .join(AgendaItem, AgendaItem.id == Motion.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(where, Motion.status == MotionStatus.CARRIED, Motion.kind == MotionKind.SUBSTANTIVE)
        .order_by(Meeting.starts_at, Motion.decided_at, Motion.position)
    )
    for motion, item in session.execute(query):
        if not by_title or is_minutes_item(item.title):
            return motion, item
    return None
