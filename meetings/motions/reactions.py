"""What the live screens show of motions, and which facts change it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.agendas.events import AgendaPublished
from meetings.documents.difference import Words, difference
from meetings.exclusion.events import ExclusionEnded, PrivatePartOpened
from meetings.exclusion.usecases import before_return
from meetings.kernel.errors import WrongState
from meetings.kernel.secrecy import Audience, may_see_proceedings
from meetings.motions import consequences as consequences
from meetings.motions import desk as desk
from meetings.motions import events
from meetings.motions import moves_part as moves_part
from meetings.motions.checks import problem_before_vote, undecided_case
from meetings.motions.models import Motion
from meetings.motions.queries import MotionRow, before_meeting, motions_of
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.motions.usecases import nothing_undecided
from meetings.motions.usecases.waiting import resume
from meetings.room.events import ItemTaken, MeetingAdjourned, MeetingClosed, MeetingOpened, MeetingResumed
from meetings.room.queries import may_read_current, room_of
from meetings.room.screens.paper import motions_for_paper
from meetings.room.usecases.meeting import before_closing
from meetings.runtime.live import part
from meetings.runtime.reactions import on, push, then
from meetings.runtime.work import Work

#: For these eyes only: what is prepared, and what stands against a vote.
_RUNNING = (Audience.OFFICER, Audience.CHAIR)


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
    #: an amendment in the words of standing orders
    change: str
    #: of an amendment: its motion with the words marked that would go out or come in; of another: nothing
    difference: tuple[Words, ...]
    #: whether amendments have made it what it is
    amended: bool
    reasons: str
    #: why no vote may be opened on it yet; for clerk and chair
    problem: str
    part_of_id: str | None
    mover_id: str | None
    seconder_id: str | None
    how: str
    words: str
    put: str


@dataclass(frozen=True)
class MotionsPart:
    """The motions on the item being taken. `before_id` is the one to be decided next."""

    item_id: str | None
    motions: tuple[MotionLine, ...]
    before_id: str | None
    #: a case that must be decided, on which a motion was lost and nothing carried: a further motion is needed
    still_undecided: bool = False


@motions_for_paper
def ready_for_paper(session: Session, meeting_id: str) -> list[tuple[str, str]]:
    """Item and text of each motion that stands ready or is before the meeting."""
    waiting = (MotionStatus.PREPARED, MotionStatus.MOVED)
    return [(r.item_id, r.text) for r in motions_of(session, meeting_id) if r.item_id and r.status in waiting]


@part("motions", template="motions/_motions.html")
def motions_part(session: Session, meeting_id: str, audience: Audience) -> MotionsPart:
    """What is before the meeting; prepared motions only for the clerk and the chair."""
    room = room_of(session, meeting_id)
    item_id = room.item_id if room else None
    if item_id is None or not may_read_current(session, meeting_id, audience):
        return MotionsPart(item_id, (), None)
    rows = motions_of(session, meeting_id, item_id)
    rows = [r for r in rows if may_see_proceedings(private=r.private, audience=audience)]
    before = before_meeting(rows)
    shown = [r for r in rows if audience in _RUNNING or r.status is not MotionStatus.PREPARED]
    lines = tuple(_line(session, r, rows, before, audience) for r in shown)
    return MotionsPart(
        item_id, lines, before, before is None and undecided_case(session, meeting_id, item_id)
    )


def _line(
    session: Session, row: MotionRow, rows: list[MotionRow], before: str | None, audience: Audience
) -> MotionLine:
    open_ = row.status in (MotionStatus.MOVED, MotionStatus.PREPARED)
    parent = next((r for r in rows if r.id == row.parent_id), None)
    amended = any(
        r.parent_id == row.id and r.status in (MotionStatus.CARRIED, MotionStatus.ACCEPTED) for r in rows
    )
    problem = ""
    if row.id == before and audience in _RUNNING:
        motion = session.get(Motion, row.id)
        problem = problem_before_vote(session, motion) if motion else ""
    return MotionLine(
        id=row.id,
        kind=row.kind,
        status=row.status,
        effect=row.effect,
        text=row.text,
        mover=row.mover,
        seconder=row.seconder,
        parent_id=row.parent_id,
        change=row.change,
        difference=difference(parent.text, row.text) if parent and open_ else (),
        amended=amended,
        reasons=row.reasons,
        problem=problem,
        part_of_id=row.part_of_id,
        mover_id=row.mover_id if audience in _RUNNING else None,
        seconder_id=row.seconder_id if audience in _RUNNING else None,
        how=row.how,
        words=row.words,
        put=row.put,
    )


def nothing_private_undecided(work: Work, meeting_id: str) -> None:
    """The public does not come back over a motion that was moved in private and not decided. Raises WrongState."""
    rows = motions_of(work.session, meeting_id)
    if any(r.private and r.status is MotionStatus.MOVED for r in rows):
        raise WrongState("A motion moved in private is not decided: decide it or mark it as withdrawn first.")


def _take_up_again(work: Work, meeting_id: str, fact: ItemTaken) -> None:
    """A debate that was adjourned comes first when its item is taken again."""
    for row in motions_of(work.session, meeting_id, fact.item_id):
        if row.status is MotionStatus.ADJOURNED:
            motion = work.session.get(Motion, row.id)
            assert motion is not None
            resume(work, motion)


for kind in (
    events.MotionPrepared,
    events.MotionMoved,
    events.MotionWithdrawn,
    events.MotionDecided,
    events.MotionAmended,
    events.MotionAltered,
    events.AmendmentAccepted,
    events.MotionDivided,
    events.MotionPutAside,
    events.DebateResumed,
    events.ReasonsGiven,
):
    on(kind, push("motions", "moves"))
on(ItemTaken, push("motions", "moves"), then(_take_up_again))
on(MeetingOpened, push("motions", "moves"))
on(MeetingAdjourned, push("moves"))
on(MeetingClosed, push("moves"))
on(MeetingResumed, push("moves"))
on(PrivatePartOpened, push("moves"))
on(ExclusionEnded, push("moves"))
# A new version may have opened or closed the item's content to the public.
on(AgendaPublished, push("motions", "moves"))
before_closing(nothing_undecided)
before_return(nothing_private_undecided)
