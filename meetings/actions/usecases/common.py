"""What every use case of actions needs: the row under its lock, its body, and the day it falls due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.actions.models import Action
from meetings.actions.people import Owner, owner_of
from meetings.actions.queries import NO_ACTION, action_of, next_meeting_after
from meetings.actions.rules import MOST_DAYS, DueKind
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.counting import add_working, calendar_of
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting
from meetings.schedule.usecases import lock_meeting

LONGEST = 2000


@dataclass(frozen=True)
class When:
    """By when: a day, so many working days, the next meeting, or nothing that was said."""

    kind: DueKind = DueKind.NONE
    day: date | None = None
    days: int = 0

    @classmethod
    def by(cls, day: date | None) -> When:
        """By a day, if there is one."""
        return cls(DueKind.DAY, day) if day else cls()


#: Nothing was said about when.
OPEN_ENDED = When()


@dataclass(frozen=True)
class Said:
    """What an action says, checked: its words, who does it, and by when."""

    text: str
    owner: Owner
    deputy: Owner
    when: When
    due: date | None


def body_of_action(session: Session, command: Any) -> str:
    """The scope of use cases whose command names an action. Raises NotFound."""
    return action_of(session, command.action_id).body_id


def locked(work: Work, action_id: str, *, removed: bool = False) -> Action:
    """The action, locked after its meeting; a removed one only if asked for. Raises NotFound."""
    meeting_id = work.session.scalar(select(Action.meeting_id).where(Action.id == action_id))
    if meeting_id is not None:
        lock_meeting(work.session, meeting_id)
    query = select(Action).where(Action.id == action_id).with_for_update()
    action = work.session.scalar(query.execution_options(populate_existing=True))
    if action is None or (action.removed_at is not None) is not removed:
        raise NotFound(NO_ACTION)
    return action


def settled(work: Work, meeting: Meeting, when: When) -> date | None:
    """The day that comes of it; None where none was said, or the next meeting is not in the calendar yet."""
    held = meeting.starts_at.astimezone(work.timezone).date()
    if when.kind is DueKind.DAY:
        return when.day
    if when.kind is DueKind.WORKING_DAYS:
        return add_working(held, when.days, calendar_of(law_of(work.session)))
    if when.kind is DueKind.NEXT_MEETING:
        following = next_meeting_after(work.session, meeting.body_id, meeting.starts_at)
        return following.starts_at.astimezone(work.timezone).date() if following else None
    return None


def checked(work: Work, meeting: Meeting, command: Any) -> Said:
    """What was typed, checked and settled. Raises Invalid with every field that is wrong."""
    checks = Checks()
    session = work.session
    text = checks.line("text", command.text, "Say what is to be done", LONGEST)
    owner = owner_of(session, " ".join(command.owner.split()), command.owner_ref)
    checks.line("owner", owner.name, "Say who is to do it: a name or a post")
    deputy = owner_of(session, " ".join(command.deputy.split()), command.deputy_ref)
    checks.line("deputy", deputy.name)
    when = command.when
    checks.that(when.kind is not DueKind.DAY or when.day is not None, "due", "Say by which day")
    if when.kind is DueKind.WORKING_DAYS:
        checks.that(0 < when.days <= MOST_DAYS, "days", f"Say how many working days, from 1 to {MOST_DAYS}")
    checks.done()
    return Said(text, owner, deputy, when, settled(work, meeting, when))


def write(action: Action, said: Said) -> None:
    """Put it into the row."""
    action.text, action.due = said.text, said.due
    action.owner, action.owner_person_id, action.owner_account_id = _three(said.owner)
    action.deputy, action.deputy_person_id, action.deputy_account_id = _three(said.deputy)
    action.due_kind, action.due_days = said.when.kind, said.when.days


def told(said: Said) -> dict[str, Any]:
    """The same for a fact."""
    return {
        "owner_person_id": said.owner.person_id or "",
        "owner_account_id": said.owner.account_id or "",
        "deputy": said.deputy.name,
        "deputy_person_id": said.deputy.person_id or "",
        "deputy_account_id": said.deputy.account_id or "",
        "due_kind": said.when.kind.value,
        "due_days": said.when.days,
    }


def say(work: Work, action: Action, words: str) -> None:
    """Keep the last that was said of it, by whom: it stands on the sheet."""
    if words:
        action.words, action.words_by, action.words_at = words, work.actor.name, work.now


def words_of(text: str, missing: str = "", field: str = "words") -> str:
    """Words that somebody adds, on one line. Raises Invalid when they are needed and missing."""
    checks = Checks()
    clean = checks.line(field, text, missing, LONGEST)
    checks.done()
    return clean


def _three(owner: Owner) -> tuple[str, str | None, str | None]:
    return owner.name, owner.person_id, owner.account_id
