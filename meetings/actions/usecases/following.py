"""Following an action up, by democratic services: begun, done, no longer needed, carried forward, more time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.actions import events
from meetings.actions.models import Action
from meetings.actions.queries import next_meeting_after
from meetings.actions.rules import ActionStatus, DueKind
from meetings.actions.usecases.common import body_of_action, locked, say, words_of
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting

FINISHED = "This action is finished already. Open it again first."


@dataclass(frozen=True)
class StartAction:
    """Somebody works on it."""

    action_id: str
    words: str = ""


@dataclass(frozen=True)
class FinishAction:
    """It has been carried out."""

    action_id: str
    words: str = ""


@dataclass(frozen=True)
class DropAction:
    """Nobody has to do it any longer."""

    action_id: str
    reason: str


@dataclass(frozen=True)
class CarryForward:
    """A meeting left it for the next one. `due` None: by that meeting."""

    action_id: str
    words: str = ""
    due: date | None = None


@dataclass(frozen=True)
class ReopenAction:
    """It has not been carried out after all."""

    action_id: str


@dataclass(frozen=True)
class AnswerMoreTime:
    """Give the time that the owner asks for, or not, with a reason."""

    action_id: str
    give: bool
    reason: str = ""


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_action)
def start_action(work: Work, command: StartAction) -> None:
    """It is in progress. Raises WrongState if it is finished."""
    begin(work, unfinished(work, command.action_id), words_of(command.words))


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_action)
def finish_action(work: Work, command: FinishAction) -> None:
    """Mark it as carried out. Raises WrongState if it is finished already."""
    finish(work, unfinished(work, command.action_id), words_of(command.words))


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_action)
def drop_action(work: Work, command: DropAction) -> None:
    """It is no longer needed, for a reason. Raises Invalid, WrongState."""
    action = unfinished(work, command.action_id)
    reason = words_of(command.reason, "Say why it is no longer needed", "reason")
    _close(work, action, ActionStatus.NOT_NEEDED, reason)
    work.record(action.meeting_id, events.ActionNotNeeded(action.id, reason))


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_action)
def carry_forward(work: Work, command: CarryForward) -> None:
    """Leave it for the next meeting after today. Raises WrongState if it is finished."""
    action = unfinished(work, command.action_id)
    words, due = words_of(command.words), command.due
    if due is None:
        meeting = work.session.get_one(Meeting, action.meeting_id)
        following = next_meeting_after(work.session, meeting.body_id, work.now)
        due = following.starts_at.astimezone(work.timezone).date() if following else None
        action.due_kind = DueKind.NEXT_MEETING
    else:
        action.due_kind = DueKind.DAY
    action.status, action.due, action.due_days, action.asked_until = (
        ActionStatus.CARRIED_FORWARD,
        due,
        0,
        None,
    )
    say(work, action, words)
    work.record(action.meeting_id, events.ActionCarriedForward(action.id, due, words))


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_action)
def reopen_action(work: Work, command: ReopenAction) -> None:
    """Take the end of it back. Raises WrongState if it is open."""
    action = locked(work, command.action_id)
    if action.status.is_open:
        raise WrongState("This action is open already.")
    action.status, action.done_at, action.noted_meeting_id = ActionStatus.OPEN, None, None
    work.record(action.meeting_id, events.ActionReopened(action.id))


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_action)
def answer_more_time(work: Work, command: AnswerMoreTime) -> None:
    """Answer the owner. Raises WrongState if nobody asks, Invalid for a refusal without a reason."""
    action = unfinished(work, command.action_id)
    until = action.asked_until
    if until is None:
        raise WrongState("Nobody asks for more time any longer.")
    if command.give:
        action.due, action.due_kind, action.due_days = until, DueKind.DAY, 0
        work.record(action.meeting_id, events.MoreTimeGiven(action.id, until))
    else:
        reason = words_of(command.reason, "Say why there is no more time", "reason")
        work.record(action.meeting_id, events.MoreTimeRefused(action.id, reason))
    action.asked_until = None


def unfinished(work: Work, action_id: str) -> Action:
    """The action, locked, that somebody still has to do. Raises NotFound, WrongState."""
    action = locked(work, action_id)
    if not action.status.is_open:
        raise WrongState(FINISHED)
    return action


def begin(work: Work, action: Action, words: str) -> None:
    """Somebody works on it, or says how far it has come."""
    if action.status is ActionStatus.IN_PROGRESS and not words:
        raise Invalid("Say how far it has come.", {"words": "Say how far it has come"})
    action.status = ActionStatus.IN_PROGRESS
    say(work, action, words)
    work.record(action.meeting_id, events.ActionStarted(action.id, words))


def finish(work: Work, action: Action, words: str) -> None:
    """It is done."""
    _close(work, action, ActionStatus.DONE, words)
    work.record(action.meeting_id, events.ActionDone(action.id, words))


def _close(work: Work, action: Action, status: ActionStatus, words: str) -> None:
    action.status, action.done_at, action.asked_until = status, work.now, None
    say(work, action, words)
