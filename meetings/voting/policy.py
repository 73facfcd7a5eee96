"""A body's choices about its votes, with the law's values where it has made none. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from meetings.deadlines.rules.base import Law, Rule
from meetings.deadlines.rules.profiles import may_choose, value
from meetings.deadlines.rules.votes import Basis, majority, named_vote
from meetings.deadlines.rules.votes_book import DEMANDED_VOTE, NEM_CON
from meetings.voting.methods import DEFAULT, METHODS
from meetings.voting.rules import VoteMethod, Way

#: how long a member may ask after the result that their own vote be recorded
OWN_VOTE_SECONDS = 60
#: which of the law's majorities each method is
_BASES = {"simple_majority": Basis.SIMPLE, "two_thirds": Basis.TWO_THIRDS, "four_fifths_up": Basis.QUALIFIED}


class RollOrder(StrEnum):
    """In which order names are called."""

    SURNAME = "surname"
    CHAIR_LAST = "chair_last"


@dataclass(frozen=True)
class VotePolicy:
    """How a body votes."""

    ways: tuple[Way, ...] = tuple(Way)
    default_way: Way = Way.DEVICES
    methods: tuple[VoteMethod, ...] = tuple(VoteMethod)
    default_method: VoteMethod = VoteMethod.RECORDED
    #: keys of `methods.METHODS`, the usual one first
    bases: tuple[str, ...] = (DEFAULT,)
    always_names: bool = False
    #: how many members may demand a recorded vote
    demand: int = 5
    #: whether members see, before the result is declared, how each voted: for the read-back
    names_before: bool = True
    #: whether members see, while the vote is open, who has not voted yet
    missing_to_members: bool = False
    #: how long the list is read back before the result can be declared; None: as the installation has it
    read_back_seconds: int | None = None
    own_vote: bool = False
    own_vote_seconds: int = OWN_VOTE_SECONDS
    #: how long the acknowledgements given to devices are kept; None: for ever
    keys_days: int | None = None
    roll_order: RollOrder = RollOrder.SURNAME
    proxies: bool = False
    weighted: bool = False

    def to_data(self) -> dict[str, Any]:
        """As it is kept."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in found.items()}


def usual(law: Law) -> VotePolicy:
    """What holds where a body has settled nothing: the law's own values."""
    return VotePolicy(
        bases=lawful_bases(law),
        demand=int(value(law, "named_vote_trigger").value),
        own_vote=named_vote(law, own=("x",)).result["own"] == ["x"],
    )


def policy_from(law: Law, settings: Mapping[str, Any] | None) -> VotePolicy:
    """A body's policy. What the law fixes stands above what was kept under another law."""
    base = usual(law)
    if not settings:
        return base
    known = {f.name: settings[f.name] for f in fields(VotePolicy) if f.name in settings}
    made = replace(base, **{name: _typed(name, said) for name, said in known.items()})
    return replace(
        made,
        demand=made.demand if may_choose(law.profile, "named_vote_trigger") else base.demand,
        own_vote=made.own_vote or base.own_vote,
        proxies=made.proxies and proxies_lawful(law),
    )


def lawful_bases(law: Law) -> tuple[str, ...]:
    """The majorities that the law of this profile knows; others may stand in standing orders."""
    special = str(value(law, "special_majority").value)
    found = {"two_thirds": ("two_thirds",), "qualified": ("four_fifths_up",)}.get(special, ())
    nem_con = ("no_one_against",) if law.profile in NEM_CON.profiles else ()
    return (DEFAULT, *found, *nem_con)


def proxies_lawful(law: Law, on: date | None = None) -> bool:
    """Whether members may vote by proxy at all."""
    return value(law, "proxy_vote", on).word != "off"


def casting_lawful(law: Law) -> bool:
    """Whether whoever presides has a casting vote on a motion."""
    return value(law, "casting_vote").word != "no"


def rule_of_basis(law: Law, basis: str) -> Rule:
    """The rule that a majority rests on."""
    if basis == "no_one_against":
        return NEM_CON
    return majority(law, 1, 0, _BASES[basis]).rule


def majority_in_words(law: Law, basis: str) -> str:
    """What the majority is called, and where it stands."""
    return f"{METHODS[basis].label} ({rule_of_basis(law, basis).citation.text})"


def names_forced(law: Law, policy: VotePolicy, *, budget: bool, demanded: int) -> str:
    """Why names must be recorded, with the citation; empty: the officer may choose.

    A body may ask for another number than the usual one; where the law fixes it, nobody changes it.
    """
    enough = max(demanded, int(value(law, "named_vote_trigger").value)) if demanded >= policy.demand else 0
    answer = named_vote(law, budget=budget, demanded=enough)
    if answer.result["all_names"]:
        why = _demanded(demanded, policy) if answer.rule is DEMANDED_VOTE else answer.steps[0].text
        return f"{why} {answer.rule.citation.text}."
    if policy.always_names:
        return "This body always records names. Its own choice."
    return ""


def _demanded(demanded: int, policy: VotePolicy) -> str:
    asked = "One member asked" if demanded == 1 else f"{demanded} members asked"
    return f"{asked} before the vote, {policy.demand} can demand it: every name."


def _typed(name: str, said: Any) -> Any:
    """As it was before it was kept."""
    if name == "ways":
        return tuple(Way(w) for w in said)
    if name == "methods":
        return tuple(VoteMethod(m) for m in said)
    if name == "bases":
        return tuple(b for b in said if b in METHODS) or (DEFAULT,)
    words = {"default_way": Way, "default_method": VoteMethod, "roll_order": RollOrder}
    return words[name](said) if name in words else said
