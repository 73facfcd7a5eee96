"""What the facts of motions altered and set aside, and of the public excluded, say in the record viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

Data = Mapping[str, Any]
_LONGEST = 160


def _short(text: Any) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _items(data: Data) -> str:
    return ", ".join(data.get("numbers", ()))


def _put_aside(d: Data, k: Any) -> str:
    return f"{k.motion(d['motion_id'])} was not decided: {d['why']}"


def _confirmed(d: Data, _k: Any) -> str:
    if d.get("first"):
        return f"{d['first']} and {d['second']} opened the private part without confirmation: {_short(d['reason'])}"
    return "It was confirmed that everything public had stopped"


def _opened(d: Data, _k: Any) -> str:
    stayed = len(d.get("remaining", ()))
    return f"Item {d['number']} was taken in private; {stayed} people stayed"


def _returning(d: Data, k: Any) -> str:
    at = datetime.fromisoformat(str(d["resume_at"])).astimezone(k.timezone)
    return f"The public was let in again by {d['by']}; pages and broadcast go on at {at:%H:%M:%S}"


def _began(d: Data, _k: Any) -> str:
    how = "by resolution" if d.get("motion_id") else "as the law requires"
    return f"The press and public were excluded for item {_items(d)} {how}"


def _ended(d: Data, _k: Any) -> str:
    return (
        "The meeting closed with the public excluded" if d.get("closed") else "The meeting was public again"
    )


WORDS: Mapping[str, Callable[[Data, Any], str]] = {
    "motions.motion_altered": lambda d, k: f"A motion was altered with consent: “{_short(d['text'])}”",
    "motions.amendment_accepted": lambda d, k: f"{k.motion(d['amendment_id'])} was accepted by the mover",
    "motions.amendment_ruled": lambda d, k: f"The chair ruled {k.motion(d['amendment_id'])} in order",
    "motions.motion_divided": lambda d, k: f"{k.motion(d['motion_id'])} was put in {len(d['parts'])} parts",
    "motions.motion_put_aside": _put_aside,
    "motions.debate_resumed": lambda d, k: f"The debate on {k.motion(d['motion_id'])} was resumed",
    "motions.reasons_given": lambda d, k: f"Reasons against the officers’ advice: {_short(d['reasons'])}",
    "motions.notice_given": lambda d, k: f"{d['mover']} gave notice of a motion: “{_short(d['title'])}”",
    "motions.notice_signed": lambda d, k: f"{d['name']} signed the notice of motion “{_short(d['title'])}”",
    "motions.notice_suggested": lambda d, k: (
        f"Other words were suggested for the motion “{_short(d['title'])}”"
    ),
    "motions.notice_altered": lambda d, k: f"The mover agreed to other words: “{_short(d['title'])}”",
    "motions.notice_accepted": lambda d, k: f"The notice of motion “{_short(d['title'])}” was accepted",
    "motions.notice_rejected": lambda d, k: f"A notice of motion was rejected: {_short(d['reason'])}",
    "motions.notice_withdrawn": lambda d, k: f"The notice of motion “{_short(d['title'])}” was withdrawn",
    "exclusion.began": _began,
    "exclusion.extended": lambda d, k: f"The press and public were excluded for item {_items(d)} as well",
    "exclusion.surface_stopped": lambda d, k: f"{d['title']}: stopped ({_short(d['detail'])}), {d['by']}",
    "exclusion.surface_running": lambda d, k: (
        f"{d['title']}: still running ({_short(d['detail'])}), {d['by']}"
    ),
    "exclusion.override_proposed": lambda d, k: (
        f"{d['by']} would go on without confirmation: {_short(d['reason'])}"
    ),
    "exclusion.confirmed": _confirmed,
    "exclusion.private_part_opened": _opened,
    "exclusion.public_returning": _returning,
    "exclusion.ended": _ended,
}
