"""The life of the demonstration's minutes: a draft with the chair, a summary of private business, a correction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from meetings.admin.demo.load_people import Cast
from meetings.documents.richtext import plain
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.minutes.blocks import Narrative
from meetings.minutes.document import MinutesDocument, MinutesStatus
from meetings.minutes.life.accuracy import places_of
from meetings.minutes.life.points import private_items
from meetings.minutes.life.usecases.accuracy import ProposeCorrection, propose_correction
from meetings.minutes.life.usecases.checking import AskChair, CheckMinutes, ask_chair, check_minutes
from meetings.minutes.life.usecases.summaries import WriteSummary, write_summary
from meetings.minutes.models import Minutes
from meetings.minutes.queries import document_of, minutes_of
from meetings.minutes.usecases import ApproveMinutes, PublishMinutes, approve_minutes, publish_minutes
from meetings.notifications.queries import accounts_with
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus

_SUMMARY = (
    "The public was excluded while this item was considered, because of the business affairs of others. "
    "A report with recommendations was received, and a decision was taken."
)
_NOTE = "A summary of the private part was added"
_REASON = "It was I who said this; my colleague spoke afterwards."
_WORDS = 4


def load_minutes_life(work: Work, cast: Cast) -> None:
    """One of each, where the demonstration has such minutes."""
    loaded_at, clerk = work.now, cast.actors[cast.content.clerk(next(iter(cast.bodies))).key]
    work.actor, work.now = clerk, loaded_at - timedelta(minutes=15)
    for meeting in _with(work, MinutesStatus.DRAFT):
        if accounts_with(work.session, Permission.PRESIDE, meeting.body_id, work.today):
            version = _document(work, meeting)[0]
            check_minutes(work, CheckMinutes(meeting.id, version, seen=True))
            ask_chair(work, AskChair(meeting.id, version))
            break
    published = _with(work, MinutesStatus.PUBLISHED)
    for meeting in published:
        if _summarise(work, meeting):
            break
    for meeting in published:
        if _correct(work, cast, meeting):
            break
    work.actor, work.now = clerk, loaded_at


def _summarise(work: Work, meeting: Meeting) -> bool:
    """Write what the public may know of what was private, and publish the minutes again."""
    version, document = _document(work, meeting)
    private = private_items(document)
    for item in private:
        version = write_summary(work, WriteSummary(meeting.id, version, item.item_id, _SUMMARY, note=_NOTE))
    if private:
        approve_minutes(work, ApproveMinutes(meeting.id, version))
        publish_minutes(work, PublishMinutes(meeting.id, version, accepted=True))
    return bool(private)


def _correct(work: Work, cast: Cast, meeting: Meeting) -> bool:
    """A member says that they said what the minutes give to somebody else."""
    _, document = _document(work, meeting)
    members = {p.name for p in document.present}
    others = [a for a in cast.actors.values() if a.name in members and _may(work, a, meeting)]
    for name, words in _spoken(document):
        other = next((a for a in others if _brief(a.name) != name), None)
        if other is None:
            continue
        clerk, work.actor = work.actor, other
        after = words.replace(name, _brief(other.name), 1)
        propose_correction(work, ProposeCorrection(meeting.id, words, after, _REASON))
        work.actor = clerk
        return True
    return False


def _spoken(document: MinutesDocument) -> Iterator[tuple[str, str]]:
    """A member's name in the open text, and the name with a few words that follow it and stand there once."""
    for item in document.items:
        for block in () if item.is_exempt else item.blocks:
            if not isinstance(block, Narrative):
                continue
            text = " ".join(plain(block.html).split())
            for person in document.present:
                name = _brief(person.name)
                start = text.find(f"{name} ")
                words = " ".join(text[start:].split()[: len(name.split()) + _WORDS])
                if start >= 0 and len(places_of(document, words)) == 1:
                    yield name, words


def _brief(name: str) -> str:
    """As minutes name a councillor: by the surname."""
    return f"{name.split()[0]} {name.split()[-1]}"


def _with(work: Work, status: MinutesStatus) -> list[Meeting]:
    """Meetings held here whose minutes stand so, the last first."""
    query = (
        select(Meeting)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Minutes.status == status.value, Meeting.status == MeetingStatus.CLOSED)
        .order_by(Meeting.starts_at.desc(), Meeting.id)
    )
    return list(work.session.scalars(query))


def _document(work: Work, meeting: Meeting) -> tuple[int, MinutesDocument]:
    row = minutes_of(work.session, meeting.id)
    assert row is not None
    return row.version, document_of(work.session, row)


def _may(work: Work, actor: Actor, meeting: Meeting) -> bool:
    return actor.may(Permission.READ_RESTRICTED, meeting.body_id, work.today)
