"""What the facts of minutes being put right and written together say in the record viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Data = Mapping[str, Any]
_LONGEST = 160


def _short(text: Any) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _movers(d: Data, k: Any) -> str:
    by = f"moved by {d['mover'] or 'nobody named'}"
    second = f", seconded by {d['seconder']}" if d.get("seconder") else ", not seconded"
    return f"Corrected: {k.motion(d['motion_id'])} was {by}{second}: {_short(d['reason'])}"


def _stays(d: Data, k: Any) -> str:
    def until(stay: Data) -> str:
        came = k.moment(stay["arrived_at"])
        return f"from {came} to {k.moment(stay['left_at']) if stay.get('left_at') else 'the end'}"

    times = "; ".join(until(stay) for stay in d["stays"])
    return f"Corrected: {d['name']} was there {times}: {_short(d['reason'])}"


def _apology(d: Data, _k: Any) -> str:
    what = f"there was an apology for {d['kind']} from" if d["kind"] else "there was no apology from"
    return f"Corrected: {what} {d['name']}: {_short(d['reason'])}"


def _comment(d: Data, _k: Any) -> str:
    to = f" for {d['for_name']}" if d.get("for_name") else ""
    again = " in answer to another" if d.get("thread_id") != d.get("comment_id") else ""
    return f"A comment on the draft minutes was made{to}{again}; what it says is not part of the record"


WORDS: Mapping[str, Callable[[Data, Any], str]] = {
    "minutes.mover_corrected": _movers,
    "minutes.motion_text_corrected": lambda d, k: (
        f"Corrected: a motion reads “{_short(d['after'])}” instead of “{_short(d['before'])}”: {_short(d['reason'])}"
    ),
    "minutes.times_corrected": _stays,
    "minutes.person_corrected": lambda d, k: (
        f"Corrected: {d['name']}{', ' + d['post'] if d.get('post') else ''}: {_short(d['reason'])}"
    ),
    "minutes.public_recounted": lambda d, k: (
        f"Corrected: {d['count']} of the public were there: {_short(d['reason'])}"
    ),
    "minutes.apology_corrected": _apology,
    "minutes.sentence_corrected": lambda d, k: (
        f"Corrected: “{_short(d['after'])}” instead of “{_short(d['before'])}”: {_short(d['reason'])}"
    ),
    "minutes.comment_made": _comment,
    "minutes.comment_settled": lambda d, k: (
        f"A thread of comments on the draft minutes was {'settled' if d['settled'] else 'opened again'}"
    ),
    "minutes.phrase_kept": lambda d, k: f"The phrase “{_short(d['name'])}” for minutes was kept",
    "minutes.phrase_removed": lambda d, k: f"The phrase “{_short(d['name'])}” for minutes was removed",
    "minutes.word_kept": lambda d, k: f"“{_short(d['word'])}” is written so",
    "minutes.word_removed": lambda d, k: f"“{_short(d['word'])}” is checked again",
}
