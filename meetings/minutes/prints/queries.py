"""Reads about the forms of a version beside its PDF."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.minutes.models import MinutesVersion
from meetings.minutes.prints.models import MinutesPrint, PrintForm


def prints_of(session: Session, meeting_id: str, version: int) -> Mapping[PrintForm, str]:
    """Where each form of a version is stored. Nothing while its PDF is not there: they are made together. One query."""
    query = (
        select(MinutesPrint.form, MinutesPrint.sha256)
        .join(
            MinutesVersion,
            (MinutesVersion.meeting_id == MinutesPrint.meeting_id)
            & (MinutesVersion.number == MinutesPrint.version),
        )
        .where(
            MinutesPrint.meeting_id == meeting_id,
            MinutesPrint.version == version,
            MinutesVersion.pdf_sha256.is_not(None),
        )
    )
    return {row.form: row.sha256 for row in session.execute(query)}
