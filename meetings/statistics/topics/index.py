"""Every subject by the word that stands for it in an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from meetings.statistics.tables import Topic
from meetings.statistics.topics.ask import Ask
from meetings.statistics.topics.attendance import attendance
from meetings.statistics.topics.clocks import six_months
from meetings.statistics.topics.deadlines import deadlines
from meetings.statistics.topics.decisions import decisions
from meetings.statistics.topics.times import time
from meetings.statistics.topics.visitors import visitors
from meetings.statistics.topics.votes import groups, votes

TOPICS: Mapping[str, Callable[[Ask], Topic]] = {
    "attendance": attendance,
    "votes": votes,
    "groups": groups,
    "time": time,
    "decisions": decisions,
    "deadlines": deadlines,
    "public": visitors,
}
#: those that only the desk has
DESK_TOPICS: Mapping[str, Callable[[Ask], Topic]] = {**TOPICS, "six-months": six_months}
TITLES = {
    "attendance": "Attendance",
    "votes": "Recorded votes",
    "groups": "Groups voting alike",
    "time": "Time",
    "decisions": "Decisions",
    "deadlines": "Deadlines kept",
    "public": "Public attendance",
    "six-months": "Six months",
}
#: the table of each subject that a committee's own page shows
FOR_BODY = {
    "attendance": "attendance-by-member",
    "votes": "votes-by-member",
    "groups": "groups-together",
    "time": "length-by-meeting",
    "decisions": "decisions-by-kind",
    "deadlines": "deadlines-by-meeting",
    "public": "public-by-meeting",
}
