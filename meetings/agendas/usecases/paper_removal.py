"""Papers taken off the agenda, put back, and withdrawn from readers."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.agendas.events import PaperRemoved, PaperRestored, PaperWithdrawn
from meetings.agendas.usecases.papers import own_paper, paper_row
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting


@dataclass(frozen=True)
class RemovePaper:
    """Take it off the working agenda."""

    meeting_id: str
    paper_id: str


@dataclass(frozen=True)
class RestorePaper:
    """Put a removed paper back."""

    meeting_id: str
    paper_id: str


@dataclass(frozen=True)
class WithdrawPaper:
    """Stop serving a published paper, at once. The reason is kept for officers."""

    meeting_id: str
    paper_id: str
    reason: str


@use_case(permission=Permission.UPLOAD_PAPER, scope=body_of_meeting)
def remove_paper(work: Work, command: RemovePaper) -> None:
    """Take a paper off the working agenda. A published version that holds it still serves it."""
    meeting, paper = own_paper(work, command.meeting_id, command.paper_id)
    paper.removed_at = work.now
    work.record(meeting.id, PaperRemoved(paper.id, paper.title))


@use_case(permission=Permission.UPLOAD_PAPER, scope=body_of_meeting)
def restore_paper(work: Work, command: RestorePaper) -> None:
    """Put a removed paper back; doing it twice is doing it once. Raises NotFound, WrongState."""
    meeting, paper = own_paper(work, command.meeting_id, command.paper_id, removed=True)
    if paper.withdrawn_at is not None:
        raise WrongState(
            "This paper was withdrawn and cannot be put back. Upload it again if it may be public."
        )
    if paper.removed_at is None:
        return
    paper.removed_at = None
    work.record(meeting.id, PaperRestored(paper.id, paper.title))


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def withdraw_paper(work: Work, command: WithdrawPaper) -> None:
    """Stop serving a published paper, even after the meeting. Raises Invalid, NotFound, WrongState."""
    meeting = lock_meeting(work.session, command.meeting_id)
    paper = paper_row(work, meeting.id, command.paper_id)
    if paper.published_at is None:
        raise WrongState("This paper was never published. Remove it instead.")
    if paper.withdrawn_at is not None:
        raise WrongState("This paper was withdrawn already.")
    reason = " ".join(command.reason.split())
    if not reason:
        raise Invalid("Say why the paper is withdrawn.", {"reason": "Say why the paper is withdrawn"})
    paper.withdrawn_at, paper.withdrawn_reason = work.now, reason
    work.record(meeting.id, PaperWithdrawn(paper.id, paper.title, reason))
