"""Words as the index knows them: folded, without accents; what somebody typed, and where it stands in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_QUERY = 300
MOST_WORDS = 12
#: from so many letters on, the beginning of a word finds it
PREFIX = 3
#: letters of a snippet before the first marked word, and in all
_BEFORE, _LENGTH = 70, 260
_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'"([^"]*)"?|([^"]+)')


@dataclass(frozen=True)
class Term:
    """Words that stand one after another; `open` if the last may go on."""

    words: tuple[str, ...]
    open: bool


@dataclass(frozen=True)
class Piece:
    """A piece of a snippet; `found` if it is what was looked for."""

    text: str
    found: bool


def folded(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(folded(text))


def query_of(typed: str) -> tuple[Term, ...]:
    """What somebody looks for: every word, and those between quotation marks together. Anything else is left out."""
    found: list[Term] = []
    left = MOST_WORDS
    for quoted, loose in _QUOTED.findall(typed[:LONGEST_QUERY].replace("“", '"').replace("”", '"')):
        together = tuple(words_of(quoted))[:left]
        if together:
            found.append(Term(together, open=False))
        alone = words_of(loose)[: left - len(together)]
        found += [Term((word,), open=len(word) >= PREFIX) for word in alone]
        left -= len(together) + len(alone)
    return tuple(dict.fromkeys(found))


def snippet(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """The place in a text where the words are, with them marked; its beginning where they are not in it."""
    places = _places(text, terms)
    start = max(0, places[0][0] - _BEFORE) if places else 0
    if start:
        blank = text.find(" ", start)
        start = blank + 1 if 0 <= blank < places[0][0] else start
    end = _end(text, start + _LENGTH)
    pieces = [Piece("… ", False)] if start else []
    at = start
    for first, last in places:
        if first < at or last > end:
            continue
        pieces += [Piece(_line(text[at:first]), False), Piece(_line(text[first:last]), True)]
        at = last
    pieces.append(Piece(_line(text[at:end]) + (" …" if end < len(text) else ""), False))
    return tuple(piece for piece in pieces if piece.text)


def _end(text: str, wanted: int) -> int:
    if wanted >= len(text):
        return len(text)
    blank = text.rfind(" ", wanted - 40, wanted)
    return blank if blank > 0 else wanted


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _places(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the words of the terms stand, in order."""
    found = [(m.start(), m.end(), folded(m.group())) for m in _spans(text)]
    places: set[tuple[int, int]] = set()
    for term in terms:
        size = len(term.words)
        for n in range(len(found) - size + 1):
            if _is(tuple(w for _, _, w in found[n : n + size]), term):
                places.add((found[n][0], found[n + size - 1][1]))
    return sorted(places)


def _spans(text: str) -> list[re.Match[str]]:
    return list(_SPAN.finditer(text))


#: a word with the accents that stand after their letters
_SPAN = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")


def _is(words: tuple[str, ...], term: Term) -> bool:
    if not term.open:
        return words == term.words
    return words[:-1] == term.words[:-1] and words[-1].startswith(term.words[-1])
