"""What somebody typed and has not saved: kept for them alone, on the server, until they save it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select

from meetings.kernel.ids import new_id
from meetings.minutes.slots import tidied
from meetings.minutes.writing.models import Typing, Writer
from meetings.runtime.work import Work


def saved(work: Work, meeting_id: str, slots: Mapping[str, str]) -> None:
    """What was saved is no longer kept as typed."""
    forget(work, meeting_id, work.actor.account_id or "", list(slots))


def keep(work: Work, meeting_id: str, account_id: str, slot_id: str, html: str, base: str) -> None:
    """Keep one text; one that is its base again was taken back."""
    if tidied(html) == tidied(base):
        forget(work, meeting_id, account_id, [slot_id])
        return
    query = select(Typing).where(
        Typing.meeting_id == meeting_id, Typing.account_id == account_id, Typing.slot_id == slot_id
    )
    row = work.session.scalar(query)
    if row is None:
        row = Typing(id=new_id(), meeting_id=meeting_id, account_id=account_id, slot_id=slot_id)
        work.session.add(row)
    row.html, row.base_html, row.typed_at = html, base, work.now


def forget(work: Work, meeting_id: str, account_id: str, slots: list[str] | None) -> None:
    """Let go of what was typed at these places, or at all of them."""
    mine = [Typing.meeting_id == meeting_id, Typing.account_id == account_id]
    if slots is not None:
        mine.append(Typing.slot_id.in_(slots))
    work.session.execute(delete(Typing).where(*mine))


def forget_everybody(work: Work, meeting_id: str) -> None:
    """The minutes are the record: nobody writes in them any more, and what was typed beside them goes."""
    work.session.execute(delete(Typing).where(Typing.meeting_id == meeting_id))
    work.session.execute(delete(Writer).where(Writer.meeting_id == meeting_id))
