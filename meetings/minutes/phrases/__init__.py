"""The set phrases of minutes, one catalogue a language: `phrases("en")`, `phrases("cy")`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from meetings.minutes.phrases.english import ENGLISH
from meetings.minutes.phrases.shape import Phrases
from meetings.minutes.phrases.welsh import WELSH

__all__ = ["LANGUAGES", "Phrases", "fill", "phrases"]

LANGUAGES: Mapping[str, Phrases] = {"en": ENGLISH, "cy": WELSH}
#: The article and the title before a name in Welsh: joined to a vowel before it, a capital at the beginning.
_ARTICLE = re.compile(r"([aeiouwyâêîôûŵŷAEIOUWYÂÊÎÔÛŴŶ]) y (?=C(?:ynghorydd|adeirydd)\b)")
_FIRST = re.compile(r"^y (?=C(?:ynghorydd|adeirydd)\b)|^y (?=cynigydd|sawl)|^aelod o’r cyhoedd")


def phrases(language: str) -> Phrases:
    """The catalogue of a language as HTML names it; English for one that has none."""
    return LANGUAGES.get(language, ENGLISH)


def fill(phrase: str, **values: object) -> str:
    """A phrase with its places filled; the Welsh article keeps to the rules of its neighbours."""
    text = phrase.format(**values)
    if " y C" in text:
        text = _ARTICLE.sub(r"\1’r ", text)
    return _FIRST.sub(lambda start: start[0][0].upper() + start[0][1:], text)
