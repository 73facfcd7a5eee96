"""Days by which something is due about members: new members' duties, and demands for a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from meetings.deadlines.clocks import Due, DueKind, due_source
from meetings.deadlines.members import duties
from meetings.deadlines.queries import law_of
from meetings.deadlines.requisitions import Demand, demands

_CLOCKS = (
    ("chair_by", "The chair’s last day to call the meeting that members demand"),
    ("members_from", "Members may call the meeting they demand"),
    ("hold_by", "The demanded meeting must be held"),
)


@due_source
def new_members(session: Session, start: date, end: date) -> Iterator[Due]:
    """Acceptance of office and notice of interests."""
    for duty in duties(session, law_of(session), start, end):
        yield Due(
            on=duty.by,
            title=f"{duty.title}: {duty.name}",
            link=f"/desk/members/{duty.slug}",
            key=f"duty:{duty.kind.value}:{duty.person_id}:{duty.by.year}",
            rule_id=duty.answer.rule.id,
            citation=duty.answer.rule.citation,
            done=duty.done_on is not None,
            kind=DueKind.MEMBERS,
        )


@due_source
def demanded_meetings(session: Session, start: date, end: date) -> Iterator[Due]:
    """The chair's days, and the day from which members may act."""
    for demand in demands(session, law_of(session)):
        if demand.valid and demand.withdrawn_on is None:
            yield from _demand(demand, start, end)


def _demand(demand: Demand, start: date, end: date) -> Iterator[Due]:
    for name, title in _CLOCKS:
        on = demand.day(name)
        if on is None or not start <= on <= end:
            continue
        # Once the chair has refused there is nothing to wait for, and nothing for the members before that.
        refused = name == "chair_by" and demand.refused_on is not None
        yield Due(
            on=on,
            title=title,
            link=f"/desk/members/requisitions/{demand.id}",
            key=f"requisition:{demand.id}:{name}",
            rule_id=demand.answer.rule.id,
            citation=demand.answer.rule.citation,
            body_id=demand.body_id,
            body_name=demand.body_name,
            done=refused or not demand.open,
            kind=DueKind.MEMBERS,
        )
