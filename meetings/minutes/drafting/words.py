"""Typed text as the rich text of minutes, and the sentences about motions."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from meetings.documents.richtext import clean
from meetings.minutes.phrases import fill, phrases

_BULLET = re.compile(r"\s*[-•*]\s+")
#: A number or letter that the writer put before a line: "1.", "(a)", "ii)".
_MARK = re.compile(r"(\(?(\d{1,2}|[a-z]|[ivx]{2,4})[.)]|[-•*])\s")
_THAT = re.compile(r"that\b[\s,:]*", re.IGNORECASE)


def rich(text: str) -> str:
    """Typed text as HTML: a line is a paragraph, lines that begin with "- " are the points of a list."""
    return clean("".join(_elements(text)))


def resolution_parts(text: str, word: str) -> tuple[str, ...]:
    """A motion's text as the parts of a resolution: a line each, unless the writer numbered or led in to them."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return ()
    if word.lower().endswith(" that"):
        lines[0] = _THAT.sub("", lines[0], count=1) or lines[0]
    if len(lines) == 1:
        return (rich(lines[0]),)
    if any(_MARK.match(line) for line in lines):
        return (rich("\n".join(lines)),)
    if lines[0].endswith(":"):
        points = "".join(f"<li>{html.escape(line)}</li>" for line in lines[1:])
        return (clean(f"<p>{html.escape(lines[0])}</p><ol>{points}</ol>"),)
    return tuple(rich(line) for line in lines)


def declared(
    it: str, *, carried: bool, unanimous: bool = False, agreed: bool = False, language: str = "en"
) -> str:
    """What was declared after a count; `agreed` for motions on procedure, which are agreed or not."""
    say = phrases(language).motions
    if agreed:
        return fill(say.agreed if carried else say.not_agreed, it=it)
    if not carried:
        return fill(say.lost, it=it)
    return fill(say.carried_unanimously if unanimous else say.carried, it=it)


def _elements(text: str) -> Iterator[str]:
    points: list[str] = []
    for line in text.splitlines():
        if mark := _BULLET.match(line):
            points.append(f"<li>{html.escape(line[mark.end() :].strip())}</li>")
            continue
        if points and line.strip():
            yield f"<ul>{''.join(points)}</ul>"
            points = []
        if line.strip():
            yield f"<p>{html.escape(line.strip())}</p>"
    if points:
        yield f"<ul>{''.join(points)}</ul>"
