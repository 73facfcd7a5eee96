"""Reads about the debate: who has the floor, who waits, what the chair should know, how the time was shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.db.reading import once_a_read
from meetings.db.record import facts_of
from meetings.debate.models import DebateLimits, DebateState, Disorder, Speech
from meetings.debate.rules import (
    ONE_SPEECH,
    AtTheTime,
    Clock,
    Limits,
    Spoken,
    Step,
    Turn,
    Warned,
    by_groups,
    totals,
    warnings_for,
)
from meetings.debate.rules import SpeechState as State
from meetings.motions.checks import suspended
from meetings.motions.models import Motion
from meetings.motions.queries import MotionRow, motions_of
from meetings.motions.rules import MotionKind, MotionStatus
from meetings.room.bars import Bar
from meetings.room.events import MeetingAdjourned, MeetingResumed
from meetings.room.queries import members_for, posts_of
from meetings.schedule.queries import MeetingRow

_FLOOR = (State.SPEAKING, State.PAUSED)


@dataclass(frozen=True)
class Sitting:
    """The meeting's time: when it is up, by how much it was extended, and what was done when it was."""

    ends_at: datetime | None
    extended: int
    fell_at: datetime | None
    choice: AtTheTime


@once_a_read
def limits_of(session: Session, body_id: str) -> Limits:
    """A body's limits; the usual ones until it has its own."""
    row = session.get(DebateLimits, body_id)
    return Limits(**{f.name: getattr(row, f.name) for f in fields(Limits)}) if row else Limits()


@once_a_read
def state_of(session: Session, meeting_id: str) -> DebateState | None:
    """What the meeting made of its time; None while there is nothing to say."""
    return session.get(DebateState, meeting_id)


def floor_of(session: Session, meeting_id: str) -> Speech | None:
    """Who speaks now."""
    return session.scalar(select(Speech).where(Speech.meeting_id == meeting_id, Speech.state.in_(_FLOOR)))


def interrupted(session: Session, meeting_id: str) -> list[Speech]:
    """Who goes on when the interruption is over, the last interrupted first."""
    query = select(Speech).where(Speech.meeting_id == meeting_id, Speech.state == State.INTERRUPTED)
    return list(session.scalars(query.order_by(Speech.given_at.desc())))


def waiting(session: Session, meeting_id: str, item_id: str | None) -> list[Speech]:
    """Who waits to speak on an item, in the order they will be called: interruptions first."""
    query = select(Speech).where(
        Speech.meeting_id == meeting_id, Speech.item_id == item_id, Speech.state == State.WAITING
    )
    rows = list(session.scalars(query.order_by(Speech.position)))
    return sorted(rows, key=lambda s: not s.kind.interrupts)


def registered(session: Session, meeting_id: str) -> list[Speech]:
    """The public speakers and petitioners of a meeting, whatever became of them, by when they were entered."""
    query = select(Speech).where(Speech.meeting_id == meeting_id, Speech.person_id.is_(None))
    return list(session.scalars(query.order_by(Speech.asked_at, Speech.id)))


def last_ended(session: Session, meeting_id: str, item_id: str | None) -> Speech | None:
    """The speech that ended last on this item."""
    query = select(Speech).where(
        Speech.meeting_id == meeting_id, Speech.item_id == item_id, Speech.state == State.DONE
    )
    return session.scalar(query.order_by(Speech.ended_at.desc(), Speech.id).limit(1))


def next_position(session: Session, meeting_id: str) -> int:
    """The place behind everybody."""
    return (session.scalar(select(func.max(Speech.position)).where(Speech.meeting_id == meeting_id)) or 0) + 1


def subject_of(session: Session, meeting_id: str, item_id: str | None) -> MotionRow | None:
    """What is debated: the newest undecided motion or amendment on the item."""
    if item_id is None:
        return None
    rows = motions_of(session, meeting_id, item_id)
    debated = (
        r for r in reversed(rows) if r.status is MotionStatus.MOVED and r.kind is not MotionKind.PROCEDURAL
    )
    return next(debated, None)


def spoke_on(session: Session, meeting_id: str, motion_id: str | None) -> Counter[str]:
    """How often each member has had their turn on a motion."""
    if motion_id is None:
        return Counter()
    gone = (State.WAITING, State.WITHDRAWN)
    query = select(Speech.person_id, Speech.kind).where(
        Speech.meeting_id == meeting_id, Speech.motion_id == motion_id, Speech.state.not_in(gone)
    )
    return Counter(person for person, kind in session.execute(query) if person and kind.is_turn)


def debate_on(session: Session, motion: Motion, now: datetime) -> tuple[float, int]:
    """Minutes of debate and number of speeches on a motion so far: what is spoken, not what the clock shows."""
    gone = (State.WAITING, State.WITHDRAWN)
    query = select(Speech).where(Speech.motion_id == motion.id, Speech.state.not_in(gone))
    rows = [s for s in session.scalars(query) if not s.kind.interrupts]
    ms = sum(Clock(s.limit_seconds, s.spoken_ms, s.running_since).spoken(now) for s in rows)
    return ms / 60000, len(rows)


def opens(speech: Speech, subject: MotionRow | None, spoke: Counter[str]) -> bool:
    """Whether this would be the mover's first speech on the motion."""
    mover = subject is not None and speech.person_id == subject.mover_id
    return mover and not spoke[speech.person_id or ""]


def warnings_of(
    session: Session, speech: Speech, on: MotionRow | None, spoke: Counter[str], state: DebateState | None
) -> tuple[Warned, ...]:
    """What the chair should know before giving the floor; nothing of a rule that is suspended for the item."""
    if on is None:
        return ()
    found = warnings_for(
        Turn(
            speech.kind,
            is_member=speech.person_id is not None,
            spoke=spoke[speech.person_id or ""],
            is_mover=speech.person_id == on.mover_id,
            is_seconder=speech.person_id is not None and speech.person_id == on.seconder_id,
            has_motion=True,
            on_amendment=on.kind is MotionKind.AMENDMENT,
            closed=state is not None and state.closed_motion_id == on.id,
        )
    )
    if found and suspended(session, speech.meeting_id, speech.item_id, "one_speech"):
        return tuple(w for w in found if w.rule_id != ONE_SPEECH)
    return found


def groups_of(session: Session, meeting: MeetingRow) -> dict[str, str]:
    """The political group of each member."""
    return {m.person_id: m.group for m in members_for(session, meeting)}


def speeches(session: Session, meeting_id: str) -> list[Speech]:
    """Every speech that was given or is going on, in order."""
    query = select(Speech).where(Speech.meeting_id == meeting_id, Speech.given_at.is_not(None))
    return list(session.scalars(query.order_by(Speech.given_at, Speech.id)))


def time_spoken(session: Session, meeting: MeetingRow) -> tuple[tuple[Spoken, ...], tuple[Spoken, ...]]:
    """By person and by group, of what is over; whoever speaks now counts as far as the clock was last stopped."""
    groups, given = groups_of(session, meeting), speeches(session, meeting.id)
    posts = posts_of(session, [s.person_id for s in given if s.person_id])
    return totals((s.name, _side(s, groups, posts), s.spoken_ms) for s in given)


def _side(speech: Speech, groups: dict[str, str], posts: dict[str, str]) -> str:
    if speech.person_id is None:
        return "Public"
    return groups.get(speech.person_id) or ("Officers" if speech.person_id in posts else "")


def suggested(rows: Sequence[Speech], groups: dict[str, str], by_group: Sequence[Spoken]) -> tuple[str, ...]:
    """The queue with the groups in turn; interruptions stay first."""
    first = [r.id for r in rows if r.kind.interrupts]
    rest = [(r.id, groups.get(r.person_id or "", "")) for r in rows if not r.kind.interrupts]
    return (*first, *by_groups(rest, {s.group: s.ms for s in by_group}))


def sitting_of(session: Session, meeting: MeetingRow, limits: Limits) -> Sitting:
    """When the meeting's time is up. After an adjournment to another day the time begins again."""
    state = state_of(session, meeting.id)
    extended = state.extended if state else 0
    began = _began(session, meeting)
    timed = began is not None and limits.sitting and limits.at_the_time is not AtTheTime.NOTHING
    return Sitting(
        began + timedelta(minutes=limits.sitting + extended) if timed and began else None,
        extended,
        state.fell_at if state else None,
        state.choice if state else AtTheTime.NOTHING,
    )


def _began(session: Session, meeting: MeetingRow) -> datetime | None:
    if meeting.opened_at is None:
        return None
    began = meeting.opened_at
    for entry in facts_of(session, meeting.id, types=(MeetingResumed,)):
        if entry.at.date() != began.date() and (entry.at - began) > timedelta(hours=10):
            began = entry.at
    return began


def adjourned_until(session: Session, meeting_id: str) -> MeetingAdjourned | None:
    """The last adjournment, with when and where the meeting goes on."""
    last = None
    for entry in facts_of(session, meeting_id, types=(MeetingAdjourned,)):
        last = entry.fact
    assert last is None or isinstance(last, MeetingAdjourned)
    return last


def disorders(session: Session, meeting_id: str, *, standing: bool = False) -> list[Disorder]:
    """The steps taken against somebody, in order; `standing`: only those not lifted."""
    query = select(Disorder).where(Disorder.meeting_id == meeting_id)
    if standing:
        query = query.where(Disorder.lifted_at.is_(None))
    return list(session.scalars(query.order_by(Disorder.at, Disorder.id)))


def disorder_bars(session: Session, meeting_id: str, item_id: str | None) -> list[Bar]:
    """Who may not speak, or take part, because of disorder."""
    found = []
    for row in disorders(session, meeting_id, standing=True):
        if row.person_id is None:
            continue
        if row.step is Step.LEFT:
            reason = "The meeting resolved that they leave the meeting."
            found.append(Bar(row.person_id, reason, "SO-14", may_speak=False, may_vote=False, counts=False))
        elif row.step is Step.NOT_HEARD and row.item_id == item_id:
            reason = "The meeting resolved that they be not further heard on this item."
            found.append(Bar(row.person_id, reason, "SO-14", may_speak=False))
    return found


def sent_out(session: Session, meeting_id: str) -> list[tuple[str, str]]:
    """Who has to be out of the room because of disorder, with what they are told at its door."""
    said = {
        Step.LEFT: "The meeting resolved that you leave. Until that is lifted you cannot come in.",
        Step.REMOVED: "You were removed from the meeting. Until that is lifted you cannot come in.",
    }
    rows = disorders(session, meeting_id, standing=True)
    return [(r.person_id, said[r.step]) for r in rows if r.person_id is not None and r.step in said]
