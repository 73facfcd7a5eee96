"""Comments on draft minutes: said, answered and settled among those who work on them, and never published."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.document import MinuteItem
from meetings.minutes.writing.events import CommentMade, CommentSettled
from meetings.minutes.writing.models import Comment
from meetings.notifications.letters import Letter
from meetings.notifications.queries import accounts_with
from meetings.notifications.rules import LetterKind, Recipient
from meetings.notifications.usecases import send_letter
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting, meeting_of

LONGEST = 4000


@dataclass(frozen=True)
class MakeComment:
    """A comment on a minute, or an answer in a thread; `for_id` is the account whose attention it asks for."""

    meeting_id: str
    item_id: str
    text: str
    thread_id: str = ""
    for_id: str = ""


@dataclass(frozen=True)
class SettleThread:
    """A thread is settled, or opened again."""

    meeting_id: str
    thread_id: str
    settled: bool = True


@dataclass(frozen=True)
class Said:
    """One comment."""

    id: str
    text: str
    by: str
    at: datetime
    for_name: str


@dataclass(frozen=True)
class Thread:
    """A comment with the answers to it."""

    id: str
    item_id: str
    said: tuple[Said, ...]
    resolved_at: datetime | None
    resolved_by: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to be settled."""
        return self.resolved_at is None


@dataclass
class _Gathered:
    first: Comment
    said: list[Said] = field(default_factory=list)


@use_case(permission=Permission.APPROVE_MINUTES, scope=body_of_meeting)
def make_comment(work: Work, command: MakeComment) -> str:
    """Comment on a minute. Returns the comment's id. The record has that somebody did, and not what they said.

    Raises NotFound for a minute or a thread that is not there.
    """
    item = _item(work.session, command.meeting_id, command.item_id)
    checks = Checks()
    text = checks.text("text", command.text, LONGEST)
    checks.that(bool(text), "text", "Write the comment")
    reader = None
    if command.for_id:
        reader = next(
            (r for r in readers_of(work, command.meeting_id) if r.account_id == command.for_id), None
        )
        checks.that(reader is not None, "for_id", "Choose somebody who works on these minutes")
    checks.done()
    first = _thread(work, command.meeting_id, command.thread_id) if command.thread_id else None
    row = Comment(
        id=new_id(), meeting_id=command.meeting_id, item_id=first.item_id if first else item.item_id
    )
    row.thread_id, row.text, row.said_at = (first.id if first else None), text, work.now
    row.by_id, row.by_name = work.actor.account_id, work.actor.name
    row.for_id, row.for_name = (reader.account_id, reader.name) if reader else (None, "")
    row.resolved_by = ""
    work.session.add(row)
    work.session.flush()
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    fact = CommentMade(row.id, row.thread_id or row.id, row.item_id, row.for_name, sha256)
    work.record(command.meeting_id, fact)
    if reader is not None and reader.account_id != work.actor.account_id:
        _tell(work, command.meeting_id, row, reader)
    return row.id


@use_case(permission=Permission.APPROVE_MINUTES, scope=body_of_meeting)
def settle_thread(work: Work, command: SettleThread) -> None:
    """Settle a thread, or open it again. Raises NotFound, WrongState if it is so already."""
    first = _thread(work, command.meeting_id, command.thread_id)
    if (first.resolved_at is not None) is command.settled:
        raise WrongState("That is settled already." if command.settled else "That is open already.")
    first.resolved_at = work.now if command.settled else None
    first.resolved_by = work.actor.name if command.settled else ""
    work.session.flush()
    work.record(command.meeting_id, CommentSettled(first.id, first.item_id, command.settled))


def threads_of(session: Session, meeting_id: str, item_id: str | None = None) -> list[Thread]:
    """Every thread of a meeting's minutes, or of one minute, in the order they were begun."""
    query = select(Comment).where(Comment.meeting_id == meeting_id)
    if item_id is not None:
        query = query.where(Comment.item_id == item_id)
    gathered: dict[str, _Gathered] = {}
    rows = session.scalars(query.order_by(Comment.said_at, Comment.thread_id.is_not(None), Comment.id))
    for row in rows:
        thread = gathered.setdefault(row.thread_id or row.id, _Gathered(row))
        thread.said.append(Said(row.id, row.text, row.by_name, row.said_at, row.for_name))
    return [
        Thread(key, g.first.item_id, tuple(g.said), g.first.resolved_at, g.first.resolved_by)
        for key, g in gathered.items()
    ]


def open_threads(session: Session, meeting_id: str) -> int:
    """How many threads wait to be settled."""
    query = select(func.count()).where(
        Comment.meeting_id == meeting_id, Comment.thread_id.is_(None), Comment.resolved_at.is_(None)
    )
    return session.scalar(query) or 0


def readers_of(work: Work, meeting_id: str) -> Sequence[Recipient]:
    """Who can be asked: officers and the chair of the body, the monitoring officer."""
    body_id = meeting_of(work.session, meeting_id).body_id
    return accounts_with(work.session, Permission.APPROVE_MINUTES, body_id, work.today)


def _item(session: Session, meeting_id: str, item_id: str) -> MinuteItem:
    row = queries.minutes_of(session, meeting_id)
    if row is None:
        raise NotFound(queries.NO_MINUTES)
    found = next((i for i in queries.document_of(session, row).items if i.item_id == item_id), None)
    if found is None:
        raise NotFound("That minute is not there any more.")
    return found


def _thread(work: Work, meeting_id: str, thread_id: str) -> Comment:
    first = work.session.get(Comment, thread_id)
    if first is None or first.meeting_id != meeting_id or first.thread_id is not None:
        raise NotFound("That comment is not there any more.")
    return first


def _tell(work: Work, meeting_id: str, row: Comment, reader: Recipient) -> None:
    """Nothing of the comment stands in the letter: the minute may be exempt."""
    meeting = meeting_of(work.session, meeting_id)
    letter = Letter(
        to=(reader,),
        subject=f"A comment for you on draft minutes: {meeting.body_name}",
        text=(
            f"{work.actor.name} asks for your attention in a comment on the draft minutes of {meeting.body_name}. "
            "Sign in to read and answer it."
        ),
        kind=LetterKind.NOTICE,
        key=f"minutes-comment:{row.id}",
        link=f"/desk/meetings/{meeting_id}/minutes/comments?item={row.item_id}",
        body_id=meeting.body_id,
        meeting_id=meeting_id,
    )
    send_letter(work, letter)
