"""What follows for the minutes from corrections of the record."""

from __future__ import annotations

from meetings.minutes import queries
from meetings.minutes.events import MinutesConfirmed
from meetings.minutes.models import Minutes
from meetings.minutes.rules import why_not_edited
from meetings.minutes.usecases.drafts import read_record_again
from meetings.minutes.usecases.versions import locked_minutes
from meetings.minutes.writing.correction import open_to_correction
from meetings.minutes.writing.typed import forget_everybody
from meetings.runtime.reactions import on, then
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.voting.events import OwnVoteRecorded, ResultRecounted
from meetings.voting.usecases.proposals import late_correction


def read_again(work: Work, meeting_id: str, _fact: ResultRecounted | OwnVoteRecorded) -> None:
    """A ballot was corrected after the close: the minutes say so at once, while they can still be edited."""
    meeting = work.session.get(Meeting, meeting_id)
    minutes = queries.minutes_of(work.session, meeting_id)
    if meeting is None or meeting.status is not MeetingStatus.CLOSED or minutes is None:
        return
    if not why_not_edited(minutes.status, minutes.public_version, "A ballot was corrected"):
        read_record_again(work, locked_minutes(work, meeting_id), "A ballot was corrected by two people")


def not_confirmed(work: Work, meeting_id: str) -> None:
    """What confirmed minutes say of a vote is the record. Raises WrongState."""
    if work.session.get(Minutes, meeting_id) is not None:
        open_to_correction(work, meeting_id)


def nobody_writes(work: Work, meeting_id: str, _fact: MinutesConfirmed) -> None:
    """The signed record is written in no more."""
    forget_everybody(work, meeting_id)


on(MinutesConfirmed, then(nobody_writes))
on(ResultRecounted, then(read_again))
on(OwnVoteRecorded, then(read_again))
late_correction(not_confirmed)
