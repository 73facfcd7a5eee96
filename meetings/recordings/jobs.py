"""Work of recordings, in the worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from meetings.recordings.models import Recording, Transcript
from meetings.recordings.usecases.keeping import DROP
from meetings.runtime.jobs import Job, JobContext


def drop(context: JobContext, payload: dict[str, Any]) -> None:
    """Remove the file of a deleted recording, unless something else is the same file."""
    sha256 = str(payload["sha256"])
    with context.runner.read() as session:
        used = session.scalar(select(Recording.id).where(Recording.sha256 == sha256).limit(1))
        used = used or session.scalar(select(Transcript.id).where(Transcript.sha256 == sha256).limit(1))
    if used is None:
        context.storage.delete(sha256)


JOBS: Mapping[str, Job] = {DROP: drop}
