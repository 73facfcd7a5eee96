"""Writing to whoever has to do something: before its day, and when that has gone by. Each reminder goes once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.actions.events import ActionReminded
from meetings.actions.models import Action
from meetings.actions.people import recipients
from meetings.actions.queries import ActionRow, action_of
from meetings.actions.rules import BEFORE, OPEN, is_late, reminder_due
from meetings.actions.usecases.common import locked
from meetings.kernel.errors import NotFound
from meetings.minutes.wording import long_date
from meetings.notifications.letters import Letter
from meetings.notifications.rules import LetterKind
from meetings.notifications.usecases import send_letter
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class Remind:
    """Send the reminder with this mark, if it is still due."""

    action_id: str
    mark: str


def reminders_due(session: Session, today: date, timezone: ZoneInfo) -> list[Remind]:
    """Every reminder that is due today and has not gone. One query."""
    query = select(Action.id, Action.due, Action.created_at, Action.reminded).where(
        Action.status.in_(OPEN), Action.removed_at.is_(None), Action.due <= today + BEFORE
    )
    found = []
    for action_id, due, written, last in session.execute(query.order_by(Action.due, Action.id)):
        mark = reminder_due(due, today, written.astimezone(timezone).date(), last)
        if mark:
            found.append(Remind(action_id, mark))
    return found


@use_case(permission=None, system_only=True)
def remind(work: Work, command: Remind) -> tuple[str, ...]:
    """Write to the owner, and to the deputy once the day has gone by. The names written to; asking again is nothing."""
    try:
        action = locked(work, command.action_id)
    except NotFound:
        return ()
    written = action.created_at.astimezone(work.timezone).date()
    mark = reminder_due(action.due, work.today, written, action.reminded)
    if mark != command.mark or not action.status.is_open:
        return ()
    late = is_late(mark)
    to = recipients(work.session, action, late=late)
    action.reminded = mark
    work.session.flush()
    if not to:
        return ()
    row = action_of(work.session, action.id)
    subject, text = _words(work, row, late)
    letter = Letter(
        to,
        subject,
        text,
        LetterKind.REMINDER,
        f"action:{action.id}:{mark}",
        link=f"/my/actions/{action.id}",
        body_id=row.body_id,
        meeting_id=action.meeting_id,
    )
    send_letter(work, letter)
    names = tuple(r.name for r in to)
    work.record(action.meeting_id, ActionReminded(action.id, mark, names))
    return names


def _words(work: Work, row: ActionRow, late: bool) -> tuple[str, str]:
    """Subject and text. Nothing of what came of an exempt item is in a letter."""
    assert row.due is not None
    day = long_date(row.due)
    held = long_date(row.starts_at.astimezone(work.timezone).date())
    what = "Sign in to read what it is." if row.is_exempt else row.text
    begins = f"This was due on {day}." if late else f"This is due on {day}."
    subject = "An action is overdue" if late else "An action is due soon"
    text = (
        f"The {row.body_name} asked for this on {held}:\n\n{what}\n\n{begins} "
        "Say on this page that it is done, how far it has come, or that you need more time. "
        "What you write stands on the sheet that the next meeting reads."
    )
    return f"{subject}: {row.body_name}", text
