"""What every use case about motions needs: texts as they are kept, changes as they are typed, names, places."""

from __future__ import annotations

from sqlalchemy import func, select

from meetings.bodies.queries import person_names
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.motions import rules
from meetings.motions.amending import CannotAmend, Change, amended
from meetings.motions.models import Motion
from meetings.motions.rules import MotionStatus
from meetings.runtime.work import Work


def motion_text(raw: str) -> str:
    """The text as it is kept. Raises Invalid."""
    text = rules.tidy(raw)
    if not text:
        raise Invalid("Type the text of the motion.", {"text": "Type the text of the motion"})
    return not_too_long(text)


def not_too_long(text: str) -> str:
    """The same. Raises Invalid."""
    if len(text) > rules.MAX_TEXT:
        raise Invalid(f"A motion can have {rules.MAX_TEXT:,} characters.", {"text": "Too long"})
    return text


def changed_text(motion: Motion, change: Change) -> str:
    """What the motion would read. Raises Invalid, saying which field is at fault."""
    try:
        return not_too_long(amended(motion.text, change))
    except CannotAmend as problem:
        raise Invalid(str(problem), {problem.field: str(problem)}) from problem


def undecided(work: Work, meeting_id: str, motion_id: str) -> Motion:
    """A motion of this meeting that is still open. Raises NotFound or WrongState."""
    motion = work.session.get(Motion, motion_id)
    if motion is None or motion.meeting_id != meeting_id:
        raise NotFound("There is no such motion at this meeting.")
    if motion.status not in (MotionStatus.MOVED, MotionStatus.PREPARED):
        raise WrongState(f"This motion was {motion.status.value} already.")
    return motion


def names_of(work: Work, *ids: str | None) -> tuple[str, ...]:
    """Names for these people; empty for None."""
    names = person_names(work.session, [i for i in ids if i])
    return tuple(names.get(i or "", "") for i in ids)


def next_position(work: Work, meeting_id: str) -> int:
    """Behind every motion so far."""
    last = work.session.scalar(select(func.max(Motion.position)).where(Motion.meeting_id == meeting_id))
    return (last or 0) + 1
