"""Jobs of notifications."""

from __future__ import annotations

from meetings.runtime.jobs import Job

JOBS: dict[str, Job] = {}
