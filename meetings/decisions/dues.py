"""What decisions put into the one list of deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from meetings.deadlines.clocks import Due, DueKind, due_source
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Citation, Law
from meetings.deadlines.rules.book import rule_for
from meetings.decisions import queries
from meetings.decisions.queries import CallInRow, DecisionRow, Wanted
from meetings.decisions.rules.calling import CallInState, statement_due
from meetings.decisions.rules.record import CallIn, Kind
from meetings.decisions.rules.standing import State

#: no statement is due so long after its decision: what is older has nothing in the days that are asked about
_LONGEST = timedelta(days=366)


def _cite(law: Law, family: str, on: date) -> Citation | None:
    rule = rule_for(family, law.profile, on)
    return rule.citation if rule else None


@due_source
def statement_dues(session: Session, start: date, end: date) -> Iterator[Due]:
    """Records of what one person decided; those of a meeting of the executive are one duty, with the meeting.

    And the ends of call-in periods that no meeting of the executive began.
    """
    law = law_of(session)
    wanted = Wanted(states=[State.MADE, State.PUBLISHED], end=end, since=start - _LONGEST)
    for row in queries.decisions(session, wanted):
        if row.kind.alone:
            yield _statement(law, row)
        if row.kind is not Kind.EXECUTIVE and row.until and row.call_in is CallIn.SUBJECT:
            yield _period(law, row)


def _statement(law: Law, row: DecisionRow) -> Due:
    family = "AG-9" if row.kind is Kind.OFFICER and not row.record.executive else "EX-5"
    return Due(
        on=statement_due(law, row.made_on),
        title=f"Publish the record of a decision: {row.record.desk_title}",
        link=f"/desk/decisions/{row.id}",
        key=f"decision-statement:{row.id}",
        rule_id=family,
        citation=_cite(law, family, row.made_on),
        body_id=row.body_id,
        body_name=row.body_name,
        done=row.state is State.PUBLISHED,
        kind=DueKind.AFTER,
        safe_title=f"Publish the record of decision {row.reference}",
    )


def _period(law: Law, row: DecisionRow) -> Due:
    assert row.until is not None
    return Due(
        on=row.until,
        title=f"Call-in ends: {row.record.desk_title}",
        link=f"/desk/decisions/{row.id}",
        key=f"call-in-ends:{row.id}",
        rule_id="SC-1",
        citation=_cite(law, "SC-1", row.counts_from or row.made_on),
        body_id=row.body_id,
        body_name=row.body_name,
        meeting_id=row.meeting_id,
        # Nothing has to be done on that day: it passes by itself.
        done=True,
        kind=DueKind.AFTER,
        safe_title=f"Call-in ends: {row.reference}",
    )


@due_source
def call_in_dues(session: Session, start: date, end: date) -> Iterator[Due]:
    """By when the monitoring officer, scrutiny, and whoever decides again have to act."""
    law = law_of(session)
    states = [CallInState.VALID, CallInState.CONCLUDED]
    for row in queries.call_ins(session, states=states):
        if row.scrutiny_by is not None:
            done = row.state is CallInState.CONCLUDED
            words = f"Scrutiny meets on the call-in of {row.reference}"
            yield _due(law, row, row.scrutiny_by, words, "call-in-scrutiny", done)
        if row.reconsider_by is not None:
            words = f"{row.reference} is looked at again after call-in"
            done = row.reconsidered is not None
            yield _due(law, row, row.reconsider_by, words, "call-in-again", done)


def _due(law: Law, row: CallInRow, on: date, words: str, key: str, done: bool) -> Due:
    return Due(
        on=on,
        title=words,
        link=f"/desk/decisions/call-ins/{row.id}",
        key=f"{key}:{row.id}",
        rule_id="SC-1",
        citation=_cite(law, "SC-1", on),
        body_id=row.scrutiny_id or row.body_id,
        body_name=row.scrutiny_name,
        meeting_id=row.meeting_id,
        done=done,
        kind=DueKind.AFTER,
    )
