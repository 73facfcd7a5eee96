"""What the facts about connections say in the record viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from meetings.connections.words import operation_words

Data = Mapping[str, Any]


def _connected(data: Data, _known: Any) -> str:
    return f"{data['name']} was connected{' again' if data.get('again') else ''}"


def _changed(data: Data, _known: Any) -> str:
    fields = ", ".join(str(each).replace("_", " ") for each in data.get("fields") or ())
    return f"What the connection to {data['name']} needs was entered anew{': ' if fields else ''}{fields}"


def _disconnected(data: Data, _known: Any) -> str:
    own = "" if data.get("revoked") else "; the provider did not take back its permission itself"
    return f"{data['name']} was disconnected and everything kept of it was deleted{own}"


def _shown(data: Data, _known: Any) -> str:
    what = "A new address" if data.get("renewed") else "The address"
    return f"{what} to which {data['name']} sends its news was shown"


def _call(data: Data) -> str:
    return f"“{operation_words(str(data['operation']))}” at {str(data['provider']).capitalize()}"


WORDS: dict[str, Callable[[Data, Any], str]] = {
    "connections.connected": _connected,
    "connections.changed": _changed,
    "connections.died": lambda d, k: f"{d['name']} no longer accepts the council’s account: {d['reason']}",
    "connections.disconnected": _disconnected,
    "connections.news_address_shown": _shown,
    "connections.call_retried": lambda d, k: f"{_call(d)} was tried again by hand",
    "connections.call_given_up": lambda d, k: f"{_call(d)} failed: {d['reason']}",
}
