"""What the public is given: kept whole at an address of its own, and never changed."""

from __future__ import annotations

import hashlib

from sqlalchemy import func, select

from meetings.kernel.facts import canonical
from meetings.kernel.ids import new_id
from meetings.minutes.document import MinutesStatus
from meetings.minutes.document_json import to_data
from meetings.minutes.events import MinutesPublished
from meetings.minutes.life.events import PublicForm
from meetings.minutes.life.models import PublishedMinutes
from meetings.minutes.life.queries import as_opened, published_forms
from meetings.minutes.models import Minutes
from meetings.minutes.queries import document_of, minutes_of
from meetings.minutes.rules import as_stored, public_rendition
from meetings.runtime.work import Work


def let_public_read(work: Work, minutes: Minutes, why: str) -> None:
    """The newest version is the one that the public reads, marked as a draft."""
    minutes.status = MinutesStatus.PUBLISHED.value
    minutes.public_version, minutes.published_at = minutes.version, work.now
    work.record(minutes.meeting_id, MinutesPublished(minutes.version))
    keep_public_form(work, minutes, why)


def keep_public_form(work: Work, minutes: Minutes, why: str) -> str:
    """Keep what the public reads now, unless it is what it read before and stands as it stood. Returns its SHA-256."""
    work.session.flush()
    row = minutes_of(work.session, minutes.meeting_id)
    assert row is not None
    whole = document_of(work.session, row, minutes.public_version)
    shown = public_rendition(as_opened(work.session, minutes.meeting_id, whole))
    content = to_data(as_stored(shown))
    sha256 = hashlib.sha256(canonical(content)).hexdigest()
    confirmed = minutes.status == MinutesStatus.CONFIRMED.value
    before = published_forms(work.session, minutes.meeting_id)
    if before and (before[0].sha256, before[0].confirmed) == (sha256, confirmed):
        return sha256
    number = work.session.scalar(
        select(func.coalesce(func.max(PublishedMinutes.number), 0)).where(
            PublishedMinutes.meeting_id == minutes.meeting_id
        )
    )
    form = PublishedMinutes(id=new_id(), meeting_id=minutes.meeting_id, number=(number or 0) + 1, why=why)
    form.version, form.sha256, form.content = minutes.public_version, sha256, content
    form.published_at, form.published_by, form.confirmed = work.now, work.actor.name, confirmed
    work.session.add(form)
    work.session.flush()
    work.record(minutes.meeting_id, PublicForm(form.number, form.version, sha256))
    return sha256
