"""Several people at the same minutes: who is there and where they write, and what each has typed and not saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.minutes.document import MinutesDocument, MinutesStatus
from meetings.minutes.models import Minutes
from meetings.minutes.slots import TextConflict, laid_out, texts_of, tidied, with_texts
from meetings.minutes.usecases.edit import LONGEST
from meetings.minutes.writing.models import Typing, Writer
from meetings.minutes.writing.typed import forget, keep
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

CONFLICTS["pk_minutes_writer"] = "You have these minutes open twice: try again."
CONFLICTS["minutes_writer.meeting_id"] = CONFLICTS["pk_minutes_writer"]
CONFLICTS["minutes_typing.meeting_id"] = CONFLICTS["pk_minutes_writer"]
CONFLICTS["uq_minutes_typing"] = CONFLICTS["pk_minutes_writer"]
#: Who was not heard of for so long is gone; a page says that it is there more often.
GONE = timedelta(seconds=45)
_OFTEN = timedelta(seconds=12)
MOST_TEXTS = 60


@dataclass(frozen=True)
class BeHere:
    """Where somebody writes (empty: nowhere), and what they typed since they last said so: by place, text and base.

    A text that is its base again was taken back.
    """

    meeting_id: str
    slot_id: str = ""
    texts: Mapping[str, tuple[str, str]] | None = None


@dataclass(frozen=True)
class Other:
    """Somebody else at the same minutes."""

    name: str
    slot_id: str
    seen_at: datetime


@dataclass(frozen=True)
class Changed:
    """What is different in the newest version from the one that somebody has before them."""

    texts: Mapping[str, str]
    #: the record was read again: other blocks stand there, or in another order
    shape: bool


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def be_here(work: Work, command: BeHere) -> str:
    """Say that one is here, and keep what one has typed. It is nobody else's and no version.

    Returns why nothing more is kept: a page says that it is there once more while the minutes are being signed.
    """
    account_id = work.actor.account_id
    minutes = work.session.get(Minutes, command.meeting_id)
    if account_id is None or minutes is None:
        raise NotFound("There are no minutes to write in.")
    if minutes.status == MinutesStatus.CONFIRMED.value:
        return "These minutes are confirmed and signed: nothing more is written in them."
    texts = command.texts or {}
    if len(texts) > MOST_TEXTS or any(len(h) + len(b) > 2 * LONGEST for h, b in texts.values()):
        raise Invalid("That is too much to keep at once. Save what you have.")
    row = work.session.get(Writer, (command.meeting_id, account_id))
    slot_id = command.slot_id[:200]
    if row is None:
        row = Writer(meeting_id=command.meeting_id, account_id=account_id, slot_id=slot_id)
        row.name, row.seen_at = work.actor.name, work.now
        work.session.add(row)
    elif row.slot_id != slot_id or work.now - row.seen_at > _OFTEN:
        row.slot_id, row.name, row.seen_at = slot_id, work.actor.name, work.now
    for place, (html, base) in texts.items():
        keep(work, command.meeting_id, account_id, place[:200], html, base)
    return ""


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def drop_typing(work: Work, command: BeHere) -> None:
    """Throw away everything of one's own that is not saved."""
    forget(work, command.meeting_id, work.actor.account_id or "", None)


def others_at(session: Session, meeting_id: str, account_id: str, now: datetime) -> list[Other]:
    """Who else has the minutes open, by name."""
    query = select(Writer.name, Writer.slot_id, Writer.seen_at).where(
        Writer.meeting_id == meeting_id, Writer.account_id != account_id, Writer.seen_at > now - GONE
    )
    return [Other(*row) for row in session.execute(query.order_by(Writer.name, Writer.account_id))]


def typed_by(
    session: Session, meeting_id: str, account_id: str, newest: MinutesDocument
) -> tuple[dict[str, str], tuple[TextConflict, ...]]:
    """What somebody typed and has not saved, by place; and where others have saved something else meanwhile."""
    now = texts_of(newest)
    headings = {s.id: item.heading for item in newest.items for s in laid_out(item) if not hasattr(s, "kind")}
    query = select(Typing).where(Typing.meeting_id == meeting_id, Typing.account_id == account_id)
    typed: dict[str, str] = {}
    conflicts = []
    for row in session.scalars(query.order_by(Typing.id)):
        mine, theirs = tidied(row.html), now.get(row.slot_id, "")
        if mine == theirs:
            continue
        typed[row.slot_id] = mine
        if theirs != tidied(row.base_html) or row.slot_id not in now:
            heading = headings.get(row.slot_id, "")
            conflicts.append(TextConflict(row.slot_id, heading, mine, theirs, tidied(row.base_html)))
    return typed, tuple(conflicts)


def changed_between(old: MinutesDocument, new: MinutesDocument) -> Changed:
    """What somebody who has the old version before them does not see yet."""
    before, after = texts_of(old), texts_of(new)
    texts = {slot_id: html for slot_id, html in after.items() if before.get(slot_id, "") != html}
    return Changed(texts, before.keys() != after.keys() or _bare(old) != _bare(new))


def _bare(document: MinutesDocument) -> MinutesDocument:
    """The record alone."""
    blank = with_texts(document, dict.fromkeys(texts_of(document), ""))
    return replace(blank, version=0, status=MinutesDocument.status)
