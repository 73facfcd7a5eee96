"""Writing down what a meeting asks for: typed, from a request in the room, or from a part of a resolution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.actions.events import ActionChanged, ActionRecorded, ActionRemoved, ActionRestored
from meetings.actions.models import Action
from meetings.actions.offers import part_of
from meetings.actions.queries import NO_ACTION
from meetings.actions.rules import ActionStatus, asked_in
from meetings.actions.usecases.common import OPEN_ENDED, When, body_of_action, checked, locked, told, write
from meetings.agendas.models import ItemKind
from meetings.agendas.queries import published_agenda
from meetings.bodies.queries import person_names
from meetings.exclusion.queries import private_now
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.minutes.usecases import keep_actions
from meetings.motions.models import Motion
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting

ALREADY = "This part of the resolution is an action already."


@dataclass(frozen=True)
class RecordAction:
    """Under an item of the published agenda. `owner` is a name or a post; `owner_ref` says who that is.

    `due` is short for a day; otherwise `when` says by when. `asked_by_id`: who asked for it in the room.
    """

    meeting_id: str
    item_id: str
    text: str
    owner: str
    due: date | None = None
    when: When = OPEN_ENDED
    owner_ref: str = ""
    deputy: str = ""
    deputy_ref: str = ""
    asked_by_id: str = ""
    asked_by: str = ""
    private: bool = False
    motion_id: str = ""
    part: int = 0


@dataclass(frozen=True)
class RecordPart:
    """A part (from 1) of what a carried motion resolved, as it stands. `owner` where the part names nobody."""

    meeting_id: str
    motion_id: str
    part: int
    owner: str = ""
    owner_ref: str = ""


@dataclass(frozen=True)
class ChangeAction:
    """It was written down wrongly, or its owner or day is another one."""

    action_id: str
    text: str
    owner: str
    due: date | None = None
    when: When = OPEN_ENDED
    owner_ref: str = ""
    deputy: str = ""
    deputy_ref: str = ""
    #: None: as it was
    private: bool | None = None


@dataclass(frozen=True)
class RemoveAction:
    """It was entered by mistake."""

    action_id: str


@dataclass(frozen=True)
class RestoreAction:
    """It was no mistake after all."""

    action_id: str


def _body_of_removed(session: Session, command: RestoreAction) -> str:
    query = select(Meeting.body_id).join(Action, Action.meeting_id == Meeting.id)
    body_id = session.scalar(query.where(Action.id == command.action_id))
    if body_id is None:
        raise NotFound(NO_ACTION)
    return body_id


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def record_action(work: Work, command: RecordAction) -> str:
    """Write an action down, while the meeting goes on or after it; a draft of the minutes takes it in.

    Returns its id. Raises Invalid, NotFound for an item that is not on the agenda, WrongState before the meeting.
    """
    meeting = lock_meeting(work.session, command.meeting_id)
    if meeting.status in (MeetingStatus.PLANNED, MeetingStatus.CANCELLED):
        raise WrongState("An action is recorded at a meeting: this one has not been opened.")
    if not command.item_id:
        raise Invalid(
            "An action belongs to an item: take one first, or choose the item.",
            {"item_id": "Choose the item"},
        )
    agenda = published_agenda(work.session, meeting.id)
    item = agenda.item(command.item_id) if agenda else None
    if item is None or item.kind is not ItemKind.ITEM:
        raise NotFound("That item is not on the published agenda.")
    return _record(work, meeting, item.id, command)


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def record_part(work: Work, command: RecordPart) -> str:
    """Make an action of a part of a resolution, in its own words. Returns its id.

    Raises NotFound if nothing of the kind was resolved, WrongState if it is an action already, Invalid without owner.
    """
    meeting = lock_meeting(work.session, command.meeting_id)
    motion, text = part_of(work.session, meeting.id, command.motion_id, command.part)
    there = select(Action.id).where(
        Action.motion_id == motion.id, Action.part == command.part, Action.removed_at.is_(None)
    )
    if work.session.scalar(there.limit(1)) is not None:
        raise WrongState(ALREADY)
    asked = asked_in(text)
    record = RecordAction(
        meeting.id,
        motion.item_id or "",
        asked.text,
        command.owner or ("" if command.owner_ref else asked.owner),
        when=When(asked.kind, days=asked.days),
        owner_ref=command.owner_ref,
        private=motion.private,
        motion_id=motion.id,
        part=command.part,
    )
    return _record(work, meeting, motion.item_id, record)


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_action)
def change_action(work: Work, command: ChangeAction) -> None:
    """Write it down differently. Raises Invalid, NotFound."""
    action = locked(work, command.action_id)
    meeting = lock_meeting(work.session, action.meeting_id)
    said = checked(work, meeting, _with_day(command))
    private = action.private if command.private is None else command.private
    before = _mark(action)
    write(action, said)
    action.private = private
    if _mark(action) == before:
        return
    action.asked_until = None
    work.session.flush()
    fact = ActionChanged(action.id, said.text, said.owner.name, said.due, private=private, **told(said))
    work.record(action.meeting_id, fact)
    keep_actions(work, action.meeting_id, "Action changed")


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_action)
def remove_action(work: Work, command: RemoveAction) -> None:
    """Take a mistaken one away; what it said stays in the record. Raises NotFound."""
    action = locked(work, command.action_id)
    action.removed_at = work.now
    work.session.flush()
    work.record(action.meeting_id, ActionRemoved(action.id, action.text))
    keep_actions(work, action.meeting_id, "Action removed", action.id)


@use_case(permission=Permission.WRITE_MINUTES, scope=_body_of_removed)
def restore_action(work: Work, command: RestoreAction) -> None:
    """Put it back as it was. Raises NotFound unless it was removed."""
    action = locked(work, command.action_id, removed=True)
    action.removed_at = None
    work.session.flush()
    work.record(action.meeting_id, ActionRestored(action.id, action.text))
    keep_actions(work, action.meeting_id, "Action put back")


def _record(work: Work, meeting: Meeting, item_id: str | None, command: RecordAction) -> str:
    said = checked(work, meeting, _with_day(command))
    private = command.private or _in_private(work, meeting, command.motion_id)
    asked_by = " ".join(command.asked_by.split())
    if command.asked_by_id:
        asked_by = person_names(work.session, [command.asked_by_id]).get(command.asked_by_id, asked_by)
    action = Action(
        id=new_id(), meeting_id=meeting.id, item_id=item_id, created_at=work.now, status=ActionStatus.OPEN
    )
    write(action, said)
    action.asked_by, action.asked_by_id = asked_by[:200], command.asked_by_id or None
    action.motion_id, action.part, action.private = command.motion_id or None, command.part, private
    work.session.add(action)
    work.session.flush()
    fact = ActionRecorded(
        action.id,
        item_id or "",
        said.text,
        said.owner.name,
        said.due,
        asked_by=action.asked_by,
        asked_by_id=command.asked_by_id,
        motion_id=command.motion_id,
        part=command.part,
        private=private,
        **told(said),
    )
    work.record(meeting.id, fact)
    keep_actions(work, meeting.id, "Action recorded")
    return action.id


def _in_private(work: Work, meeting: Meeting, motion_id: str) -> bool:
    """Whether the public is out of the room now; of what a resolution asks later, whether it was then."""
    if motion_id:
        return bool(work.session.scalar(select(Motion.private).where(Motion.id == motion_id)))
    going_on = meeting.status in (MeetingStatus.OPEN, MeetingStatus.ADJOURNED)
    return going_on and private_now(work.session, meeting.id)


def _with_day(command: RecordAction | ChangeAction) -> RecordAction | ChangeAction:
    """With `due` as its day, where that is how it was said."""
    if command.due is None:
        return command
    return type(command)(**{**vars(command), "when": When.by(command.due), "due": None})


def _mark(action: Action) -> tuple[object, ...]:
    names = ("text", "owner", "owner_person_id", "owner_account_id", "due", "due_kind", "due_days", "private")
    return tuple(getattr(action, n) for n in (*names, "deputy", "deputy_person_id", "deputy_account_id"))
