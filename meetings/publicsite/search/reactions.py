"""When the index changes: a withdrawal takes words out in the same transaction, all else follows within moments."""

from __future__ import annotations

from typing import Any

from meetings.agendas.events import AgendaPublished, AgendaUnpublished, PaperRendered, PaperWithdrawn
from meetings.bodies import events as bodies
from meetings.forwardplan import events as plan
from meetings.kernel.actor import SYSTEM
from meetings.minutes.events import MinutesConfirmed, MinutesImported, MinutesPublished
from meetings.minutes.life.events import ExemptOpened
from meetings.motions.events import MotionDecided
from meetings.people.events import PersonChanged
from meetings.publicsite.search.models import Kind, SearchEntry
from meetings.publicsite.search.store import forget
from meetings.runtime.jobs import JobContext
from meetings.runtime.reactions import on, queue, then
from meetings.runtime.timed import timed
from meetings.runtime.work import Work
from meetings.schedule.events import MeetingAnnounced, MeetingCancelled, MeetingChanged
from meetings.voting.events import VoteDeclared

_OF_MEETING = (
    AgendaPublished,
    PaperRendered,
    MeetingAnnounced,
    MeetingCancelled,
    MeetingChanged,
    MotionDecided,
    VoteDeclared,
    MinutesPublished,
    MinutesConfirmed,
    MinutesImported,
    ExemptOpened,
)
_OF_COUNCIL = (
    plan.NoticePublished,
    plan.DecisionDeferred,
    plan.DecisionWithdrawn,
    plan.DecisionTaken,
    plan.DecisionReopened,
    bodies.BodyCreated,
    bodies.BodyChanged,
    bodies.TermSet,
    bodies.TermEnded,
    bodies.WardRenamed,
    bodies.GroupRenamed,
    PersonChanged,
)


def forget_paper(work: Work, stream_id: str, fact: PaperWithdrawn) -> None:
    """Nobody finds a withdrawn paper from this moment on."""
    mine = (SearchEntry.kind == Kind.PAPER, SearchEntry.subject_id == fact.paper_id)
    forget(work.session, SearchEntry.meeting_id == stream_id, *mine)


def forget_agenda(work: Work, stream_id: str, _fact: Any) -> None:
    """Nobody finds anything of an agenda that was taken back."""
    forget(work.session, SearchEntry.meeting_id == stream_id, SearchEntry.kind != Kind.MEETING)


on(PaperWithdrawn, then(forget_paper), queue("search.meeting"))
on(AgendaUnpublished, then(forget_agenda), queue("search.meeting"))
for _of_meeting in _OF_MEETING:
    on(_of_meeting, queue("search.meeting"))
for _of_council in _OF_COUNCIL:
    on(_of_council, queue("search.council"))


@timed(every=3600)
def go_through(context: JobContext) -> None:
    """Once a day, and when a server is new to search, everything is gone through."""
    with context.runner.work(SYSTEM) as work:
        work.queue("search.everything", {}, f"search.everything:{work.today.isoformat()}")
