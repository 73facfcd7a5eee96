"""The draft of the minutes, read from the record: a pure function of what happened and of a few names."""

from meetings.kernel.facts import Fact
from meetings.minutes.drafting import accuracy as accuracy
from meetings.minutes.drafting import appointments as appointments
from meetings.minutes.drafting import business as business
from meetings.minutes.drafting import debate as debate
from meetings.minutes.drafting import interests as interests
from meetings.minutes.drafting import polls as polls
from meetings.minutes.drafting import presence as presence
from meetings.minutes.drafting import private as private
from meetings.minutes.drafting import proof as proof
from meetings.minutes.drafting.corrected import CORRECTIONS, corrected
from meetings.minutes.drafting.languages import draft
from meetings.minutes.drafting.setting import ActionNote, Passed, Setting
from meetings.minutes.drafting.table import HANDLERS

#: The facts that minutes are made of. Whoever minutes more imports the file above.
FACTS: tuple[type[Fact], ...] = (*HANDLERS, *CORRECTIONS)

__all__ = ["FACTS", "ActionNote", "Passed", "Setting", "corrected", "draft"]
