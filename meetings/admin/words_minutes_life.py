"""What the facts of the life of minutes say in the record viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from meetings.minutes.wording import day

_SHEETS = {"exempt": "exempt minutes", "signing": "minutes to be signed", "note": "note of the meeting"}


def _version(words: str) -> Callable[[Mapping[str, Any], Any], str]:
    return lambda d, k: f"Version {d['version']} of the minutes {words}"


def _checked(d: Mapping[str, Any], _k: Any) -> str:
    points = len(d.get("open_points") or ())
    left = f"; {points} open point{'s' if points > 1 else ''} seen and left" if points else ""
    return f"Version {d['version']} of the minutes was checked by an officer{left}"


def _summary(d: Mapping[str, Any], _k: Any) -> str:
    done = "was written" if d["needed"] else "was said not to be needed"
    return f"A summary for the public of an exempt minute {done} (version {d['version']})"


def _decided(d: Mapping[str, Any], _k: Any) -> str:
    done = "was agreed" if d["carried"] else "was not agreed"
    return f"A correction of the minutes of {_day(d['held_on'])}, proposed by {d['by']}, {done}"


def _signed(d: Mapping[str, Any], _k: Any) -> str:
    how = "electronically" if d["way"] == "electronic" else "on paper"
    return f"Version {d['version']} of the minutes was signed {how} by {d['signed_by']} on {_day(d['signed_on'])}"


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


WORDS: Mapping[str, Callable[[Mapping[str, Any], Any], str]] = {
    "minutes.checked": _checked,
    "minutes.sent_to_chair": lambda d, k: (
        f"Version {d['version']} of the minutes was sent to the chair: {', '.join(d.get('to') or ())}"
    ),
    "minutes.chair_commented": _version("came back from the chair with a comment"),
    "minutes.chair_skipped": lambda d, k: (
        f"Version {d['version']} of the minutes went on without the chair: {d['reason']}"
    ),
    "minutes.summary_written": _summary,
    "minutes.correction_proposed": lambda d, k: f"A correction of these minutes was proposed by {d['by']}",
    "minutes.correction_decided": _decided,
    "minutes.correction_settled": lambda d, k: f"A proposed correction of these minutes: {d['state']}",
    "minutes.corrected": lambda d, k: (
        f"The corrections that were agreed stand in version {d['version']} of the minutes"
    ),
    "minutes.corrected_later": lambda d, k: "A later meeting resolved to correct these minutes",
    "minutes.public_form": lambda d, k: (
        f"What the public reads of the minutes was kept as text {d['number']} (version {d['version']})"
    ),
    "minutes.signed": _signed,
    "minutes.scan_added": lambda d, k: "The scan of the signed minutes was kept",
    "minutes.exempt_opened": lambda d, k: f"A minute that was exempt was opened to the public: {d['reason']}",
    "minutes.put_elsewhere": lambda d, k: (
        f"The minutes were put before {d['body']}, as their own body meets no more: {d['reason']}"
    ),
    "minutes.note_published": lambda d, k: f"The note of the meeting was published (number {d['number']})",
    "minutes.sheet_asked": lambda d, k: f"A print was asked for: {_SHEETS.get(d['sheet'], d['sheet'])}",
    "minutes.confirmed_here": lambda d, k: (
        f"This meeting confirmed the minutes of {_day(d['held_on'])} (version {d['version']})"
    ),
}
