"""Attendance that an officer confirmed from what a provider told, brought into the list as a correction of it."""

from __future__ import annotations

from meetings.conferencing.attendance.around import PutRight, corrects_attendance
from meetings.minutes.usecases.attendance import CorrectAttendance, correct_attendance
from meetings.runtime.work import Work


@corrects_attendance
def corrected(work: Work, command: PutRight) -> None:
    """The same as an officer's own correction, with all that stands in its way."""
    wish = CorrectAttendance(command.meeting_id, command.person_id, command.was_present, command.reason)
    correct_attendance(work, wish)
