"""Reads about notices of motion: what stands against one, by when it must come, whose it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.queries import person_names
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Answer
from meetings.deadlines.rules.counting import DayMode, add_months, calendar_of, clear_days, latest_issue
from meetings.deadlines.rules.profiles import value
from meetings.deadlines.rules.standing_orders import NoticeOfMotion, motion_on_notice
from meetings.kernel.errors import NotFound
from meetings.motions.models import Motion, MotionNotice, MotionSignature
from meetings.motions.rules import MotionKind, MotionStatus, NoticeState
from meetings.schedule.models import Meeting
from meetings.schedule.queries import meeting_of

#: Two motions that share so much of their words are the same one for the rule of six months.
ALIKE = 0.8
OPEN = (NoticeState.SUBMITTED, NoticeState.SUGGESTED)


@dataclass(frozen=True)
class NoticeRow:
    """A notice with the names of its people."""

    id: str
    body_id: str
    meeting_id: str
    meeting_title: str
    starts_at: datetime
    state: NoticeState
    title: str
    text: str
    mover_id: str
    mover: str
    seconder_id: str | None
    seconder: str
    submitted_at: datetime | None
    suggested_title: str
    suggested_text: str
    reason: str
    item_id: str | None
    #: who was asked to second or sign: id, name, whether they did
    asked: tuple[tuple[str, str, bool], ...]

    @property
    def signatures(self) -> int:
        """The mover and everybody who signed."""
        return 1 + sum(signed for _, _, signed in self.asked)

    @property
    def seconded(self) -> bool:
        """Whether the seconder has said so."""
        return any(person == self.seconder_id and signed for person, _, signed in self.asked)


def notice_of(session: Session, notice_id: str) -> NoticeRow:
    """One notice. Raises NotFound."""
    row = session.get(MotionNotice, notice_id)
    if row is None:
        raise NotFound("There is no such notice of motion.")
    return rows_of(session, [row])[0]


def notices_of_member(session: Session, person_id: str) -> list[NoticeRow]:
    """Those a member wrote, and those they are asked to sign once given in; the newest first."""
    asked = select(MotionSignature.notice_id).where(MotionSignature.person_id == person_id)
    mine = MotionNotice.mover_id == person_id
    given = MotionNotice.id.in_(asked) & (MotionNotice.state != NoticeState.DRAFT)
    query = select(MotionNotice).where(mine | given).order_by(MotionNotice.created_at.desc())
    return rows_of(session, list(session.scalars(query)))


def notices_of_meeting(session: Session, meeting_id: str) -> list[NoticeRow]:
    """Every notice that was given for a meeting, in the order it came. Drafts are their members' own."""
    query = select(MotionNotice).where(
        MotionNotice.meeting_id == meeting_id, MotionNotice.state != NoticeState.DRAFT
    )
    return rows_of(session, list(session.scalars(query.order_by(MotionNotice.submitted_at))))


def rows_of(session: Session, notices: list[MotionNotice]) -> list[NoticeRow]:
    """Notices with names."""
    ids = [n.id for n in notices]
    asked: dict[str, list[MotionSignature]] = {}
    for row in session.scalars(select(MotionSignature).where(MotionSignature.notice_id.in_(ids))):
        asked.setdefault(row.notice_id, []).append(row)
    people = {p for n in notices for p in (n.mover_id, n.seconder_id) if p}
    people |= {s.person_id for rows in asked.values() for s in rows}
    names = person_names(session, people) if people else {}
    meetings = {n.meeting_id: meeting_of(session, n.meeting_id) for n in notices}
    return [
        _row(n, asked.get(n.id, []), names, meetings[n.meeting_id].title, meetings[n.meeting_id].starts_at)
        for n in notices
    ]


def last_day(session: Session, meeting_id: str, timezone: ZoneInfo) -> date:
    """The last day on which notice of a motion for this meeting can be given."""
    law = law_of(session)
    days = value(law, "motion_notice_days").number
    on = meeting_of(session, meeting_id).starts_at.astimezone(timezone).date()
    return latest_issue(on, days, DayMode.WORKING, calendar_of(law))


def judged(
    session: Session, notice: NoticeRow, timezone: ZoneInfo, given_on: date, *, relevant: bool = True
) -> Answer:
    """Whether it can go on the agenda, and all that is wrong with it."""
    law = law_of(session)
    on = notice.starts_at.astimezone(timezone).date()
    rejected = rejected_before(session, notice.body_id, notice.text, on, timezone)
    facts = NoticeOfMotion(
        mover=notice.mover_id,
        seconder=notice.seconder_id or "",
        relevant=relevant,
        clear_days=clear_days(given_on, on, DayMode.WORKING, calendar_of(law)),
        rejected_on=rejected[0] if rejected else None,
        signatures=notice.signatures,
    )
    days, revive = value(law, "motion_notice_days").number, value(law, "motion_revive_signatures").number
    return motion_on_notice(facts, on, days, revive)


def rejected_before(
    session: Session, body_id: str, text: str, meeting: date, timezone: ZoneInfo
) -> tuple[date, str] | None:
    """The last motion of the same words that the body rejected in the six months before, and when."""
    since = datetime.combine(add_months(meeting, -6), datetime.min.time(), timezone) - timedelta(days=1)
    query = (
        select(Motion.text, Motion.decided_at)
        .join(Meeting, Meeting.id == Motion.meeting_id)
        .where(
            Meeting.body_id == body_id,
            Motion.kind == MotionKind.SUBSTANTIVE,
            Motion.status == MotionStatus.LOST,
            Motion.decided_at >= since,
        )
        .order_by(Motion.decided_at.desc())
    )
    for lost, at in session.execute(query):
        if at is not None and alike(lost, text) >= ALIKE:
            return at.astimezone(timezone).date(), lost
    return None


def alike(one: str, other: str) -> float:
    """How much of their words two motions share, from 0 to 1."""
    a, b = Counter(one.casefold().split()), Counter(other.casefold().split())
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def _row(
    notice: MotionNotice, asked: list[MotionSignature], names: dict[str, str], title: str, starts_at: datetime
) -> NoticeRow:
    return NoticeRow(
        id=notice.id,
        body_id=notice.body_id,
        meeting_id=notice.meeting_id,
        meeting_title=title,
        starts_at=starts_at,
        state=notice.state,
        title=notice.title,
        text=notice.text,
        mover_id=notice.mover_id,
        mover=names.get(notice.mover_id, ""),
        seconder_id=notice.seconder_id,
        seconder=names.get(notice.seconder_id or "", ""),
        submitted_at=notice.submitted_at,
        suggested_title=notice.suggested_title,
        suggested_text=notice.suggested_text,
        reason=notice.reason,
        item_id=notice.item_id,
        asked=tuple((s.person_id, names.get(s.person_id, ""), s.signed_at is not None) for s in asked),
    )
