"""What may happen next, for the clerk's and the chair's screens, and what a motion of procedure is typed with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.exclusion.queries import exempt_items, is_exempt, standing_state
from meetings.kernel.secrecy import Audience
from meetings.motions.checks import lost_at, problem_before_vote
from meetings.motions.models import Motion
from meetings.motions.moves import Move, Situation, possible
from meetings.motions.procedural import PROCEDURES, SUSPENDABLE, Procedure
from meetings.motions.queries import MotionRow, before_meeting, motions_of
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.room.queries import items_of, room_of
from meetings.runtime.live import part
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import meeting_of

#: Whether a vote is under way: the feature that takes votes says it.
VoteOpen = Callable[[Session, str], bool]
_VOTE_OPEN: list[VoteOpen] = []


def vote_under_way(ask: VoteOpen) -> VoteOpen:
    """Let the feature above say whether a vote is open."""
    _VOTE_OPEN[:] = [ask]
    return ask


@dataclass(frozen=True)
class ProcedureLine:
    """A motion of procedure on the clerk's form."""

    effect: Effect
    title: str
    text: str
    carried: str
    rule: str
    needs_seconder: bool
    debatable: bool
    asks: tuple[str, ...]
    #: whether it can be suspended by the meeting
    standing_order: bool


@dataclass(frozen=True)
class MovesPart:
    """The moves that are allowed, those that are not and why; and the forms' own lists for the clerk."""

    moves: tuple[Move, ...]
    procedures: tuple[ProcedureLine, ...]
    rules: tuple[tuple[str, str], ...]
    #: the motion that can be amended now
    motion_id: str | None


@part("moves", template="motions/_moves.html")
def moves_part(session: Session, meeting_id: str, audience: Audience) -> MovesPart | None:
    """What may happen next; for the chair and the clerk."""
    if audience not in (Audience.OFFICER, Audience.CHAIR):
        return None
    room = room_of(session, meeting_id)
    item_id = room.item_id if room else None
    rows = motions_of(session, meeting_id, item_id) if item_id else []
    standing = next(
        (r.id for r in rows if r.kind is MotionKind.SUBSTANTIVE and r.status is MotionStatus.MOVED), None
    )
    officer = audience is Audience.OFFICER
    return MovesPart(
        possible(situation_of(session, meeting_id, item_id, rows)),
        tuple(_procedure(p) for p in PROCEDURES) if officer else (),
        tuple((r.key, r.title) for r in SUSPENDABLE) if officer else (),
        standing,
    )


def situation_of(session: Session, meeting_id: str, item_id: str | None, rows: list[MotionRow]) -> Situation:
    """How the business stands now."""
    before_id = before_meeting(rows)
    before = next((r for r in rows if r.id == before_id), None)
    motion = session.get(Motion, before_id) if before_id else None
    state, named = standing_state(session, meeting_id)
    waiting = any(is_exempt(i) for i in items_of(session, meeting_id))
    return Situation(
        open=meeting_of(session, meeting_id).status is MeetingStatus.OPEN,
        item_taken=item_id is not None,
        before=before.kind if before else None,
        substantive=any(r.kind is MotionKind.SUBSTANTIVE and r.status is MotionStatus.MOVED for r in rows),
        vote_open=bool(_VOTE_OPEN and _VOTE_OPEN[0](session, meeting_id)),
        foreshadowed=any(r.kind is MotionKind.AMENDMENT and r.status is MotionStatus.PREPARED for r in rows),
        problem=problem_before_vote(session, motion) if motion else "",
        private=state is not None,
        exempt_ahead=waiting and any(i.id not in named for i in exempt_items(session, meeting_id)),
        lost_at=lost_at(session, meeting_id, item_id),
    )


def _procedure(procedure: Procedure) -> ProcedureLine:
    return ProcedureLine(
        procedure.effect,
        procedure.title,
        procedure.text,
        procedure.carried,
        procedure.rule,
        procedure.needs_seconder,
        procedure.debatable,
        procedure.asks,
        procedure.source.value == "standing_order",
    )
