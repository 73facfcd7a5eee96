"""What the machine itself needs, measured in the same run as what is built on it."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path


def fsync_ms(folder: Path, times: int = 200, size: int = 16 * 1024) -> float:
    """Median milliseconds to append 16 KiB to a file and have it on disk: about what one commit does."""
    block = os.urandom(size)
    path = folder / "floor"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    took = []
    try:
        for _ in range(times):
            began = time.perf_counter()
            os.write(handle, block)
            os.fsync(handle)
            took.append(time.perf_counter() - began)
    finally:
        os.close(handle)
        path.unlink()
    return 1000 * statistics.median(took)


def load() -> float:
    """The load average of the last minute: figures from a busy machine say little."""
    return round(os.getloadavg()[0], 2)


def cpu_seconds(pid: int) -> float:
    """Processor time that a process has used, from the kernel's clock of that process."""
    return time.clock_gettime((~pid << 3) | 2)
