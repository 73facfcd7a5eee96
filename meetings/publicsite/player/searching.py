"""Looking for words in a transcript: without regard to case, accents and punctuation. Plain functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from meetings.recordings.rows import Cue

_WORD = re.compile(r"\w+")
_SPLIT = re.compile(r"(\w+)")
LONGEST = 100


@dataclass(frozen=True)
class Said:
    """What one person says without a break. `start`: seconds into the recording."""

    speaker: str
    start: float
    cues: tuple[Cue, ...]

    @property
    def text(self) -> str:
        """As one paragraph."""
        return " ".join(cue.text for cue in self.cues)


def folded(text: str) -> str:
    """Small letters without accents: somebody who looks for `cafe` finds `Café`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def words_of(asked: str) -> tuple[str, ...]:
    """The words that are looked for."""
    return tuple(_WORD.findall(folded(asked[:LONGEST])))


def is_found(text: str, words: Sequence[str]) -> bool:
    """Whether each of the words begins a word of the text."""
    have = _WORD.findall(folded(text))
    return all(any(h.startswith(w) for h in have) for w in words)


def marked(text: str, words: Sequence[str]) -> Markup:
    """The text with the words that were found marked."""
    if not words:
        return escape(text)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if n % 2 and is_any(part, words) else escape(part)
        for n, part in enumerate(_SPLIT.split(text))
    )


def is_any(word: str, words: Sequence[str]) -> bool:
    """Whether a word begins with one of those looked for."""
    return any(folded(word).startswith(w) for w in words)


def paragraphs(cues: Iterable[Cue], words: Sequence[str] = ()) -> list[Said]:
    """What is said, speaker by speaker; with words only what has them all."""
    said = []
    for speaker, group in groupby(cues, key=lambda cue: cue.speaker):
        listed = tuple(group)
        for at in range(0, len(listed), 8):
            part = listed[at : at + 8]
            said.append(Said(speaker, part[0].start, part))
    return [s for s in said if is_found(f"{s.speaker} {s.text}", words)] if words else said
