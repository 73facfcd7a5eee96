"""What every correction of the record needs: a closed meeting, a reason, and the record read again."""

from __future__ import annotations

from meetings.kernel.checks import Checks
from meetings.kernel.errors import WrongState
from meetings.kernel.facts import Fact
from meetings.minutes import queries
from meetings.minutes.models import Minutes
from meetings.minutes.rules import why_not_edited
from meetings.minutes.usecases.drafts import read_record_again
from meetings.minutes.usecases.versions import locked_minutes
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.usecases import lock_meeting

LONGEST_REASON = 500


def corrected_by(work: Work, meeting: Meeting, fact: Fact, note: str) -> int:
    """Record it and read the record again. Returns the newest version's number, 0 where there are no minutes yet."""
    work.session.flush()
    work.record(meeting.id, fact)
    if work.session.get(Minutes, meeting.id) is None:
        return 0
    return read_record_again(work, locked_minutes(work, meeting.id), note)


def reasoned(text: str) -> tuple[Checks, str]:
    """Checks begun, and the reason that every correction needs."""
    checks = Checks()
    return checks, checks.line("reason", text, "Say how this is known", LONGEST_REASON)


def open_to_correction(work: Work, meeting_id: str) -> Meeting:
    """The meeting, locked, between its close and the confirmation of its minutes. Raises WrongState."""
    meeting = lock_meeting(work.session, meeting_id)
    if meeting.status is not MeetingStatus.CLOSED:
        raise WrongState("Until the meeting is closed, this is put right in the meeting room.")
    if not queries.was_held_here(work.session, meeting.id):
        raise WrongState("This meeting was not held here, so there is no record of it to correct.")
    minutes = queries.minutes_of(work.session, meeting.id)
    if minutes is not None and minutes.is_confirmed:
        raise WrongState(why_not_edited(minutes.status, minutes.public_version, note=""))
    return meeting
