"""The six months of members who have begun to miss meetings, in the calendar of deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from meetings.deadlines.clocks import ZONE, Due, DueKind, asked_on, due_source
from meetings.deadlines.queries import law_of
from meetings.room.absence import member_clocks
from meetings.room.absence_state import MemberClock

#: days: before that the clock is nothing to act on
_SOON = 90


@due_source
def absences(session: Session, start: date, end: date) -> Iterator[Due]:
    """The last day to attend, and the last council meeting that can approve the absence."""
    today = asked_on(session) or start
    for clock in member_clocks(session, law_of(session), today, ZONE):
        if clock.careful is not None and clock.missed and clock.left(today) <= _SOON:
            yield from _of(clock, start, end)


def _of(clock: MemberClock, start: date, end: date) -> Iterator[Due]:
    assert clock.answer is not None
    days = (
        ("end", clock.careful, f"Last day for {clock.name} to attend: the six months end"),
        ("council", clock.last_council, f"Last council meeting able to approve the absence of {clock.name}"),
    )
    for name, on, title in days:
        if on is None or not start <= on <= end:
            continue
        yield Due(
            on=on,
            title=title,
            link=f"/desk/members/{clock.slug}",
            key=f"absence:{name}:{clock.person_id}",
            rule_id=clock.answer.rule.id,
            citation=clock.answer.rule.citation,
            done=clock.approved_in_time,
            kind=DueKind.MEMBERS,
            note=f"Missed {clock.missed} since the last attendance.",
        )
