"""Whose connection it is: the first rule that fits exactly one person; two that fit are nobody. No guessing."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from meetings.conferencing.attendance.folding import Connection

_TITLES = frozenset(
    re.findall(
        r"\w+",
        "cllr councillor cynghorydd cyng y yr mr mrs ms miss mx dr doctor prof professor sir dame lord lady baroness "
        "baron rev revd reverend hon honourable rt the alderman alderwoman ald mayor mayoress chair chairman "
        "chairwoman vice deputy leader mbe obe cbe jp kc qc mp md phd",
    )
)
_DEVICES = frozenset(
    re.findall(
        r"\w+",
        "iphone ipad ipod android samsung galaxy pixel huawei phone mobile laptop macbook imac mac pc desktop "
        "computer tablet surface chromebook device zoom teams guest external unverified user",
    )
)
_GENITIVE = re.compile(r"['’]s\b")
_WORDS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\+?[\d\s().-]{7,}")


class How(StrEnum):
    """By what somebody was recognised."""

    SEAT = "seat"
    USER = "user"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    #: by an officer
    ASSIGNED = "assigned"
    SHARED = "shared"
    PUBLIC = "public"
    AMBIGUOUS = "ambiguous"
    NOBODY = "nobody"

    @property
    def weak(self) -> bool:
        """Whether it may be somebody else."""
        return self in (How.PHONE, How.NAME)

    @property
    def label(self) -> str:
        """In words."""
        return {
            "seat": "their own seat",
            "user": "their account",
            "email": "their e-mail address",
            "phone": "their telephone number",
            "name": "their name alone",
            "assigned": "an officer said so",
            "shared": "an officer said so: a shared device",
            "public": "a member of the public",
            "ambiguous": "fits more than one person",
            "nobody": "not recognised",
        }[self.value]


@dataclass(frozen=True)
class Candidate:
    """Somebody who may have been connected, and what they are known by."""

    person_id: str
    name: str
    #: (provider, reference); those of users in lower case
    seats: frozenset[tuple[str, str]] = frozenset()
    users: frozenset[tuple[str, str]] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Decision:
    """What an officer said of an identity: these people, or (none) a member of the public."""

    person_ids: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """Whose a connection is."""

    how: How
    person_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Book:
    """Everybody who may be recognised, by each thing they are known by."""

    candidates: Sequence[Candidate]
    decisions: Mapping[str, Decision] = field(default_factory=dict)

    def match(self, c: Connection, identity: str) -> Match:
        """Whose connection this is: an officer's word first, then the rules in their order."""
        decided = self.decisions.get(identity)
        if decided is not None:
            return _decided(decided)
        for how, fits in _RULES:
            ids = {p.person_id for p in self.candidates if fits(p, c)}
            if len(ids) == 1:
                return Match(how, tuple(ids))
            if ids:
                return Match(How.AMBIGUOUS)
        return Match(How.NOBODY)


def identities(connections: Iterable[Connection]) -> dict[Connection, str]:
    """By what an officer's word about a connection holds for others too.

    Whoever is known by a name alone counts as one while only one of that name is connected at a time; where two are,
    each connection stands for itself.
    """
    listed = tuple(connections)
    named: dict[str, list[Connection]] = {}
    for c in listed:
        if not _reference(c):
            named.setdefault(_by_name(c), []).append(c)
    apart = {name for name, group in named.items() if _at_once(group)}
    return {c: _reference(c) or (_by_key(c) if _by_name(c) in apart else _by_name(c)) for c in listed}


def name_key(name: str) -> str:
    """A name for comparison: no titles, no accents, no devices; the surname last. Empty: nothing is left."""
    text = _GENITIVE.sub("", name)
    last, comma, first = text.partition(",")
    if comma and last.strip() and _words(first):
        text = f"{first} {last}"
    return " ".join(_words(text))


def phone_key(phone: str) -> str:
    """A number for comparison, in its international form; empty for what is none, or has starred digits."""
    if not _NUMBER.fullmatch(phone.strip()):
        return ""
    digits = re.sub(r"\D", "", phone)
    if phone.strip().startswith("+"):
        return digits
    if digits.startswith("00"):
        return digits[2:]
    return f"44{digits[1:]}" if digits.startswith("0") else digits


def _words(text: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", text)
    bare = "".join(ch for ch in bare if not unicodedata.combining(ch)).replace("’", "'").replace("'", "")
    return [w for w in _WORDS.findall(bare.casefold()) if w not in _TITLES and w not in _DEVICES]


def _decided(decided: Decision) -> Match:
    if not decided.person_ids:
        return Match(How.PUBLIC)
    return Match(How.SHARED if len(decided.person_ids) > 1 else How.ASSIGNED, decided.person_ids)


def _by_seat(p: Candidate, c: Connection) -> bool:
    return bool(c.seat_ref) and (c.provider, c.seat_ref) in p.seats


def _by_user(p: Candidate, c: Connection) -> bool:
    return bool(c.user_ref) and (c.provider, c.user_ref.strip().casefold()) in p.users


def _by_email(p: Candidate, c: Connection) -> bool:
    return bool(c.email) and c.email.strip().casefold() in p.emails


def _by_phone(p: Candidate, c: Connection) -> bool:
    key = phone_key(c.phone)
    return bool(key) and key in {phone_key(n) for n in p.phones}


def _by_full_name(p: Candidate, c: Connection) -> bool:
    key = name_key(c.name)
    # a forename alone is nobody's name
    return " " in key and key == name_key(p.name)


_RULES: tuple[tuple[How, Callable[[Candidate, Connection], bool]], ...] = (
    (How.SEAT, _by_seat),
    (How.USER, _by_user),
    (How.EMAIL, _by_email),
    (How.PHONE, _by_phone),
    (How.NAME, _by_full_name),
)


def _reference(c: Connection) -> str:
    for kind in ("seat_ref", "user_ref", "email", "phone"):
        value = str(getattr(c, kind)).strip()
        if value:
            return f"{c.provider}|{kind}|{value.casefold()}"
    return ""


def _by_name(c: Connection) -> str:
    name = " ".join(c.name.split()).casefold()
    return f"{c.provider}|name|{name}" if name else _by_key(c)


def _by_key(c: Connection) -> str:
    return f"{c.provider}|row|{c.key}"


def _at_once(group: Sequence[Connection]) -> bool:
    spans = sorted(
        (c.joined_at, c.left_at) for c in group if c.joined_at is not None and c.left_at is not None
    )
    open_ended = [c.joined_at for c in group if c.joined_at is not None and c.left_at is None]
    clash = any(b[0] < a[1] for a, b in itertools.pairwise(spans))
    return clash or len(open_ended) > 1 or any(end > o for o in open_ended for _, end in spans)
