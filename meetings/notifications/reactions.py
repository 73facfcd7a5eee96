"""What is done by the clock: letters whose next attempt has come are queued again."""

from __future__ import annotations

from meetings.kernel.actor import SYSTEM
from meetings.notifications.usecases import QueueDue, queue_due
from meetings.runtime.jobs import JobContext
from meetings.runtime.timed import timed


@timed(every=20)
def due_letters(context: JobContext) -> None:
    """What was delayed, and what a worker that died had in its hands."""
    context.runner.run(queue_due, QueueDue(), actor=SYSTEM)
