"""The words of interests, pure: categories, kinds, what is done about one, what follows, and how words match."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from meetings.deadlines.rules.base import Profile


class Category(StrEnum):
    """What is registered. The first seven are the disclosable pecuniary interests of England (SI 2012/1464)."""

    EMPLOYMENT = "employment"
    SPONSORSHIP = "sponsorship"
    CONTRACTS = "contracts"
    LAND = "land"
    LICENCES = "licences"
    TENANCIES = "tenancies"
    SECURITIES = "securities"
    BODIES = "bodies"
    GIFTS = "gifts"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The category in words."""
        return _LABELS[self]

    @property
    def pecuniary(self) -> bool:
        """Whether English law counts it among the disclosable pecuniary interests."""
        return self not in (Category.BODIES, Category.GIFTS, Category.OTHER)


_LABELS = {
    Category.EMPLOYMENT: "Employment, office, trade, profession or vocation",
    Category.SPONSORSHIP: "Sponsorship",
    Category.CONTRACTS: "Contracts with the council",
    Category.LAND: "Land in the area",
    Category.LICENCES: "Licences to occupy land for a month or longer",
    Category.TENANCIES: "Corporate tenancies",
    Category.SECURITIES: "Securities",
    Category.BODIES: "Membership or control of other bodies",
    Category.GIFTS: "Gifts and hospitality",
    Category.OTHER: "Other interests",
}
#: In which profile a register calls its parts by which law.
REGISTER_LAW = {
    Profile.ENGLAND_PRINCIPAL: "Localism Act 2011, sections 29 to 31 and SI 2012/1464",
    Profile.ENGLAND_PARISH: "Localism Act 2011, sections 29 to 31 and SI 2012/1464",
    Profile.WALES: "Local Government Act 2000, section 81 and the members’ code of conduct",
    Profile.SCOTLAND: "Ethical Standards in Public Life etc. (Scotland) Act 2000, section 7",
    Profile.NORTHERN_IRELAND: "Local Government Act (Northern Ireland) 2014, Part 9, and the code of conduct",
    Profile.GENERIC: "your own rules",
}


class Holder(StrEnum):
    """Whose interest it is."""

    MEMBER = "member"
    PARTNER = "partner"

    @property
    def label(self) -> str:
        """In words."""
        return (
            "The member"
            if self is Holder.MEMBER
            else "Spouse, civil partner or somebody they live with as such"
        )


class Kind(StrEnum):
    """What kind of interest is declared on an item."""

    DPI = "dpi"
    REGISTRABLE = "registrable"
    PERSONAL = "personal"
    ARREARS = "arrears"
    #: no interest: somebody asked for their support, which planning and licensing codes have members say
    LOBBIED = "lobbied"

    @property
    def label(self) -> str:
        """With its article, as minutes say it."""
        return {
            "dpi": "a disclosable pecuniary interest",
            "registrable": "another registrable interest",
            "personal": "a non-registrable interest",
            "arrears": "that section 106 of the Local Government Finance Act 1992 applies",
            "lobbied": "that they had been lobbied",
        }[self.value]

    @property
    def choice(self) -> str:
        """As it is offered on a button."""
        return {
            "dpi": "Disclosable pecuniary interest",
            "registrable": "Other registrable interest",
            "personal": "Non-registrable (personal) interest",
            "arrears": "Council tax arrears (section 106)",
            "lobbied": "Lobbied about the item",
        }[self.value]


class Action(StrEnum):
    """What the member does about it."""

    LEFT = "left"
    SPOKE = "spoke"
    NO_VOTE = "no_vote"
    TOOK_PART = "took_part"

    @property
    def label(self) -> str:
        """As it is offered on a button."""
        return {
            "left": "Leave the room",
            "spoke": "Stay and speak as one of the public",
            "no_vote": "Stay, and not vote",
            "took_part": "Stay and take part",
        }[self.value]

    @property
    def said(self) -> str:
        """Of somebody who has declared."""
        return {
            "left": "Leaves the room",
            "spoke": "Stays and speaks as one of the public",
            "no_vote": "Stays and does not vote",
            "took_part": "Stays and takes part",
        }[self.value]


#: What is possible for which kind; the first is proposed. With a dispensation a member may also take part.
ACTIONS: dict[Kind, tuple[Action, ...]] = {
    Kind.DPI: (Action.LEFT, Action.NO_VOTE),
    Kind.REGISTRABLE: (Action.LEFT, Action.SPOKE, Action.NO_VOTE, Action.TOOK_PART),
    Kind.PERSONAL: (Action.TOOK_PART, Action.NO_VOTE, Action.SPOKE, Action.LEFT),
    Kind.ARREARS: (Action.NO_VOTE, Action.LEFT),
    Kind.LOBBIED: (Action.TOOK_PART, Action.NO_VOTE, Action.LEFT),
}


@dataclass(frozen=True)
class Effect:
    """What somebody with a declared interest may do on the item."""

    may_speak: bool = True
    may_vote: bool = True
    counts: bool = True
    may_read: bool = True

    @property
    def full(self) -> bool:
        """Whether nothing stands in their way."""
        return self.may_speak and self.may_vote and self.counts and self.may_read


def effect_of(kind: Kind, action: Action, *, speak: bool = False, vote: bool = False) -> Effect:
    """What a declaration comes to. `speak`, `vote`: a dispensation lets them do that."""
    if kind is Kind.DPI:
        present = speak or vote
        return Effect(speak, vote, present, present)
    if kind is Kind.ARREARS:
        gone = action is Action.LEFT
        return Effect(not gone, False, not gone)
    return {
        Action.LEFT: Effect(False, False, False, False),
        Action.SPOKE: Effect(True, False, False, False),
        Action.NO_VOTE: Effect(False, False),
        Action.TOOK_PART: Effect(),
    }[action]


_WORD = re.compile(r"[\w'’&-]+")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
#: A run of names: "Holt Lane", "Northmoor Arts Trust", "Brook Farm Ltd".
_NAMES = re.compile(r"\b[A-Z][\w'’&-]+(?: (?:of|and|the|&)(?= [A-Z])| [A-Z][\w'’&-]+)+")
#: Words that say nothing of a particular place or firm.
_COMMON = frozenset(
    _WORD.findall(
        "the of and for a an in at to on council committee borough district county city town parish councillor "
        "limited ltd plc company director owner member trustee employee chair manager freehold leasehold house"
    )
)


def subjects_in(text: str) -> tuple[str, ...]:
    """Names and postcodes in what was registered, for matching where nobody typed words."""
    found = [m.group(0) for m in _POSTCODE.finditer(text)] + [
        m.group(0) for m in _NAMES.finditer(_POSTCODE.sub(";", text))
    ]
    return tuple(dict.fromkeys(s for s in map(_trimmed, found) if s))


def _trimmed(phrase: str) -> str:
    """Without common words at its ends; empty if nothing particular is left."""
    words = phrase.split()
    while words and words[0].lower() in _COMMON:
        words.pop(0)
    while words and words[-1].lower() in _COMMON:
        words.pop()
    return " ".join(words) if len(words) > 1 or (words and _POSTCODE.fullmatch(phrase)) else ""


def phrases(words: str, text: str) -> tuple[str, ...]:
    """The words to look for: those that were typed, a line or a comma each, and the names in the entry."""
    typed = (" ".join(part.split()) for line in words.splitlines() for part in line.split(","))
    return tuple(dict.fromkeys([*(t for t in typed if t), *subjects_in(text)]))


def matching(looked_for: Iterable[str], text: str) -> tuple[str, ...]:
    """Which of the phrases are in the text, as whole words in that order, whatever their case."""
    there = f" {_plain(text)} "
    return tuple(p for p in looked_for if (plain := _plain(p)) and f" {plain} " in there)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold().replace("’", "'")))
