"""Reads about what was decided, with the figures of declared votes, as the public may know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, null, or_, select, union_all
from sqlalchemy.orm import Session

from meetings.appointments.models import Appointment, Candidate
from meetings.appointments.rules import AppointmentState, CandidateState
from meetings.bodies.models import Body
from meetings.decisions.models import Decision as Record
from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import Audience, may_see_meeting, may_see_names, may_see_proceedings
from meetings.minutes.models import Minutes
from meetings.motions.models import Motion
from meetings.motions.queries import MotionRow, motion_of
from meetings.motions.rules import MotionKind, MotionStatus
from meetings.people.models import Person
from meetings.publicsite.queries.lines import Line, Lines, line_for, open_lines
from meetings.schedule.models import Meeting
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.voting.around import OwnVoteRow, own_votes_of, policy_at
from meetings.voting.methods import METHODS
from meetings.voting.models import Vote, VoteMotion
from meetings.voting.policy import majority_in_words
from meetings.voting.queries import VoteView, vote_of
from meetings.voting.rules import Choice, Outcome, VoteMethod, VoteState

#: The one answer for a vote that is not there, is not declared, or is not public.
NO_VOTE = "There is no vote at this address. It may have been mistyped, or its result is not public."


@dataclass(frozen=True)
class Figures:
    """A declared vote."""

    id: str
    method: VoteMethod
    outcome: Outcome
    for_: int
    against: int
    abstain: int
    none: int
    casting: Choice | None
    casting_declined: bool
    declared_at: datetime


@dataclass(frozen=True)
class Decision:
    """A motion that was carried or lost, or an appointment. `vote` is None where it was agreed without one."""

    motion_id: str
    meeting_id: str
    body_name: str
    starts_at: datetime
    item: Line
    kind: MotionKind
    text: str
    carried: bool
    vote: Figures | None
    #: its published record in the register
    record_id: str | None = None
    #: who was appointed; `motion_id` is then the appointment's, and `text` the post
    appointed: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicVote:
    """A declared vote in full. `sides` holds names only where the vote was recorded."""

    meeting: MeetingRow
    item: Line
    motion: MotionRow
    vote: VoteView
    sides: tuple[tuple[Choice | None, tuple[str, ...]], ...]
    casting_by: str
    #: a vote that was declared void: nothing of it but that, and why
    is_void: bool = False
    #: by what majority, with where it stands, and how the figures met it
    majority: str = ""
    working: str = ""
    #: own votes recorded at the members' wish
    own: tuple[OwnVoteRow, ...] = ()
    #: further motions that it decided
    also: tuple[str, ...] = ()
    #: what came of it: the public record of the decision, and whether the minutes can be read
    record_id: str | None = None
    has_minutes: bool = False


#: votes that decided a motion together with another
_together = select(VoteMotion.vote_id).where(VoteMotion.motion_id == Motion.id).correlate(Motion)
_DECIDED = (
    select(
        Motion.id.label("motion_id"),
        Motion.meeting_id,
        Body.name.label("body_name"),
        Meeting.starts_at,
        Motion.item_id,
        Motion.kind,
        Motion.text,
        Motion.status,
        Vote.id.label("vote_id"),
        Vote.method,
        Vote.outcome,
        Vote.count_for,
        Vote.count_against,
        Vote.count_abstain,
        Vote.count_none,
        Vote.casting,
        Vote.casting_declined,
        Vote.declared_at,
        Record.id.label("record_id"),
    )
    .join(Meeting, Meeting.id == Motion.meeting_id)
    .join(Body, Body.id == Meeting.body_id)
    .outerjoin(
        Vote,
        and_(
            or_(Vote.motion_id == Motion.id, Vote.id.in_(_together)),
            Vote.state == VoteState.DECLARED,
            # Where nobody voted nothing was decided: another vote did.
            Vote.outcome != Outcome.UNDECIDED,
        ),
    )
    .outerjoin(Record, and_(Record.motion_id == Motion.id, Record.published_version > 0))
    # What was moved in private stays private, whatever its item is marked.
    .where(Motion.status.in_((MotionStatus.CARRIED, MotionStatus.LOST)), Motion.private.is_(False))
)
_DECIDED_AT = func.coalesce(Vote.declared_at, Motion.moved_at)
#: In the columns of a decided motion, so that both are read at once: a row for each person appointed.
_APPOINTED = (
    select(
        Appointment.id,
        Appointment.meeting_id,
        Body.name,
        Meeting.starts_at,
        Appointment.item_id,
        null(),
        Appointment.title,
        *(null() for _ in range(12)),
    )
    .add_columns(Appointment.finished_at, Candidate.seat, Person.name)
    .join(Meeting, Meeting.id == Appointment.meeting_id)
    .join(Body, Body.id == Meeting.body_id)
    .join(Candidate, Candidate.appointment_id == Appointment.id)
    .join(Person, Person.id == Candidate.person_id)
    .where(
        Appointment.state != AppointmentState.OPEN,
        Appointment.private.is_(False),
        Candidate.state == CandidateState.APPOINTED,
    )
)
#: Built once: a meeting that is on is asked for again after each of its facts.
_OF_MEETING = union_all(
    _DECIDED.add_columns(
        # Not by position alone: a prepared motion has an early one, and an amendment is decided before its motion.
        _DECIDED_AT.label("decided_at"),
        Motion.position.label("place"),
        literal_column("''").label("appointed"),
    ).where(Motion.meeting_id == bindparam("meeting_id")),
    _APPOINTED.where(Appointment.meeting_id == bindparam("meeting_id")),
).order_by("decided_at", "place", "motion_id")


def decisions_of(session: Session, meeting_id: str, lines: dict[str, Line]) -> list[Decision]:
    """What a meeting decided, and whom it appointed, in order. `lines`: items that may be shown. One query."""
    found: list[Decision] = []
    for row in session.connection().execute(_OF_MEETING, {"meeting_id": meeting_id}):
        if row.appointed and found and found[-1].motion_id == row.motion_id:
            found[-1] = replace(found[-1], appointed=(*found[-1].appointed, row.appointed))
            continue
        for decision in _shown([row], {meeting_id: lines}):
            found.append(replace(decision, appointed=(row.appointed,)) if row.appointed else decision)
    return found


def latest_decisions(session: Session, limit: int) -> list[Decision]:
    """The latest decisions of substance of all bodies. Two queries, unless most of the latest are exempt."""
    decided_at = func.coalesce(Vote.declared_at, Motion.moved_at)
    query = _DECIDED.where(
        Motion.kind == MotionKind.SUBSTANTIVE, Meeting.is_public, decided_at.is_not(None)
    ).order_by(decided_at.desc(), Motion.id)
    found: list[Decision] = []
    size = 2 * limit
    for start in range(0, 10 * size, size):
        rows = session.execute(query.limit(size).offset(start)).all()
        found += _shown(rows, open_lines(session, {row.meeting_id for row in rows}))
        if len(found) >= limit or len(rows) < size:
            break
    return found[:limit]


def public_vote(session: Session, vote_id: str) -> PublicVote:
    """One vote that was declared, void afterwards or not. Raises the same NotFound for a hidden one as for none."""
    try:
        vote = vote_of(session, vote_id)
    except NotFound:
        raise NotFound(NO_VOTE) from None
    meeting = meeting_of(session, vote.meeting_id)
    item = line_for(open_lines(session, [meeting.id]), meeting.id, vote.item_id)
    declared = vote.declared_at is not None
    void = vote.state is VoteState.VOID
    known = may_see_meeting(published=meeting.is_public, audience=Audience.PUBLIC)
    motion = motion_of(session, vote.motion_id)
    seen = may_see_proceedings(private=motion.private, audience=Audience.PUBLIC)
    if item is None or not declared or not known or not seen:
        raise NotFound(NO_VOTE)
    named = not void and may_see_names(recorded=vote.is_recorded, declared=declared, audience=Audience.PUBLIC)
    sides = tuple((choice, vote.names(choice)) for choice in (*Choice, None)) if named else ()
    chair = next((v.name for v in vote.voters if v.person_id == vote.casting_by), "")
    law, _ = policy_at(session, meeting.id)
    method, tally = METHODS[vote.basis], vote.tally
    record_id, minutes = _after(session, vote)
    return PublicVote(
        meeting,
        item,
        motion,
        vote,
        sides,
        chair,
        is_void=void,
        majority=majority_in_words(law, vote.basis),
        working="" if method.has_casting or tally is None else method.working(tally),
        own=() if void else tuple(own_votes_of(session, [vote.id]).get(vote.id, ())),
        also=_also(session, vote),
        record_id=record_id,
        has_minutes=minutes,
    )


def _after(session: Session, vote: VoteView) -> tuple[str | None, bool]:
    """The published record of the decision that was taken, and whether there are published minutes."""
    query = (
        select(Record.id, Minutes.public_version)
        .select_from(Meeting)
        .outerjoin(Record, and_(Record.motion_id == vote.motion_id, Record.published_version > 0))
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Meeting.id == vote.meeting_id)
    )
    row = session.execute(query.limit(1)).one()
    return row[0], bool(row[1])


def _also(session: Session, vote: VoteView) -> tuple[str, ...]:
    """What else it decided, as far as that is public."""
    lines = open_lines(session, [vote.meeting_id])
    motions = [motion_of(session, m) for m in vote.also]
    return tuple(
        m.text
        for m in motions
        if line_for(lines, m.meeting_id, m.item_id) is not None
        and may_see_proceedings(private=m.private, audience=Audience.PUBLIC)
    )


def _shown(rows: Iterable[Any], lines: Lines) -> Iterator[Decision]:
    for row in rows:
        item = line_for(lines, row.meeting_id, row.item_id)
        if item is not None:
            yield Decision(
                row.motion_id,
                row.meeting_id,
                row.body_name,
                row.starts_at,
                item,
                row.kind or MotionKind.SUBSTANTIVE,
                row.text,
                row.status is MotionStatus.CARRIED,
                _figures(row),
                row.record_id,
            )


def _figures(row: Any) -> Figures | None:
    if row.vote_id is None:
        return None
    return Figures(
        row.vote_id,
        row.method,
        row.outcome,
        row.count_for or 0,
        row.count_against or 0,
        row.count_abstain or 0,
        row.count_none or 0,
        row.casting,
        row.casting_declined,
        row.declared_at,
    )
