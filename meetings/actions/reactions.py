"""What the minutes learn of actions."""

from __future__ import annotations

from meetings.actions.queries import notes_of
from meetings.minutes.queries import supply_actions

supply_actions(notes_of)
