"""Chapters of a recording from the times at which its items were taken. Plain functions.

A recording is given as stretches: the real moment at which one starts, where in the file it stands, how long it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from meetings.kernel.secrecy import EXEMPT_TITLE

#: Real moment of its start, seconds into the file, seconds long.
Stretch = tuple[datetime, float, float]

#: What players ask for, YouTube first of all: one fault, and they show no chapter at all.
FEWEST = 3
SHORTEST = 10
LONGEST_TITLE = 100
#: of a description, in bytes; the service's own limit is a little higher
LONGEST_TEXT = 4_800
_WIDTHS = (LONGEST_TITLE, 70, 45, 25)

BEFORE = "Before the meeting"
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")


@dataclass(frozen=True)
class Taken:
    """An item was begun, or something else that has a name: from then on it is what the meeting does."""

    at: datetime
    title: str
    number: str = ""
    #: its title must not be seen
    exempt: bool = False


@dataclass(frozen=True)
class Chapter:
    """From this second of the file on."""

    seconds: int
    title: str

    @property
    def line(self) -> str:
        """As it stands in a description."""
        return f"{timecode(self.seconds)} {self.title}"


def timecode(seconds: int) -> str:
    """0:05, 12:30, 1:02:03."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def chapters(taken: Iterable[Taken], stretches: Sequence[Stretch]) -> tuple[Chapter, ...]:
    """The whole list, from 0:00 on; empty where a player would show none.

    What was not recorded has no chapter; what began before the recording, or in a gap of it, begins where the
    recording goes on. Chapters shorter than allowed are joined with the next.
    """
    end = int(max((offset + length for _, offset, length in stretches), default=0))
    # One second may be the start of several: what came last is what is seen from then on.
    starts: dict[int, str] = {}
    for second, title in _pieces(sorted(taken, key=lambda t: t.at), stretches):
        if second < end:
            starts[second] = title
    if not starts:
        return ()
    found = [Chapter(second, title) for second, title in sorted(starts.items())]
    joined = _joined(_from_nought(_changes(found)), end)
    return tuple(joined) if len(joined) >= FEWEST else ()


def described(text: str, found: Sequence[Chapter]) -> str:
    """A description with its chapters; where there is too much, the text before them gives way, then long titles."""
    # A time of day would be taken for a chapter.
    intro = _CLOCK.sub(r"\1.\2", text).strip()
    if not found:
        return _cut(intro, LONGEST_TEXT)
    lines = ""
    for width in _WIDTHS:
        lines = "\n".join(replace(c, title=_shortened(c.title, width)).line for c in found)
        if len(lines.encode()) <= LONGEST_TEXT:
            break
    lines = _whole_lines(lines)
    before = _cut(intro, LONGEST_TEXT - len(lines.encode()) - 2)
    return f"{before}\n\n{lines}" if before else lines


def _pieces(taken: Sequence[Taken], stretches: Sequence[Stretch]) -> Iterable[tuple[int, str]]:
    """Where in the file each thing is begun or gone on with."""
    for started, offset, length in sorted(stretches, key=lambda s: s[1]):
        ended = started + timedelta(seconds=length)
        under_way = [t for t in taken if t.at <= started]
        if under_way:
            yield int(offset), _title(under_way[-1])
        for t in taken:
            if started < t.at < ended:
                yield int(offset + (t.at - started).total_seconds()), _title(t)


def _changes(found: Sequence[Chapter]) -> list[Chapter]:
    """Without those that only say again what is under way: a gap begins no new chapter."""
    kept: list[Chapter] = []
    for chapter in found:
        if not kept or kept[-1].title != chapter.title:
            kept.append(chapter)
    return kept


def _from_nought(found: list[Chapter]) -> list[Chapter]:
    first = found[0]
    if first.seconds >= SHORTEST:
        return [Chapter(0, BEFORE), *found]
    return [replace(first, seconds=0), *found[1:]]


def _joined(found: Sequence[Chapter], end: int) -> list[Chapter]:
    kept: list[Chapter] = []
    for chapter in found:
        if kept and chapter.seconds - kept[-1].seconds < SHORTEST:
            kept[-1] = _both(kept[-1], chapter)
        else:
            kept.append(chapter)
    if len(kept) > 1 and end - kept[-1].seconds < SHORTEST:
        last = kept.pop()
        kept[-1] = _both(kept[-1], last)
    return kept


def _both(first: Chapter, second: Chapter) -> Chapter:
    return replace(first, title=_shortened(f"{first.title}; {second.title}", LONGEST_TITLE))


def _title(taken: Taken) -> str:
    title = EXEMPT_TITLE if taken.exempt else _line(taken.title)
    number = _line(taken.number).rstrip(".")
    whole = f"{number}. {title}" if number and title else title or f"Item {number}".strip()
    return _shortened(whole, LONGEST_TITLE)


def _line(text: str) -> str:
    """One line; the two signs that services refuse become brackets, and no time of day looks like a chapter."""
    text = _CLOCK.sub(r"\1.\2", text)
    shown = "".join(c if c.isprintable() else " " for c in text.replace("<", "(").replace(">", ")"))
    return " ".join(shown.split())


def _shortened(title: str, width: int) -> str:
    return title if len(title) <= width else title[: width - 1].rstrip() + "…"


def _cut(text: str, room: int) -> str:
    if len(text.encode()) <= room:
        return text
    return text.encode()[: max(room - 3, 0)].decode(errors="ignore").rstrip() + "…" if room > 3 else ""


def _whole_lines(lines: str) -> str:
    """Never half a line: a list that is still too long ends early."""
    while len(lines.encode()) > LONGEST_TEXT:
        lines = lines.rpartition("\n")[0]
    return lines
