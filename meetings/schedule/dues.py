"""What the law asks around each meeting, for the list of deadlines; and what a changed law moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from meetings.deadlines.clocks import ZONE, Due, DueKind, asked_on, due_source
from meetings.deadlines.effects import Effect, law_effect
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law
from meetings.deadlines.rules.counting import in_words, short_words
from meetings.deadlines.rules.meeting import Deadline, MeetingFacts, deadlines_of
from meetings.deadlines.rules.notice import clear, issue_day, notice
from meetings.deadlines.usecases import meeting_bodies
from meetings.schedule.lawfacts import facts_of_meetings
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of, meetings_between

#: What is due before a meeting is due at most this long before it, and what follows, this long after.
_BEFORE, _AFTER = timedelta(days=62), timedelta(days=62)
#: how far ahead a changed law is followed
_PLANNED = timedelta(days=550)
_MINUTES = "ME-9"
_KINDS = {
    "CD-1": DueKind.NOTICE,
    "CD-2": DueKind.NOTICE,
    "CD-3": DueKind.AFTER,
    "AG": DueKind.PAPERS,
    "EX": DueKind.PLAN,
    "AC": DueKind.AFTER,
    "PL": DueKind.PAPERS,
}


@due_source
def meeting_dues(session: Session, start: date, end: date) -> Iterator[Due]:
    """Notices, summonses, agendas and what follows a meeting, for every meeting that is not cancelled."""
    first = datetime.combine(start - _AFTER, time(), ZONE).astimezone(UTC)
    last = datetime.combine(end + _BEFORE, time(), ZONE).astimezone(UTC)
    rows = meetings_between(session, first, last, None, public_only=False)
    rows = [row for row in rows if row.status is not MeetingStatus.CANCELLED]
    if not rows:
        return
    law, facts, today = law_of(session), facts_of_meetings(session, rows), asked_on(session)
    for row in rows:
        for deadline in deadlines_of(law, facts[row.id], today):
            if start <= deadline.due <= end and not _moot(row, facts[row.id], deadline):
                yield _due(row, facts[row.id], deadline)


def _moot(row: MeetingRow, facts: MeetingFacts, deadline: Deadline) -> bool:
    """What was to be done before a meeting that is over can be done no more; no minutes are there before it."""
    if deadline.rule.id.startswith(_MINUTES):
        return row.status is not MeetingStatus.CLOSED
    return row.status is MeetingStatus.CLOSED and deadline.due <= facts.on and not deadline.done


def _due(row: MeetingRow, facts: MeetingFacts, deadline: Deadline) -> Due:
    when = f"Meeting on {short_words(facts.on)}"
    arguable = f"; arguable until {short_words(deadline.arguable)}" if deadline.arguable else ""
    about = f": {deadline.subject_title}" if deadline.subject_title else ""
    return Due(
        on=deadline.due,
        title=f"{deadline.title}{about}",
        link=_link(row, facts, deadline),
        key=f"{deadline.rule.id}:{row.id}:{deadline.subject}".rstrip(":"),
        rule_id=deadline.rule.id,
        citation=deadline.rule.citation,
        body_id=row.body_id,
        body_name=row.body_name,
        meeting_id=row.id,
        done=deadline.done,
        kind=_kind(facts, deadline),
        safe_title=f"{deadline.title}, meeting on {facts.on.day} {facts.on:%B}",
        note=f"{when}{arguable}",
    )


def _link(row: MeetingRow, facts: MeetingFacts, deadline: Deadline) -> str:
    home = f"/desk/meetings/{row.id}"
    if deadline.due > facts.on:
        return f"{home}/minutes" if row.status is MeetingStatus.CLOSED else home
    return f"{home}/agenda" if deadline.subject else home


def _kind(facts: MeetingFacts, deadline: Deadline) -> DueKind:
    if deadline.due > facts.on:
        return DueKind.AFTER
    for start, kind in _KINDS.items():
        if deadline.rule.id.startswith(start):
            return kind
    return DueKind.OTHER


@law_effect
def notice_effects(
    session: Session, before: Law, after: Law, today: date, until: date | None = None
) -> Iterator[Effect]:
    """Meetings to come whose notice or summons is due on another day, and how one that is out stands now."""
    first = datetime.combine(today, time(), ZONE).astimezone(UTC)
    last = datetime.combine(until, time(), ZONE).astimezone(UTC) if until else first + _PLANNED
    rows = meetings_between(session, first, last, None, public_only=False)
    rows = [row for row in rows if row.status is MeetingStatus.PLANNED]
    facts = facts_of_meetings(session, rows)
    for row in rows:
        for summons in (False, True) if facts[row.id].is_full_council else (False,):
            effect = _effect(facts[row.id], before, after, summons)
            if effect is not None:
                yield effect


def _effect(facts: MeetingFacts, before: Law, after: Law, summons: bool) -> Effect | None:
    was = date.fromisoformat(str(notice(before, facts.on, summons=summons).result))
    now = date.fromisoformat(str(notice(after, facts.on, summons=summons).result))
    if was == now:
        return None
    done_at = facts.summons_at if summons else facts.agenda_at
    issued = issue_day(done_at, after, ZONE) if done_at else None
    verdict = (
        clear(after, issued, facts.on, summons=summons).verdict if issued and issued < facts.on else None
    )
    what = "summons" if summons else "notice"
    return Effect(
        title=f"{facts.title} on {in_words(facts.on)}, {what}",
        link=f"/desk/meetings/{facts.id}",
        was=was,
        now=now,
        body_id=facts.body_id,
        done_on=done_at.astimezone(ZONE).date() if done_at else None,
        verdict=verdict,
    )


@meeting_bodies
def body_of_stream(session: Session, meeting_id: str) -> str:
    """Whose meeting it is: for those who let a rule pass. Raises NotFound."""
    return meeting_of(session, meeting_id).body_id
