"""Which facts are news to residents, and what is tidied away by the clock."""

from __future__ import annotations

from typing import Any

from meetings.agendas.events import AgendaPublished
from meetings.decisions.events import DecisionPublished
from meetings.kernel.actor import SYSTEM
from meetings.minutes.events import MinutesPublished
from meetings.publicsite.following.jobs import TELL
from meetings.publicsite.following.rules import Topic
from meetings.publicsite.following.usecases import Tidy, tidy
from meetings.runtime.jobs import JobContext
from meetings.runtime.reactions import on, then
from meetings.runtime.timed import timed
from meetings.runtime.work import Work
from meetings.schedule.events import MeetingCancelled, MeetingChanged


def _tell(work: Work, topic: Topic, subject_id: str, version: object) -> None:
    payload = {"topic": topic.value, "id": subject_id, "version": str(version)}
    work.queue(TELL, payload, f"{TELL}:{topic.value}:{subject_id}:{version}")


def agenda(work: Work, stream_id: str, fact: AgendaPublished) -> None:
    """An agenda, or a later version of it."""
    _tell(work, Topic.AGENDAS, stream_id, fact.number)


def minutes(work: Work, stream_id: str, fact: MinutesPublished) -> None:
    """Minutes, or a correction of them."""
    _tell(work, Topic.MINUTES, stream_id, fact.version)


def decision(work: Work, _stream_id: str, fact: DecisionPublished) -> None:
    """The record of a decision, or a correction of it."""
    _tell(work, Topic.DECISIONS, fact.decision_id, fact.version)


def changed(work: Work, stream_id: str, _fact: Any) -> None:
    """Moved, or cancelled: what is told is how it stands when the letter is written."""
    _tell(work, Topic.CHANGES, stream_id, work.now.isoformat())


on(AgendaPublished, then(agenda))
on(MinutesPublished, then(minutes))
on(DecisionPublished, then(decision))
on(MeetingChanged, then(changed))
on(MeetingCancelled, then(changed))


@timed(every=3600)
def tidy_up(context: JobContext) -> None:
    """Addresses that were never confirmed, and letters that nobody asks about any more."""
    context.runner.run(tidy, Tidy(), actor=SYSTEM)
