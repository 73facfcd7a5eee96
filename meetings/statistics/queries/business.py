"""What was done: recorded votes, motions, speeches, as the reader may know of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from meetings.appointments.models import Appointment
from meetings.appointments.rules import AppointmentState
from meetings.debate.models import Speech
from meetings.debate.rules import SpeechState
from meetings.kernel.secrecy import Audience, may_see_names, may_see_proceedings
from meetings.motions.models import Motion
from meetings.motions.rules import Effect
from meetings.people.models import Person
from meetings.schedule.models import Meeting
from meetings.statistics.queries.held import ItemName, Items
from meetings.statistics.queries.scope import Scope
from meetings.statistics.rules import facts
from meetings.statistics.rules.facts import Held
from meetings.voting.models import Ballot, RollEntry, Vote, VoteMotion
from meetings.voting.rules import Choice, Outcome, VoteMethod, VoteState, Way

_NO_ITEM = ItemName("", "", open=True)


def _item(items: Items, meeting_id: str, item_id: str | None) -> ItemName | None:
    """The item something belongs to; None for one that has gone from the agenda."""
    return items.get(meeting_id, {}).get(item_id) if item_id else _NO_ITEM


def _known(items: Items, row: Any, audience: Audience) -> ItemName | None:
    """The item of a motion, if the reader may know what was done there."""
    item = _item(items, row.meeting_id, row.item_id)
    if not may_see_proceedings(private=row.private, audience=audience):
        return None
    if audience is not Audience.PUBLIC:
        return item or _NO_ITEM
    return item if item is not None and item.open else None


def recorded_votes(session: Session, scope: Scope, items: Items) -> tuple[facts.Recorded, ...]:
    """Declared votes with names, in order: never one of which only totals were announced. Two queries."""
    names = and_(Vote.method == VoteMethod.RECORDED, Vote.way != Way.HANDS, Vote.state == VoteState.DECLARED)
    votes = (
        select(
            Vote.id,
            Vote.meeting_id,
            Vote.motion_id,
            Vote.outcome,
            Vote.declared_at,
            Motion.kind,
            Motion.item_id,
            Motion.text,
            Motion.private,
        )
        .join(Motion, Motion.id == Vote.motion_id)
        .join(Meeting, Meeting.id == Vote.meeting_id)
        .where(scope.held, names, Vote.declared_at.is_not(None))
        .order_by(Vote.declared_at, Vote.id)
    )
    rolls = (
        select(RollEntry.vote_id, RollEntry.person_id, Ballot.choice)
        .join(Vote, Vote.id == RollEntry.vote_id)
        .join(Meeting, Meeting.id == Vote.meeting_id)
        .outerjoin(Ballot, and_(Ballot.vote_id == RollEntry.vote_id, Ballot.person_id == RollEntry.person_id))
        .where(scope.held, names)
    )
    rolled: dict[str, list[tuple[str, Choice | None]]] = defaultdict(list)
    for vote_id, person_id, choice in session.execute(rolls):
        rolled[vote_id].append((person_id, choice))
    return tuple(_recorded(session.execute(votes), rolled, scope.audience, items))


def _recorded(
    rows: Any, rolled: dict[str, list[tuple[str, Choice | None]]], audience: Audience, items: Items
) -> Iterator[facts.Recorded]:
    for row in rows:
        item = _known(items, row, audience)
        if item is None or not may_see_names(recorded=True, declared=True, audience=audience):
            continue
        yield facts.Recorded(
            row.id,
            row.meeting_id,
            row.motion_id,
            row.outcome,
            row.declared_at,
            row.kind,
            item.number,
            item.title,
            row.text,
            tuple(rolled[row.id]),
        )


def motions(session: Session, scope: Scope, items: Items) -> tuple[facts.Moved, ...]:
    """Every motion with the figures of the vote that decided it. Two queries."""
    query = (
        select(
            Motion.id,
            Motion.meeting_id,
            Motion.item_id,
            Motion.kind,
            Motion.status,
            Motion.effect,
            Motion.text,
            Motion.parent_id,
            Motion.private,
        )
        .join(Meeting, Meeting.id == Motion.meeting_id)
        .where(scope.held)
        .order_by(Motion.meeting_id, Motion.position, Motion.id)
    )
    figures = _figures(session, scope)
    found = []
    for row in session.execute(query):
        if _known(items, row, scope.audience) is None:
            continue
        item = _item(items, row.meeting_id, row.item_id)
        found.append(
            facts.Moved(
                row.id,
                row.meeting_id,
                row.kind,
                row.status,
                row.text,
                row.parent_id or "",
                figures.get(row.id),
                row.private or item is None or not item.public,
                row.effect is Effect.EXCLUDE_PUBLIC,
            )
        )
    return tuple(found)


def _figures(session: Session, scope: Scope) -> dict[str, facts.VoteCount]:
    """By motion, the declared vote on it; where nobody voted nothing was decided: another vote did."""
    query = (
        select(
            Vote.motion_id,
            VoteMotion.motion_id.label("also"),
            Vote.id,
            Vote.count_for,
            Vote.count_against,
            Vote.count_abstain,
            Vote.count_none,
            Vote.method,
            Vote.casting,
        )
        .join(Meeting, Meeting.id == Vote.meeting_id)
        .outerjoin(VoteMotion, VoteMotion.vote_id == Vote.id)
        .where(scope.held, Vote.state == VoteState.DECLARED, Vote.outcome != Outcome.UNDECIDED)
        .order_by(Vote.declared_at, Vote.id)
    )
    found: dict[str, facts.VoteCount] = {}
    for motion_id, also, vote_id, yes, no, abstain, none, method, casting in session.execute(query):
        count = facts.VoteCount(
            vote_id,
            yes or 0,
            no or 0,
            abstain or 0,
            none or 0,
            method is VoteMethod.RECORDED,
            casting is not None,
        )
        for decided in (motion_id, also):
            if decided:
                found[decided] = count
    return found


def appointments_made(session: Session, scope: Scope, items: Items) -> Counter[str]:
    """How many appointments each meeting made, as the reader may know of them. One query."""
    query = (
        select(Appointment.meeting_id, Appointment.item_id, Appointment.private)
        .join(Meeting, Meeting.id == Appointment.meeting_id)
        .where(scope.held, Appointment.state == AppointmentState.MADE)
    )
    rows = session.execute(query)
    return Counter(row.meeting_id for row in rows if _known(items, row, scope.audience) is not None)


def speeches(session: Session, scope: Scope, items: Items, held: dict[str, Held]) -> tuple[facts.Spoken, ...]:
    """Speeches that were given and are over, as the reader may know of them. One query."""
    query = (
        select(
            Speech.meeting_id,
            Speech.item_id,
            Speech.person_id,
            Speech.kind,
            Speech.spoken_ms,
            Speech.given_at,
            Person.post,
        )
        .join(Meeting, Meeting.id == Speech.meeting_id)
        .outerjoin(Person, Person.id == Speech.person_id)
        .where(
            scope.held,
            Speech.given_at.is_not(None),
            or_(Speech.state == SpeechState.DONE, Speech.spoken_ms > 0),
        )
        .order_by(Speech.given_at, Speech.id)
    )
    return tuple(
        facts.Spoken(
            row.meeting_id, row.item_id or "", row.person_id or "", row.kind, row.spoken_ms, bool(row.post)
        )
        for row in session.execute(query)
        if _heard(row, items, held, scope.audience)
    )


def _heard(row: Any, items: Items, held: dict[str, Held], audience: Audience) -> bool:
    """Whether the reader may know of a speech: for the public, not on an item in private nor in private session."""
    if audience is not Audience.PUBLIC:
        return True
    item = _item(items, row.meeting_id, row.item_id)
    if item is None or not item.open:
        return False
    return not any(since <= row.given_at < until for since, until in held[row.meeting_id].private)
