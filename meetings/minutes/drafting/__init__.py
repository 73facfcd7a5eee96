"""The draft of the minutes, read from the record: a pure function of what happened and of a few names."""

from meetings.minutes.drafting.fold import FACTS, draft
from meetings.minutes.drafting.setting import ActionNote, Passed, Setting

__all__ = ["FACTS", "ActionNote", "Passed", "Setting", "draft"]
