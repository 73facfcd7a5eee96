"""When a change is material, so that what was cleared is no longer what stands there.

None: the same words, whatever became of spaces, capitals, dashes, quotation marks and other punctuation.
Slight: at most five words of the whole report are spelled differently, each by two letters at most and with the
same first letter; no figure, no word of fewer than four letters, nothing added or taken out. The author may call
such a change minor; unless they do it is material.
Material: everything else, and any change of what is exempt, of the background papers or of a file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from meetings.documents.richtext import plain
from meetings.reports.rules.content import Attached, ReportContent

#: Words that may be spelled differently in all of the report.
MOST_SPELLINGS = 5
#: Letters that may differ in one of them.
MOST_LETTERS = 2
SHORTEST = 4

#: Changes here concern every consultee, whatever sections they named.
EVERYBODY = frozenset({"title", "recommendations"})

_TOKEN = re.compile(r"[£$€%]|[^\W_]+(?:['.,][^\W_]+)*")
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": ""}
)


class Weight(StrEnum):
    """How much a change changes."""

    NONE = "none"
    SLIGHT = "slight"
    MATERIAL = "material"


@dataclass(frozen=True)
class PartChange:
    """A part of the report that reads differently."""

    key: str
    title: str
    weight: Weight


@dataclass(frozen=True)
class Part:
    """A part of a report as text. A strict one has no slight changes."""

    title: str
    text: str
    strict: bool = False


def parts_of(content: ReportContent) -> dict[str, Part]:
    """Everything that a report says, by key, in the order in which it is read."""
    parts = {
        "title": Part("Title", content.title),
        "recommendations": Part("Recommendations", content.recommendations),
    }
    for section in content.sections:
        parts[f"section.{section.key}"] = Part(section.title, plain(section.html))
    parts["background"] = Part("Background papers", _background(content), strict=True)
    parts["wards"] = Part("Wards", content.wards)
    parts["exemption"] = Part("What is exempt", "\n".join(_exemption(content)), strict=True)
    if content.document is not None:
        parts["document"] = Part("Document", _file(content.document), strict=True)
    for appendix in content.appendices:
        parts[f"appendix.{appendix.id}"] = Part(f"Appendix: {appendix.title}", _file(appendix), strict=True)
    return parts


def changes_between(old: ReportContent, new: ReportContent) -> tuple[PartChange, ...]:
    """Every part that was changed and how much, in the order of the newer version, parts taken out last.

    Parts in which nothing but spaces and punctuation was changed are among them, with the weight `none`.
    """
    before, after = parts_of(old), parts_of(new)
    found = []
    spellings = 0
    for key in [*after, *(k for k in before if k not in after)]:
        was, now = before.get(key), after.get(key)
        old_text, new_text = (was.text if was else ""), (now.text if now else "")
        part = now or was
        assert part is not None
        if old_text == new_text:
            continue
        corrected = _spellings(_words(old_text), _words(new_text))
        spellings += corrected or 0
        weight = _weight(corrected, strict=part.strict)
        found.append(PartChange(key, part.title, weight))
    if spellings > MOST_SPELLINGS:
        found = [
            PartChange(c.key, c.title, Weight.MATERIAL if c.weight is Weight.SLIGHT else c.weight)
            for c in found
        ]
    return tuple(found)


def weight_of(old: ReportContent, new: ReportContent) -> Weight:
    """The heaviest of all the changes."""
    weights = {change.weight for change in changes_between(old, new)}
    return next((w for w in (Weight.MATERIAL, Weight.SLIGHT) if w in weights), Weight.NONE)


def falls(
    changes: tuple[PartChange, ...], concerns: tuple[str, ...], *, minor: bool
) -> tuple[PartChange, ...]:
    """The changes for which a clearance falls. `concerns`: keys of sections; empty: the consultee reads all."""
    heavy = {Weight.MATERIAL} if minor else {Weight.MATERIAL, Weight.SLIGHT}
    return tuple(c for c in changes if c.weight in heavy and _concerned(c.key, concerns))


def _concerned(key: str, concerns: tuple[str, ...]) -> bool:
    if not concerns or key in EVERYBODY:
        return True
    return not key.startswith("section.") or key.removeprefix("section.") in concerns


def _weight(corrected: int | None, *, strict: bool) -> Weight:
    if corrected == 0 and not strict:
        return Weight.NONE
    if corrected is None or strict:
        return Weight.MATERIAL
    return Weight.SLIGHT


def _words(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold())


def _spellings(old: list[str], new: list[str]) -> int | None:
    """How many words are spelled differently; None if there is any other change."""
    count = 0
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if i2 - i1 != j2 - j1:
            return None
        for one, other in zip(old[i1:i2], new[j1:j2], strict=True):
            if not _same_word(one, other):
                return None
            count += 1
    return count


def _same_word(one: str, other: str) -> bool:
    if any(letter.isdigit() for letter in one + other):
        return False
    if min(len(one), len(other)) < SHORTEST or one[0] != other[0]:
        return False
    return _distance(one, other) <= MOST_LETTERS


def _distance(one: str, other: str) -> int:
    """Letters to change, put in or take out; two neighbours that changed places count once."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if last and i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _background(content: ReportContent) -> str:
    return "None" if content.no_background else "\n".join(content.background)


def _exemption(content: ReportContent) -> Iterator[str]:
    if content.whole_is_secret:
        yield f"The whole report is {content.sensitivity.value}"
    yield from _exempt_parts(content)
    yield from _reasons(content)


def _exempt_parts(content: ReportContent) -> Iterator[str]:
    for section in content.sections:
        if section.exempt:
            yield f"Section “{section.title}” is exempt"
    for appendix in content.appendices:
        if appendix.exempt:
            yield f"Appendix “{appendix.title}” is exempt"


def _reasons(content: ReportContent) -> Iterator[str]:
    if content.paragraphs:
        yield f"Paragraphs: {', '.join(content.paragraphs)}"
    if content.interest_test:
        yield f"Public interest: {content.interest_test}"
    if content.negotiation:
        yield "Terms are under negotiation"
    if content.confidential_ground:
        yield f"Confidential because of: {content.confidential_ground}"
    if content.review_on:
        yield f"To be looked at again on {content.review_on.isoformat()}"


def _file(file: Attached) -> str:
    return f"{file.title} ({file.filename}, file {file.sha256[:12]})"


def titles_of(changes: tuple[PartChange, ...]) -> tuple[str, ...]:
    """What the changed parts are called, each once."""
    return tuple(dict.fromkeys(c.title for c in changes))


def texts_for_comparison(content: ReportContent) -> Mapping[str, tuple[str, str]]:
    """Title and text of each part, for the readable difference."""
    return {key: (part.title, part.text) for key, part in parts_of(content).items()}
