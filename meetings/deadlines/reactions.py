"""What follows by the clock: each officer's reminder, at the hour they chose."""

from __future__ import annotations

from meetings.deadlines import member_dues as member_dues
from meetings.deadlines.queries import ReminderChoice, reminder_choices
from meetings.deadlines.rules.reminding import reminder_due
from meetings.deadlines.usecases import SendReminder, send_reminder
from meetings.kernel.actor import SYSTEM
from meetings.kernel.permissions import Permission
from meetings.people.queries import accounts_as_actors
from meetings.runtime.jobs import JobContext
from meetings.runtime.timed import timed


@timed(every=300)
def remind(context: JobContext) -> None:
    """Send each reminder whose hour has come: to whoever prepares meetings, and to whoever asked for it."""
    runner = context.runner
    local = runner.clock.now().astimezone(runner.timezone)
    with runner.read() as session:
        chosen = reminder_choices(session)
        accounts = accounts_as_actors(session)
    for actor, _email in accounts:
        choice = chosen.get(actor.account_id or "")
        if choice is None and not actor.may(Permission.PREPARE_MEETING, None, local.date()):
            continue
        choice = choice or ReminderChoice()
        if actor.account_id and reminder_due(choice.how, choice.hour, choice.sent_on, local):
            runner.run(send_reminder, SendReminder(actor.account_id), actor=SYSTEM)
