"""Quorum, majorities and the votes that must be recorded by name."""

from __future__ import annotations

from enum import StrEnum

from meetings.deadlines.rules.base import Answer, Law, Profile, Rule, Step
from meetings.deadlines.rules.profiles import value
from meetings.deadlines.rules.votes_book import (
    BUDGET_VOTE,
    DEMANDED_VOTE,
    MAJORITY,
    MAJORITY_LOCAL,
    MAJORITY_NI,
    MAJORITY_SCOTLAND,
    NEM_CON,
    OWN_VOTE,
    PARISH_VOTE,
    QUALIFIED,
    QUORUM,
    QUORUM_LOCAL,
    QUORUM_NI,
    QUORUM_PARISH,
    QUORUM_SCOTLAND,
    RECONSIDERATION,
    SPECIAL_LOCAL,
    TWO_THIRDS,
)
from meetings.kernel.errors import Invalid

_QUORUM: dict[Profile, Rule] = {
    Profile.ENGLAND_PRINCIPAL: QUORUM,
    Profile.ENGLAND_PARISH: QUORUM_PARISH,
    Profile.WALES: QUORUM,
    Profile.SCOTLAND: QUORUM_SCOTLAND,
    Profile.NORTHERN_IRELAND: QUORUM_NI,
    Profile.GENERIC: QUORUM_LOCAL,
}
_MAJORITY: dict[Profile, Rule] = {
    Profile.ENGLAND_PRINCIPAL: MAJORITY,
    Profile.ENGLAND_PARISH: MAJORITY,
    Profile.WALES: MAJORITY,
    Profile.SCOTLAND: MAJORITY_SCOTLAND,
    Profile.NORTHERN_IRELAND: MAJORITY_NI,
    Profile.GENERIC: MAJORITY_LOCAL,
}
_BY_THE_1972_ACT = (Profile.ENGLAND_PRINCIPAL, Profile.ENGLAND_PARISH, Profile.WALES)
_FLOOR = 3


def _up(number: int, over: int, below: int) -> int:
    """number × over ÷ below, rounded up, in whole numbers."""
    return -(-number * over // below)


def _positive(number: int, name: str) -> None:
    if number < 1:
        raise Invalid(f"There must be at least one of: {name}.", {name: "1 or more"})


def _share(word: str, seats: int) -> tuple[int, str]:
    """The number for one of the ways a quorum is written down, and the way in words."""
    if word == "over_half":
        return seats // 2 + 1, f"More than half of {seats} seats"
    if word == "third_at_least_three":
        return max(
            _FLOOR, _up(seats, 1, 3)
        ), f"A third of {seats} seats, rounded up, and never fewer than three"
    if word == "quarter_at_least_three":
        return max(
            _FLOOR, _up(seats, 1, 4)
        ), f"A quarter of {seats} seats, rounded up, and never fewer than three"
    return _up(seats, 1, 4), f"A quarter of {seats} seats, rounded up"


def quorum(law: Law, seats: int, *, community: bool = False, disqualified: int = 0) -> Answer:
    """ME-4: how many must be present at the full council. `seats` is the whole number, vacancies included.

    `community`: a Welsh community council. `disqualified`: members disqualified at the same time.
    """
    _positive(seats, "seats")
    rule, word = _QUORUM[law.profile], str(value(law, "quorum_council").value)
    if law.profile is Profile.WALES and community:
        rule, word = QUORUM_PARISH, "third_at_least_three"
    base, steps = seats, []
    if disqualified * 3 > seats and law.profile in _BY_THE_1972_ACT:
        base = seats - disqualified
        steps.append(
            Step(
                f"{disqualified} of {seats} are disqualified, more than a third: the {base} who remain are counted "
                "until two-thirds are back."
            )
        )
    needed, why = _share(word, base)
    steps.append(Step(f"{why}: {needed}. Vacant seats are counted in."))
    return Answer(rule, needed, steps=tuple(steps), inputs={"seats": seats, "disqualified": disqualified})


def committee_quorum(law: Law, seats: int) -> Answer:
    """ME-4: the quorum of a committee by the council's own rules, or the usual one."""
    _positive(seats, "seats")
    chosen = value(law, "quorum_committee")
    needed, why = _share(str(chosen.value), seats)
    return Answer(QUORUM_LOCAL, needed, steps=(Step(f"{why}: {needed}."),), inputs={"seats": seats})


def quorate(needed: int, present: int, *, out_for_interest: int = 0, remote: int = 0, law: Law) -> bool:
    """ME-4: whether enough are lawfully present. Members out of the room for an interest do not count; nor,
    in England, those who take part from elsewhere."""
    england = law.profile in (Profile.ENGLAND_PRINCIPAL, Profile.ENGLAND_PARISH)
    return present - out_for_interest + (0 if england else remote) >= needed


class Basis(StrEnum):
    """By what majority something is carried."""

    SIMPLE = "simple"
    TWO_THIRDS = "two-thirds"
    QUALIFIED = "qualified"


def _special(law: Law, basis: Basis) -> Rule:
    if basis is Basis.TWO_THIRDS:
        principal = law.profile in (Profile.ENGLAND_PRINCIPAL, Profile.WALES)
        return TWO_THIRDS if principal else SPECIAL_LOCAL
    return QUALIFIED if law.profile is Profile.NORTHERN_IRELAND else SPECIAL_LOCAL


def votes_needed(votes: int, basis: Basis) -> int:
    """How many of so many votes cast carry it: more than half, two-thirds, or 80 per cent rounded up."""
    if basis is Basis.SIMPLE:
        return votes // 2 + 1
    return _up(votes, 2, 3) if basis is Basis.TWO_THIRDS else _up(votes, 80, 100)


def _simple(for_: int, against: int) -> tuple[str, str]:
    if for_ > against:
        return "carried", f"{for_} for, {against} against: a majority of those who voted."
    if for_ < against:
        return "lost", f"{for_} for, {against} against: no majority."
    if for_ == 0:
        return "tied", "Nobody voted: nothing is decided, and there is no casting vote to give. Ask again."
    return "tied", f"{for_} each: whoever presides has a second or casting vote, and may decline to use it."


def majority(law: Law, for_: int, against: int, basis: str = "simple") -> Answer:
    """ME-5, ME-6: carried, lost or tied. Abstentions are in no count."""
    if for_ < 0 or against < 0:
        raise Invalid("Votes cannot be fewer than none.", {"for": "0 or more", "against": "0 or more"})
    try:
        by = Basis(basis)
    except ValueError as error:
        raise Invalid("The majority is simple, two-thirds or qualified.", {"basis": "unknown"}) from error
    inputs = {"for": for_, "against": against, "basis": by.value}
    if by is Basis.SIMPLE:
        result, why = _simple(for_, against)
        return Answer(_MAJORITY[law.profile], result, steps=(Step(why),), inputs=inputs)
    rule, votes = _special(law, by), for_ + against
    needed = votes_needed(votes, by)
    share = "two-thirds" if by is Basis.TWO_THIRDS else "80 per cent"
    steps = [Step(f"{votes} voted; {share} of {votes}, rounded up, is {needed}; {for_} voted for.")]
    if rule is SPECIAL_LOCAL:
        steps.append(Step("No law of this profile asks for it: your standing orders may."))
    result = "carried" if votes and for_ >= needed else "lost"
    return Answer(rule, result, steps=tuple(steps), inputs=inputs)


class Casting(StrEnum):
    """What the person presiding does with a second or casting vote."""

    FOR = "for"
    AGAINST = "against"
    DECLINED = "declined"


def decision(law: Law, for_: int, against: int, casting: Casting | None = None) -> Answer:
    """ME-5 to the end: carried, lost, carried or lost on the casting vote, not carried, or undecided."""
    answer = majority(law, for_, against)
    if answer.result != "tied":
        return answer
    if for_ == 0:
        outcome = "undecided"
    elif casting is None:
        outcome = "tied"
    else:
        outcome = {
            Casting.FOR: "carried on the casting vote",
            Casting.AGAINST: "lost on the casting vote",
            Casting.DECLINED: "not carried",
        }[casting]
    steps = (*answer.steps, Step(f"So: {outcome}."))
    return Answer(answer.rule, outcome, steps=steps, inputs=answer.inputs)


def departure(for_: int, against: int, abstained: int = 0) -> Answer:
    """ME-6, MB-5: whether the council may depart from political balance: nobody may vote against."""
    carried = for_ > 0 and against == 0
    why = "Nobody voted against." if carried else f"{against} voted against: one is enough to prevent it."
    if for_ == 0 and against == 0:
        why = "Nobody voted for it."
    inputs = {"for": for_, "against": against, "abstained": abstained}
    return Answer(NEM_CON, "carried" if carried else "lost", steps=(Step(why),), inputs=inputs)


def qualified_votes(votes: int) -> Answer:
    """RM-5: how many of so many votes make the qualified majority of Northern Ireland."""
    needed = votes_needed(votes, Basis.QUALIFIED)
    why = f"80 per cent of {votes} votes, rounded up: {needed}."
    return Answer(QUALIFIED, needed, steps=(Step(why),), inputs={"votes": votes})


def reconsideration_members(members: int) -> Answer:
    """RM-5: how many members together can have a decision reconsidered in Northern Ireland."""
    needed = _up(members, 15, 100)
    steps = (
        Step(f"15 per cent of {members} members, rounded up: {needed}."),
        Step("On the ground of harm to a section of the people the clerk first takes a lawyer's opinion."),
    )
    return Answer(RECONSIDERATION, needed, steps=steps, inputs={"members": members})


def named_vote(
    law: Law, *, budget: bool = False, demanded: int = 0, own: tuple[str, ...] = (), community: bool = False
) -> Answer:
    """ME-7: whose names the minutes must carry. `demanded`: how many asked for it before the vote."""
    parish = law.profile is Profile.ENGLAND_PARISH or (law.profile is Profile.WALES and community)
    needed = int(value(law, "named_vote_trigger").value)
    inputs = {"budget": budget, "demanded": demanded, "own": own}
    if budget and law.profile is Profile.ENGLAND_PRINCIPAL:
        rule, every, why = (
            BUDGET_VOTE,
            True,
            "A vote about the budget or council tax: every name, amendments too.",
        )
    elif parish and demanded >= 1:
        rule, every, why = PARISH_VOTE, True, "One member asked: every name."
    elif not parish and demanded >= needed:
        rule, every, why = (
            DEMANDED_VOTE,
            True,
            f"{demanded} asked before the vote, {needed} are enough: every name.",
        )
    elif own and law.profile in (Profile.ENGLAND_PRINCIPAL, Profile.WALES):
        rule, every, why = (
            OWN_VOTE,
            False,
            "Asked for immediately after the vote: only these members' own votes.",
        )
    else:
        rule, every, own = DEMANDED_VOTE, False, ()
        why = f"{demanded} asked, {needed} are needed: a show of hands will do."
    result = {"all_names": every, "own": list(own)}
    return Answer(rule, result, steps=(Step(why),), inputs=inputs)
