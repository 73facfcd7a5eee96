"""Sending letters, in the worker."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import formataddr, parseaddr
from typing import Any

from meetings.documents.calendars import invitation
from meetings.kernel.actor import SYSTEM
from meetings.notifications.letters import as_html, at_site, calendar_from_json, full_text
from meetings.notifications.queries import FullLetter, letter_of, name_of_council
from meetings.notifications.usecases import BeginAttempt, NoteAttempt, begin_attempt, note_attempt
from meetings.ports.mail import (
    MailAttachment,
    MailCalendar,
    MailFailed,
    OutgoingMail,
    Permanent,
)
from meetings.ports.storage import FileMissing, StorageFailed
from meetings.runtime.jobs import Job, JobContext


def send(context: JobContext, payload: dict[str, Any]) -> None:
    """Make one attempt. A letter that is sent, given up or in another worker's hands is left alone."""
    letter_id, sender = payload["letter_id"], None
    if context.mail is not None:
        sender = _sender(context, context.mail.server.sender)
    domain = parseaddr(sender)[1].rpartition("@")[2] if sender else ""
    begin = BeginAttempt(letter_id, sender, context.site, domain or "localhost")
    if not context.runner.run(begin_attempt, begin, actor=SYSTEM) or context.mail is None:
        return
    outcome = NoteAttempt(letter_id)
    try:
        context.mail.send(_outgoing(context, letter_id))
    except MailFailed as error:
        permanent = error if isinstance(error, Permanent) else None
        outcome = NoteAttempt(
            letter_id, error.reason, later=permanent is None, bounced=bool(permanent and permanent.bounced)
        )
    except FileMissing:
        outcome = NoteAttempt(letter_id, "A file that goes with this letter is not there.")
    except StorageFailed as error:
        outcome = NoteAttempt(letter_id, f"A file that goes with this letter: {error}", later=True)
    context.runner.run(note_attempt, outcome, actor=SYSTEM)


def _sender(context: JobContext, configured: str) -> str:
    """As it is set; with the council's name where no name is."""
    name, address = parseaddr(configured)
    if name:
        return configured
    with context.runner.read() as session:
        return formataddr((name_of_council(session), address))


def _outgoing(context: JobContext, letter_id: str) -> OutgoingMail:
    with context.runner.read() as session:
        letter = letter_of(session, letter_id)
        council = name_of_council(session)
    row = letter.row
    text = full_text(
        letter.text,
        letter.link,
        letter.site,
        council,
        has_account=row.account_id is not None,
        stop_link=letter.stop_link,
    )
    return OutgoingMail(
        name=row.name,
        address=row.email,
        subject=row.subject,
        text=text,
        html=as_html(row.subject, text),
        message_id=letter.message_id,
        date=context.runner.clock.now(),
        sender=letter.sender,
        calendar=_calendar(context, letter),
        stop=f"{letter.site}{letter.stop_link}/stop" if letter.stop_link and letter.site else "",
        attachments=tuple(
            MailAttachment(a["filename"], a["media_type"], _read(context, a["sha256"]))
            for a in letter.attachments
        ),
    )


def _calendar(context: JobContext, letter: FullLetter) -> MailCalendar | None:
    if letter.calendar is None:
        return None
    entry = at_site(calendar_from_json(letter.calendar), letter.site)
    content = invitation(
        entry,
        context.runner.timezone,
        organizer=parseaddr(letter.sender),
        attendee=(letter.row.name, letter.row.email),
    )
    return MailCalendar("CANCEL" if entry.cancelled else "REQUEST", content)


def _read(context: JobContext, sha256: str) -> bytes:
    with context.storage.open(sha256) as file:
        return file.read()


JOBS: Mapping[str, Job] = {"letters.send": send}
