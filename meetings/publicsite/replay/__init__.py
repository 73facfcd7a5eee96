"""The time line of a meeting, read from its record: what happened when, and how the meeting stood at any moment."""

from meetings.publicsite.replay import business as business
from meetings.publicsite.replay import chamber as chamber
from meetings.publicsite.replay.fold import timeline
from meetings.publicsite.replay.lines import Kind, Line, State, Timeline

__all__ = ["Kind", "Line", "State", "Timeline", "timeline"]
