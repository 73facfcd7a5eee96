"""Facts about actions. They stand in the record of the meeting that asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.kernel.facts import Fact, fact


@fact("actions.recorded")
@dataclass(frozen=True)
class ActionRecorded(Fact):
    """A meeting asked for something."""

    action_id: str
    item_id: str
    text: str
    owner: str
    due: date | None
    #: who the owner is, where that is known: a public person, an account
    owner_person_id: str = ""
    owner_account_id: str = ""
    deputy: str = ""
    deputy_person_id: str = ""
    deputy_account_id: str = ""
    due_kind: str = ""
    due_days: int = 0
    #: who asked for it in the room
    asked_by: str = ""
    asked_by_id: str = ""
    #: the motion whose resolution asks for it, and which part of that
    motion_id: str = ""
    part: int = 0
    #: asked for while the public was not there
    private: bool = False


@fact("actions.changed")
@dataclass(frozen=True)
class ActionChanged(Fact):
    """It reads differently from now on."""

    action_id: str
    text: str
    owner: str
    due: date | None
    owner_person_id: str = ""
    owner_account_id: str = ""
    deputy: str = ""
    deputy_person_id: str = ""
    deputy_account_id: str = ""
    due_kind: str = ""
    due_days: int = 0
    private: bool = False


@fact("actions.removed")
@dataclass(frozen=True)
class ActionRemoved(Fact):
    """It was entered by mistake."""

    action_id: str
    text: str


@fact("actions.restored")
@dataclass(frozen=True)
class ActionRestored(Fact):
    """It was no mistake after all."""

    action_id: str
    text: str


@fact("actions.started")
@dataclass(frozen=True)
class ActionStarted(Fact):
    """Somebody works on it. `words` go on the next sheet."""

    action_id: str
    words: str = ""


@fact("actions.done")
@dataclass(frozen=True)
class ActionDone(Fact):
    """It was carried out."""

    action_id: str
    words: str = ""


@fact("actions.not_needed")
@dataclass(frozen=True)
class ActionNotNeeded(Fact):
    """Nobody has to do it any longer."""

    action_id: str
    reason: str


@fact("actions.carried_forward")
@dataclass(frozen=True)
class ActionCarriedForward(Fact):
    """A meeting left it for the next one."""

    action_id: str
    due: date | None
    words: str = ""


@fact("actions.reopened")
@dataclass(frozen=True)
class ActionReopened(Fact):
    """It was not carried out after all."""

    action_id: str


@fact("actions.more_time_asked")
@dataclass(frozen=True)
class MoreTimeAsked(Fact):
    """Whoever does it needs longer."""

    action_id: str
    until: date
    words: str


@fact("actions.more_time_given")
@dataclass(frozen=True)
class MoreTimeGiven(Fact):
    """It is due later from now on."""

    action_id: str
    due: date


@fact("actions.more_time_refused")
@dataclass(frozen=True)
class MoreTimeRefused(Fact):
    """It is due when it was."""

    action_id: str
    reason: str = ""


@fact("actions.due_moved")
@dataclass(frozen=True)
class DueMoved(Fact):
    """It is due at the next meeting, and that has another day now; none: there is no next meeting yet."""

    action_id: str
    due: date | None


@fact("actions.reminded")
@dataclass(frozen=True)
class ActionReminded(Fact):
    """Somebody was written to about it."""

    action_id: str
    mark: str
    names: tuple[str, ...]


@fact("actions.noted")
@dataclass(frozen=True)
class ActionNoted(Fact):
    """A later meeting took note that it is finished: it is on no further sheet."""

    action_id: str
    meeting_id: str


@fact("actions.sheet_placed")
@dataclass(frozen=True)
class SheetPlaced(Fact):
    """What earlier meetings asked for is an item of this meeting's agenda."""

    item_id: str


@fact("actions.sheet_made")
@dataclass(frozen=True)
class SheetMade(Fact):
    """The sheet was made as a paper, with so many actions on it."""

    paper_id: str
    sha256: str
    actions: int
