"""Whether a motion of procedure can be moved now, and whether a vote on a motion can be opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.rules import Tag
from meetings.deadlines.rules.standing_orders import closure, direct_negative, may_suspend, planning_vote
from meetings.exclusion.queries import exclusion_of
from meetings.exclusion.usecases import check_items
from meetings.kernel.errors import Invalid, WrongState
from meetings.motions.models import Motion
from meetings.motions.procedural import (
    AGAIN_AFTER_MINUTES,
    BY_EFFECT,
    NOT_SOON_AGAIN,
    RULES_BY_KEY,
    Procedure,
)
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.room.queries import item_order, items_of, members_for, voters_here
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of

if TYPE_CHECKING:
    from meetings.motions.usecases.moving import MoveMotion

#: What decides on somebody's rights: reasons are owed for going against the advice of officers.
QUASI_JUDICIAL = frozenset((Tag.PLANNING.value, Tag.LICENSING.value, Tag.QUASI_JUDICIAL.value))
#: Minutes of debate and number of speeches on a motion so far: who keeps the speakers' list says it.
DebateSoFar = Callable[[Session, Motion, datetime], tuple[float, int]]
_DEBATE: list[DebateSoFar] = []


def debate_so_far(count: DebateSoFar) -> DebateSoFar:
    """Let the feature that keeps the speakers say how much debate there was."""
    _DEBATE[:] = [count]
    return count


def check_procedure(work: Work, item_id: str, command: MoveMotion) -> None:
    """Raises Invalid or WrongState where the motion of procedure cannot be moved."""
    if command.effect is Effect.NONE:
        return
    procedure = BY_EFFECT[command.effect]
    _check_named(work, command)
    target = standing(work.session, command.meeting_id, item_id)
    if procedure.on_motion and target is None:
        raise WrongState(f"“{procedure.title}”: no motion is before the meeting.")
    _check_not_soon_again(work, command.meeting_id, item_id, procedure)
    if command.effect is Effect.QUESTION_BE_PUT and target is not None:
        _check_closure(work, target, command)
    if command.effect is Effect.SUSPEND_RULES:
        _check_suspension(work, command)
    if command.effect is Effect.EXCLUDE_PUBLIC:
        check_items(work, command.meeting_id, command.effect_items)
    if command.effect is Effect.READMIT_PUBLIC and exclusion_of(work.session, command.meeting_id) is None:
        raise WrongState("The public is not excluded.")


def problem_before_vote(session: Session, motion: Motion) -> str:
    """Why no vote on the motion may be opened, nor it be agreed; empty if nothing stands against it."""
    if motion.kind is not MotionKind.SUBSTANTIVE or motion.item_id is None:
        return ""
    item = next((i for i in items_of(session, motion.meeting_id) if i.id == motion.item_id), None)
    if item is None or not QUASI_JUDICIAL.intersection(item.tags):
        return ""
    against = motion.against_advice or opposes(item.recommendation, motion.text)
    answer = planning_vote(whole_item=True, against_advice=against, reasons=motion.reasons or "")
    assert isinstance(answer.result, dict)
    return "" if answer.result["put"] else f"{answer.steps[0].text} ({answer.rule.title}.)"


def undecided_case(session: Session, meeting_id: str, item_id: str) -> bool:
    """Whether an application is undecided because its motion was lost: a lost motion to refuse is no permission."""
    item = next((i for i in items_of(session, meeting_id) if i.id == item_id), None)
    if item is None or not QUASI_JUDICIAL.intersection(item.tags):
        return False
    query = select(Motion.status).where(
        Motion.meeting_id == meeting_id, Motion.item_id == item_id, Motion.kind == MotionKind.SUBSTANTIVE
    )
    found = set(session.scalars(query))
    done = {MotionStatus.CARRIED, MotionStatus.REFERRED, MotionStatus.ADJOURNED}
    return MotionStatus.LOST in found and not found & done


def opposes(recommendation: str, text: str) -> bool:
    """Whether a motion seems to say the opposite of what officers recommend."""
    return bool(recommendation.strip()) and bool(direct_negative(recommendation, text).result)


def standing(session: Session, meeting_id: str, item_id: str) -> Motion | None:
    """The motion of substance that is before the meeting."""
    query = select(Motion).where(
        Motion.meeting_id == meeting_id,
        Motion.item_id == item_id,
        Motion.kind == MotionKind.SUBSTANTIVE,
        Motion.status == MotionStatus.MOVED,
    )
    return session.scalar(query.order_by(Motion.position).limit(1))


def suspended(session: Session, meeting_id: str, item_id: str | None, key: str) -> bool:
    """Whether a standing order is suspended for this item. `key`: see `procedural.SUSPENDABLE`."""
    query = select(Motion.id).where(
        Motion.meeting_id == meeting_id,
        Motion.item_id == item_id,
        Motion.effect == Effect.SUSPEND_RULES,
        Motion.status == MotionStatus.CARRIED,
        Motion.effect_note == key,
    )
    return session.scalar(query.limit(1)) is not None


def lost_at(session: Session, meeting_id: str, item_id: str | None) -> dict[Effect, datetime]:
    """For each motion of procedure that was lost on this item, when it last was."""
    query = select(Motion.effect, Motion.decided_at).where(
        Motion.meeting_id == meeting_id,
        Motion.item_id == item_id,
        Motion.kind == MotionKind.PROCEDURAL,
        Motion.status == MotionStatus.LOST,
        Motion.decided_at.is_not(None),
    )
    rows = session.execute(query.order_by(Motion.decided_at)).all()
    return {effect: at for effect, at in rows if at is not None}


def _check_named(work: Work, command: MoveMotion) -> None:
    asks = BY_EFFECT[command.effect].asks
    if "item" in asks and command.effect_item_id not in item_order(work.session, command.meeting_id):
        raise Invalid("Choose the item to be taken next.", {"effect_item_id": "Choose the item"})
    here = {h.person_id for h in voters_here(work.session, command.meeting_id)}
    if "person" in asks and command.effect_person_id not in here:
        raise Invalid("Choose the member whom it is about.", {"effect_person_id": "Choose the member"})
    if "minutes" in asks and not 0 < (command.effect_minutes or 0) <= 240:
        raise Invalid("Give the minutes, from 1 to 240.", {"effect_minutes": "Give the minutes"})
    if "note" in asks and not command.effect_note.strip():
        raise Invalid("Say to whom it is referred.", {"effect_note": "Say to whom it is referred"})


def _check_not_soon_again(work: Work, meeting_id: str, item_id: str, procedure: Procedure) -> None:
    if procedure.effect not in NOT_SOON_AGAIN:
        return
    lost = lost_at(work.session, meeting_id, item_id).get(procedure.effect)
    ago = (work.now - lost).total_seconds() / 60 if lost else None
    if ago is not None and ago < AGAIN_AFTER_MINUTES:
        raise WrongState(
            f"“{procedure.title}” was lost {int(ago)} minutes ago and cannot be moved again "
            f"for {AGAIN_AFTER_MINUTES} minutes."
        )


def _check_closure(work: Work, target: Motion, command: MoveMotion) -> None:
    began = target.moved_at or work.now
    minutes, speeches = (work.now - began).total_seconds() / 60, 0
    if _DEBATE:
        minutes, speeches = _DEBATE[0](work.session, target, work.now)
    answer = closure(round(minutes, 1), speeches, seconded=command.seconder_id is not None)
    why = answer.steps[0].text
    if answer.result == "refuse":
        raise Invalid(why, {"seconder_id": why})
    if answer.result == "ask" and not command.debated:
        raise Invalid(f"{why} If the chair is satisfied, say so and move it again.", {"debated": why})


def _check_suspension(work: Work, command: MoveMotion) -> None:
    rule = RULES_BY_KEY.get(command.effect_note.strip())
    if rule is None:
        raise Invalid("Choose the standing order.", {"effect_note": "Choose the standing order"})
    meeting = meeting_of(work.session, command.meeting_id)
    members = sum(m.seat.votes for m in members_for(work.session, meeting))
    present = len(voters_here(work.session, command.meeting_id))
    answer = may_suspend(rule.source, present, members)
    if not answer.result:
        raise WrongState(f"{rule.title[0].upper()}{rule.title[1:]}: {answer.steps[0].text}")
