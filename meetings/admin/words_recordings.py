"""What the facts about recordings, transcripts and who was connected say in the record viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Data = Mapping[str, Any]
_PROVIDERS = {
    "zoom": "Zoom",
    "teams": "Microsoft Teams",
    "youtube": "YouTube",
    "jitsi": "Jitsi",
    "builtin": "the council’s own video room",
    "hls": "the council’s own stream",
}
_LANGUAGES = {"en": "English", "cy": "Welsh"}


def _provider(data: Data) -> str:
    key = str(data.get("provider") or "")
    return _PROVIDERS.get(key, key)


def _many(count: Any, one: str) -> str:
    number = int(count or 0)
    return f"{number} {one}{'' if number == 1 else 's'}"


def _why(data: Data, name: str = "reason") -> str:
    return f": {str(data[name]).rstrip('. ')}" if data.get(name) else ""


def _day(text: Any) -> str:
    on = date.fromisoformat(str(text))
    return f"{on.day} {on:%B %Y}"


def _added(data: Data, _known: Any) -> str:
    where = " as a file" if data.get("source") == "file" else " at its address"
    by = f" from {_provider(data)}" if data.get("provider") else ""
    return f"“{data['title']}” was listed{where}{by}"


def _keeping(data: Data, _known: Any) -> str:
    if data.get("for_good"):
        return f"A recording is kept for good{_why(data)}"
    if data.get("until"):
        return f"A recording is kept until {_day(data['until'])}{_why(data)}"
    return f"A recording is kept as the policy says{_why(data)}"


def _policy(data: Data, _known: Any) -> str:
    long = _many(data["keep_days"], "day") if data.get("keep_days") else "for good"
    kept = long if long == "for good" else f"for {long}"
    return f"Recordings of {data['body']} are kept {kept}, decided by {data['decided_by']}"


def _transcript(data: Data, _known: Any) -> str:
    language = _LANGUAGES.get(str(data.get("language")), str(data.get("language")))
    origin = "came from the provider" if data.get("origin") == "provider" else "was uploaded"
    return f"A transcript in {language} {origin}, with {_many(data['lines'], 'line')}"


def _decided(data: Data, _known: Any) -> str:
    names = " and ".join(data.get("names") or ())
    return f"A connection was said to be that of {names or 'a member of the public'}"


def _confirmed(data: Data, known: Any) -> str:
    if not data.get("was_present"):
        return f"{data['name']} was confirmed absent, after looking at who was connected{_why(data, 'note')}"
    where = "in person" if data.get("presence") == "in_person" else "remotely"
    return f"{data['name']} was confirmed present {where}, after looking at who was connected{_why(data, 'note')}"


WORDS: dict[str, Callable[[Data, Any], str]] = {
    "recordings.added": _added,
    "recordings.fetched": lambda d, k: "The provider’s file of a recording is kept here",
    "recordings.stretches_set": lambda d, k: (
        f"It was entered which times a recording shows: {_many(len(d['stretches']), 'part')}"
    ),
    "recordings.published": lambda d, k: f"“{d['title']}” was published",
    "recordings.withdrawn": lambda d, k: f"“{d['title']}” was withdrawn{_why(d)}",
    "recordings.keeping_changed": _keeping,
    "recordings.deleted": lambda d, k: (
        f"“{d['title']}” was deleted{' by the policy' if d.get('by_policy') else ''}{_why(d)}"
    ),
    "recordings.policy_set": _policy,
    "recordings.transcript_added": _transcript,
    "recordings.transcript_corrected": lambda d, k: (
        f"{_many(len(d['lines']), 'line')} of a transcript put right"
    ),
    "recordings.transcript_published": lambda d, k: "A transcript was published",
    "recordings.transcript_withdrawn": lambda d, k: f"A transcript was withdrawn{_why(d)}",
    "recordings.sent": lambda d, k: f"The {d['what']} of a recording stand at {d['provider']}",
    "attendance.list_read": lambda d, k: (
        f"The list of who was connected was read from {_provider(d)}: {_many(d['rows'], 'row')}, {d['new']} new"
    ),
    "attendance.identity_decided": _decided,
    "attendance.identity_undone": lambda d, k: "What was said of a connection was taken back",
    "attendance.confirmed": _confirmed,
}
