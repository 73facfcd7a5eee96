"""What the facts of the debate say in the record viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from meetings.debate.rules import AtTheTime, SpeechKind, Step

Data = Mapping[str, Any]
_SOMEBODY = "A member of the public who is not named"


def _who(data: Data) -> str:
    return str(data.get("name") or _SOMEBODY)


def _kind(data: Data) -> str:
    return SpeechKind(data["kind"]).label.lower()


def _why(data: Data) -> str:
    return f": {str(data.get('reason') or '').rstrip('. ')}" if data.get("reason") else ""


def _time(ms: Any) -> str:
    seconds = round(int(ms) / 1000)
    return f"{seconds // 60}:{seconds % 60:02d}"


def _asked(d: Data, _k: Any) -> str:
    rule = f", {d['rule']}" if d.get("rule") else ""
    how = "was put on the list of speakers" if d.get("by_clerk") else "asked to speak"
    about = f": {d['subject']}" if d.get("subject") else ""
    return f"{_who(d)} {how} ({_kind(d)}{rule}){about}"


def _given(d: Data, _k: Any) -> str:
    limit = f", {_time(d['limit_seconds'] * 1000)} allowed" if d.get("limit_seconds") else ""
    allowed = f"; the chair let pass {', '.join(d['allowed'])}" if d.get("allowed") else ""
    return f"{_who(d)} was given the floor ({_kind(d)}{limit}){allowed}"


def _undone(d: Data, _k: Any) -> str:
    return {
        "given": "A speaker had been given the floor by mistake and waits again",
        "ended": "A speech had been ended by mistake and goes on",
        "withdrawn": "A speaker had been taken off the list by mistake and waits again",
    }[d["what"]]


def _called(d: Data, _k: Any) -> str:
    return f"{d['name']}: {Step(d['step']).label.lower()}{_why(d)}"


WORDS: dict[str, Callable[[Data, Any], str]] = {
    "debate.speech_asked": _asked,
    "debate.speech_withdrawn": lambda d, k: f"A speaker was taken off the list{_why(d)}",
    "debate.queue_reordered": lambda d, k: f"The list of {len(d['order'])} speakers was put in another order",
    "debate.floor_given": _given,
    "debate.speech_paused": lambda d, k: f"The clock was stopped at {_time(d['spoken_ms'])}",
    "debate.speech_resumed": lambda d, k: "The clock ran on",
    "debate.speech_ended": lambda d, k: f"The speech was over after {_time(d['spoken_ms'])}",
    "debate.speech_undone": _undone,
    "debate.speech_extended": lambda d, k: f"The speaker was given {_time(d['seconds'] * 1000)} more",
    "debate.point_ruled": lambda d, k: (
        f"The point of order of {d['name']} ({d['rule']}) was {d['ruling'].replace('_', ' ')}"
        f"{': ' + d['text'] if d['text'] else ''}"
    ),
    "debate.debate_closed": lambda d, k: f"The debate on {k.motion(d['motion_id'])} was closed",
    "debate.order_called": _called,
    "debate.order_restored": lambda d, k: f"What was ordered against {d['name']} stands no longer{_why(d)}",
    "debate.time_was_up": lambda d, k: (
        f"The meeting’s time was up: {AtTheTime(d['choice']).label[0].lower()}{AtTheTime(d['choice']).label[1:]}"
    ),
    "debate.sitting_extended": lambda d, k: (
        f"The meeting’s time was extended by {d['minutes']} minutes, to {k.moment(d['until'])}"
    ),
    "debate.limits_changed": lambda d, k: "Changed the time limits of a body’s debates",
}
