"""One attempt to send a letter, as the worker makes it, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.db.record import council_stream
from meetings.notifications.events import LetterNotSent, LetterSent
from meetings.notifications.models import StoredLetter
from meetings.notifications.rules import GIVE_UP_AFTER, LEASE, LetterStatus, pause_after
from meetings.notifications.usecases.writing import queue_attempt
from meetings.people.models import Account
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class BeginAttempt:
    """`sender` None: no mail server is set up. `domain` is what message ids end with."""

    letter_id: str
    sender: str | None
    site: str = ""
    domain: str = "localhost"


@dataclass(frozen=True)
class NoteAttempt:
    """How it went. `error` empty: sent. `later`: to be tried again; `bounced`: the address was refused."""

    letter_id: str
    error: str = ""
    later: bool = False
    bounced: bool = False


@dataclass(frozen=True)
class NoteBounce:
    """A letter that had left came back: the mail server it went to refused it afterwards."""

    letter_id: str
    reason: str


@dataclass(frozen=True)
class QueueDue:
    """Letters whose next attempt has come."""

    limit: int = 100


@use_case(permission=None, system_only=True)
def begin_attempt(work: Work, command: BeginAttempt) -> bool:
    """Take a letter for one worker, for a while. False: it is not to be sent now.

    The message id is on disk before the letter leaves: after a crash between sending and noting, the letter that
    leaves again is the same one to whoever receives it.
    """
    row = locked_letter(work.session, command.letter_id)
    if row is None or row.status is not LetterStatus.WAITING or (row.next_at and row.next_at > work.now):
        return False
    if command.sender is None:
        _stop(work, row, LetterStatus.NO_SERVER, "No mail server is set up.")
        return False
    if row.account_id is not None and not _in_use(work.session, row.account_id):
        _stop(work, row, LetterStatus.FAILED, "The account it was written to is no longer in use.")
        return False
    before = _earlier(work.session, row)
    if before is not None:
        row.next_at = max(before.next_at or work.now, work.now) + pause_after(1)
        return False
    row.message_id = row.message_id or f"<{row.id}@{command.domain}>"
    row.sender, row.site = command.sender, command.site
    row.attempts += 1
    row.next_at = work.now + LEASE
    return True


@use_case(permission=None, system_only=True)
def note_attempt(work: Work, command: NoteAttempt) -> None:
    """Sent, to be tried again, or given up."""
    row = locked_letter(work.session, command.letter_id)
    if row is None or row.status is not LetterStatus.WAITING:
        return
    if not command.error:
        row.status, row.sent_at, row.next_at, row.error = LetterStatus.SENT, work.now, None, ""
        if not row.kind.to_residents:
            work.record(council_stream(work.session), LetterSent(row.id, row.name))
    elif command.later and work.now - row.waiting_since < GIVE_UP_AFTER:
        row.error, row.next_at = command.error, work.now + pause_after(row.attempts)
    else:
        status = LetterStatus.REFUSED if command.bounced else LetterStatus.FAILED
        _stop(work, row, status, command.error)


@use_case(permission=None, system_only=True)
def note_bounce(work: Work, command: NoteBounce) -> bool:
    """Keep that it did not arrive. False: it is no letter of ours, or known already."""
    row = locked_letter(work.session, command.letter_id)
    if row is None or row.status not in (LetterStatus.SENT, LetterStatus.WAITING):
        return False
    _stop(work, row, LetterStatus.REFUSED, command.reason)
    return True


@use_case(permission=None, system_only=True)
def queue_due(work: Work, command: QueueDue) -> int:
    """Queue the next attempt of every letter whose time has come. How many."""
    due = (
        select(StoredLetter)
        .where(StoredLetter.status == LetterStatus.WAITING, StoredLetter.next_at <= work.now)
        .order_by(StoredLetter.created_at, StoredLetter.id)
        .limit(command.limit)
    )
    rows = list(work.session.scalars(due))
    for row in rows:
        queue_attempt(work, row)
    return len(rows)


def _stop(work: Work, row: StoredLetter, status: LetterStatus, error: str) -> None:
    row.status, row.error, row.next_at = status, error, None
    if not row.kind.to_residents:
        work.record(council_stream(work.session), LetterNotSent(row.id, row.name, status.value))


def _in_use(session: Session, account_id: str) -> bool:
    """A letter may have waited for days, for a server or for another attempt."""
    return bool(session.scalar(select(Account.is_active).where(Account.id == account_id)))


def _earlier(session: Session, row: StoredLetter) -> StoredLetter | None:
    """A letter about the same meeting to the same person that was written before and still waits: it goes first."""
    if row.meeting_id is None:
        return None
    query = select(StoredLetter).where(
        StoredLetter.meeting_id == row.meeting_id,
        StoredLetter.email == row.email,
        StoredLetter.status == LetterStatus.WAITING,
        StoredLetter.created_at < row.created_at,
    )
    return session.scalar(query.order_by(StoredLetter.created_at).limit(1))


def locked_letter(session: Session, letter_id: str) -> StoredLetter | None:
    return session.scalar(select(StoredLetter).where(StoredLetter.id == letter_id).with_for_update())
