"""Two people's changes to one text put together word by word: what only one of them changed goes in by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: A tag, or a word with the blanks behind it.
_TOKEN = re.compile(r"<[^>]*>|[^<\s]+\s*|\s+")
#: Texts with more words than this are put together as a whole: no text may keep the server busy for minutes.
MOST = 6000


@dataclass(frozen=True)
class Part:
    """A stretch of the text put together. Where both changed it differently, `mine` and `theirs` say how."""

    text: str
    mine: str = ""
    theirs: str = ""
    clash: bool = False


@dataclass(frozen=True)
class Merged:
    """Both texts put together."""

    parts: tuple[Part, ...]

    @property
    def clashes(self) -> int:
        """In how many places both changed the same words."""
        return sum(part.clash for part in self.parts)

    @property
    def mine_first(self) -> str:
        """The text with what only one changed; where both did, mine: theirs is shown beside it."""
        return "".join(part.mine if part.clash else part.text for part in self.parts)

    @property
    def as_data(self) -> list[dict[str, str]]:
        """As a page puts it together."""
        return [{"mine": p.mine, "theirs": p.theirs} if p.clash else {"text": p.text} for p in self.parts]


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Both people's changes since `base`, as HTML."""
    if mine == theirs:
        return Merged((Part(mine),))
    if base == theirs:
        return Merged((Part(mine),))
    if base == mine:
        return Merged((Part(theirs),))
    b, m, t = (_TOKEN.findall(text) for text in (base, mine, theirs))
    if max(len(b), len(m), len(t)) > MOST:
        return Merged((Part("", mine, theirs, clash=True),))
    return Merged(tuple(_joined(_parts(b, m, t))))


def _parts(b: Sequence[str], m: Sequence[str], t: Sequence[str]) -> Iterator[Part]:
    """As diff3 does: stretches that all three share, and between them what one or both changed."""
    to_mine, to_theirs = _same(b, m), _same(b, t)
    i = j = k = 0
    for n in [*sorted(to_mine.keys() & to_theirs.keys()), len(b)]:
        at_mine, at_theirs = to_mine.get(n, len(m)), to_theirs.get(n, len(t))
        if n < len(b) and (at_mine < j or at_theirs < k):
            continue
        yield from _between("".join(b[i:n]), "".join(m[j:at_mine]), "".join(t[k:at_theirs]))
        if n < len(b):
            yield Part(m[at_mine])
            i, j, k = n + 1, at_mine + 1, at_theirs + 1


def _between(was: str, mine: str, theirs: str) -> Iterator[Part]:
    if mine == theirs or was == theirs:
        yield Part(mine)
    elif was == mine:
        yield Part(theirs)
    else:
        yield Part("", mine, theirs, clash=True)


def _same(a: Sequence[str], b: Sequence[str]) -> dict[int, int]:
    """Which token of one is which of the other."""
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def _joined(parts: Iterator[Part]) -> Iterator[Part]:
    text = ""
    for part in parts:
        if not part.clash:
            text += part.text
            continue
        if text:
            yield Part(text)
            text = ""
        yield part
    if text:
        yield Part(text)
