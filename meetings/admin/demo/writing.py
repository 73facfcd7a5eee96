"""What stands beside the demonstration's draft minutes: comments, a committee's own phrases, names of places."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from meetings.admin.demo.load_people import Cast
from meetings.bodies.queries import chair_of
from meetings.kernel.actor import Actor
from meetings.minutes.document import MinutesStatus
from meetings.minutes.models import Minutes
from meetings.minutes.queries import document_of, minutes_of
from meetings.minutes.writing.commenting import MakeComment, SettleThread, make_comment, settle_thread
from meetings.minutes.writing.phrasing import KeepPhrase, KeepWord, keep_phrase, keep_word
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting

_ASKED = "Please read this one closely: two members spoke at once, and the note has only one of them."
_ANSWERED = "I remember it as it stands here. The second speaker only agreed with the first."
_SETTLED = "The heading is the one on the agenda; nothing to change."
_PHRASES = (
    ("Officer’s recommendation", "{officer} summarised the report and recommended {recommendation}."),
    ("Members’ reasons", "Members gave these reasons:\n- {reason}\n- {reason}"),
)
_WORDS = ("Harrowdale", "Wendlebury Cross", "St Aldhelm’s")


def load_writing(work: Work, cast: Cast) -> None:
    """Comments on the newest drafts, two phrases of their body, and words that the council writes so."""
    loaded_at, clerk = work.now, cast.actors[cast.content.clerk(next(iter(cast.bodies))).key]
    drafts = (
        select(Meeting)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Minutes.status == MinutesStatus.DRAFT.value, Minutes.public_version == 0)
        .order_by(Meeting.starts_at.desc(), Meeting.id)
    )
    work.now = loaded_at - timedelta(minutes=20)
    for meeting in list(work.session.scalars(drafts.limit(2))):
        _comment(work, cast, clerk, meeting)
    work.actor, work.now = clerk, loaded_at
    body_id = cast.bodies.get("planning") or next(iter(cast.bodies.values()))
    for name, text in _PHRASES:
        keep_phrase(work, KeepPhrase(body_id, name, text))
    for word in _WORDS:
        keep_word(work, KeepWord(word))


def _comment(work: Work, cast: Cast, clerk: Actor, meeting: Meeting) -> None:
    row = minutes_of(work.session, meeting.id)
    assert row is not None
    items = [i for i in document_of(work.session, row).items if i.number and not i.is_section]
    if len(items) < 2:
        return
    seat = chair_of(work.session, meeting.body_id, work.today)
    chair = next((a for a in cast.actors.values() if seat and a.person_id == seat.person_id), None)
    work.actor = clerk
    asked = MakeComment(meeting.id, items[-1].item_id, _ASKED, "", (chair.account_id or "") if chair else "")
    thread = make_comment(work, asked)
    settled = make_comment(work, MakeComment(meeting.id, items[0].item_id, _SETTLED))
    settle_thread(work, SettleThread(meeting.id, settled))
    if chair is not None:
        work.actor = chair
        make_comment(work, MakeComment(meeting.id, items[-1].item_id, _ANSWERED, thread))
