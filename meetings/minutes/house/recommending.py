"""Resolutions that recommend something to another body: marked as such, and read so from then on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.minutes.models import Minutes
from meetings.minutes.usecases.drafts import read_record_again
from meetings.minutes.usecases.versions import locked_minutes, must_be_newest
from meetings.motions.events import MotionRecommends
from meetings.motions.models import Motion
from meetings.motions.rules import MotionKind, MotionStatus
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting

LONGEST = 200


@dataclass(frozen=True)
class MarkRecommendation:
    """Carrying a motion recommends something to the body named; empty: it is resolved here.

    `base_version` is the version of the minutes that was looked at; 0: there are none yet.
    """

    meeting_id: str
    motion_id: str
    to: str
    base_version: int = 0


@dataclass(frozen=True)
class Resolved:
    """A carried motion, whom it recommends something to, and whom its words seem to mean."""

    motion_id: str
    item_id: str | None
    text: str
    to: str
    meant: str


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def mark_recommendation(work: Work, command: MarkRecommendation) -> None:
    """Mark a motion; minutes that nobody reads yet are drafted anew with it.

    Raises NotFound, Invalid, and WrongState for a lost motion or once the public reads the minutes.
    """
    lock_meeting(work.session, command.meeting_id)
    motion = work.session.get(Motion, command.motion_id, with_for_update=True)
    if motion is None or motion.meeting_id != command.meeting_id:
        raise NotFound("There is no such motion.")
    if motion.status in (MotionStatus.LOST, MotionStatus.WITHDRAWN) or motion.kind is MotionKind.AMENDMENT:
        raise WrongState("Only a motion that can be carried recommends anything.")
    to = " ".join(command.to.split())
    if len(to) > LONGEST:
        raise Invalid("The name is too long.", {"to": f"Use {LONGEST} characters or fewer"})
    minutes = work.session.get(Minutes, command.meeting_id)
    if minutes is not None and minutes.public_version:
        raise WrongState("The public reads these minutes already: correct them in a new version.")
    if motion.recommends_to == to:
        return
    motion.recommends_to = to
    work.session.flush()
    work.record(command.meeting_id, MotionRecommends(motion.id, to))
    if minutes is not None:
        minutes = locked_minutes(work, command.meeting_id)
        must_be_newest(minutes, command.base_version)
        said = f"Recommended to {to}" if to else "Resolved here, recommended to nobody"
        read_record_again(work, minutes, said)


def resolved(session: Session, meeting_id: str, bodies: Iterable[str]) -> list[Resolved]:
    """The carried motions of a meeting that are not amendments, in the order they were moved."""
    names = sorted(bodies, key=len, reverse=True)
    query = select(Motion).where(
        Motion.meeting_id == meeting_id,
        Motion.status == MotionStatus.CARRIED,
        Motion.kind == MotionKind.SUBSTANTIVE,
    )
    return [
        Resolved(m.id, m.item_id, m.text, m.recommends_to, meant(m.text, names))
        for m in session.scalars(query.order_by(Motion.position, Motion.id))
    ]


def meant(text: str, names: Iterable[str]) -> str:
    """The body that the words of a motion recommend something to; empty where they do not say."""
    if not re.search(r"\brecommend", text, re.IGNORECASE):
        return ""
    low = text.casefold()
    return next((name for name in names if re.search(rf"\b{re.escape(name.casefold())}\b", low)), "")
