"""What the facts of presence, quorum and interests say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from meetings.interests.rules import Kind

Data = Mapping[str, Any]
_PLACES = {
    "in_person": "is in the room",
    "remote": "takes part online and is present",
    "remote_observer": "looks on from elsewhere",
}


def _clock(text: Any, k: Any) -> str:
    return str(k.moment(text)).rsplit(", ", 1)[-1]


def _why(data: Data) -> str:
    return f": {str(data.get('reason') or '').rstrip('. ')}" if data.get("reason") else ""


def _text(data: Data, name: str = "text") -> str:
    if data.get("is_sensitive"):
        return " (sensitive)"
    return f": {str(data.get(name) or '')[:160]}" if data.get(name) else ""


def _kind(data: Data) -> str:
    return Kind(data["kind"]).label


def _item(data: Data) -> str:
    return f" for item {data['number']}" if data.get("number") else ""


def _timed(d: Data, k: Any) -> str:
    what = "came" if d["what"] == "arrived" else "went"
    return f"{d['name']} {what} at {_clock(d['after'], k)}, not at {_clock(d['before'], k)}{_why(d)}"


WORDS: dict[str, Callable[[Data, Any], str]] = {
    "room.attendance_timed": _timed,
    "room.presence_changed": lambda d, k: f"{d['name']} {_PLACES[d['presence']]}{_why(d)}",
    "room.remote_directed": lambda d, k: f"Members online are present: {d['words']}",
    "room.connection_lost": lambda d, k: f"{d['name']} lost the connection at {_clock(d['lost_at'], k)}",
    "room.connection_restored": lambda d, k: f"{d['name']} was connected again",
    "room.quorum_lost": lambda d, k: (
        f"The quorum was lost{_item(d)}: {d['present']} count, {d['needed']} are needed"
    ),
    "room.quorum_regained": lambda d, k: f"There is a quorum again{_item(d)}: {d['present']} count",
    "room.bar_lifted": lambda d, k: f"{d['name']} may vote on {k.item(d['item_id'])} after all{_why(d)}",
    "interests.registered": lambda d, k: f"Registered an interest of {d['name']}{_text(d)}",
    "interests.register_changed": lambda d, k: f"Changed the register of {d['name']}{_text(d)}",
    "interests.register_ended": lambda d, k: f"Ended a line in the register of {d['name']}",
    "interests.change_proposed": lambda d, k: f"{d['name']} asked for a change of their register",
    "interests.proposal_decided": lambda d, k: (
        f"{'Took over' if d['accepted'] else 'Did not take over'} what {d['name']} asked for"
    ),
    "interests.dispensation_granted": lambda d, k: (
        f"Entered a dispensation of {d['name']} until {d['valid_to']}, granted by {d['granted_by']}"
    ),
    "interests.dispensation_withdrawn": lambda d, k: f"Withdrew a dispensation of {d['name']}",
    "interests.declared": lambda d, k: (
        f"{d['name']} declared {_kind(d)} in {k.item(d['item_id'])}{_text(d, 'nature')}"
    ),
    "interests.declaration_changed": lambda d, k: (
        f"{d['name']} now declares {_kind(d)} in {k.item(d['item_id'])}{_text(d, 'nature')}"
    ),
    "interests.declaration_withdrawn": lambda d, k: (
        f"{d['name']} declares no interest in {k.item(d['item_id'])} any longer{_why(d)}"
    ),
    "interests.left_room": lambda d, k: f"{d['name']} left the room for {k.item(d['item_id'])}",
    "interests.returned": lambda d, k: f"{d['name']} came back into the room",
}
