"""What open words might give away of what is kept back: names, sums, and words in a row that stand in both."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from meetings.documents.richtext import plain
from meetings.minutes.blocks import Summary
from meetings.minutes.comparison import lines_of
from meetings.minutes.document import MinuteItem, MinutesDocument
from meetings.minutes.life.points import private_items, summary_of

SUMMARY = "the summary"
#: So many words in a row in both texts are no accident.
RUN = 5
_WORD = re.compile(r"[\w’'-]+")
_SUM = re.compile(
    r"£\s?\d[\d,]*(?:\.\d+)?\s?(?:million|m|k|bn|billion)?\b|\b\d{1,3}(?:,\d{3})+(?:\.\d+)?\b|\b(?!(?:19|20)\d\d\b)\d{4,}\b"
)
_NAME = re.compile(
    r"\b[A-Z][\w’'&-]*(?: +(?:(?:of|and|the|&) +)?[A-Z][\w’'&-]*)+|(?<=[a-z,;] )[A-Z][\w’'-]{3,}"
)
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]*")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b")
#: Words that stand before many names and say nothing of their own.
_PLAIN_WORDS = """
the councillor councillors chair vice mr mrs ms miss dr cllr committee council cabinet officer director head
borough county district town parish city meeting schedule part act local government paragraph section january
february march april may june july august september october november december monday tuesday wednesday thursday
friday saturday sunday resolved recommended agreed carried lost unanimously that moved seconded ltd limited plc
llp company holdings group street road lane avenue close house park
cynghorydd cynghorwyr cadeirydd cyngor pwyllgor cyfarfod eitem adran deddf ddeddf llywodraeth leol atodlen ran
penderfynwyd datganwyd cytunwyd cynigiwyd gwnaed aelod aelodau
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())


@dataclass(frozen=True)
class GivenAway:
    """Something that stands in what is kept back and would be published. `kind`: name, sum, or words."""

    kind: str
    words: str
    item_id: str
    number: str
    #: where it would be read: the summary, or the number of another minute
    where: str

    @property
    def in_summary(self) -> bool:
        """Whether it stands in what was written for the public; what the open part says was said in public."""
        return self.where == SUMMARY

    @property
    def sentence(self) -> str:
        """For the officer."""
        what = {"name": "The name", "sum": "The figure", "words": "The words"}[self.kind]
        stand = "stand" if self.kind == "words" else "stands"
        also = f"{stand} in item {self.number} too, which is not for publication."
        return f"{what} “{self.words}” in {self.where} {also}"

    @property
    def code(self) -> str:
        """The same for the same finding."""
        return f"{self.kind}:{self.item_id}:{self.where}:{self.words}"


def given_away(document: MinutesDocument, known: Collection[str] = ()) -> tuple[GivenAway, ...]:
    """What the public part and the summaries would give away. `known`: names that are public anyhow."""
    if document.twin is not None:
        # What the Welsh says is published too, and what it keeps back is kept back in both.
        both = (*document.items, *document.twin.items)
        return given_away(replace(document, items=both, twin=None), known)
    open_words = _open_names(document, known)
    found: list[GivenAway] = []
    for secret in private_items(document):
        text = _own_text(secret)
        number = secret.number.rstrip(".") or secret.heading
        summary = summary_of(secret)
        if summary is not None and summary.html:
            found += compared(text, plain(summary.html), secret.item_id, number, SUMMARY, open_words)
        # What an open minute says as a matter of course is not held against it: only names and sums are.
        for item in document.items:
            if not item.is_exempt and not item.is_section:
                where = f"item {item.number.rstrip('.') or item.heading}"
                text_there = " ".join((item.heading, *lines_of(item)))
                found += [
                    g
                    for g in compared(text, text_there, secret.item_id, number, where, open_words)
                    if g.kind != "words"
                ]
    return tuple(dict.fromkeys(found))


def compared(
    secret: str, shown: str, item_id: str, number: str, where: str, open_words: Collection[str] = ()
) -> Iterator[GivenAway]:
    """Names, sums and runs of words that stand in both texts."""
    for figure in _in_both(_SUM, secret, shown):
        yield GivenAway("sum", figure, item_id, number, where)
    for postcode in _in_both(_POSTCODE, secret, shown):
        yield GivenAway("name", postcode, item_id, number, where)
    for name in _names_in_both(secret, shown, open_words):
        yield GivenAway("name", name, item_id, number, where)
    for run in _runs(secret, shown):
        yield GivenAway("words", run, item_id, number, where)


def _in_both(pattern: re.Pattern[str], secret: str, shown: str) -> list[str]:
    there = {_key(m[0]) for m in pattern.finditer(shown)}
    return [m for m in dict.fromkeys(m[0].strip() for m in pattern.finditer(secret)) if _key(m) in there]


def _names_in_both(secret: str, shown: str, open_words: Collection[str]) -> list[str]:
    """What of each name in the one text stands, with a capital, in the other, and is no name that all may know."""
    there = (
        {_bare(m[0]) for m in _CAPITAL.finditer(shown)}
        - _PLAIN
        - {*open_words}
        - _small(secret)
        - _small(shown)
    )
    shared = {_bare(m[0]) for m in _CAPITAL.finditer(shown)}
    found = []
    for name in _NAME.finditer(secret):
        words = [w for w in _CAPITAL.findall(name[0]) if _bare(w) in shared]
        if any(_bare(w) in there for w in words):
            found.append(" ".join(words))
    return list(dict.fromkeys(found))


def _small(text: str) -> set[str]:
    """Words that stand in small letters too: common words that began a sentence."""
    return {word for word in _WORD.findall(text) if word.islower()}


def _bare(word: str) -> str:
    return word.casefold().removesuffix("’s").removesuffix("'s")


def _key(text: str) -> str:
    return re.sub(r"[\s,]", "", text).casefold()


def _runs(secret: str, shown: str) -> Iterator[str]:
    """The longest rows of at least `RUN` words that both have."""
    hidden = _lower(secret)
    grams = {tuple(hidden[n : n + RUN]) for n in range(len(hidden) - RUN + 1)}
    words = _lower(shown)
    start = 0
    while start <= len(words) - RUN:
        end = start
        while end + RUN <= len(words) and tuple(words[end : end + RUN]) in grams:
            end += 1
        if end > start:
            yield " ".join(words[start : end + RUN - 1])
            start = end + RUN - 1
        else:
            start += 1


def _own_text(item: MinuteItem) -> str:
    """What is kept back: the heading and the minute, without what was written for the public."""
    bare = tuple(block for block in item.blocks if not isinstance(block, Summary))
    return "\n".join((item.heading, *lines_of(replace(item, blocks=bare))))


def _open_names(document: MinutesDocument, known: Collection[str]) -> frozenset[str]:
    """Words of names that everybody reads: who was there, the council, the body, the place."""
    people = (*document.present, *document.in_attendance)
    said = [*known, document.council, document.body, document.place, document.presiding or ""]
    said += [p.name for p in people] + [p.post for p in people]
    said += [a.name for a in document.apologies] + list(document.absent_members)
    return frozenset(word for text in said for word in _lower(text))


def _lower(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
