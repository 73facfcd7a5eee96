"""Motions that may be moved without notice: each with its words, its rule, and what it needs."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.deadlines.rules.standing_orders import Source
from meetings.motions.rules import Effect


@dataclass(frozen=True)
class Procedure:
    """A motion of procedure. `asks`: what has to be named with it (item, items, person, minutes, body, rule)."""

    effect: Effect
    title: str
    #: the words as they are put; what is asked for stands in braces
    text: str
    #: what follows when it is carried, in a sentence for chair and clerk
    carried: str
    rule: str
    needs_seconder: bool = True
    debatable: bool = False
    asks: tuple[str, ...] = ()
    #: whether it is about a motion that is before the meeting
    on_motion: bool = False
    lost: str = ""
    source: Source = Source.STANDING_ORDER


PROCEDURES: tuple[Procedure, ...] = (
    Procedure(
        Effect.ORDER_OF_BUSINESS,
        "Change the order of business",
        "That item {item} be taken as the next item of business.",
        "The item comes next; the public page follows.",
        "SO-8",
        asks=("item",),
        lost="The order stays as it is.",
    ),
    Procedure(
        Effect.REFER,
        "Refer the matter",
        "That the matter be referred to {note}.",
        "The motion before the meeting is not decided here; it goes to the body named.",
        "SO-9",
        debatable=True,
        asks=("note",),
        on_motion=True,
    ),
    Procedure(
        Effect.WITHDRAW_LEAVE,
        "Give leave to withdraw the motion",
        "That leave be given to withdraw the motion.",
        "The motion before the meeting is withdrawn.",
        "SO-10",
        on_motion=True,
    ),
    Procedure(
        Effect.EXTEND_SPEECH,
        "Let a member speak longer",
        "That {person} be allowed to speak for a further {minutes} minutes.",
        "The member's time is extended.",
        "SO-11",
        asks=("person", "minutes"),
    ),
    Procedure(
        Effect.QUESTION_BE_PUT,
        "That the question be now put",
        "That the question be now put.",
        "No more debate: the mover replies, then the vote.",
        "SO-4",
        on_motion=True,
        lost="It cannot be moved again for 20 minutes.",
    ),
    Procedure(
        Effect.NEXT_BUSINESS,
        "Proceed to the next business",
        "That the meeting proceed to the next business.",
        "The motion before the meeting falls and the item is left.",
        "SO-12",
        on_motion=True,
        lost="The debate goes on; it cannot be moved again for 20 minutes.",
    ),
    Procedure(
        Effect.ADJOURN_DEBATE,
        "Adjourn the debate",
        "That the debate be adjourned.",
        "The motion stands over and is the first thing when the item is taken up again.",
        "SO-12",
        on_motion=True,
        lost="The debate goes on; it cannot be moved again for 20 minutes.",
    ),
    Procedure(
        Effect.ADJOURN_MEETING,
        "Adjourn the meeting",
        "That the meeting be adjourned{until}.",
        "The meeting stands adjourned.",
        "SO-12",
        asks=("until",),
        lost="The meeting goes on; it cannot be moved again for 20 minutes.",
    ),
    Procedure(
        Effect.EXTEND_MEETING,
        "Go on beyond the time limit",
        "That the meeting continue for a further {minutes} minutes.",
        "The time limit moves.",
        "SO-13",
        asks=("minutes",),
    ),
    Procedure(
        Effect.EXCLUDE_PUBLIC,
        "Exclude the press and public",
        "",
        "The public page and the broadcast are stopped, and the private part opens when that is confirmed.",
        "AG-5",
        asks=("items",),
        lost="The item stays open or is not taken.",
        source=Source.STATUTE,
    ),
    Procedure(
        Effect.READMIT_PUBLIC,
        "Let the press and public return",
        "That the press and public be readmitted to the meeting.",
        "The broadcast resumes after the set delay; the public page follows.",
        "AG-5",
        source=Source.STATUTE,
    ),
    Procedure(
        Effect.SUSPEND_RULES,
        "Suspend a standing order",
        "That {note} be suspended for this item.",
        "The rule named does not hold for this item. What an Act or regulations say cannot be suspended.",
        "SO-6",
        asks=("rule",),
    ),
    Procedure(
        Effect.NOT_BE_HEARD,
        "That a member be not further heard",
        "That {person} be not further heard.",
        "The member does not speak again on this item.",
        "SO-14",
        asks=("person",),
    ),
    Procedure(
        Effect.LEAVE_THE_ROOM,
        "That a member leave the meeting",
        "That {person} leave the meeting.",
        "The member is marked as having left.",
        "SO-14",
        asks=("person",),
    ),
    Procedure(
        Effect.NONE,
        "Another motion of procedure",
        "",
        "What follows is done by the chair and the clerk.",
        "",
        debatable=True,
    ),
)
BY_EFFECT = {p.effect: p for p in PROCEDURES}
#: Lost ones that come again only after a while.
NOT_SOON_AGAIN = frozenset(
    (Effect.QUESTION_BE_PUT, Effect.NEXT_BUSINESS, Effect.ADJOURN_DEBATE, Effect.ADJOURN_MEETING)
)
AGAIN_AFTER_MINUTES = 20


@dataclass(frozen=True)
class StandingRule:
    """A rule by which meetings are run, and where it comes from."""

    key: str
    title: str
    source: Source = Source.STANDING_ORDER


#: The rules that a motion to suspend can name; those of an Act are here to be refused with the reason.
SUSPENDABLE: tuple[StandingRule, ...] = (
    StandingRule("speaking_time", "the limit on the length of speeches"),
    StandingRule("one_speech", "the rule that a member speaks once on a motion"),
    StandingRule("one_amendment", "the rule that one amendment is taken at a time"),
    StandingRule("seconder", "the rule that a motion needs a seconder"),
    StandingRule("notice", "the rule on notice of motions"),
    StandingRule("six_months", "the rule that a rejected motion is not moved again within six months"),
    StandingRule("filming", "the rule on filming and recording the meeting"),
    StandingRule("time_limit", "the limit on the length of the meeting"),
    StandingRule("agenda_access", "the right of the public to see the agenda beforehand", Source.STATUTE),
    StandingRule("majority", "the majority by which decisions are taken", Source.STATUTE),
    StandingRule("quorum", "the quorum", Source.STATUTE),
    StandingRule("budget_names", "the recorded vote on the budget", Source.REGULATION),
    StandingRule("public_access", "the admission of the press and public", Source.STATUTE),
)
RULES_BY_KEY = {r.key: r for r in SUSPENDABLE}
