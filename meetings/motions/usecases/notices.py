"""A member writes a motion, has it signed, gives notice of it, agrees to other words, takes it back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select

from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.motions.events import (
    MotionWithdrawn,
    NoticeAltered,
    NoticeGiven,
    NoticeSigned,
    NoticeWithdrawn,
)
from meetings.motions.models import Motion, MotionNotice, MotionSignature
from meetings.motions.notices import OPEN, judged, notice_of
from meetings.motions.rules import MotionStatus, NoticeState, tidy
from meetings.motions.usecases.texts import names_of, not_too_long
from meetings.room.queries import members_for
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import body_of_meeting, meeting_of


@dataclass(frozen=True)
class SaveNotice:
    """`notice_id` None begins a new one. `asked`: members who are asked to sign beside the seconder."""

    meeting_id: str
    title: str
    text: str
    seconder_id: str | None = None
    asked: tuple[str, ...] = ()
    notice_id: str | None = None


@dataclass(frozen=True)
class GiveNotice:
    """Hand the draft in."""

    notice_id: str


@dataclass(frozen=True)
class SignNotice:
    """Second it or sign it."""

    notice_id: str


@dataclass(frozen=True)
class AnswerSuggestion:
    """The mover agrees to the officer's words, or keeps their own."""

    notice_id: str
    agrees: bool


@dataclass(frozen=True)
class WithdrawNotice:
    """By the mover."""

    notice_id: str


@use_case(permission=Permission.JOIN_AS_MEMBER, scope=body_of_meeting)
def save_notice(work: Work, command: SaveNotice) -> str:
    """Keep a draft: it is its member's alone. Raises Invalid, WrongState or Denied. Returns its id."""
    me, meeting = _me(work), meeting_of(work.session, command.meeting_id)
    if meeting.status is not MeetingStatus.PLANNED:
        raise WrongState("This meeting has begun or is over.")
    members = {m.person_id for m in members_for(work.session, meeting)}
    title, text = " ".join(command.title.split()), not_too_long(tidy(command.text))
    _check_draft(title, text, me, command, members)
    notice = _own(work, command.notice_id) if command.notice_id else None
    if notice is None:
        notice = MotionNotice(
            id=new_id(), mover_id=me, state=NoticeState.DRAFT, created_at=work.now, reason="", decided_by=""
        )
        notice.suggested_title = notice.suggested_text = ""
    elif notice.state is not NoticeState.DRAFT:
        raise WrongState("Notice of it has been given: it is changed with the officer’s help.")
    notice.body_id, notice.meeting_id = meeting.body_id, meeting.id
    notice.title, notice.text, notice.seconder_id = title, text, command.seconder_id
    notice.changed_at = work.now
    work.session.add(notice)
    work.session.flush()
    _ask(work, notice, command.asked)
    return notice.id


@use_case(permission=None)
def give_notice(work: Work, command: GiveNotice) -> None:
    """Hand it in. Raises Denied, WrongState, or Invalid with all that is wrong with it by the body's rules."""
    notice = _own(work, command.notice_id)
    if notice.state is not NoticeState.DRAFT:
        raise WrongState("Notice of it has been given already.")
    if not notice.text:
        raise Invalid("Type the motion.", {"text": "Type the motion"})
    row = notice_of(work.session, notice.id)
    answer = judged(work.session, row, work.timezone, work.today)
    # Signatures are gathered after it is handed in: they are counted when it is accepted.
    wrong = [s.text for s in answer.steps if "signatures" not in s.text] if not answer.result else []
    if wrong:
        raise Invalid(" ".join(wrong), {"text": wrong[0]})
    notice.state, notice.submitted_at = NoticeState.SUBMITTED, work.now
    work.session.flush()
    asked = tuple(person for person, _, _ in row.asked)
    fact = NoticeGiven(
        notice.id, notice.title, notice.text, notice.mover_id, row.mover, notice.seconder_id, asked
    )
    work.record(notice.meeting_id, fact)


@use_case(permission=None)
def sign_notice(work: Work, command: SignNotice) -> None:
    """Second or sign. Raises NotFound for somebody who was not asked, WrongState before it is given or afterwards."""
    me = _me(work)
    signature = work.session.get(MotionSignature, (command.notice_id, me))
    notice = work.session.get(MotionNotice, command.notice_id)
    if signature is None or notice is None or notice.state is NoticeState.DRAFT:
        raise NotFound("There is no such notice of motion.")
    if notice.state not in OPEN:
        raise WrongState("This notice is decided already.")
    if signature.signed_at is not None:
        return
    signature.signed_at = work.now
    work.session.flush()
    (name,) = names_of(work, me)
    work.record(notice.meeting_id, NoticeSigned(notice.id, notice.title, me, name))


@use_case(permission=None)
def answer_suggestion(work: Work, command: AnswerSuggestion) -> None:
    """Take the officer's words, or keep one's own. Raises Denied, WrongState."""
    notice = _own(work, command.notice_id)
    if notice.state is not NoticeState.SUGGESTED:
        raise WrongState("No other words are suggested.")
    notice.state = NoticeState.SUBMITTED
    if command.agrees:
        notice.title, notice.text = notice.suggested_title, notice.suggested_text
        work.record(notice.meeting_id, NoticeAltered(notice.id, notice.title, notice.text))
    notice.suggested_title = notice.suggested_text = notice.reason = ""
    notice.changed_at = work.now
    work.session.flush()


@use_case(permission=None)
def withdraw_notice(work: Work, command: WithdrawNotice) -> None:
    """Take it back; what stands on the agenda is then not moved. Raises Denied, WrongState once it was moved."""
    notice = _own(work, command.notice_id)
    if notice.state in (NoticeState.REJECTED, NoticeState.WITHDRAWN):
        raise WrongState("It is rejected or withdrawn already.")
    was_draft = notice.state is NoticeState.DRAFT
    query = select(Motion).where(Motion.notice_id == notice.id)
    for motion in work.session.scalars(query).all():
        if motion.status is not MotionStatus.PREPARED:
            raise WrongState("It was moved at the meeting: ask the meeting for leave to withdraw it.")
        motion.status = MotionStatus.WITHDRAWN
        work.session.flush()
        work.record(notice.meeting_id, MotionWithdrawn(motion.id))
    notice.state, notice.changed_at = NoticeState.WITHDRAWN, work.now
    work.session.flush()
    if not was_draft:
        work.record(notice.meeting_id, NoticeWithdrawn(notice.id, notice.title))


def _check_draft(title: str, text: str, me: str, command: SaveNotice, members: set[str]) -> None:
    problems = {}
    if not title or len(title) > 300:
        problems["title"] = "Give it a title of up to 300 characters"
    if not text:
        problems["text"] = "Type the motion"
    if me not in members:
        problems["meeting_id"] = "You do not sit at this meeting"
    if command.seconder_id is not None and (command.seconder_id == me or command.seconder_id not in members):
        problems["seconder_id"] = "Choose another member as the seconder"
    if not set(command.asked) <= members - {me}:
        problems["asked"] = "Choose members of the body"
    if problems:
        raise Invalid("Check the motion.", problems)


def _ask(work: Work, notice: MotionNotice, asked: tuple[str, ...]) -> None:
    work.session.execute(delete(MotionSignature).where(MotionSignature.notice_id == notice.id))
    for person_id in {*asked, *([notice.seconder_id] if notice.seconder_id else [])}:
        work.session.add(MotionSignature(notice_id=notice.id, person_id=person_id))
    work.session.flush()


def _me(work: Work) -> str:
    if work.actor.person_id is None:
        raise Denied("Only a councillor gives notice of a motion.")
    return work.actor.person_id


def _own(work: Work, notice_id: str) -> MotionNotice:
    """The actor's own notice; for others there is none."""
    notice = work.session.get(MotionNotice, notice_id)
    if notice is None or notice.mover_id != _me(work):
        raise NotFound("There is no such notice of motion.")
    return notice
