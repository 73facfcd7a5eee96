"""What officers and the people themselves do about letters: send again, send what waits, try the server, choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from meetings.db.record import council_stream
from meetings.kernel.errors import Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import WHOLE_COUNCIL, Permission
from meetings.notifications.events import ChoicesChanged, LetterSentAgain
from meetings.notifications.letters import Letter
from meetings.notifications.models import StoredLetter, UnwantedKind
from meetings.notifications.queries import NO_LETTER, own_recipient
from meetings.notifications.rules import LetterKind, LetterStatus
from meetings.notifications.usecases.sending import locked_letter
from meetings.notifications.usecases.writing import queue_attempt, send_letter
from meetings.runtime.usecase import use_case, whole_council
from meetings.runtime.work import Work

_COPIED = (
    "kind",
    "body_id",
    "meeting_id",
    "account_id",
    "name",
    "email",
    "subject",
    "text",
    "link",
    "calendar",
    "attachments",
)


@dataclass(frozen=True)
class SendAgain:
    """One letter, once more."""

    letter_id: str


@dataclass(frozen=True)
class SendWaiting:
    """Everything that was kept for want of a mail server."""


@dataclass(frozen=True)
class SendTest:
    """A letter to oneself."""


@dataclass(frozen=True)
class ChooseKinds:
    """The kinds of letters that the person who asks does not want."""

    unwanted: frozenset[LetterKind]


def body_of_letter(session: Session, command: Any) -> str:
    """The scope of what concerns one letter. Raises NotFound."""
    row = session.execute(
        select(StoredLetter.id, StoredLetter.body_id).where(StoredLetter.id == command.letter_id)
    ).one_or_none()
    if row is None:
        raise NotFound(NO_LETTER)
    return row.body_id or WHOLE_COUNCIL


@use_case(permission=Permission.SEND_NOTICE, scope=body_of_letter)
def send_again(work: Work, command: SendAgain) -> str:
    """Send a letter again. Returns its id: a new one if it had left, so that mail programs do not hide it as a double.

    Raises WrongState while it waits to be sent.
    """
    row = locked_letter(work.session, command.letter_id)
    if row is None:
        raise NotFound(NO_LETTER)
    if row.status is LetterStatus.WAITING:
        raise WrongState("This letter waits to be sent already.")
    if row.status is LetterStatus.SENT:
        row = _copy(work, row)
    else:
        _wait_again(work, row)
    work.record(council_stream(work.session), LetterSentAgain(row.id, row.name))
    return row.id


@use_case(permission=Permission.SEND_NOTICE, scope=whole_council)
def send_waiting(work: Work, _command: SendWaiting) -> int:
    """Send every letter that was kept because no mail server was set up, in the order they were written. How many."""
    kept = select(StoredLetter).where(StoredLetter.status == LetterStatus.NO_SERVER).with_for_update()
    rows = list(work.session.scalars(kept.order_by(StoredLetter.created_at, StoredLetter.id)))
    for row in rows:
        _wait_again(work, row)
    if rows:
        facts = [LetterSentAgain(row.id, row.name) for row in rows]
        work.record(council_stream(work.session), *facts)
    return len(rows)


def any_body(_session: Session, _command: Any) -> None:
    """The scope of what an officer of any body may do."""


@use_case(permission=Permission.SEND_NOTICE, scope=any_body)
def send_test(work: Work, _command: SendTest) -> str:
    """Write to oneself. Returns the letter's id. Raises Invalid where the account has no usable address."""
    me = own_recipient(work.session, work.actor.account_id or "")
    text = (
        f"This is a test letter, asked for by {work.actor.name}.\n\n"
        "If you can read it, letters of this system reach you. Look where it arrived: a letter in the folder for junk "
        "means that the council’s mail server does not yet vouch for the sender’s address (SPF, DKIM)."
    )
    letter = Letter((me,), "Test letter", text, LetterKind.TEST, f"test:{new_id()}", link="/desk/letters")
    written = send_letter(work, letter)
    if not written:
        raise Invalid("Your account has no e-mail address that a letter can be sent to.")
    return written[0]


@use_case(permission=None)
def choose_kinds(work: Work, command: ChooseKinds) -> None:
    """Choose which kinds of letters not to have. Raises Invalid for those that the law has sent to everybody."""
    account_id = work.actor.account_id
    if account_id is None:
        raise SignInRequired("Sign in first.")
    if any(kind.statutory for kind in command.unwanted):
        raise Invalid("A summons, and news that a meeting is moved or cancelled, cannot be switched off.")
    mine = UnwantedKind.account_id == account_id
    before = set(work.session.scalars(select(UnwantedKind.kind).where(mine)))
    if before == command.unwanted:
        return
    work.session.execute(delete(UnwantedKind).where(mine))
    work.session.add_all(UnwantedKind(account_id=account_id, kind=kind) for kind in command.unwanted)
    unwanted = tuple(sorted(kind.value for kind in command.unwanted))
    work.record(council_stream(work.session), ChoicesChanged(account_id, unwanted))


def _wait_again(work: Work, row: StoredLetter) -> None:
    """The same letter under the same message id, as if written now: its days of patience begin again."""
    row.status, row.error, row.next_at = LetterStatus.WAITING, "", work.now
    row.waiting_since = work.now
    work.session.flush()
    queue_attempt(work, row)


def _copy(work: Work, row: StoredLetter) -> StoredLetter:
    base = row.key.split("#")[0]
    count = work.session.scalar(
        select(func.count()).where(StoredLetter.key.startswith(f"{base}#", autoescape=True))
    )
    copied = {name: getattr(row, name) for name in _COPIED}
    again = StoredLetter(
        id=new_id(),
        key=f"{base}#{(count or 0) + 1}",
        status=LetterStatus.WAITING,
        created_at=work.now,
        waiting_since=work.now,
        created_by=work.actor.name,
        **copied,
    )
    work.session.add(again)
    work.session.flush()
    queue_attempt(work, again)
    return again
