"""What the officer does with a notice of motion: suggest other words, put it on the agenda, reject it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from sqlalchemy.orm import Session

from meetings.agendas.usecases import AddItem, add_item
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.motions.events import MotionPrepared, NoticeAccepted, NoticeRejected, NoticeSuggested
from meetings.motions.models import Motion, MotionNotice
from meetings.motions.notices import OPEN, judged, notice_of
from meetings.motions.rules import Effect, MotionKind, MotionStatus, NoticeState, tidy
from meetings.motions.usecases.texts import names_of, next_position, not_too_long
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class SuggestWords:
    """Other words for a motion; the mover must agree."""

    notice_id: str
    title: str
    text: str
    reason: str


@dataclass(frozen=True)
class AcceptNotice:
    """`relevant`: it is about the body's business or area. `reason`: why it is taken although a rule is not met."""

    notice_id: str
    relevant: bool
    reason: str = ""


@dataclass(frozen=True)
class RejectNotice:
    """With the reason, which its mover reads."""

    notice_id: str
    reason: str


def _body(session: Session, command: Any) -> str:
    return notice_of(session, command.notice_id).body_id


@use_case(permission=Permission.PREPARE_MEETING, scope=_body)
def suggest_words(work: Work, command: SuggestWords) -> None:
    """Ask the mover for other words. Raises Invalid, WrongState."""
    notice = _open(work, command.notice_id)
    title, text = " ".join(command.title.split()), not_too_long(tidy(command.text))
    reason = " ".join(command.reason.split())
    if not title or not text or not reason:
        raise Invalid("Give title, words and the reason.", {"reason": "Give title, words and the reason"})
    notice.state, notice.reason = NoticeState.SUGGESTED, reason[:2000]
    notice.suggested_title, notice.suggested_text = title[:300], text
    work.session.flush()
    work.record(notice.meeting_id, NoticeSuggested(notice.id, title, text, reason))


@use_case(permission=Permission.PREPARE_MEETING, scope=_body)
def accept_notice(work: Work, command: AcceptNotice) -> str:
    """Put it on the agenda with its motion ready. Raises Invalid with what the rules have against it, WrongState."""
    notice = _open(work, command.notice_id)
    if notice.state is NoticeState.SUGGESTED:
        raise WrongState("The mover has not answered to the words suggested.")
    row = notice_of(work.session, notice.id)
    given = (notice.submitted_at or work.now).astimezone(work.timezone).date()
    answer = judged(work.session, row, work.timezone, given, relevant=command.relevant)
    if not answer.result:
        why = " ".join(s.text for s in answer.steps)
        raise Invalid(f"{why} ({answer.rule.title}.)", {"relevant": why})
    words = "".join(f"<p>{escape(line)}</p>" for line in notice.text.splitlines())
    moved = f"<p>To be moved by {escape(row.mover)}" + (
        f", seconded by {escape(row.seconder)}.</p>" if row.seconder else ".</p>"
    )
    item_id = add_item(work, AddItem(notice.meeting_id, f"Motion: {notice.title}"[:500], text=words + moved))
    motion_id = _ready(work, notice, item_id)
    notice.state, notice.item_id = NoticeState.ACCEPTED, item_id
    notice.decided_by, notice.decided_at = work.actor.name, work.now
    work.session.flush()
    work.record(notice.meeting_id, NoticeAccepted(notice.id, notice.title, item_id, motion_id))
    return item_id


@use_case(permission=Permission.PREPARE_MEETING, scope=_body)
def reject_notice(work: Work, command: RejectNotice) -> None:
    """Say no, and why. Raises Invalid without a reason, WrongState."""
    notice = _open(work, command.notice_id)
    reason = " ".join(command.reason.split())[:2000]
    if not reason:
        raise Invalid("Say why it is rejected.", {"reason": "Say why it is rejected"})
    notice.state, notice.reason = NoticeState.REJECTED, reason
    notice.decided_by, notice.decided_at = work.actor.name, work.now
    work.session.flush()
    work.record(notice.meeting_id, NoticeRejected(notice.id, notice.title, reason))


def _ready(work: Work, notice: MotionNotice, item_id: str) -> str:
    motion = Motion(
        id=new_id(),
        meeting_id=notice.meeting_id,
        item_id=item_id,
        kind=MotionKind.SUBSTANTIVE,
        status=MotionStatus.PREPARED,
        effect=Effect.NONE,
        position=next_position(work, notice.meeting_id),
        text=notice.text,
        mover_id=notice.mover_id,
        seconder_id=notice.seconder_id,
        notice_id=notice.id,
    )
    work.session.add(motion)
    work.session.flush()
    mover, seconder = names_of(work, motion.mover_id, motion.seconder_id)
    fact = MotionPrepared(
        motion.id,
        item_id,
        motion.text,
        mover_id=motion.mover_id,
        mover=mover,
        seconder_id=motion.seconder_id,
        seconder=seconder,
    )
    work.record(notice.meeting_id, fact)
    return motion.id


def _open(work: Work, notice_id: str) -> MotionNotice:
    notice = work.session.get(MotionNotice, notice_id)
    if notice is None or notice.state is NoticeState.DRAFT:
        raise NotFound("There is no such notice of motion.")
    if notice.state not in OPEN:
        raise WrongState(f"This notice was {notice.state.value} already.")
    return notice
