"""Facts about actions."""

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


@fact("actions.changed")
@dataclass(frozen=True)
class ActionChanged(Fact):
    """It reads differently from now on."""

    action_id: str
    text: str
    owner: str
    due: date | None


@fact("actions.removed")
@dataclass(frozen=True)
class ActionRemoved(Fact):
    """It was entered by mistake."""

    action_id: str
    text: str


@fact("actions.done")
@dataclass(frozen=True)
class ActionDone(Fact):
    """It was carried out."""

    action_id: str


@fact("actions.reopened")
@dataclass(frozen=True)
class ActionReopened(Fact):
    """It was not carried out after all."""

    action_id: str
