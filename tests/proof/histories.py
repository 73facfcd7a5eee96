"""Random votes of every kind, counted by the product's methods and by the checking program: both must agree.

The tables are kept here as the use cases keep them; the facts are those that the use cases write.
`python -m tests.proof.histories 100000` runs so many and says how it went.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from meetings.kernel.facts import Fact, name_of, to_data
from meetings.proof.verifier import NotRight
from meetings.proof.verifier import tally as second_tally
from meetings.voting import events as e
from meetings.voting.methods import METHODS
from meetings.voting.rules import Channel, Choice, Outcome, Tally, VoteMethod, Way

CHOICES = tuple(Choice)
Figures = tuple[int, int, int, int]
#: how a vote is counted: ballots, roll with weights, basis
Count = Callable[[dict[str, Choice], dict[str, int], str], Tally]


def right(ballots: dict[str, Choice], roll: dict[str, int], basis: str) -> Tally:
    """As the product counts."""
    return METHODS[basis].count(ballots, roll, roll)


@dataclass
class Tables:
    """What the product keeps of one vote, and the facts it writes."""

    random: random.Random
    count: Count
    roll: dict[str, int] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    ballots: dict[str, Choice] = field(default_factory=dict)
    way: Way = Way.DEVICES
    basis: str = "simple_majority"
    hands: tuple[int, int, int, int] | None = None
    casting: Choice | None = None
    dealt_with: bool = False
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def write(self, fact: Fact) -> None:
        """Into the record."""
        self.facts.append((name_of(type(fact)), to_data(fact)))

    def open(self) -> None:
        """A roll of up to 40, sometimes with weights and proxies."""
        rnd = self.random
        self.basis = rnd.choice(list(METHODS))
        self.way = rnd.choice((Way.DEVICES, Way.DEVICES, Way.ROLL_CALL, Way.HANDS))
        weighted, proxies = rnd.random() < 0.15, rnd.random() < 0.15
        for n in range(rnd.randint(1, 40)):
            person = f"p{n}"
            self.roll[person] = rnd.randint(0, 5) if weighted else 1
            if proxies and n and rnd.random() < 0.2:
                self.holders[person] = "p0"
        roll = tuple(
            e.RollMember(p, p.upper(), weight, self.holders.get(p, "")) for p, weight in self.roll.items()
        )
        method = rnd.choice(tuple(VoteMethod))
        self.write(e.VoteOpened("v", "m", method, "Text", roll, self.basis, self.way))

    def cast(self) -> None:
        """Somebody on the roll chooses, or chooses anew."""
        if not self.roll:
            return
        person, choice = self.random.choice(list(self.roll)), self.random.choice(CHOICES)
        self.ballots[person] = choice
        holder = self.holders.get(person, "")
        self.write(
            e.BallotCast("v", person, choice, Channel.PROXY if holder else Channel.DEVICE, "key", holder)
        )

    def come(self) -> None:
        """Somebody arrives: new, or in place of the proxy who held their vote."""
        if self.holders and self.random.random() < 0.5:
            person = self.random.choice(list(self.holders))
            del self.holders[person]
            self.ballots.pop(person, None)
        else:
            person = f"late{len(self.facts)}"
            self.roll[person] = 1
        self.write(e.RollJoined("v", person, person.upper(), self.roll[person]))

    def go(self) -> None:
        """Somebody without a ballot leaves."""
        leaving = [p for p in self.roll if p not in self.ballots]
        if leaving:
            person = self.random.choice(leaving)
            del self.roll[person]
            self.holders.pop(person, None)
            self.write(e.RollLeft("v", person, person.upper()))

    def change_way(self) -> None:
        """The vote goes on in another way; hands are counted afresh."""
        self.way = self.random.choice([w for w in Way if w is not self.way])
        self.hands = None
        self.write(e.WayChanged("v", self.way, "why", VoteMethod.TOTALS if self.way is Way.HANDS else None))

    def count_hands(self) -> None:
        """Entered, perhaps again, and confirmed."""
        for _ in range(self.random.randint(1, 3)):
            present = len(self.roll)
            cuts = sorted(self.random.randint(0, present) for _ in range(3))
            raised = (cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1])
            self.hands = (*raised, present - cuts[2])
            self.write(e.HandsCounted("v", *raised, present))
        self.write(e.HandsConfirmed("v"))

    def figures(self) -> Tally:
        """The product's count."""
        if self.way is Way.HANDS:
            assert self.hands is not None
            return Tally(*self.hands)
        return self.count(self.ballots, self.roll, self.basis)

    def outcome(self, figures: Tally) -> Outcome:
        """The product's outcome, the casting vote included."""
        found = METHODS[self.basis].outcome(figures)
        if self.dealt_with and found is Outcome.TIED:
            return METHODS[self.basis].after_casting(self.casting)
        return found

    def close(self) -> None:
        """Count it."""
        if self.way is Way.HANDS:
            self.count_hands()
        found = self.figures()
        figures = (found.for_, found.against, found.abstain, found.none)
        self.write(e.VoteClosed("v", *figures, METHODS[self.basis].outcome(found), ()))

    def correct(self) -> None:
        """Two people correct a ballot, and it is counted again."""
        if self.way is Way.HANDS or not self.roll:
            return
        person, after = self.random.choice(list(self.roll)), self.random.choice((*CHOICES, None))
        before = self.ballots.pop(person, None)
        if after is not None:
            self.ballots[person] = after
        self.write(e.BallotCorrected("v", person, person.upper(), before, after, "why"))
        found = self.figures()
        self.write(
            e.ResultRecounted("v", found.for_, found.against, found.abstain, found.none, self.outcome(found))
        )

    def settle(self) -> None:
        """A tie is dealt with; the result is declared."""
        if METHODS[self.basis].outcome(self.figures()) is Outcome.TIED:
            self.casting, self.dealt_with = self.random.choice((Choice.FOR, Choice.AGAINST, None)), True
            self.write(e.CastingVoteGiven("v", "p0", "P0", self.casting, self.random.random() < 0.1))
        self.write(e.VoteDeclared("v", "m", self.outcome(self.figures())))


def history(seed: int, count: Count = right) -> Tables:
    """One vote from its opening to its declaration."""
    rnd = random.Random(seed)
    tables = Tables(rnd, count)
    tables.open()
    steps = (tables.cast,) * 12 + (tables.come, tables.go, tables.change_way)
    # Often everybody votes about evenly, so that ties and near ties come up.
    for _ in range(rnd.randint(0, 2 * len(tables.roll) + 2)):
        rnd.choice(steps if rnd.random() < 0.5 else steps[:12])()
    tables.close()
    for _ in range(rnd.choice((0, 0, 0, 1, 2))):
        tables.correct()
    tables.settle()
    if rnd.random() < 0.1 and tables.roll:
        person = rnd.choice(list(tables.roll))
        tables.write(e.OwnVoteRecorded("v", person, person.upper(), tables.ballots.get(person)))
    return tables


def differs(tables: Tables) -> str:
    """What the two counts disagree about; empty when they agree."""
    found = tables.figures()
    mine = ((found.for_, found.against, found.abstain, found.none), tables.outcome(found).value)
    try:
        theirs = second_tally(tables.facts)
    except NotRight as refused:
        return str(refused)
    return "" if mine == theirs else f"{mine} and {theirs}"


def campaign(histories: int, first: int = 0, count: Count = right) -> tuple[list[int], Counter[str]]:
    """The seeds on which the counts differ, and what kinds of votes there were."""
    wrong, kinds = [], Counter[str]()
    for seed in range(first, first + histories):
        tables = history(seed, count)
        if differs(tables):
            wrong.append(seed)
        kinds[f"by {tables.way.value}"] += 1
        kinds[tables.basis] += 1
        kinds["tie with casting vote"] += tables.dealt_with
        kinds["weighted"] += any(w != 1 for w in tables.roll.values())
        kinds["corrected"] += any(kind == "voting.ballot_corrected" for kind, _ in tables.facts)
    return wrong, kinds


def main(words: list[str]) -> int:
    """Run and tell."""
    histories = int(words[0]) if words else 100_000
    began = time.monotonic()
    wrong, kinds = campaign(histories)
    seconds = time.monotonic() - began
    lines = [f"{histories} histories, {len(wrong)} on which the two counts differ, {seconds:.1f} s"]
    lines += [f"  {name}: {number}" for name, number in sorted(kinds.items())]
    sys.stdout.write("\n".join(lines) + "\n")
    if wrong:
        sys.stdout.write(f"first seeds: {wrong[:5]}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
