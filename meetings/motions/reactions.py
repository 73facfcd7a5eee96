"""What the live screens show of motions, and which facts change it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.agendas.events import AgendaPublished
from meetings.kernel.secrecy import Audience
from meetings.motions import events
from meetings.motions.queries import MotionRow, motions_of
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.motions.usecases import nothing_undecided
from meetings.room.events import ItemTaken, MeetingOpened
from meetings.room.queries import may_read_current, room_of
from meetings.room.usecases.meeting import before_closing
from meetings.runtime.live import part
from meetings.runtime.reactions import on, push


@dataclass(frozen=True)
class MotionLine:
    """One motion on the live screens."""

    id: str
    kind: MotionKind
    status: MotionStatus
    effect: Effect
    text: str
    mover: str
    seconder: str
    parent_id: str | None


@dataclass(frozen=True)
class MotionsPart:
    """The motions on the item being taken. `before_id` is the one to be decided next."""

    item_id: str | None
    motions: tuple[MotionLine, ...]
    before_id: str | None


@part("motions", template="motions/_motions.html")
def motions_part(session: Session, meeting_id: str, audience: Audience) -> MotionsPart:
    """What is before the meeting; prepared motions only for the clerk and the chair."""
    room = room_of(session, meeting_id)
    item_id = room.item_id if room else None
    if item_id is None or not may_read_current(session, meeting_id, audience):
        return MotionsPart(item_id, (), None)
    rows = motions_of(session, meeting_id, item_id)
    if audience not in (Audience.OFFICER, Audience.CHAIR):
        rows = [r for r in rows if r.status is not MotionStatus.PREPARED]
    return MotionsPart(item_id, tuple(_line(r) for r in rows), before_meeting(rows))


def before_meeting(rows: list[MotionRow]) -> str | None:
    """The motion that is decided next: the newest undecided one, so an amendment before its motion."""
    return next((r.id for r in reversed(rows) if r.status is MotionStatus.MOVED), None)


def _line(row: MotionRow) -> MotionLine:
    return MotionLine(
        row.id, row.kind, row.status, row.effect, row.text, row.mover, row.seconder, row.parent_id
    )


for kind in (
    events.MotionPrepared,
    events.MotionMoved,
    events.MotionWithdrawn,
    events.MotionDecided,
    events.MotionAmended,
):
    on(kind, push("motions"))
on(ItemTaken, push("motions"))
on(MeetingOpened, push("motions"))
# A new version may have opened or closed the item's content to the public.
on(AgendaPublished, push("motions"))
before_closing(nothing_undecided)
