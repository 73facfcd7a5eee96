"""Taking an agenda back after its publication: nothing is lost, nobody but officers reads it, readers are told why."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.agendas.events import AgendaUnpublished
from meetings.agendas.usecases.items import editable
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import body_of_meeting


@dataclass(frozen=True)
class UnpublishAgenda:
    """The reason is published in the agenda's place."""

    meeting_id: str
    reason: str


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def unpublish_agenda(work: Work, command: UnpublishAgenda) -> None:
    """Take back every version with its papers. The working agenda stays, and can be published again.

    Raises WrongState once the meeting has begun or if nothing is published; Invalid without a reason.
    """
    meeting = editable(work, command.meeting_id)
    if meeting.status is not MeetingStatus.PLANNED:
        raise WrongState("The meeting has begun with this agenda, so it can no longer be taken back.")
    if meeting.agenda_version == 0:
        raise WrongState("Nothing is published that could be taken back.")
    reason = " ".join(command.reason.split())
    if not reason:
        words = "Say why the agenda is taken back; readers see this"
        raise Invalid(f"{words}.", {"reason": words})
    if len(reason) > 1000:
        raise Invalid("Shorten the reason.", {"reason": "Shorten the reason to 1,000 characters"})
    number = meeting.agenda_version
    meeting.agenda_version, meeting.agenda_published_at = 0, None
    meeting.agenda_withdrawn_at, meeting.agenda_withdrawn_reason = work.now, reason
    work.record(meeting.id, AgendaUnpublished(number, reason))
