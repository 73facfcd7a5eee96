"""What we write at YouTube and read back: titles and descriptions that it accepts, with our own mark in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

LONGEST_TITLE = 100
#: of a description, in bytes
LONGEST_TEXT = 5000
#: of a chapter, in seconds, and how few make a list
SHORTEST_CHAPTER = 10
FEWEST_CHAPTERS = 3

_MARK = re.compile(
    r"^Broadcast reference: (?P<key>\S+) \((?P<privacy>public|unlisted|private)\)$", re.MULTILINE
)
_TIME = re.compile(r"^(?:(\d{1,2}):)?(\d{1,2}):(\d{2})\s+\S", re.MULTILINE)


def title(text: str) -> str:
    """One line without the two signs that YouTube refuses, no longer than it allows."""
    line = " ".join(plain(text).split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def marked(text: str, key: str, privacy: str) -> str:
    """The description with our mark at its end: by it the broadcast is found again, and its privacy after a hold."""
    mark = f"Broadcast reference: {key} ({privacy})"
    room = LONGEST_TEXT - len(mark) - 2
    body = _MARK.sub("", plain(text)).strip()
    cut = body.encode()[:room].decode(errors="ignore").rstrip()
    return f"{cut}\n\n{mark}" if cut else mark


def key_of(description: str) -> str:
    """Whose broadcast it is; empty: none of ours."""
    found = _last(description)
    return found["key"] if found else ""


def wished_privacy(description: str) -> str:
    """The privacy that it is to have when nothing is held back; empty: none of ours."""
    found = _last(description)
    return found["privacy"] if found else ""


def chapter_fault(description: str) -> str:
    """Why YouTube would ignore the chapters in it; empty: it takes them, or there are none."""
    times = [int(h or 0) * 3600 + int(m) * 60 + int(s) for h, m, s in _TIME.findall(description)]
    if not times:
        return ""
    if times[0] != 0:
        return "The first chapter must begin at 0:00."
    if len(times) < FEWEST_CHAPTERS:
        return f"YouTube needs {FEWEST_CHAPTERS} chapters at least."
    return (
        ""
        if _apart(times)
        else f"Chapters must follow one another, {SHORTEST_CHAPTER} seconds apart at least."
    )


def _apart(times: Sequence[int]) -> bool:
    return all(b - a >= SHORTEST_CHAPTER for a, b in pairwise(times))


def _last(description: str) -> re.Match[str] | None:
    return next(reversed(list(_MARK.finditer(description))), None)


def plain(text: str) -> str:
    """Without the two signs that YouTube refuses."""
    return text.replace("<", "‹").replace(">", "›").replace("\r\n", "\n")
