"""What follows in the life of minutes."""

from __future__ import annotations

from meetings.minutes.life import events as events
