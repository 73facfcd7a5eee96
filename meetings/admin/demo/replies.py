"""What stands between the agenda and the meeting in the demonstration: summonses, replies, needs, a substitute."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from meetings.admin.demo.load_people import Cast
from meetings.agendas.usecases import SendSummons, send_summons
from meetings.bodies.queries import members_of
from meetings.kernel.actor import SYSTEM
from meetings.notifications.models import StoredLetter
from meetings.notifications.rules import LetterStatus
from meetings.runtime.work import Work
from meetings.schedule.members.queries import may_sit_in
from meetings.schedule.members.rules import ReplyKind
from meetings.schedule.members.usecases import (
    NameSubstitute,
    SaveNeeds,
    SendReply,
    SettleSubstitutes,
    name_substitute,
    save_needs,
    send_reply,
    settle_substitutes,
)
from meetings.schedule.models import MeetingMode, MeetingStatus
from meetings.schedule.queries import MeetingRow, upcoming

#: Today's meeting stays as it is: whoever tries the demonstration calls its roll.
_NOT_BEFORE = timedelta(hours=20)
_NOTE = "Tea and coffee from half an hour before. Please tell us by the button below whether you are coming."
#: By the place on the list of members; the others have not replied yet.
_REPLIES: dict[int, tuple[ReplyKind, str]] = {
    0: (ReplyKind.COMING, ""),
    1: (ReplyKind.COMING, ""),
    2: (ReplyKind.APOLOGIES, "Away with work that week."),
    3: (ReplyKind.LATE, "Coming straight from the school governors’ meeting."),
    5: (ReplyKind.COMING, ""),
    6: (ReplyKind.COMING, ""),
}
_NEEDS = {
    1: SaveNeeds(dietary="Vegetarian", access="A seat near the hearing loop"),
    5: SaveNeeds(remote="A test call on the day, please", on_paper=True),
}


def load_replies(work: Work, cast: Cast) -> None:
    """Summon to every meeting with an agenda as it was published; let the members of the next two reply."""
    loaded_at = work.now
    coming = [m for m in upcoming(work.session, work.now, limit=40) if _is_open(work, m)]
    for number, meeting in enumerate(coming):
        key = next(k for k, body_id in cast.bodies.items() if body_id == meeting.body_id)
        work.actor = cast.actors[cast.content.clerk(key).key]
        work.now = meeting.agenda_published_at or loaded_at
        send_summons(work, SendSummons(meeting.id, note=_NOTE))
        _letters_left(work, meeting.id)
        work.now = loaded_at
        if number < 2:
            _replies(work, cast, meeting, substitutes=key != "council")
    work.actor = SYSTEM


def _letters_left(work: Work, meeting_id: str) -> None:
    """The demonstration's past: what was written then has been with its people since."""
    work.session.flush()
    work.session.execute(
        update(StoredLetter)
        .where(StoredLetter.meeting_id == meeting_id)
        .values(status=LetterStatus.SENT, sent_at=work.now)
    )


def _is_open(work: Work, meeting: MeetingRow) -> bool:
    published = meeting.status is MeetingStatus.PLANNED and meeting.agenda_version > 0
    return published and meeting.starts_at > work.now + _NOT_BEFORE


def _replies(work: Work, cast: Cast, meeting: MeetingRow, substitutes: bool) -> None:
    # Nobody can sit in for a member of the council itself.
    if substitutes:
        settle_substitutes(work, SettleSubstitutes(meeting.body_id, True))
    keys = {person_id: key for key, person_id in cast.people.items()}
    day = meeting.starts_at.astimezone(work.timezone).date()
    for place, member in enumerate(members_of(work.session, meeting.body_id, day)):
        work.actor = cast.actors[keys[member.person_id]]
        if place in _NEEDS:
            save_needs(work, _NEEDS[place])
        if place not in _REPLIES:
            continue
        kind, reason = _REPLIES[place]
        if kind is ReplyKind.COMING and place == 6 and meeting.mode is not MeetingMode.IN_PERSON:
            kind = ReplyKind.REMOTE
        send_reply(work, SendReply(meeting.id, kind, reason))
        if substitutes and kind is ReplyKind.APOLOGIES:
            free = may_sit_in(work.session, meeting, member.person_id, work.timezone)
            if free:
                name_substitute(work, NameSubstitute(meeting.id, free[0][0]))
