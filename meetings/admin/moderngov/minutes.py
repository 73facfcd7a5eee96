"""Splitting the minute of an item into narrative, resolutions and vote figures, in order, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from meetings.admin.moderngov.imported import Block, ImportedMinutes, ImportedTally, Narrative, Resolution
from meetings.admin.moderngov.markup import Element, blocks_of, serialise, split, text_of
from meetings.admin.moderngov.phrases import (
    Figures,
    Opening,
    figures_in,
    movers_in,
    opening_in,
    tells_of_failure,
)
from meetings.admin.moderngov.sequence import Sequence, first_part

# Words after which a resolution goes on in the next paragraph.
_UNFINISHED = re.compile(r"(?:[:;,–—-]|\b(?:and|that|to|following))\s*$", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?][\s)”’\"']*$")
_THAT = re.compile(
    r"\s*[Tt]hat\s+(?:the|a|an|this|all|any|no|it|in|its|Councillor|Council|Cabinet|officers)\b"
)
_RESOLVED = re.compile(r"\bRESOLVED\b")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class _Piece:
    """A top-level block, or a part of a paragraph cut where a resolution or vote figures begin."""

    element: Element
    opening: Opening | None = None
    figures: Figures | None = None

    @property
    def html(self) -> str:
        return serialise([self.element])

    @property
    def text(self) -> str:
        return text_of([self.element])


def split_minutes(markup: str, base_url: str = "") -> ImportedMinutes:
    """`base_url` is where relative links lead; without it they become plain text."""
    elements = blocks_of(markup, base_url)
    pieces = [piece for element in elements for piece in _pieces(element)]
    blocks: list[Block] = []
    at = 0
    while at < len(pieces):
        piece, end = pieces[at], at + 1
        if piece.opening is not None:
            end = _resolution_end(pieces, at, piece.opening)
            resolution = _resolution(pieces[at:end], piece.opening, _movers(pieces[:at]))
            # A heading with nothing under it has resolved nothing.
            _append(blocks, resolution if resolution.text else Narrative(resolution.html))
        elif tally := _tally(pieces, at):
            end, block = tally
            _append(blocks, block)
        else:
            _append(blocks, Narrative(piece.html))
        at = end
    return ImportedMinutes(serialise(elements), tuple(blocks))


def _append(blocks: list[Block], block: Block) -> None:
    if blocks and isinstance(last := blocks[-1], Narrative) and isinstance(block, Narrative):
        blocks[-1] = Narrative(last.html + block.html)
    else:
        blocks.append(block)


def left_inside(minutes: ImportedMinutes) -> str:
    """Where a narrative still has the word RESOLVED in it, for a person to look at; empty when nowhere."""
    for block in minutes.blocks:
        if isinstance(block, Narrative):
            text = _one_line(text_of(blocks_of(block.html)))
            if found := _RESOLVED.search(text):
                return text[max(0, found.start() - 40) : found.end() + 60].strip()
    return ""


# --- Cutting ------------------------------------------------------------------------------------------------


def _pieces(element: Element) -> list[_Piece]:
    if element.tag == "blockquote":
        inner = [
            piece for child in element.children if isinstance(child, Element) for piece in _pieces(child)
        ]
        return inner if any(piece.opening for piece in inner) else [_Piece(element)]
    if element.tag != "p":
        return [_Piece(element)]
    pieces: list[_Piece] = []
    cuts = list(_cuts(text_of([element])))
    for at, opening, figures in reversed(cuts):
        # From the last to the first, so that the offsets before stay true.
        element, tail = split(element, at)
        pieces.insert(0, _Piece(tail, _from_start(opening, tail), figures))
    if text_of([element]).strip():
        pieces.insert(0, _Piece(element))
    return pieces


def _from_start(opening: Opening | None, element: Element) -> Opening | None:
    """The same opening, its end counted from the start of its own paragraph."""
    if opening is None:
        return None
    length = min(opening.end - opening.start, len(text_of([element])))
    return Opening(0, length, opening.word, opening.heading, opening.kind, opening.unanimously)


def _cuts(text: str) -> Iterator[tuple[int, Opening | None, Figures | None]]:
    """Where a paragraph is cut, and what begins there. Figures are cut out only where they are read whole."""
    lines = text.split("\n")
    at = number = 0
    after_figures = False
    while number < len(lines):
        line = lines[number]
        run, figures = _figure_lines(lines, number)
        if figures and (figures.clear or run.strip() == text.strip()):
            yield at, None, figures
            at, number, after_figures = at + len(run) + 1, number + run.count("\n") + 1, True
            continue
        opening = opening_in(line)
        if after_figures and line.strip() and (opening is None or line[: opening.start].strip()):
            yield at, None, None
        while opening:
            yield at + opening.start, opening, None
            opening = opening_in(line, opening.end)
        after_figures = after_figures and not line.strip()
        at, number = at + len(line) + 1, number + 1


def _figure_lines(lines: list[str], number: int) -> tuple[str, Figures | None]:
    """The longest run of lines from here that is vote figures and nothing else."""
    run, figures = lines[number], figures_in(lines[number]) if lines[number].strip() else None
    for following in lines[number + 1 :] if figures else ():
        longer = figures_in(f"{run}\n{following}")
        if longer is None:
            break
        run, figures = f"{run}\n{following}", longer
    return run, figures


# --- Putting together ---------------------------------------------------------------------------------------


def _tally(pieces: list[_Piece], at: int) -> tuple[int, ImportedTally] | None:
    """The pieces from here that together are the figures of one vote: often a line each."""
    end, text, best = at, "", None
    while end < len(pieces) and pieces[end].figures:
        text = f"{text}\n{pieces[end].text}"
        figures = figures_in(text)
        if figures is None:
            break
        end += 1
        if figures.clear:
            best = (end, figures)
    if best is None:
        return None
    end, figures = best
    html = "".join(piece.html for piece in pieces[at:end])
    return end, ImportedTally(
        html, figures.votes_for, figures.against, figures.abstentions, figures.not_voting, figures.unanimous
    )


def _resolution_end(pieces: list[_Piece], at: int, opening: Opening) -> int:
    """After the last piece that belongs to the resolution: its lists, its numbered paragraphs."""
    said = pieces[at].text[opening.end :]
    counted = Sequence()
    counted.begin_inside(said)
    end = at + 1
    while end < len(pieces) and not pieces[end].opening and not pieces[end].figures:
        element, text = pieces[end].element, pieces[end].text
        unfinished = not said.strip() or bool(_UNFINISHED.search(said))
        sentence = bool(_SENTENCE.search(said))
        if element.tag == "p":
            belongs = counted.takes(text, may_begin=not sentence) or unfinished or bool(_THAT.match(text))
        else:
            belongs = (
                unfinished
                or (element.tag == "ol" and end == at + 1)
                or (element.tag == "ul" and not sentence)
            )
        if not belongs:
            break
        # A list or a table is a whole and leads on to nothing.
        said = text if element.tag == "p" else "."
        end += 1
    return end


def _movers(before: list[_Piece]) -> tuple[str, str]:
    """Who moved and seconded, as told in the paragraph itself or the one before it, vote figures apart."""
    told = [piece for piece in reversed(before[-4:]) if piece.figures is None]
    for piece in told[:2]:
        if piece.opening:
            break
        if movers := movers_in(piece.text):
            return movers
        if tells_of_failure(piece.text):
            break
    return "", ""


def _resolution(pieces: list[_Piece], opening: Opening, movers: tuple[str, str]) -> Resolution:
    first, rest = pieces[0], [piece.element for piece in pieces[1:]]
    _, body = split(first.element, opening.end)
    body_elements = [body, *rest] if text_of([body]).strip() else rest
    return Resolution(
        html="".join(piece.html for piece in pieces),
        word=opening.word,
        heading=opening.heading,
        kind=opening.kind,
        text="\n".join(line for element in body_elements for line in _lines(element)),
        body_html=serialise(body_elements),
        parts=(*_first_part(body, rest), *(part for element in rest for part in _parts(element))),
        unanimously=opening.unanimously,
        mover=movers[0],
        seconder=movers[1],
    )


def _first_part(body: Element, rest: list[Element]) -> list[str]:
    """The first of several parts may stand in the opening paragraph: "That (1) the report be noted; and"."""
    at = first_part(text_of([body])) if rest and rest[0].tag == "p" else None
    return [] if at is None else [serialise(split(body, at)[1].children)]


def _lines(element: Element) -> list[str]:
    """Plain text, a line for each paragraph, list entry or row."""
    return [_one_line(line) for line in text_of([element]).split("\n") if line.strip()]


def _parts(element: Element) -> list[str]:
    if element.tag in {"ul", "ol"}:
        return [serialise(entry.children).strip() for entry in _find(element, "li")]
    return [serialise(element.children)] if element.tag == "p" else [serialise([element])]


def _find(element: Element, tag: str) -> list[Element]:
    """The nearest elements of this kind; not those nested within one of them."""
    found: list[Element] = []
    for child in element.children:
        if isinstance(child, Element):
            found += [child] if child.tag == tag else _find(child, tag)
    return found


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
