"""What stands around a decision on its public page: meeting, vote, minutes, papers, plan, recording, notices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meetings.agendas.content import ContentPaper
from meetings.agendas.queries import for_audience, published_agenda
from meetings.db.record import facts_of
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.keeping import FOR_EVER
from meetings.decisions import queries
from meetings.decisions.queries import CallInRow, DecisionRow
from meetings.decisions.rules.calling import hour_words, kept_until
from meetings.decisions.rules.document import call_in_words, parts_of
from meetings.decisions.rules.standing import Dates, Standing, next_words
from meetings.decisions.rules.wording import WITHHELD
from meetings.forwardplan.queries import Wanted, public_entries
from meetings.kernel.secrecy import Audience
from meetings.minutes.queries import minutes_of
from meetings.motions.models import Motion
from meetings.room.events import ItemTaken, MeetingOpened
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.voting.models import Vote, VoteMotion
from meetings.voting.rules import VoteState
from meetings.web.services import services


@dataclass(frozen=True)
class Moment:
    """When the item was taken, and how far into the meeting that was."""

    at: datetime
    seconds: int

    @property
    def into(self) -> str:
        """`1:02:15`."""
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02d}:{seconds:02d}"


def closing_hour(session: Session, rows: Iterable[DecisionRow], today: date) -> str:
    """Until what hour of the last day a decision is called in. No statement where none of these waits for that."""
    if not any(row.standing(today) is Standing.WAITING for row in rows):
        return ""
    return hour_words(law_of(session))


def next_of(row: DecisionRow, today: date, hour: str, call_ins: list[CallInRow] | None = None) -> str:
    """What happens next and when, in plain words; `hour` as `closing_hour` says."""
    active = next((c for c in call_ins or () if c.state.freezes), None)
    on = None
    if active is not None and active.meeting_at is not None:
        on = active.meeting_at.astimezone(services().config.timezone).date()
    dates = Dates(row.made_on, row.until, row.effective_on, active.scrutiny_by if active else None, on, hour)
    return next_words(row.standing(today), dates, row.call_in, row.record.call_in_reason)


def around(session: Session, row: DecisionRow, today: date) -> dict[str, Any]:
    """Everything a public page says beside the record itself."""
    call_ins = queries.call_ins_of(session, row.id)
    plan = public_entries(session, Wanted(ids=[row.plan_entry_id])) if row.plan_entry_id else []
    law = law_of(session)
    answer, hour = kept_until(law, row.record), hour_words(law)
    facts: dict[str, Any] = {
        "standing": row.standing(today),
        "next": next_of(row, today, hour, call_ins),
        "parts": list(parts_of(row.record)),
        "hour": hour,
        "call_in_words": call_in_words(row.record),
        "call_ins": [c for c in call_ins if c.is_public],
        "received": any(c.state.freezes and not c.is_public for c in call_ins),
        "withheld": WITHHELD if row.record.exempt else "",
        "plan": plan[0] if plan else None,
        "notices": [n for n in queries.notices_of(session, row.id) if not queries.is_withheld(session, n.id)],
        "versions": _versions(session, row),
        "kept_for_ever": answer is not None and answer.result == FOR_EVER,
        "kept_on": _date(answer.result) if answer is not None else None,
    }
    return facts | _of_meeting(session, row)


def _versions(session: Session, row: DecisionRow) -> list[queries.VersionRow]:
    """The published versions, without those that say what has been made exempt since."""
    found = queries.versions_of(session, row.id, published=True)
    return [v for v in found if v.record.exempt or not row.record.exempt]


def _date(text: str) -> date | None:
    return None if text == FOR_EVER else date.fromisoformat(text)


def _of_meeting(session: Session, row: DecisionRow) -> dict[str, Any]:
    nothing: dict[str, Any] = {"meeting": None, "papers": [], "minutes": False, "vote_id": "", "moment": None}
    if row.meeting_id is None:
        return nothing
    meeting = meeting_of(session, row.meeting_id)
    if not meeting.is_public:
        return nothing
    minutes = minutes_of(session, meeting.id)
    return {
        "meeting": meeting,
        "papers": _papers(session, meeting, row),
        "minutes": minutes is not None and minutes.is_public,
        "vote_id": _vote(session, row),
        "moment": _moment(session, row),
    }


def _papers(session: Session, meeting: MeetingRow, row: DecisionRow) -> list[ContentPaper]:
    agenda = published_agenda(session, meeting.id)
    if agenda is None or row.item_id is None:
        return []
    item = for_audience(agenda, Audience.PUBLIC).item(row.item_id)
    return [p for p in item.papers if p.id and not p.withdrawn and not p.to_follow] if item else []


def _vote(session: Session, row: DecisionRow) -> str:
    """The declared vote that carried it; none where it was agreed without one, or taken in private."""
    if row.motion_id is None or row.record.exempt:
        return ""
    together = select(VoteMotion.vote_id).where(VoteMotion.motion_id == row.motion_id)
    query = (
        select(Vote.id)
        .join(Motion, Motion.id == Vote.motion_id)
        .where(
            or_(Vote.motion_id == row.motion_id, Vote.id.in_(together)),
            Vote.state == VoteState.DECLARED,
            Motion.private.is_(False),
        )
    )
    return session.scalars(query.order_by(Vote.declared_at.desc())).first() or ""


def _moment(session: Session, row: DecisionRow) -> Moment | None:
    """When its item was taken; not of what was taken in private."""
    if row.item_id is None or row.record.exempt or row.meeting_id is None:
        return None
    opened: datetime | None = None
    for entry in facts_of(session, row.meeting_id, types=(MeetingOpened, ItemTaken)):
        if isinstance(entry.fact, MeetingOpened):
            opened = opened or entry.at
        elif entry.fact.item_id == row.item_id and opened is not None:  # type: ignore[attr-defined]
            return Moment(entry.at, int((entry.at - opened).total_seconds()))
    return None


def as_data(row: DecisionRow, today: date, root: str) -> dict[str, Any]:
    """A public record as plain data."""
    record = row.record.public()
    return {
        "reference": row.reference,
        "title": record.title,
        "decision": "\n".join(record.decision_lines),
        "decision_maker": row.maker_words,
        "body": row.body_name,
        "kind": row.kind.value,
        "decided_on": row.made_on.isoformat(),
        "published_at": row.published_at.isoformat() if row.published_at else "",
        "key": row.record.is_key,
        "call_in": row.call_in.value,
        "call_in_until": row.until.isoformat() if row.until else "",
        "effective_on": row.effective_on.isoformat() if row.effective_on else "",
        "state": row.standing(today).value,
        "wards": record.wards_words,
        "address": f"{root}/decisions/{row.id}",
    }
