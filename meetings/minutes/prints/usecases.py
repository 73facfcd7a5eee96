"""Keeping the forms of a version beside its PDF."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete

from meetings.kernel.ids import new_id
from meetings.minutes.events import PrintedForm
from meetings.minutes.prints.models import MinutesPrint, PrintForm
from meetings.runtime.work import Work


def keep_forms(work: Work, meeting_id: str, version: int, forms: Iterable[PrintedForm]) -> None:
    """These forms take the place of any earlier ones of the version."""
    work.session.execute(
        delete(MinutesPrint).where(MinutesPrint.meeting_id == meeting_id, MinutesPrint.version == version)
    )
    for form in forms:
        work.session.add(
            MinutesPrint(
                id=new_id(),
                meeting_id=meeting_id,
                version=version,
                form=PrintForm(form.form),
                sha256=form.sha256,
                made_at=work.now,
            )
        )
    work.session.flush()
