"""Which paragraphs are the numbered parts of what stands before them: (1) (2), a. b., (i) (ii)."""

from __future__ import annotations

import re

_MARKER = re.compile(r"^\s*(\(?)(\d{1,2}|[a-zA-Z]|[ivxIVX]{1,5})([.)]{1,2})(?=\s|$)")
_FIRST_INSIDE = re.compile(r"(?:^|(?<=[\s:–—-]))(?P<opening>\()?(?P<marker>1|a|A|i|I)(?P<closing>[.)])\s")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


class Sequence:
    """The markers met so far. A paragraph belongs when its marker begins a count or is the next of one."""

    def __init__(self) -> None:
        self._next: set[tuple[str, str]] = set()

    def begin_inside(self, text: str) -> None:
        """ "That (1) the report be noted" begins a count within the first paragraph."""
        for match in _FIRST_INSIDE.finditer(text):
            self._expect_after(match["marker"], _shape(match["opening"] or "", match["closing"]))
        if marked := _MARKER.match(text):
            self._expect_after(marked[2], _shape(marked[1], marked[3]))

    def takes(self, text: str, *, may_begin: bool) -> bool:
        match = _MARKER.match(text)
        if match is None:
            return False
        marker, shape = match[2], _shape(match[1], match[3])
        begins = marker in {"1", "a", "A", "i", "I"} and (may_begin or shape[0] == "(" or bool(self._next))
        if not begins and (marker, shape) not in self._next:
            return False
        self._expect_after(marker, shape)
        return True

    def _expect_after(self, marker: str, shape: str) -> None:
        self._next.update((following, shape) for following in _following(marker))


def first_part(text: str) -> int | None:
    """Where the first marker in a paragraph stands."""
    match = _FIRST_INSIDE.search(text)
    return match.start() if match else None


def _shape(opening: str, closing: str) -> str:
    return f"{opening}{closing}"


def _following(marker: str) -> set[str]:
    if marker.isdigit():
        return {str(int(marker) + 1)}
    following = set()
    low = marker.lower()
    if len(low) == 1 and low < "z":
        following.add(chr(ord(low) + 1))
    if low in _ROMAN[:-1]:
        following.add(_ROMAN[_ROMAN.index(low) + 1])
    return {word.upper() for word in following} if marker.isupper() else following
