"""What the owner of an action says of it: done, how far it has come, or that it needs longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from meetings.actions.events import MoreTimeAsked
from meetings.actions.people import is_own, post_of
from meetings.actions.queries import NO_ACTION
from meetings.actions.usecases.common import locked, say
from meetings.actions.usecases.following import FINISHED, begin, finish
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, SignInRequired, WrongState
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


class Answer(StrEnum):
    """What can be said."""

    DONE = "done"
    PROGRESS = "progress"
    MORE_TIME = "more_time"


@dataclass(frozen=True)
class AnswerAction:
    """`words` go on the next sheet; `until` belongs to a wish for more time."""

    action_id: str
    answer: Answer
    words: str = ""
    until: date | None = None


@use_case(permission=None)
def answer_action(work: Work, command: AnswerAction) -> None:
    """For the owner and the deputy. Raises the same NotFound for somebody else's action as for none, Invalid."""
    if not work.actor.signed_in:
        raise SignInRequired("Sign in first.")
    action = locked(work, command.action_id)
    if not is_own(action, work.actor, post_of(work.session, work.actor)):
        raise NotFound(NO_ACTION)
    if not action.status.is_open:
        raise WrongState(FINISHED)
    checks = Checks()
    needed = {Answer.PROGRESS: "Say how far it has come", Answer.MORE_TIME: "Say why it takes longer"}
    words = checks.line("words", command.words, needed.get(command.answer, ""), 2000)
    if command.answer is Answer.MORE_TIME:
        late = command.until is not None and command.until > work.today
        checks.that(late, "until", "Say until when, a day that is still to come")
    checks.done()
    if command.answer is Answer.DONE:
        finish(work, action, words)
    elif command.answer is Answer.PROGRESS:
        begin(work, action, words)
    else:
        assert command.until is not None
        action.asked_until = command.until
        say(work, action, words)
        work.record(action.meeting_id, MoreTimeAsked(action.id, command.until, words))
