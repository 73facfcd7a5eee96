"""What follows in recordings."""

from __future__ import annotations

from meetings.recordings import events as events
