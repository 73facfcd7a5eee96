"""Work of recordings, in the worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meetings.recordings.queries import is_kept
from meetings.recordings.usecases.keeping import DROP
from meetings.runtime.jobs import Job, JobContext


def drop(context: JobContext, payload: dict[str, Any]) -> None:
    """Remove the file of a deleted recording, unless something else is the same file."""
    sha256 = str(payload["sha256"])
    with context.runner.read() as session:
        used = is_kept(session, sha256)
    if not used:
        context.storage.delete(sha256)


JOBS: Mapping[str, Job] = {DROP: drop}
