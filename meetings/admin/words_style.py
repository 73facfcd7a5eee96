"""What facts about house style and the numbers of minutes say, in a sentence for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def _chosen(d: Mapping[str, Any], _known: Any) -> str:
    whose = d["body"] or "every committee without a style of its own"
    return f"How minutes are written was settled for {whose}"


def _numbered(d: Mapping[str, Any], _known: Any) -> str:
    if d["scheme"] == "agenda":
        return "The minutes gave their own numbers back: they have those of the agenda"
    which = f"number {d['first']}" if d["first"] == d["last"] else f"numbers {d['first']} to {d['last']}"
    why = f", begun there because: {d['reason']}" if d["reason"] else ""
    return f"The minutes took {which}{why}"


WORDS: dict[str, Callable[[Mapping[str, Any], Any], str]] = {
    "minutes.style_chosen": _chosen,
    "minutes.style_given_up": lambda d, k: f"{d['body']} writes its minutes as the whole council does again",
    "minutes.numbered": _numbered,
    "motions.motion_recommends": lambda d, k: (
        f"{k.motion(d['motion_id'])} is a recommendation to {d['to']}"
        if d["to"]
        else f"{k.motion(d['motion_id'])} is resolved here and recommended to nobody"
    ),
}
