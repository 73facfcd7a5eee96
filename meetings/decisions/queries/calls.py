"""Reads of call-ins: who signed, where each stands, and what can still be called in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from meetings.bodies.models import Body, BodyKind
from meetings.bodies.queries import BodyRow, Member, bodies, members_of
from meetings.decisions.models import CallInSignature, Decision, DecisionCallIn
from meetings.decisions.queries.decisions import DecisionRow, register
from meetings.decisions.queries.wanted import Wanted
from meetings.decisions.rules.calling import CallInState, Outcome, Reconsidered
from meetings.decisions.rules.standing import Standing
from meetings.forwardplan.queries import committees
from meetings.kernel.errors import NotFound
from meetings.people.models import Person
from meetings.schedule.models import Meeting

NO_CALL_IN = "There is no such call-in."
_Scrutiny = aliased(Body)


@dataclass(frozen=True)
class Signature:
    """A councillor's name under a call-in."""

    person_id: str
    name: str
    signed_at: datetime
    on_paper: bool


@dataclass(frozen=True)
class CallInRow:
    """A call-in with its signatures."""

    id: str
    decision_id: str
    body_id: str
    reference: str
    state: CallInState
    reasons: str
    instead: str
    grounds: tuple[str, ...]
    needed: int
    on_paper: bool
    by_chair: bool
    started_at: datetime
    lodged_at: datetime | None
    opinion_by: str
    opinion_on: date | None
    opinion_text: str
    opinion_supports: bool | None
    judged_by: str
    judged_at: datetime | None
    judged_reason: str
    scrutiny_id: str | None
    scrutiny_name: str
    scrutiny_by: date | None
    meeting_id: str | None
    meeting_at: datetime | None
    item_id: str | None
    outcome: Outcome | None
    outcome_on: date | None
    outcome_text: str
    reconsider_by: date | None
    reconsidered: Reconsidered | None
    reconsidered_on: date | None
    reconsidered_text: str
    signatures: tuple[Signature, ...] = ()

    @property
    def signed_by(self) -> frozenset[str]:
        """Who signed."""
        return frozenset(s.person_id for s in self.signatures)

    @property
    def is_public(self) -> bool:
        """Whether the public is told of it: from when it was accepted on."""
        return self.state in (CallInState.VALID, CallInState.CONCLUDED)

    @property
    def waits_for_reconsideration(self) -> bool:
        """Whether it was sent on, and nothing has come back."""
        return self.outcome in _SENT_ON and self.reconsidered is None


_SENT_ON = (Outcome.REFERRED_BACK, Outcome.REFERRED_COUNCIL)


def call_ins(
    session: Session,
    *,
    states: Collection[CallInState] | None = None,
    decision_ids: Collection[str] | None = None,
    ids: Collection[str] | None = None,
) -> list[CallInRow]:
    """Call-ins, the latest first, with their signatures. Two queries."""
    c = DecisionCallIn
    query = (
        select(c, Decision.body_id, Decision.reference, _Scrutiny.name, Meeting.starts_at)
        .join(Decision, Decision.id == c.decision_id)
        .outerjoin(_Scrutiny, _Scrutiny.id == c.scrutiny_id)
        .outerjoin(Meeting, Meeting.id == c.meeting_id)
    )
    for values, column in ((states, c.state), (decision_ids, c.decision_id), (ids, c.id)):
        if values is not None:
            query = query.where(column.in_(list(values)))
    rows = session.execute(query.order_by(c.started_at.desc(), c.id)).all()
    signed = _signatures(session, [row[0].id for row in rows])
    return [_row(*row, signed.get(row[0].id, ())) for row in rows]


def call_in_of(session: Session, call_in_id: str) -> CallInRow:
    """One. Raises NotFound."""
    found = call_ins(session, ids=[call_in_id])
    if not found:
        raise NotFound(NO_CALL_IN)
    return found[0]


def call_ins_of(session: Session, decision_id: str) -> list[CallInRow]:
    """Every call-in of a decision, the latest first."""
    return call_ins(session, decision_ids=[decision_id])


def open_to_call_in(session: Session, today: date) -> list[DecisionRow]:
    """What can be called in on that day, as the public reads it."""
    return register(session, Wanted(standing=Standing.WAITING), today, limit=200)


def members_of_council(session: Session, on: date) -> list[Member]:
    """The members of the council itself: who may call in, and of how many a share is taken."""
    council = next((b for b in bodies(session) if b.kind is BodyKind.COUNCIL), None)
    return [m for m in members_of(session, council.id, on) if m.seat.votes] if council else []


def scrutiny_bodies(session: Session) -> list[BodyRow]:
    """The committees that look at call-ins: those called scrutiny, or where none is, every committee."""
    every = committees(session)
    return [b for b in every if "scrutiny" in b.name.casefold()] or every


def _signatures(session: Session, ids: Collection[str]) -> dict[str, tuple[Signature, ...]]:
    if not ids:
        return {}
    s = CallInSignature
    query = (
        select(s.call_in_id, s.person_id, Person.name, s.signed_at, s.on_paper)
        .join(Person, Person.id == s.person_id)
        .where(s.call_in_id.in_(list(ids)))
        .order_by(s.signed_at, Person.name)
    )
    found: dict[str, tuple[Signature, ...]] = {}
    for row in session.execute(query):
        found[row[0]] = (*found.get(row[0], ()), Signature(*row[1:]))
    return found


def _row(
    c: DecisionCallIn,
    body_id: str,
    reference: str,
    scrutiny: str | None,
    starts_at: datetime | None,
    signatures: tuple[Signature, ...],
) -> CallInRow:
    same = {name: getattr(c, name) for name in CallInRow.__dataclass_fields__ if name not in _OTHERWISE}
    return CallInRow(
        **same,
        body_id=body_id,
        reference=reference,
        grounds=tuple(c.grounds or ()),
        scrutiny_name=scrutiny or "",
        meeting_at=starts_at,
        signatures=signatures,
    )


_OTHERWISE = frozenset({"body_id", "reference", "grounds", "scrutiny_name", "meeting_at", "signatures"})
