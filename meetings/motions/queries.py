"""Reads about motions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.queries import person_names
from meetings.db.reading import once_a_read
from meetings.kernel.errors import NotFound
from meetings.motions.models import Motion
from meetings.motions.rules import Effect, MotionKind, MotionStatus


@dataclass(frozen=True)
class MotionRow:
    """A motion with the names of its people."""

    id: str
    meeting_id: str
    item_id: str | None
    kind: MotionKind
    status: MotionStatus
    effect: Effect
    effect_item_id: str | None
    text: str
    mover_id: str | None
    mover: str
    seconder_id: str | None
    seconder: str
    parent_id: str | None
    moved_at: datetime | None
    change: str = ""
    how: str = ""
    words: str = ""
    put: str = ""
    reasons: str = ""
    against_advice: bool = False
    private: bool = False
    effect_items: tuple[str, ...] = ()
    effect_person_id: str | None = None
    effect_minutes: int | None = None
    effect_note: str = ""
    part_of_id: str | None = None
    decided_at: datetime | None = None


def motion_of(session: Session, motion_id: str) -> MotionRow:
    """One motion. Raises NotFound."""
    row = session.get(Motion, motion_id)
    if row is None:
        raise NotFound("There is no such motion.")
    return _rows(session, [row])[0]


@once_a_read
def motions_of(session: Session, meeting_id: str, item_id: str | None = None) -> list[MotionRow]:
    """The motions of a meeting, or of one of its items, in the order they were put."""
    query = select(Motion).where(Motion.meeting_id == meeting_id)
    if item_id is not None:
        query = query.where(Motion.item_id == item_id)
    return _rows(session, list(session.scalars(query.order_by(Motion.position))))


def before_meeting(rows: list[MotionRow]) -> str | None:
    """The motion that is decided next: the newest undecided one, so an amendment before its motion; of the parts
    of a motion the first."""
    moved = [r for r in rows if r.status is MotionStatus.MOVED]
    if not moved:
        return None
    newest = moved[-1]
    if newest.part_of_id is None:
        return newest.id
    return next(r.id for r in moved if r.part_of_id == newest.part_of_id)


def open_amendment(session: Session, motion_id: str) -> Motion | None:
    """The amendment to this motion that is not decided yet."""
    query = select(Motion).where(Motion.parent_id == motion_id, Motion.status == MotionStatus.MOVED)
    return session.scalar(query)


def _rows(session: Session, motions: list[Motion]) -> list[MotionRow]:
    ids = {p for m in motions for p in (m.mover_id, m.seconder_id) if p}
    names = person_names(session, ids) if ids else {}
    return [
        MotionRow(
            id=m.id,
            meeting_id=m.meeting_id,
            item_id=m.item_id,
            kind=m.kind,
            status=m.status,
            effect=m.effect,
            effect_item_id=m.effect_item_id,
            text=m.text,
            mover_id=m.mover_id,
            mover=names.get(m.mover_id or "", ""),
            seconder_id=m.seconder_id,
            seconder=names.get(m.seconder_id or "", ""),
            parent_id=m.parent_id,
            moved_at=m.moved_at,
            change=m.change or "",
            how=m.how or "",
            words=m.words or "",
            put=m.put or "",
            reasons=m.reasons or "",
            against_advice=bool(m.against_advice),
            private=bool(m.private),
            effect_items=tuple(m.effect_items or ()),
            effect_person_id=m.effect_person_id,
            effect_minutes=m.effect_minutes,
            effect_note=m.effect_note or "",
            part_of_id=m.part_of_id,
            decided_at=m.decided_at,
        )
        for m in motions
    ]
