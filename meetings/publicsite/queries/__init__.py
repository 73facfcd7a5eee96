"""Reads for the public pages. Everything is read as the public may know it."""

from meetings.publicsite.queries.councillors import (
    AttendanceLine,
    BallotLine,
    attendance_of,
    is_public_person,
    recorded_ballots_of,
)
from meetings.publicsite.queries.decisions import (
    Decision,
    PublicVote,
    decisions_of,
    latest_decisions,
    public_vote,
)
from meetings.publicsite.queries.meetings import (
    GOING_ON,
    Coming,
    MeetingVersion,
    coming,
    last_changes,
    version_of,
)
from meetings.publicsite.queries.mine import NewPaper, new_papers

__all__ = [
    "GOING_ON",
    "AttendanceLine",
    "BallotLine",
    "Coming",
    "Decision",
    "MeetingVersion",
    "NewPaper",
    "PublicVote",
    "attendance_of",
    "coming",
    "decisions_of",
    "is_public_person",
    "last_changes",
    "latest_decisions",
    "new_papers",
    "public_vote",
    "recorded_ballots_of",
    "version_of",
]
