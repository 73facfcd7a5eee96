"""One vote as its facts tell it, counted again by hand.

Nothing here uses the rules of `meetings.voting`: a mistake there must not be able to hide itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from meetings.admin.verify_facts import FactRow

#: in the order for, against, abstained, no vote cast
Figures = tuple[int, int, int, int]
SIDES = ("for", "against", "abstain")
#: what each majority needs of so many votes for and against
_NEEDED = {"two_thirds": (2, 3), "four_fifths_up": (4, 5)}
BASES = {"simple_majority", "no_one_against", *_NEEDED}
#: the facts of which a vote has one, and where it is kept
_STEPS = {
    "voting.vote_closed": "closed",
    "voting.casting_vote_given": "casting",
    "voting.vote_declared": "declared",
    "voting.vote_voided": "void",
}
#: what may still happen after the close, and changes no figure
_AFTERWARDS = {
    "voting.own_vote_recorded",
    "voting.ballot_questioned",
    "voting.question_settled",
    "voting.correction_proposed",
    "voting.void_proposed",
    "voting.proposal_dropped",
}


@dataclass
class Replay:
    """One vote as its facts tell it, in the order in which they were written."""

    opened: FactRow
    method: str
    basis: str
    way: str
    #: what each person's vote counts for
    roll: dict[str, int]
    #: who casts it as a proxy; empty: they do themselves
    holders: dict[str, str]
    ballots: dict[str, FactRow] = field(default_factory=dict)
    cast: list[FactRow] = field(default_factory=list)
    hands: FactRow | None = None
    confirmed: FactRow | None = None
    corrected: list[FactRow] = field(default_factory=list)
    closed: FactRow | None = None
    casting: FactRow | None = None
    declared: FactRow | None = None
    void: FactRow | None = None
    own: dict[str, str] = field(default_factory=dict)
    #: what was decided, by motion
    decided: dict[str, FactRow] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def begun(fact: FactRow) -> Replay:
    """A vote from its opening."""
    members = list(fact.data.get("roll", ()))
    return Replay(
        fact,
        fact.text("method"),
        fact.text("basis") or "simple_majority",
        fact.text("way") or "devices",
        {str(m.get("person_id")): int(m.get("weight", 1)) for m in members},
        {str(m.get("person_id")): str(m.get("holder_id") or "") for m in members},
    )


def tally(roll: set[str] | Mapping[str, int], choices: Mapping[str, str]) -> Figures:
    """Count by hand: go through the roll once, a person at a time."""
    figures = [0, 0, 0, 0]
    for person in roll:
        choice = choices.get(person)
        weight = roll[person] if isinstance(roll, Mapping) else 1
        figures[SIDES.index(choice) if choice in SIDES else 3] += weight
    return figures[0], figures[1], figures[2], figures[3]


def outcome_of(figures: Figures, casting: FactRow | None, basis: str = "simple_majority") -> str:
    """What the figures mean under a majority; equal numbers are decided by a casting vote, and not carried without."""
    yes, no = figures[:2]
    if basis in _NEEDED:
        over, below = _NEEDED[basis]
        # So many are enough when they make up the share: no fraction is rounded here.
        return "carried" if yes + no and yes * below >= over * (yes + no) else "lost"
    if basis == "no_one_against":
        return "carried" if yes and not no else "lost"
    if yes == no == 0:
        return "undecided"
    if yes != no:
        return "carried" if yes > no else "lost"
    if casting is None:
        return "tied"
    return "carried" if casting.data.get("choice") == "for" else "lost"


def counted(replay: Replay) -> Figures:
    """The figures: of the hands where hands were counted, else of the ballots."""
    if replay.way == "hands":
        if replay.hands is None:
            return 0, 0, 0, len(replay.roll)
        yes, no, neither = (replay.hands.number(f"count_{side}") for side in SIDES)
        return yes, no, neither, replay.hands.number("present") - yes - no - neither
    return tally(replay.roll, {p: choice_of(fact) for p, fact in replay.ballots.items()})


def choice_of(fact: FactRow) -> str:
    """The choice of a ballot, or what it was corrected to."""
    return fact.text("after" if fact.type == "voting.ballot_corrected" else "choice")


def apply(replay: Replay, fact: FactRow) -> None:
    """Go one fact on."""
    if fact.type == "motions.motion_decided":
        replay.decided[fact.text("motion_id")] = fact
    elif replay.void is not None:
        replay.problems.append(f"fact {fact.seq} ({fact.type}) came after the vote was void")
    elif fact.type in _STEPS:
        setattr(replay, _STEPS[fact.type], fact)
    elif fact.type in _AFTERWARDS or fact.type == "voting.ballot_corrected":
        _afterwards(replay, fact)
    elif fact.type == "voting.result_recounted":
        replay.closed = fact
    elif replay.closed is not None:
        replay.problems.append(f"fact {fact.seq} ({fact.type}) came after the close")
    else:
        _while_open(replay, fact)


def _afterwards(replay: Replay, fact: FactRow) -> None:
    person = fact.text("person_id")
    if fact.type == "voting.own_vote_recorded":
        replay.own[person] = fact.text("choice")
    if fact.type != "voting.ballot_corrected":
        return
    replay.corrected.append(fact)
    if fact.text("first_id") == fact.text("second_id"):
        replay.problems.append(f"fact {fact.seq} is a correction by one person alone")
    if person not in replay.roll:
        replay.problems.append(f"fact {fact.seq} corrects the ballot of somebody who was not on the roll")
    elif fact.text("after"):
        replay.ballots[person] = fact
    else:
        replay.ballots.pop(person, None)


def _while_open(replay: Replay, fact: FactRow) -> None:
    if fact.type == "voting.ballot_cast":
        _cast(replay, fact)
    elif fact.type in ("voting.hands_counted", "voting.hands_confirmed"):
        _by_hands(replay, fact)
    elif fact.type == "voting.way_changed":
        replay.way, replay.method = fact.text("way"), fact.text("method") or replay.method
        if replay.way == "hands":
            replay.hands = replay.confirmed = None
    else:
        _come_and_go(replay, fact)


def _by_hands(replay: Replay, fact: FactRow) -> None:
    if fact.type == "voting.hands_confirmed":
        replay.confirmed = fact
        if fact.text("first_id") == fact.text("second_id"):
            replay.problems.append(f"fact {fact.seq}: one person alone confirmed the hands")
        return
    replay.hands, replay.confirmed = fact, None
    if sum(fact.number(f"count_{side}") for side in SIDES) > fact.number("present"):
        replay.problems.append(f"fact {fact.seq} counts more hands than members present")


def _come_and_go(replay: Replay, fact: FactRow) -> None:
    person = fact.text("person_id")
    if fact.type == "voting.roll_joined":
        if replay.holders.get(person):
            # They came themselves: what their proxy cast no longer holds.
            replay.ballots.pop(person, None)
        replay.holders[person] = ""
        replay.roll.setdefault(person, int(fact.data.get("weight", 1)))
    elif fact.type == "voting.roll_left":
        if person in replay.ballots:
            replay.problems.append(f"fact {fact.seq} takes somebody off the roll who had voted")
        replay.roll.pop(person, None)
        replay.holders.pop(person, None)


def _cast(replay: Replay, fact: FactRow) -> None:
    replay.cast.append(fact)
    person = fact.text("person_id")
    if person not in replay.roll:
        replay.problems.append(f"fact {fact.seq} is the ballot of somebody who was not on the roll")
    elif fact.text("choice") not in SIDES:
        replay.problems.append(f"fact {fact.seq} is a ballot with an unknown choice")
    elif fact.text("holder_id") != replay.holders.get(person, ""):
        replay.problems.append(f"fact {fact.seq} was cast by somebody who held no proxy")
    else:
        replay.ballots[person] = fact


def figures_differ(replay: Replay) -> Iterator[str]:
    """The close, the casting vote and the declaration against the count."""
    figures = counted(replay)
    yield from _close_differs(replay, figures)
    tie = outcome_of(figures, None, replay.basis) == "tied"
    if replay.casting is not None and (replay.closed is None or not tie):
        yield "a casting vote was given although there was no tie"
    if replay.casting is not None and replay.casting.data.get("has_none") and replay.casting.text("choice"):
        yield "a casting vote was given by somebody who had none"
    if replay.declared is not None:
        yield from _declaration_differs(replay, outcome_of(figures, replay.casting, replay.basis))


def _close_differs(replay: Replay, figures: Figures) -> Iterator[str]:
    closed = replay.closed
    if closed is None:
        return
    said = tuple(closed.number(f"count_{name}") for name in (*SIDES, "none"))
    if said != figures:
        yield f"closed with {words(said)}, the ballots give {words(figures)}"
    recounted = closed.type == "voting.result_recounted"
    means = outcome_of(figures, replay.casting if recounted else None, replay.basis)
    if closed.text("outcome") != means:
        yield f"closed as {closed.text('outcome')}, the ballots give {means}"
    missing = set() if replay.way == "hands" else replay.roll.keys() - replay.ballots.keys()
    if set(closed.data.get("missing", ())) != missing:
        yield "the close names others as not having voted than the ballots do"
    if replay.way == "hands" and replay.confirmed is None:
        yield "it was closed by hands that nobody confirmed"


def _declaration_differs(replay: Replay, final: str) -> Iterator[str]:
    declared = replay.declared
    assert declared is not None
    if replay.closed is None:
        yield "it was declared and never closed"
    if declared.text("outcome") != final:
        yield f"declared {declared.text('outcome')}, the ballots give {final}"
    motions = {replay.opened.text("motion_id"), *map(str, replay.opened.data.get("also", ()))}
    if final == "undecided":
        motions = set()
    if replay.decided.keys() != motions or any(
        fact.data.get("carried") is not (final == "carried") for fact in replay.decided.values()
    ):
        yield f"the ballots give {final}, the record decides the motion otherwise"


def words(figures: object) -> str:
    """Four figures in a line."""
    return "{} for, {} against, {} abstained, {} not cast".format(*figures)  # type: ignore[misc]
