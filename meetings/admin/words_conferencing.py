"""What the facts about remote rooms and broadcasts say in the record viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Data = Mapping[str, Any]

_NAMES = {
    "manual": "another service, by its address",
    "builtin": "the built-in video room",
    "jitsi": "Jitsi",
    "zoom": "Zoom",
    "teams": "Microsoft Teams",
    "youtube": "YouTube",
    "hls": "the council’s own stream server",
}


def _at(data: Data, name: str = "provider") -> str:
    return _NAMES.get(str(data[name]), str(data[name]))


def _why(data: Data) -> str:
    reason = str(data.get("reason") or "").strip().rstrip(".")
    return f": {reason}" if reason else ""


def _asked(what: str) -> Callable[[Data, Any], str]:
    def said(data: Data, _known: Any) -> str:
        instead = f" instead of {_at(data, 'instead_of')}" if data.get("instead_of") else ""
        more = [
            word
            for name, word in (("record", "recorded"), ("audience", "with an audience"))
            if data.get(name)
        ]
        if data.get("privacy") and data["privacy"] != "public":
            more.append(str(data["privacy"]))
        also = f" ({', '.join(more)})" if more else ""
        return f"{what} was asked for at {_at(data)}{instead}{also}{_why(data)}"

    return said


def _plain(text: str) -> Callable[[Data, Any], str]:
    return lambda data, _known: text.format(at=_at(data), why=_why(data))


def _failed(what: str) -> Callable[[Data, Any], str]:
    return lambda data, _known: f"{what} at {_at(data)} failed{_why(data)}"


def _invited(data: Data, _known: Any) -> str:
    stays = ", also while the public is excluded" if data.get("stays") else ""
    return f"{data['name']} was invited into the remote room{stays}" + (
        f": {data['why']}" if data.get("why") else ""
    )


WORDS: Mapping[str, Callable[[Data, Any], str]] = {
    "schedule.broadcast_changed": lambda d, k: (
        f"The public watches at {d['broadcast_url']}"
        if d["broadcast_url"]
        else "The public watches nowhere any more"
    ),
    "conferencing.room_asked": _asked("A remote room"),
    "conferencing.room_ready": _plain("The remote room at {at} is there"),
    "conferencing.room_failed": _failed("The remote room"),
    "conferencing.room_dropped": _plain("The remote room at {at} was given up{why}"),
    "conferencing.room_gone": _plain("The remote room at {at} is taken away"),
    "conferencing.broadcast_asked": _asked("A broadcast"),
    "conferencing.broadcast_ready": lambda d, k: f"The broadcast at {_at(d)} is there: {d['watch_url']}",
    "conferencing.broadcast_failed": _failed("The broadcast"),
    "conferencing.broadcast_dropped": _plain("The broadcast at {at} was given up{why}"),
    "conferencing.broadcast_gone": _plain("The broadcast at {at} is taken away"),
    "conferencing.stream_aimed": lambda d, k: "The picture of the remote room goes to the broadcast",
    "conferencing.step_marked": lambda d, k: (
        f"Done by hand: {d['title']}" if d["done"] else f"Not done after all: {d['title']}"
    ),
    "conferencing.person_invited": _invited,
    "conferencing.invitation_ended": lambda d, k: f"{d['name']} is no longer invited into the remote room",
    "conferencing.host_went_in": lambda d, k: f"{d['name']} opened the remote room at {_at(d)} as its host",
}
