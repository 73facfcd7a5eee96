"""The server's own command on a day to come: all as in wsgi.py, with a clock that is ahead by WITAN_DAYS_LATER days."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

# Run by its path, as wsgi.py is.
sys.path.insert(0, str(Path(__file__).parents[2]))

from integrations.registry import adapters
from meetings.cli import main
from meetings.kernel.clock import SystemClock

AHEAD = timedelta(days=int(os.environ.get("WITAN_DAYS_LATER", "0")))
_now = SystemClock.now


def now(self: SystemClock) -> datetime:
    """What the clock will say then."""
    return _now(self) + AHEAD


if __name__ == "__main__":
    SystemClock.now = now  # type: ignore[method-assign]
    sys.exit(main(sys.argv[1:], adapters(), Path(__file__).resolve()))
