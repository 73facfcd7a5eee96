"""Names that are nearly those of people the council knows: a browser's dictionary cannot tell them from right ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from meetings.documents.richtext import plain

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_TITLES = frozenset(
    (
        *("councillor", "councillors", "cllr", "cllrs", "alderman", "alderwoman", "mayor"),
        *("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lord", "lady", "baroness"),
        *("cynghorydd", "cynghorwyr", "cyng"),
    )
)
_POSSESSIVE = re.compile(r"['’]s?$")
#: Shorter names are near too many words.
_SHORTEST = 4


@dataclass(frozen=True)
class Suspect:
    """A word that looks like a name written wrongly."""

    word: str
    meant: str


def suspects(html: str, names: Iterable[str], known: Collection[str] = ()) -> tuple[Suspect, ...]:
    """Words of a text that are nearly a name of `names` and are no word of `known`, each once, in order."""
    parts = _parts(names)
    right = {part.casefold() for part in parts} | {word.casefold() for word in known}
    found: dict[str, Suspect] = {}
    for line in plain(html).splitlines():
        titled = False
        for n, match in enumerate(_WORD.finditer(line)):
            word = _POSSESSIVE.sub("", match[0])
            key = word.casefold()
            first = n == 0 or line[: match.start()].rstrip().endswith((".", "!", "?", ":"))
            if key in _TITLES:
                titled = True
                continue
            if word[:1].isupper() and key not in right and key not in found:
                meant = _meant(word, parts, titled=titled, first=first)
                if meant:
                    found[key] = Suspect(word, meant)
            # A forename or an initial may stand between the title and the surname.
            titled = titled and (len(word) == 1 or key in right)
    return tuple(found.values())


def _parts(names: Iterable[str]) -> list[str]:
    """The words that names are made of, without titles and initials, longest first."""
    words = {word for name in names for word in _WORD.findall(name)}
    return sorted(
        (w for w in words if len(w) >= _SHORTEST and w.casefold() not in _TITLES), key=lambda w: (-len(w), w)
    )


def _meant(word: str, parts: Iterable[str], *, titled: bool, first: bool) -> str:
    """The name that is meant; empty for none. After a title more is taken for a slip than elsewhere."""
    if len(word) < _SHORTEST or (first and not titled):
        return ""
    best, nearest = "", 99
    for part in parts:
        most = (2 if len(part) > 5 else 1) if titled else (1 if len(part) > 4 else 0)
        if not titled and word[:1].casefold() != part[:1].casefold():
            continue
        if abs(len(word) - len(part)) <= most:
            away = distance(word.casefold(), part.casefold(), most)
            if away <= most and away < nearest:
                best, nearest = part, away
    return best


def distance(a: str, b: str, most: int) -> int:
    """How many letters were left out, put in, changed or swapped; more than `most` is as good as any."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
