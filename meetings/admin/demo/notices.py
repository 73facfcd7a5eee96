"""Notices of motion in the demonstration: one given in and seconded, one that waits for its seconder, one draft."""

from __future__ import annotations

from datetime import timedelta

from meetings.admin.demo.load_people import Cast
from meetings.bodies.queries import members_of
from meetings.kernel.actor import SYSTEM
from meetings.motions.notices import last_day
from meetings.motions.usecases.notices import (
    GiveNotice,
    SaveNotice,
    SignNotice,
    give_notice,
    save_notice,
    sign_notice,
)
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, upcoming

_AHEAD = timedelta(days=2)
#: title and words; of each the place of mover and seconder on the list of members
_MOTIONS = (
    (
        "Safer crossings by our schools",
        "That the Council asks the highway authority for a crossing outside every primary school in the borough\n"
        "That the Leader writes to the highway authority within a month of this meeting\n"
        "That a report on its answer comes to this Council within six months.",
        2,
        4,
    ),
    (
        "Water refill points",
        "That the Council offers free drinking water in each of its public buildings by the end of the year.",
        5,
        1,
    ),
    ("Street trees", "That the Council plants a tree for every one that it fells.", 3, 6),
)


def load_notices(work: Work, cast: Cast) -> None:
    """For the next meeting of the whole council for which notice can still be given; nothing where there is none."""
    meeting = _meeting(work, cast)
    if meeting is None:
        return
    keys = {person_id: key for key, person_id in cast.people.items()}
    day = meeting.starts_at.astimezone(work.timezone).date()
    people = [m.person_id for m in members_of(work.session, meeting.body_id, day)]
    for number, (title, text, mover, seconder) in enumerate(_MOTIONS):
        if max(mover, seconder) + 1 >= len(people):
            continue
        work.actor = cast.actors[keys[people[mover]]]
        asked = (people[0],) if number == 0 else ()
        notice_id = save_notice(work, SaveNotice(meeting.id, title, text, people[seconder], asked))
        if number < 2:
            give_notice(work, GiveNotice(notice_id))
        if number == 0:
            work.actor = cast.actors[keys[people[seconder]]]
            sign_notice(work, SignNotice(notice_id))
    work.actor = SYSTEM


def _meeting(work: Work, cast: Cast) -> MeetingRow | None:
    council = cast.bodies.get("council")
    for meeting in upcoming(work.session, work.now + _AHEAD, limit=60):
        wanted = meeting.body_id == council and meeting.status is MeetingStatus.PLANNED
        if wanted and last_day(work.session, meeting.id, work.timezone) >= work.today:
            return meeting
    return None
