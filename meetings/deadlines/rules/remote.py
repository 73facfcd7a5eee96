"""Who is lawfully present: in England, Wales, Scotland and Northern Ireland, as the law stood on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.deadlines.rules.base import Answer, Law, Rule, Step
from meetings.deadlines.rules.book import rule_for, rules_in_force
from meetings.deadlines.rules.counting import in_words
from meetings.deadlines.rules.profiles import value
from meetings.kernel.errors import WrongState


@dataclass(frozen=True)
class Link:
    """What a member elsewhere has at a moment, and what the council has done to allow it."""

    hears: bool = True
    heard: bool = True
    sees: bool = True
    seen: bool = True
    #: the meeting must be broadcast (full council in Wales)
    must_be_broadcast: bool = False
    #: the convener directed it (Scotland)
    directed: bool = False
    #: standing orders on remote meetings are in force (Northern Ireland)
    standing_orders: bool = False


def presence_rule(law: Law, on: date) -> Rule | None:
    """The rule on members elsewhere that is in force there on that day; None: none is known."""
    for family in ("RM-1", "RM-2", "RM-3", "RM-4", "RM-5-GAP", "RM-5", "RM"):
        found = rule_for(family, law.profile, on)
        if found is not None and found in rules_in_force(law.profile, on):
            return found
    return None


def presence(law: Law, on: date, link: Link) -> Answer:
    """RM-1 to RM-5: whether a member who takes part from elsewhere is present, or only looks on."""
    rule = presence_rule(law, on)
    if rule is None:
        raise WrongState(f"No rule on members elsewhere is known for {law.profile.label} on {in_words(on)}.")
    chosen = value(law, "remote_member", on)
    steps = [
        Step(f"On {in_words(on)} a member elsewhere is {_words(chosen.word)}.", on),
        Step(chosen.citation.text),
    ]
    failed = _failed(chosen.word, link)
    steps += [Step(text) for text in failed]
    present = not failed
    steps.append(Step(_outcome(present)))
    result = {"present": present, "votes": present, "in_quorum": present, "attends": present}
    inputs = {"profile": law.profile.value, "on": on.isoformat(), "hears": link.hears, "heard": link.heard}
    return Answer(rule, result, steps=tuple(steps), inputs=inputs)


def _words(word: str) -> str:
    return {
        "observer": "an observer: the meeting is in one place, and members are physically there",
        "present": "present while they hear and are heard",
        "on_direction": "present when the convener has directed it",
        "standing_orders": "present under the council's standing orders",
    }[word]


def _failed(word: str, link: Link) -> list[str]:
    if word == "observer":
        return ["Somebody elsewhere may watch, and speak if the chair allows; that is not attending."]
    failed = []
    if not (link.hears and link.heard):
        failed.append("Sound is missing one way: while that lasts the member is not present.")
    if link.must_be_broadcast and not (link.sees and link.seen):
        failed.append("The meeting must be broadcast: its members must also see and be seen.")
    if word == "on_direction" and not link.directed:
        failed.append("No direction of the convener is recorded.")
    if word == "standing_orders" and not link.standing_orders:
        failed.append("The council has no standing orders on remote meetings in force.")
    return failed


def _outcome(present: bool) -> str:
    if present:
        return "Present: counts for the quorum, votes, and the attendance counts."
    return "Not present: no vote, not in the quorum, and no attendance."
