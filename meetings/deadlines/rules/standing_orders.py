"""The usual standing orders that can be judged by a rule. They are local: each answer is a prompt, never a lock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from meetings.deadlines.rules.access_book import (
    AMENDMENT,
    CLOSURE,
    ELIMINATION,
    ON_NOTICE,
    ONE_AMENDMENT,
    PETITION,
    PLANNING,
    SUBSTITUTES,
    SUSPENSION,
)
from meetings.deadlines.rules.base import Answer, Step
from meetings.deadlines.rules.counting import add_months, in_words


class Source(StrEnum):
    """Where a rule comes from. Only a standing order can be suspended."""

    STATUTE = "statute"
    REGULATION = "regulation"
    STANDING_ORDER = "standing_order"


class Next(StrEnum):
    """What follows a round of an appointment."""

    ELECTED = "elected"
    DROPPED = "dropped"
    RUN_OFF = "run-off"
    LOT = "lot"
    CASTING_VOTE = "casting vote"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Round:
    """How a round ended: who is elected or dropped, or between whom it still lies."""

    next: Next
    names: tuple[str, ...]
    why: str


def after_round(votes: Mapping[str, int], run_off_held: bool = False) -> Round:
    """SO-1: what follows these votes for the names still standing.

    `run_off_held`: those with the fewest votes have already been voted on among themselves and tied again.
    """
    cast = sum(votes.values())
    if not cast:
        return Round(Next.NOBODY, tuple(votes), "Nobody voted.")
    best, least = max(votes.values()), min(votes.values())
    lead = [n for n, v in votes.items() if v == best]
    if best * 2 > cast:
        return Round(Next.ELECTED, (lead[0],), f"{lead[0]} has {best} of {cast}: more than half.")
    if len(votes) == 2:
        return Round(Next.CASTING_VOTE, tuple(votes), f"{best} each: the casting vote.")
    lowest = tuple(n for n, v in votes.items() if v == least)
    if len(lowest) == 1:
        return Round(
            Next.DROPPED,
            lowest,
            f"Nobody has more than half of {cast}: {lowest[0]} has fewest and drops out.",
        )
    if run_off_held:
        return Round(Next.LOT, lowest, f"{' and '.join(lowest)} tied again: one drops out by lot.")
    return Round(Next.RUN_OFF, lowest, f"{' and '.join(lowest)} tie for the fewest: a vote between them.")


def elimination(rounds: tuple[Mapping[str, int], ...]) -> Answer:
    """SO-1: an appointment by successive elimination, told from its rounds so far."""
    steps, outcome = [], Round(Next.NOBODY, (), "No vote has been taken.")
    for number, votes in enumerate(rounds, 1):
        outcome = after_round(votes)
        told = ", ".join(f"{name} {n}" for name, n in votes.items())
        steps.append(Step(f"Round {number}: {told}. {outcome.why}"))
    result = {"next": outcome.next.value, "names": list(outcome.names)}
    return Answer(ELIMINATION, result, steps=tuple(steps) or (Step(outcome.why),))


#: verbs that undo one another, whichever comes first
_OPPOSITES = (
    ("approve", "refuse"),
    ("approve", "reject"),
    ("agree", "reject"),
    ("agree", "refuse"),
    ("grant", "refuse"),
    ("adopt", "reject"),
    ("support", "oppose"),
    ("accept", "reject"),
    ("permit", "refuse"),
    ("permit", "forbid"),
)
_PAIRS = {frozenset(pair) for pair in _OPPOSITES}
_PLAIN = {verb + ending: verb for pair in _OPPOSITES for verb in pair for ending in ("d", "ed", "s")}
_WORD = re.compile(r"[a-z]+")
_REPLACES_ALL = re.compile(r"\b(?:delete|leave out|omit) (?:all|everything)\b", re.IGNORECASE)


def _verbs(text: str) -> set[str]:
    return {_PLAIN.get(word, word) for word in _WORD.findall(text.lower())}


def _inserted(amendment: str) -> str:
    """What the amendment would put in: after "insert", otherwise all of it."""
    found = re.search(r"\b(?:insert|substitute|add)\b(.*)", amendment, re.IGNORECASE | re.DOTALL)
    return found.group(1) if found else amendment


def direct_negative(motion: str, amendment: str) -> Answer:
    """SO-2: whether an amendment seems merely to say the opposite. It is a flag: the chair rules."""
    old, new = _verbs(motion), _verbs(_inserted(amendment))
    opposite = any({a, b} == pair for pair in _PAIRS for a in old - new for b in new - old)
    denies = "not" in new and "not" not in old and len(new - old - {"not", "be", "the", "that"}) <= 2
    flagged = opposite or denies
    why = (
        "It seems to say the opposite of the motion: members can vote against instead. The chair rules."
        if flagged
        else "It does not merely say the opposite."
    )
    if flagged and _REPLACES_ALL.search(amendment):
        why = f"It takes out everything. {why}"
    return Answer(AMENDMENT, flagged, steps=(Step(why),), inputs={"motion": motion, "amendment": amendment})


def may_open_amendment(open_now: int, most: int = 1) -> Answer:
    """SO-3: whether another amendment can be moved while so many are open."""
    allowed = open_now < most
    why = "No amendment is open." if allowed else "One amendment is open: it is decided first."
    return Answer(ONE_AMENDMENT, allowed, steps=(Step(why),), inputs={"open": open_now, "most": most})


def closure(minutes: float, speeches: int, *, seconded: bool, since_lost: float | None = None) -> Answer:
    """SO-4: "that the question be now put": refuse, ask the chair, or put it. `since_lost`: minutes since the last."""
    if not seconded:
        result, why = "refuse", "It needs a seconder."
    elif since_lost is not None and since_lost < 20:
        result, why = "refuse", f"It was lost {since_lost:g} minutes ago and cannot come again for 20."
    elif minutes < 10 or speeches < 2:
        result = "ask"
        why = f"After {minutes:g} minutes and {speeches} speeches: the chair decides whether there was debate enough."
    else:
        result, why = "put", "Put without debate; if carried the mover replies and the vote is taken."
    return Answer(CLOSURE, result, steps=(Step(why),), inputs={"minutes": minutes, "speeches": speeches})


@dataclass(frozen=True)
class NoticeOfMotion:
    """A motion handed in before a meeting."""

    mover: str
    seconder: str
    relevant: bool
    #: clear working days between its receipt and the meeting
    clear_days: int
    #: when the same was last rejected; None: not lately
    rejected_on: date | None = None
    signatures: int = 2


def motion_on_notice(
    motion: NoticeOfMotion, meeting: date, days: int = 7, members_to_revive: int = 10
) -> Answer:
    """SO-5: whether a motion can go on the agenda, and all that is wrong with it."""
    wrong = []
    if motion.clear_days < days:
        wrong.append(f"It came {motion.clear_days} clear days before the meeting; {days} are needed.")
    if not motion.mover or not motion.seconder:
        wrong.append("It needs a mover and a seconder.")
    elif motion.mover == motion.seconder:
        wrong.append("The mover cannot second it.")
    if not motion.relevant:
        wrong.append("It must be about the council's business or its area.")
    if motion.rejected_on is not None and meeting < add_months(motion.rejected_on, 6):
        again = add_months(motion.rejected_on, 6)
        if motion.signatures < members_to_revive:
            text = f"The same was rejected on {in_words(motion.rejected_on)}: not before {in_words(again)} "
            wrong.append(f"{text}without {members_to_revive} signatures.")
    steps = tuple(Step(text) for text in wrong) or (Step("It can go on the agenda."),)
    return Answer(ON_NOTICE, not wrong, steps=steps, inputs={"meeting": meeting.isoformat()})


def may_suspend(source: Source, present: int, members: int) -> Answer:
    """SO-6: whether a rule can be suspended now, by simple majority."""
    if source is not Source.STANDING_ORDER:
        allowed, why = False, "It is the law, not a standing order: no vote can suspend it."
    elif present * 2 < members:
        allowed, why = False, f"{present} of {members} are present: half are needed."
    else:
        allowed, why = True, "By a majority of those voting."
    return Answer(SUSPENSION, allowed, steps=(Step(why),), inputs={"present": present, "members": members})


def may_substitute(*, same_group: bool, trained: bool, needs_training: bool, in_time: bool) -> Answer:
    """SO-7: whether somebody can sit in for a member."""
    wrong = []
    if not same_group:
        wrong.append("A substitute is of the same group.")
    if needs_training and not trained:
        wrong.append("This committee's members must be trained for it.")
    if not in_time:
        wrong.append("The name came too late.")
    steps = tuple(Step(text) for text in wrong) or (Step("For the whole meeting."),)
    return Answer(SUBSTITUTES, not wrong, steps=steps)


def petition(signatures: int, same_before: date | None, received: date, threshold: int = 1500) -> Answer:
    """PE-1: debate by the council, an answer by the service, or refused because it came lately."""
    if same_before is not None and received < add_months(same_before, 6):
        result = "refused"
        why = f"The same was received on {in_words(same_before)}, less than six months ago: say so to the petitioners."
    elif signatures >= threshold:
        result, why = "council debate", f"{signatures:,} signatures; {threshold:,} earn a debate."
    else:
        result, why = (
            "service response",
            f"{signatures:,} signatures; {threshold:,} earn a debate: an answer instead.",
        )
    return Answer(
        PETITION, result, steps=(Step(why),), inputs={"signatures": signatures, "threshold": threshold}
    )


def planning_vote(*, whole_item: bool, against_advice: bool = False, reasons: str = "") -> Answer:
    """PL-1: whether a member may vote, and whether the motion may be put."""
    wrong = []
    if not whole_item:
        wrong.append("They were not there for the whole item: they may speak, not vote.")
    may_put = not against_advice or bool(reasons.strip())
    if not may_put:
        wrong.append("It goes against the officers' advice: the reasons are written down before the vote.")
    steps = tuple(Step(text) for text in wrong) or (Step("Nothing stands against it."),)
    return Answer(PLANNING, {"speak": True, "vote": whole_item, "put": may_put}, steps=steps)
