"""What became of an action, step by step, read from the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from meetings.actions import events
from meetings.db.record import facts_of
from meetings.kernel.facts import Fact
from meetings.minutes.wording import long_date


@dataclass(frozen=True)
class HistoryLine:
    """One step: when, by whom, what."""

    at: datetime
    who: str
    what: str
    words: str = ""


def history_of(session: Session, meeting_id: str, action_id: str) -> list[HistoryLine]:
    """Every step of an action, the first one first. One query."""
    found = []
    for entry in facts_of(session, meeting_id, types=tuple(_SAID)):
        if getattr(entry.fact, "action_id", "") == action_id:
            what, words = _SAID[type(entry.fact)](entry.fact)
            found.append(HistoryLine(entry.at, entry.actor_name, what, words))
    return found


def _recorded(fact: Any) -> tuple[str, str]:
    asked = f", asked for by {fact.asked_by}" if fact.asked_by else ""
    return f"Recorded for {fact.owner}{_by(fact.due)}{asked}", fact.text


def _changed(fact: Any) -> tuple[str, str]:
    return f"Changed: for {fact.owner}{_by(fact.due)}", fact.text


def _moved(fact: Any) -> tuple[str, str]:
    if fact.due is None:
        return "Due at the next meeting, which is not in the calendar yet", ""
    return f"Due at the next meeting: {long_date(fact.due)}", ""


def _refused(fact: Any) -> tuple[str, str]:
    return "No more time", fact.reason


def _by(due: date | None) -> str:
    return f", by {long_date(due)}" if due else ""


_SAID: Mapping[type[Fact], Callable[[Any], tuple[str, str]]] = {
    events.ActionRecorded: _recorded,
    events.ActionChanged: _changed,
    events.ActionRemoved: lambda f: ("Removed as a mistake", ""),
    events.ActionRestored: lambda f: ("Put back", ""),
    events.ActionStarted: lambda f: ("In progress", f.words),
    events.ActionDone: lambda f: ("Done", f.words),
    events.ActionNotNeeded: lambda f: ("No longer needed", f.reason),
    events.ActionCarriedForward: lambda f: (f"Carried forward{_by(f.due)}", f.words),
    events.ActionReopened: lambda f: ("Open again", ""),
    events.MoreTimeAsked: lambda f: (f"More time was asked for, until {long_date(f.until)}", f.words),
    events.MoreTimeGiven: lambda f: (f"More time was given, until {long_date(f.due)}", ""),
    events.MoreTimeRefused: _refused,
    events.DueMoved: _moved,
    events.ActionReminded: lambda f: (f"Reminder to {', '.join(f.names)}", ""),
    events.ActionNoted: lambda f: ("A later meeting noted that it is finished", ""),
}
