"""Pure rules about passwords, names, e-mail addresses and devices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from meetings.kernel.permissions import Role

SHORTEST_PASSWORD = 12
#: long enough for any password manager; a bound, so that nobody sends megabytes to be hashed
LONGEST_PASSWORD = 256
#: a session ends this long after sign-in; there is no shorter idle limit, because nobody may be signed out in
#: the middle of a meeting
SESSION_LENGTH = timedelta(hours=12)
LINK_LENGTH = timedelta(hours=24)
#: a session's "last seen" is written at most this often
SEEN_EVERY = timedelta(minutes=5)

#: Held for the whole council, never for one body.
COUNCIL_WIDE = frozenset({Role.MONITORING, Role.ADMINISTRATOR})
#: Held on one body each; a seat on the body gives them.
OF_A_BODY = frozenset({Role.COUNCILLOR, Role.CO_OPTED, Role.CHAIR})
GRANTABLE = tuple(role for role in Role if role is not Role.PUBLIC)

_TITLE_WORDS = (
    "councillor cllr dr dame sir mr mrs ms miss mx professor prof lord lady baroness baron alderman revd rev reverend "
    "canon the rt hon right honourable"
)
_TITLES = frozenset(_TITLE_WORDS.split())
_LOOKALIKES = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b"})
_SYMBOL_LOOKALIKES = str.maketrans({"@": "a", "$": "s", "!": "i", "|": "l", "€": "e", "£": "l"})
_FEWEST_OWN_CHARACTERS = 5


class FailureReason(StrEnum):
    """Why a sign-in failed. Kept in the record; whoever tried is told nothing of it."""

    UNKNOWN_EMAIL = "unknown_email"
    WRONG_PASSWORD = "wrong_password"
    NO_PASSWORD = "no_password"
    INACTIVE = "inactive"


def password_problem(password: str, words: Iterable[str] = ()) -> str | None:
    """What is wrong with a new password, as a sentence, or None.

    Length counts, not the kind of characters. Refused is what consists of hardly more than common words, the names
    given in `words` (the council, its wards, the person), repetition and rows of keys.
    """
    if len(password) < SHORTEST_PASSWORD:
        return f"Use {SHORTEST_PASSWORD} characters or more. Three random words work well."
    if len(password) > LONGEST_PASSWORD:
        return f"Use {LONGEST_PASSWORD} characters or fewer."
    if own_characters(password, words) < _FEWEST_OWN_CHARACTERS:
        return (
            "This is too easy to guess: it is mostly common words, names of this area or a pattern. "
            "Three random words work well."
        )
    return None


def own_characters(password: str, words: Iterable[str]) -> int:
    """How many different letters and digits are left without the known words, repetition and rows."""
    known = sorted({part for word in words for part in _parts(word)}, key=len, reverse=True)
    folded = _folded(password)
    readings = {
        folded,
        folded.translate(_SYMBOL_LOOKALIKES),
        folded.translate(_SYMBOL_LOOKALIKES).translate(_LOOKALIKES),
    }
    return min(_left(reading, known) for reading in readings)


def _left(text: str, known: list[str]) -> int:
    for word in known:
        text = text.replace(word, " ")
    kept = {c for before, c in zip(" " + text, text, strict=False) if c.isalnum() and not _follows(before, c)}
    return len(kept)


def _follows(before: str, c: str) -> bool:
    """Whether c repeats the character before it or is its neighbour: 11, 12, 21, ab, and 90."""
    return abs(ord(c) - ord(before)) <= 1 or {before, c} == {"9", "0"}


def _parts(word: str) -> set[str]:
    return {
        part
        for part in [*re.split(r"[^\w]+", _folded(word)), re.sub(r"\W", "", _folded(word))]
        if len(part) > 2
    }


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def email_of(text: str) -> str:
    """An e-mail address as it is kept and looked up."""
    return text.strip().lower()


def is_email(text: str) -> bool:
    """Whether it looks like an e-mail address; only a message to it would prove more."""
    return len(text) <= 254 and re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s.,;<>]+", text) is not None


def sort_name(name: str) -> str:
    """What lists are ordered by: "Councillor Aisha O'Neill" stands under "O'Neill, Aisha"."""
    words = plain_name(name).replace(",", " ").split()
    if len(words) < 2:
        return name.strip()
    return f"{words[-1]}, {' '.join(words[:-1])}"


def plain_name(name: str) -> str:
    """The name without titles: "Aisha O'Neill"."""
    words = name.split()
    while len(words) > 1 and words[0].lower().rstrip(".") in _TITLES:
        words.pop(0)
    return " ".join(words)


def name_key(sort_name: str) -> str:
    """What names are compared by: Ó stands with O, "ap Rhys" with "Ap", O'Neill with Oneill."""
    return "".join(c for c in _folded(sort_name) if c.isalnum() or c in " ,").replace(",", " ")


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("SamsungBrowser", "Samsung Internet"),
)
_LATER_BROWSERS = (("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_words(user_agent: str) -> str:
    """What a person recognises a browser by: "Firefox on Windows"."""
    browser = next((name for mark, name in _BROWSERS + _LATER_BROWSERS if mark in user_agent), None)
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), None)
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or "Unknown device"
