"""What two texts differ in, in words: run on in one text, or old and new side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: Words shown on either side of a change.
CONTEXT = 12
#: Two paragraphs that have at least so much in common are the same one, changed.
ALIKE = 0.4
_WORD = re.compile(r"\n|\S+")
_AROUND_LINE_END = re.compile(r" ?\n ?")


class Piece(StrEnum):
    """What became of some words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    GAP = "gap"


@dataclass(frozen=True)
class Words:
    """A run of words; a gap stands for unchanged words that are left out."""

    piece: Piece
    text: str


@dataclass(frozen=True)
class SideBySide:
    """A paragraph as it was and as it is; empty on the side where it does not stand."""

    old: tuple[Words, ...]
    new: tuple[Words, ...]

    @property
    def same(self) -> bool:
        """Whether nothing was changed in it."""
        return all(w.piece is Piece.SAME for w in (*self.old, *self.new))


def difference(old: str, new: str) -> tuple[Words, ...]:
    """Two texts word by word, long stretches without a change left out."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    found: list[Words] = []
    opcodes = matcher.get_opcodes()
    for n, (kind, i1, i2, j1, j2) in enumerate(opcodes):
        if kind == "equal":
            found += _context(a[i1:i2], first=n == 0, last=n == len(opcodes) - 1)
            continue
        if i2 > i1:
            found.append(Words(Piece.REMOVED, _joined(a[i1:i2])))
        if j2 > j1:
            found.append(Words(Piece.ADDED, _joined(b[j1:j2])))
    return tuple(found)


def side_by_side(old: str, new: str) -> tuple[SideBySide, ...]:
    """Two texts paragraph by paragraph, with the words marked that were taken out or put in."""
    a, b = old.splitlines(), new.splitlines()
    rows: list[SideBySide] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            rows += [_same(line) for line in a[i1:i2]]
        else:
            rows += _changed(a[i1:i2], b[j1:j2])
    return tuple(rows)


def _same(line: str) -> SideBySide:
    words = (Words(Piece.SAME, line),)
    return SideBySide(words, words)


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[SideBySide]:
    """Paragraphs that are alike stand beside each other; the rest stand alone, in order."""
    at = 0
    for line in old:
        partner = next((n for n in range(at, len(new)) if _alike(line, new[n])), None)
        if partner is None:
            yield SideBySide((Words(Piece.REMOVED, line),), ())
            continue
        for added in new[at:partner]:
            yield SideBySide((), (Words(Piece.ADDED, added),))
        yield _marked(line, new[partner])
        at = partner + 1
    for added in new[at:]:
        yield SideBySide((), (Words(Piece.ADDED, added),))


def _alike(old: str, new: str) -> bool:
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() >= ALIKE


def _marked(old: str, new: str) -> SideBySide:
    a, b = old.split(), new.split()
    left: list[Words] = []
    right: list[Words] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if i2 > i1:
            left.append(Words(Piece.SAME if kind == "equal" else Piece.REMOVED, " ".join(a[i1:i2])))
        if j2 > j1:
            right.append(Words(Piece.SAME if kind == "equal" else Piece.ADDED, " ".join(b[j1:j2])))
    return SideBySide(tuple(left), tuple(right))


def _context(words: Sequence[str], *, first: bool, last: bool) -> Iterator[Words]:
    head, tail = (0 if first else CONTEXT), (0 if last else CONTEXT)
    if len(words) <= head + tail + 2:
        yield Words(Piece.SAME, _joined(words))
        return
    if head:
        yield Words(Piece.SAME, _joined(words[:head]))
    yield Words(Piece.GAP, "…")
    if tail:
        yield Words(Piece.SAME, _joined(words[-tail:]))


def _joined(words: Sequence[str]) -> str:
    return _AROUND_LINE_END.sub("\n", " ".join(words))
