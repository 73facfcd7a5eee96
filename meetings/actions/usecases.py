"""Recording what a meeting asks for, and following it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.actions.events import ActionChanged, ActionDone, ActionRecorded, ActionRemoved, ActionReopened
from meetings.actions.models import Action
from meetings.actions.queries import NO_ACTION, action_of
from meetings.agendas.models import ItemKind
from meetings.agendas.queries import published_agenda
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.minutes.usecases import keep_actions
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting

LONGEST = 2000


@dataclass(frozen=True)
class RecordAction:
    """Under an item of the published agenda. `owner` is a name or a post."""

    meeting_id: str
    item_id: str
    text: str
    owner: str
    due: date | None = None


@dataclass(frozen=True)
class ChangeAction:
    """It was written down wrongly, or its owner or day is another one."""

    action_id: str
    text: str
    owner: str
    due: date | None = None


@dataclass(frozen=True)
class RemoveAction:
    """It was entered by mistake."""

    action_id: str


@dataclass(frozen=True)
class FinishAction:
    """It has been carried out."""

    action_id: str


@dataclass(frozen=True)
class ReopenAction:
    """It has not been carried out after all."""

    action_id: str


def _body_of_action(
    session: Session, command: ChangeAction | RemoveAction | FinishAction | ReopenAction
) -> str:
    return action_of(session, command.action_id).body_id


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def record_action(work: Work, command: RecordAction) -> str:
    """Write an action down, while the meeting goes on or after it; a draft of the minutes takes it in.

    Returns its id. Raises Invalid, NotFound for an item that is not on the agenda, WrongState before the meeting.
    """
    meeting = lock_meeting(work.session, command.meeting_id)
    if meeting.status in (MeetingStatus.PLANNED, MeetingStatus.CANCELLED):
        raise WrongState("An action is recorded at a meeting: this one has not been opened.")
    agenda = published_agenda(work.session, meeting.id)
    item = agenda.item(command.item_id) if agenda else None
    if item is None or item.kind is not ItemKind.ITEM:
        raise NotFound("That item is not on the published agenda.")
    text, owner = _checked(command)
    action = Action(
        id=new_id(),
        meeting_id=meeting.id,
        item_id=item.id,
        text=text,
        owner=owner,
        due=command.due,
        created_at=work.now,
    )
    work.session.add(action)
    work.session.flush()
    work.record(meeting.id, ActionRecorded(action.id, item.id, text, owner, command.due))
    keep_actions(work, meeting.id, "Action recorded")
    return action.id


@use_case(permission=Permission.WRITE_MINUTES, scope=_body_of_action)
def change_action(work: Work, command: ChangeAction) -> None:
    """Write it down differently. Raises Invalid, NotFound."""
    action = _locked(work, command.action_id)
    text, owner = _checked(command)
    if (text, owner, command.due) == (action.text, action.owner, action.due):
        return
    action.text, action.owner, action.due = text, owner, command.due
    work.session.flush()
    work.record(action.meeting_id, ActionChanged(action.id, text, owner, command.due))
    keep_actions(work, action.meeting_id, "Action changed")


@use_case(permission=Permission.WRITE_MINUTES, scope=_body_of_action)
def remove_action(work: Work, command: RemoveAction) -> None:
    """Take a mistaken one away; what it said stays in the record. Raises NotFound."""
    action = _locked(work, command.action_id)
    meeting_id, text = action.meeting_id, action.text
    work.session.delete(action)
    work.session.flush()
    work.record(meeting_id, ActionRemoved(command.action_id, text))
    keep_actions(work, meeting_id, "Action removed", command.action_id)


@use_case(permission=Permission.WRITE_MINUTES, scope=_body_of_action)
def finish_action(work: Work, command: FinishAction) -> None:
    """Mark it as carried out. Raises WrongState if it is already."""
    action = _locked(work, command.action_id)
    if action.done_at is not None:
        raise WrongState("This action is marked as done already.")
    action.done_at = work.now
    work.record(action.meeting_id, ActionDone(action.id))


@use_case(permission=Permission.WRITE_MINUTES, scope=_body_of_action)
def reopen_action(work: Work, command: ReopenAction) -> None:
    """Take that back. Raises WrongState if it is open."""
    action = _locked(work, command.action_id)
    if action.done_at is None:
        raise WrongState("This action is open already.")
    action.done_at = None
    work.record(action.meeting_id, ActionReopened(action.id))


def _locked(work: Work, action_id: str) -> Action:
    meeting_id = work.session.scalar(select(Action.meeting_id).where(Action.id == action_id))
    if meeting_id is not None:
        lock_meeting(work.session, meeting_id)
    query = select(Action).where(Action.id == action_id).with_for_update()
    action = work.session.scalar(query.execution_options(populate_existing=True))
    if action is None:
        raise NotFound(NO_ACTION)
    return action


def _checked(command: RecordAction | ChangeAction) -> tuple[str, str]:
    checks = Checks()
    text = checks.line("text", command.text, "Say what is to be done", LONGEST)
    owner = checks.line("owner", command.owner, "Say who is to do it: a name or a post")
    checks.done()
    return text, owner
