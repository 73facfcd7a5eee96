"""Writing letters: one for each recipient, to leave after the commit."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.db.record import council_stream
from meetings.kernel.ids import new_id
from meetings.notifications.events import Addressed, LettersWritten
from meetings.notifications.letters import Letter, calendar_to_json
from meetings.notifications.models import StoredLetter, UnwantedKind
from meetings.notifications.rules import LetterStatus, Recipient, is_address, one_line
from meetings.runtime.usecase import CONFLICTS
from meetings.runtime.work import Work

CONFLICTS["letter.key"] = "These letters have been written already."
CONFLICTS["uq_letter_key"] = "These letters have been written already."


def send_letter(work: Work, letter: Letter) -> list[str]:
    """Write one letter for each recipient, to leave after the commit. Returns the ids of those written now.

    For any use case, with its own work. Left out are people without an address, those who chose not to have this kind
    of letter (never of a statutory kind), and those who have the letter with this key already.
    """
    wanted = _addressees(work.session, letter)
    rows = [_row(work, letter, key, recipient) for key, recipient in wanted.items()]
    if not rows:
        return []
    work.session.add_all(rows)
    work.session.flush()
    for row in rows:
        queue_attempt(work, row)
    if letter.kind.to_residents:
        return [row.id for row in rows]
    addressed = tuple(Addressed(row.id, row.name) for row in rows)
    written = LettersWritten(letter.kind.value, rows[0].subject, addressed, letter.meeting_id)
    work.record(council_stream(work.session), written)
    return [row.id for row in rows]


def _addressees(session: Session, letter: Letter) -> dict[str, Recipient]:
    if len(letter.key) > 200:
        raise ValueError("the key of a letter is too long")
    found = {f"{letter.key}:{r.key}": r for r in letter.to if is_address(r.email.strip())}
    have = set(session.scalars(select(StoredLetter.key).where(StoredLetter.key.in_(list(found)))))
    unwanted: set[str] = set()
    if not letter.kind.statutory:
        chose = select(UnwantedKind.account_id).where(UnwantedKind.kind == letter.kind)
        unwanted = set(session.scalars(chose))
    return {k: r for k, r in found.items() if k not in have and r.account_id not in unwanted}


def _row(work: Work, letter: Letter, key: str, recipient: Recipient) -> StoredLetter:
    return StoredLetter(
        id=new_id(),
        key=key,
        kind=letter.kind,
        status=LetterStatus.WAITING,
        body_id=letter.body_id,
        meeting_id=letter.meeting_id,
        account_id=recipient.account_id,
        name=one_line(recipient.name, 200),
        email=recipient.email.strip(),
        subject=one_line(letter.subject),
        text=letter.text,
        link=one_line(letter.link, 500),
        stop_link=one_line(letter.stop_link, 200),
        calendar=calendar_to_json(letter.calendar) if letter.calendar else None,
        attachments=[
            {"filename": one_line(a.filename, 200), "media_type": a.media_type, "sha256": a.sha256}
            for a in letter.attachments
        ],
        created_at=work.now,
        created_by=work.actor.name,
        waiting_since=work.now,
    )


def queue_attempt(work: Work, row: StoredLetter) -> None:
    """One job for each attempt: its key tells them apart, and asking twice for one changes nothing."""
    at = row.next_at.isoformat() if row.next_at else "now"
    work.queue("letters.send", {"letter_id": row.id}, f"letters.send:{row.id}:{row.attempts}:{at}")
