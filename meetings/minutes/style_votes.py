"""Votes as a body's minutes set them: as a table, in lines, in figures, in prose, or in the sentence that declares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from meetings.minutes.blocks import VoteResult
from meetings.minutes.phrases import phrases
from meetings.minutes.style import HouseStyle, VoteLayout

UNANIMOUS = "Unanimous"


class Shape(Enum):
    """What the page makes of it."""

    TABLE = "table"
    #: one line of figures
    TOTALS = "totals"
    LINES = "lines"
    PARAGRAPHS = "paragraphs"
    #: the names of each side as a paragraph of their own, with the figure at its end
    NAMED = "named"
    RECORD = "record"
    #: the figures stand in the sentence that declares the result
    NOTHING = "nothing"


@dataclass(frozen=True)
class VoteLine:
    """One side: its label, its figure and, of a recorded vote, the names by surname."""

    label: str
    figure: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class VoteView:
    """A vote ready for the page. `text` is the line of figures, or stands above the names."""

    shape: Shape
    title: str = ""
    text: str = ""
    lines: tuple[VoteLine, ...] = ()
    #: of the record: what kind of motion, and what became of it
    kind: str = ""
    result: str = ""


_LABELS = {
    VoteLayout.LINES: ("FOR", "AGAINST", "ABSTENTIONS", "NOT VOTING"),
    VoteLayout.FIGURES: ("For:", "Against:", "Abstention:", "No vote cast:"),
    VoteLayout.PROSE: ("For", "Against", "Abstained", "No vote cast"),
    VoteLayout.NAMED_PROSE: (
        "There voted for the {it}",
        "There voted against the {it}",
        "There abstained from voting",
        "No vote was cast by",
    ),
    VoteLayout.SENTENCE: ("For", "Against", "Abstained", "No vote cast"),
    VoteLayout.ONE_LINE: ("For", "Against", "Abstain", "No vote cast"),
    VoteLayout.RECORD: ("For", "Against", "Abstention", "No vote cast"),
}
_RESULTS = {"carried": "Carried", "lost": "Lost", "tied": "Tied", "undecided": "Undecided"}


def vote_view(block: VoteResult, style: HouseStyle) -> VoteView:
    """The vote in the body's form. The table, and one line where nobody is named, is the usual one."""
    layout, say = style.votes, phrases(block.language).votes
    title = f"{block.title}: " if block.title else say.by_hands if block.method == "hands" else ""
    if layout is VoteLayout.TABLE:
        if block.recorded:
            return VoteView(Shape.TABLE, block.title or say.recorded)
        return VoteView(Shape.TOTALS, text=f"{title}{block.totals}")
    it = "amendment" if block.motion_kind == "amendment" else "motion"
    lines = _lines(block, layout, it)
    heading = block.title or (say.recorded if block.recorded else "")
    if layout is VoteLayout.RECORD:
        kind = "Amendment" if block.motion_kind == "amendment" else "Motion"
        result = _RESULTS.get(block.result, block.result.capitalize())
        return VoteView(Shape.RECORD, heading or "Voting record", _in_one(block), lines, kind, result)
    if layout in (VoteLayout.LINES, VoteLayout.FIGURES):
        return VoteView(Shape.LINES, heading or title.rstrip(": "), lines=lines)
    if block.recorded and layout is VoteLayout.NAMED_PROSE:
        return VoteView(Shape.NAMED, block.title, lines=lines)
    if block.recorded:
        return VoteView(Shape.PARAGRAPHS, heading, _above(block, layout), lines)
    if block.language != "en":
        return VoteView(Shape.TOTALS, text=f"{title}{block.totals}")
    if layout is VoteLayout.SENTENCE:
        return VoteView(Shape.NOTHING)
    text = _dashes(block) if layout is VoteLayout.ONE_LINE else _prose(block, it)
    return VoteView(Shape.TOTALS, text=f"{title}{text}")


def _lines(block: VoteResult, layout: VoteLayout, it: str) -> tuple[VoteLine, ...]:
    counts = (block.for_, block.against, block.abstain, block.none)
    alone = block.for_ > 0 and not any(counts[1:])
    whole = layout is VoteLayout.LINES and alone and block.language == "en"
    found = []
    labels = _LABELS[layout] if block.language == "en" else tuple(row.label for row in block.rows)
    for row, label, count in zip(block.rows, labels, counts, strict=True):
        # Who cast no vote is said only where somebody did not.
        if row.label == block.rows[3].label and not count:
            continue
        figure = UNANIMOUS if whole and row.label == block.rows[0].label else str(count)
        found.append(VoteLine(label.format(it=it), figure, row.names))
    return tuple(found)


def _prose(block: VoteResult, it: str) -> str:
    said = [f"There voted for the {it} {block.for_}, against {block.against}, abstained {block.abstain}."]
    if block.none:
        said.append(f"No vote was cast by {block.none}.")
    return " ".join(said)


def _dashes(block: VoteResult) -> str:
    said = f"For – {block.for_}\u2003Against – {block.against}\u2003Abstain – {block.abstain}"
    return f"{said}\u2003No vote cast – {block.none}" if block.none else said


def _in_one(block: VoteResult) -> str:
    abstained = "Abstention" if block.abstain == 1 else "Abstentions"
    said = f"{block.for_} For, {block.against} Against, {block.abstain} {abstained}"
    return f"{said}, {block.none} No vote cast" if block.none else said


def _above(block: VoteResult, layout: VoteLayout) -> str:
    return _dashes(block) if layout is VoteLayout.ONE_LINE else ""
