"""What follows in recordings."""

from __future__ import annotations

from meetings.recordings import dues as dues
from meetings.recordings import events as events
from meetings.recordings import following as following
from meetings.recordings import operations as operations
from meetings.recordings import steps as steps
