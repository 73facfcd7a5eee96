"""Work of conferencing, in the worker."""

from __future__ import annotations

from collections.abc import Mapping

from meetings.runtime.jobs import Job

JOBS: Mapping[str, Job] = {}
