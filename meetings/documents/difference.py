"""What two texts differ in, in words: run on in one text, or old and new side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: Words shown on either side of a change.
CONTEXT = 12
#: Two paragraphs that have at least so much in common are the same one, changed.
ALIKE = 0.4
#: Pairs of equal words, and pairs of paragraphs, that are compared: about a second's work each.
MOST_WORK, MOST_PAIRS = 2_000_000, 10_000
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
    found: list[Words] = []
    opcodes = _opcodes(a, b)
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
    for kind, i1, i2, j1, j2 in _opcodes(a, b):
        if kind == "equal":
            rows += [_same(line) for line in a[i1:i2]]
        else:
            rows += _changed(a[i1:i2], b[j1:j2])
    return tuple(rows)


def _opcodes(a: Sequence[str], b: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """As difflib gives them. Where finding them would take very long, all between what begins and what ends both
    alike is one change: no text that somebody sends may keep the server busy for minutes."""
    if _work(a, b) <= MOST_WORK:
        return list(SequenceMatcher(None, a, b, autojunk=False).get_opcodes())
    short = min(len(a), len(b))
    head = next((n for n in range(short) if a[n] != b[n]), short)
    tail = next((n for n in range(short - head) if a[-1 - n] != b[-1 - n]), short - head)
    ends = len(a) - tail, len(b) - tail
    found = [
        ("equal", 0, head, 0, head),
        ("replace", head, ends[0], head, ends[1]),
        ("equal", ends[0], len(a), ends[1], len(b)),
    ]
    return [o for o in found if o[2] > o[1] or o[4] > o[3]]


def _work(a: Sequence[str], b: Sequence[str]) -> int:
    """How many pairs of equal parts there are to be weighed against one another."""
    there = Counter(b)
    return sum(count * there[word] for word, count in Counter(a).items())


def _same(line: str) -> SideBySide:
    words = (Words(Piece.SAME, line),)
    return SideBySide(words, words)


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[SideBySide]:
    """Paragraphs that are alike stand beside each other; the rest stand alone, in order."""
    at = 0
    many = len(old) * len(new) > MOST_PAIRS or _work(_words(old), _words(new)) > MOST_WORK
    for line in old:
        partner = None if many else next((n for n in range(at, len(new)) if _alike(line, new[n])), None)
        if partner is None:
            yield SideBySide((Words(Piece.REMOVED, line),), ())
            continue
        for added in new[at:partner]:
            yield SideBySide((), (Words(Piece.ADDED, added),))
        yield _marked(line, new[partner])
        at = partner + 1
    for added in new[at:]:
        yield SideBySide((), (Words(Piece.ADDED, added),))


def _words(lines: Sequence[str]) -> list[str]:
    return [word for line in lines for word in line.split()]


def _alike(old: str, new: str) -> bool:
    matcher = SequenceMatcher(None, old.split(), new.split(), autojunk=False)
    # The first is quick to find and never the smaller one.
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _marked(old: str, new: str) -> SideBySide:
    a, b = old.split(), new.split()
    left: list[Words] = []
    right: list[Words] = []
    for kind, i1, i2, j1, j2 in _opcodes(a, b):
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
