"""The set phrases of minutes: how a resolution opens, who moved it, how the figures of a vote are written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from meetings.admin.moderngov.imported import ResolutionKind

# A hyphen inside a word ("agreed-upon") is no dash.
_DASH = r"(?:[–—:]|-(?=\s|$))"
_KINDS = {
    "resolved": ResolutionKind.RESOLVED,
    "resolution": ResolutionKind.RESOLVED,
    "agreed": ResolutionKind.AGREED,
    "recommended": ResolutionKind.RECOMMENDED,
    "decision": ResolutionKind.DECISION,
    "decisions": ResolutionKind.DECISION,
    "decided": ResolutionKind.DECISION,
}
# After the word: "(unanimously)", ", unanimously,", then a dash, a colon, or straight on to "that".
# White space is taken whole (`\s*+`): runs of it would else be tried in every division.
_QUALITY = (
    r"(?P<quality>\s*+\([^()]{1,80}\)"
    r"|\s*+,?\s*+(?:unanimously|UNANIMOUSLY|nem\.?\s?con\.?|by\s++a\s++majority)(?:\s*+,)?)?"
)
_SAID = rf"\s*+\.?\s*+(?P<said>(?:{_DASH}\s*+)++|(?=(?i:that|to)\b))"
# In capitals the word speaks for itself at the start of a line or a sentence.
_CAPITALS = re.compile(
    r"(?P<before>(?i:unanimously)\s++)?\b(?P<word>RESOLVED|AGREED|RECOMMENDED|DECIDED)\b"
    + _QUALITY
    + rf"(?:\s*+,)?\s*+(?P<said>(?:{_DASH}\s*+)*+)"
)
# In small letters it takes a dash, a colon or "that": "Resolved complaints fell" is no resolution.
_SMALL = re.compile(r"(?P<before>)\b(?P<word>Resolved|Agreed|Recommended|Decided)\b" + _QUALITY + _SAID)
_IT_WAS = re.compile(
    r"(?i:\bit\s++was\s++)(?P<before>(?i:(?:then|therefore|accordingly|subsequently|unanimously)\s++){0,2})"
    r"(?P<word>resolved)\b" + _QUALITY + _SAID
)
_HEADED = re.compile(
    rf"(?P<before>)(?P<word>(?i:decisions?|resolution|resolved))(?P<quality>\s*+\([^()]{{1,80}}\))?"
    rf"\s*+(?P<said>(?:{_DASH}\s*+)++|$)"
)
# What may stand before the word on its line.
_BODY_NAME = (
    r"(?:the|this)\s+(?:[\w-]+\s+){0,4}?(?:committee|council|cabinet|panel|board|executive|meeting|forum)"
)
_LEAD_WORDS = rf"(?:it\s+was|was|were|and|accordingly|therefore|then|thus|unanimously|members?|{_BODY_NAME})"
_LEAD_IN = re.compile(
    rf"(?:^|[.;:!?)\]–—-]|\d\s?[ap]\.?m\.?|\b{_LEAD_WORDS})\s*,?\s*$",
    re.IGNORECASE,
)
_AFTER_BREAK = re.compile(r"(?:^|[.;:!?)\]]|[–—-])\s*$")
_SENTENCE_END = re.compile(r"[.!?)]\s*$")
# Before the word there is nothing but these: they belong to its heading, not to the narrative.
_ONLY_LEAD_IN = re.compile(
    rf"\s*(?:\(?\d{{1,2}}[.:]\d{{2}}\s?[ap]\.?m\.?\)?[\s,–—:-]*)?(?:{_LEAD_WORDS}[\s,–—:-]+){{0,3}}",
    re.IGNORECASE,
)
_UNANIMOUS = re.compile(r"\bunanimous", re.IGNORECASE)

_NAME_PART = (
    r"(?!(?:RESOLVED|AGREED|RECOMMENDED|CARRIED|That|It|Resolved|Agreed|Seconded|And|On)\b)"
    r"(?:(?:Cllrs?|Mr|Mrs|Ms|Dr|Rev|St|[A-Z](?:\.[A-Z])?)\.(?=\s)|[A-Z][\w'’-]*)"
)
_JOINING = r"(?:de|van|der|den|von|la|le|ap|ab|of|the)(?=\s+\w)"
_ONE_NAME = rf"(?:[Tt]he\s+)?{_NAME_PART}(?:\s+(?:{_NAME_PART}|{_JOINING})){{0,7}}"
_NAME = rf"{_ONE_NAME}(?:,\s+{_ONE_NAME})?"
_GAP = r"[\s,;./–—-]*(?:and\s+)?(?:was\s+|duly\s+){0,2}"
_MOVED = (
    re.compile(
        r"\b(?:[Mm]oved|MOVED|[Pp]roposed|PROPOSED|[Oo]n\s+(?:a|the)\s+motion)(?:\s+(?:by|of|from)\b)?\s*:?\s*"
        rf"(?P<mover>{_NAME}){_GAP}(?:[Ss]econded|SECONDED)(?:\s+by\b)?\s*:?\s*(?P<seconder>{_ONE_NAME})"
    ),
    re.compile(
        rf"(?P<mover>{_ONE_NAME})\s+(?:moved|proposed)\b[^.;]{{0,200}}?\bseconded\s+by\s+(?P<seconder>{_ONE_NAME})"
    ),
    re.compile(
        rf"(?P<mover>{_ONE_NAME})\s+(?:moved|proposed)\b[^.;]{{0,200}}?(?:,|\band)\s+"
        rf"(?P<seconder>{_ONE_NAME})\s+seconded\b"
    ),
)

_FAILED = re.compile(
    r"\b(?:lost|defeated|withdrawn|fell|not\s+(?:carried|agreed|approved|supported))\b", re.IGNORECASE
)

_NUMBER = r"(?:\d{1,4}|nil|none|zero|no)"
_LABEL = r"(?:in\s+favour|for|against|abstain(?:ed|ing)?|abstentions?|(?:did\s+)?not\s+vot(?:e|ing))"
_FIGURE = re.compile(
    rf"(?P<label>{_LABEL})\s*[:=–—-]?\s*\(?(?P<value>{_NUMBER}|unanimous(?:ly)?)\b\)?"
    rf"|(?P<first>{_NUMBER})\s+(?:votes?\s+|members?\s+)?(?P<second>{_LABEL})",
    re.IGNORECASE,
)
_TALLY_TITLE = re.compile(
    r"^\s*\(?\s*(?:the\s+)?(?:recorded\s+vote|voting\s+record|voting|votes?(?:\s+cast|\s+recorded)?)\s*[:–—-]*\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:[\s,;./|()&–—-]|\band\b)*", re.IGNORECASE)


@dataclass(frozen=True)
class Opening:
    """Where a resolution begins in a line of text, and where its heading ends."""

    start: int
    end: int
    word: str
    heading: str
    kind: ResolutionKind
    unanimously: bool


@dataclass(frozen=True)
class Figures:
    votes_for: int | None = None
    against: int | None = None
    abstentions: int | None = None
    not_voting: int | None = None
    unanimous: bool = False
    #: a heading such as "Voting record" with nothing after it
    title_only: bool = False

    @property
    def clear(self) -> bool:
        return self.unanimous or (self.votes_for is not None and self.against is not None)


def opening_in(line: str, after: int = 0) -> Opening | None:
    """The first words in the line that open a resolution. With `after`, the next one, in a new sentence."""
    found = [match for match in (_headed(line), *(_first(way, line, after) for way in _WAYS)) if match]
    if after:
        found = [
            match for match in found if match.start() > after and _SENTENCE_END.search(line, 0, match.start())
        ]
    return _opening(min(found, key=lambda match: match.start())) if found else None


def _headed(line: str) -> re.Match[str] | None:
    return _HEADED.match(line, len(line) - len(line.lstrip()))


def _first(way: tuple[re.Pattern[str], re.Pattern[str]], line: str, after: int) -> re.Match[str] | None:
    pattern, lead_in = way
    for match in pattern.finditer(line, after):
        if lead_in.search(line, max(0, match.start() - 80), match.start()):
            return match
    return None


_WAYS = ((_CAPITALS, _LEAD_IN), (_SMALL, _AFTER_BREAK), (_IT_WAS, re.compile(r"(?:^|[.,;:)])\s*$")))


def _opening(match: re.Match[str]) -> Opening:
    line = match.string
    start = match.start()
    if _ONLY_LEAD_IN.fullmatch(line, 0, start):
        start = len(line) - len(line.lstrip())
    return Opening(
        start=start,
        end=match.end(),
        word=match["word"],
        heading=" ".join(line[start : match.end()].split()),
        kind=_KINDS[match["word"].lower()],
        unanimously=bool(_UNANIMOUS.search(line, max(0, start - 20), match.end())),
    )


def movers_in(text: str) -> tuple[str, str] | None:
    """The last mover and seconder named in the text."""
    flat = " ".join(text.split())
    found = [match for pattern in _MOVED for match in pattern.finditer(flat)]
    if not found:
        return None
    last = max(found, key=lambda match: match.end())
    if tells_of_failure(flat[last.end() :]):
        return None
    return last["mover"].strip(), last["seconder"].strip()


def tells_of_failure(text: str) -> bool:
    """A motion lost or withdrawn is not the one that was resolved."""
    return bool(_FAILED.search(text))


def figures_in(line: str) -> Figures | None:
    """The figures of a vote, when the line says nothing else; None for what is not wholly understood."""
    title = _TALLY_TITLE.match(line)
    at = title.end() if title else _BETWEEN.match(line).end()  # type: ignore[union-attr]
    values: dict[str, int] = {}
    unanimous = False
    while at < len(line):
        match = _FIGURE.match(line, at)
        if match is None:
            return None
        label, value = match["label"] or match["second"], match["value"] or match["first"]
        key = _key(label)
        if key in values:
            return None
        if value.lower().startswith("unanimous"):
            unanimous = unanimous or key == "votes_for"
        else:
            values[key] = int(value) if value.isdigit() else 0
        at = _BETWEEN.match(line, match.end()).end()  # type: ignore[union-attr]
    if not values and not unanimous:
        return Figures(title_only=True) if title else None
    return Figures(
        values.get("votes_for"),
        values.get("against"),
        values.get("abstentions"),
        values.get("not_voting"),
        unanimous,
    )


def _key(label: str) -> str:
    low = label.lower()
    if "not" in low:
        return "not_voting"
    if low.startswith("abst"):
        return "abstentions"
    return "against" if low == "against" else "votes_for"
