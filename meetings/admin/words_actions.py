"""What the facts about actions say in the record viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Data = Mapping[str, Any]
_LONGEST = 160


def _short(text: Any) -> str:
    line = " ".join(str(text or "").split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _day(text: Any) -> str:
    on = date.fromisoformat(str(text))
    return f"{on.day} {on:%B %Y}"


def _by(data: Data) -> str:
    if data.get("due"):
        return f", by {_day(data['due'])}"
    return ", by the next meeting" if data.get("due_kind") == "next_meeting" else ""


def _action(verb: str) -> Callable[[Data, Any], str]:
    def said(data: Data, _known: Any) -> str:
        owner = f" ({data['owner']}{_by(data)})" if data.get("owner") else ""
        asked = f", asked for by {data['asked_by']}" if data.get("asked_by") else ""
        return f"Action {verb}: {_short(data['text'])}{owner}{asked}"

    return said


def _words(data: Data, name: str = "words") -> str:
    return f": {_short(data[name]).rstrip('. ')}" if data.get(name) else ""


def _moved(data: Data, _known: Any) -> str:
    if not data.get("due"):
        return "An action is due at the next meeting, which is not in the calendar yet"
    return f"An action is due at the next meeting, on {_day(data['due'])} now"


WORDS: dict[str, Callable[[Data, Any], str]] = {
    "actions.recorded": _action("recorded"),
    "actions.changed": _action("changed"),
    "actions.removed": _action("removed"),
    "actions.restored": _action("put back"),
    "actions.started": lambda d, k: f"An action is in progress{_words(d)}",
    "actions.done": lambda d, k: f"An action was carried out{_words(d)}",
    "actions.not_needed": lambda d, k: f"An action is no longer needed{_words(d, 'reason')}",
    "actions.carried_forward": lambda d, k: f"An action was carried forward{_by(d)}{_words(d)}",
    "actions.reopened": lambda d, k: "An action was opened again",
    "actions.more_time_asked": lambda d, k: (
        f"More time was asked for an action, until {_day(d['until'])}{_words(d)}"
    ),
    "actions.more_time_given": lambda d, k: f"More time was given for an action, until {_day(d['due'])}",
    "actions.more_time_refused": lambda d, k: f"No more time was given for an action{_words(d, 'reason')}",
    "actions.due_moved": _moved,
    "actions.reminded": lambda d, k: f"A reminder of an action was sent to {', '.join(d['names'])}",
    "actions.noted": lambda d, k: "A later meeting noted that an action is finished",
    "actions.sheet_placed": lambda d, k: "Actions from earlier meetings were put on the agenda",
    "actions.sheet_made": lambda d, k: (
        f"The action sheet was made, with {d['actions']} action{'' if d['actions'] == 1 else 's'}"
    ),
}
