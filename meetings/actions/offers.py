"""The parts of what a meeting resolved that actions can be made of, in their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.actions.models import Action
from meetings.actions.rules import Asked, asked_in
from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import Sensitivity
from meetings.motions.queries import MotionRow, motion_of, motions_of
from meetings.motions.rules import MotionKind, MotionStatus
from meetings.room.queries import items_of

NOTHING = "Nothing of the kind was resolved at this meeting."
_NOTED = re.compile(r"\b(?:be|is|are) (?:noted|received|confirmed|approved|adopted|agreed|endorsed)\.?$")


@dataclass(frozen=True)
class Offer:
    """A part of a resolution. `action_id` names the action that was made of it; empty: none."""

    motion_id: str
    part: int
    item_id: str
    number: str
    title: str
    text: str
    asked: Asked
    exempt: bool
    action_id: str = ""

    @property
    def asks(self) -> bool:
        """Whether it names who is to do something: such parts are offered first."""
        return bool(self.asked.owner)


def parts_of(text: str) -> tuple[str, ...]:
    """A motion's text in parts: a line each; one that only leads in to the others is none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(line for line in lines if not (line.endswith(":") and len(lines) > 1))


def offers_of(session: Session, meeting_id: str, item_id: str | None = None) -> list[Offer]:
    """Every part of what was resolved, at a meeting or on one item, in order; those that only note are left out."""
    carried = [m for m in motions_of(session, meeting_id, item_id) if _is_resolved(m)]
    if not carried:
        return []
    made = _made(session, [m.id for m in carried])
    items = {i.id: i for i in items_of(session, meeting_id)}
    found = []
    for motion in carried:
        item = items.get(motion.item_id or "")
        if item is None:
            continue
        exempt = motion.private or item.sensitivity is not Sensitivity.PUBLIC
        for part, text in _worth_it(motion):
            action_id = made.get((motion.id, part), "")
            found.append(
                Offer(
                    motion.id, part, item.id, item.number, item.title, text, asked_in(text), exempt, action_id
                )
            )
    return found


def part_of(session: Session, meeting_id: str, motion_id: str, part: int) -> tuple[MotionRow, str]:
    """One part of a carried motion of this meeting. Raises NotFound."""
    motion = motion_of(session, motion_id)
    parts = parts_of(motion.text)
    if motion.meeting_id != meeting_id or not _is_resolved(motion) or not 1 <= part <= len(parts):
        raise NotFound(NOTHING)
    return motion, parts[part - 1]


def _worth_it(motion: MotionRow) -> Iterator[tuple[int, str]]:
    for part, text in enumerate(parts_of(motion.text), start=1):
        if asked_in(text).owner or not _NOTED.search(text.rstrip(" ;.")):
            yield part, text


def _is_resolved(motion: MotionRow) -> bool:
    return motion.status is MotionStatus.CARRIED and motion.kind is MotionKind.SUBSTANTIVE


def _made(session: Session, motion_ids: list[str]) -> dict[tuple[str, int], str]:
    query = select(Action.motion_id, Action.part, Action.id).where(
        Action.motion_id.in_(motion_ids), Action.removed_at.is_(None)
    )
    return {(motion_id or "", part): action_id for motion_id, part, action_id in session.execute(query)}
