"""The votes of a meeting, counted again from its ballots as the record has them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from meetings.minutes.document import Declaration, VoteResult
from meetings.minutes.phrases import fill, phrases
from meetings.minutes.phrases.shape import Votes
from meetings.voting.events import (
    CastingVoteGiven,
    OwnVoteRecorded,
    ResultRecounted,
    VoteClosed,
    VoteOpened,
)
from meetings.voting.methods import DEFAULT, METHODS
from meetings.voting.rules import Choice, Outcome, Tally, VoteMethod, Way


@dataclass
class Poll:
    """One vote while it is read."""

    opened: VoteOpened
    language: str = "en"
    #: who may vote, with names
    roll: dict[str, str] = field(default_factory=dict)
    #: who casts it for them as a proxy
    holders: dict[str, str] = field(default_factory=dict)
    ballots: dict[str, Choice] = field(default_factory=dict)
    closed: VoteClosed | ResultRecounted | None = None
    casting: CastingVoteGiven | None = None
    way: Way = field(init=False)
    method: VoteMethod = field(init=False)
    declared: bool = False
    void: bool = False
    #: own votes asked for, by person, as the last fact has them: a correction of the ballot changes them
    own: dict[str, OwnVoteRecorded] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.roll = {m.person_id: m.name for m in self.opened.roll}
        self.holders = {m.person_id: m.holder_id for m in self.opened.roll if m.holder_id}
        self.way, self.method = self.opened.way, self.opened.method

    def join(self, person_id: str, name: str) -> None:
        """Somebody arrives; what their proxy cast no longer holds."""
        self.roll[person_id] = name
        if self.holders.pop(person_id, ""):
            self.ballots.pop(person_id, None)

    @property
    def is_unanimous(self) -> bool:
        """Whether everybody who was entitled voted for it."""
        closed = self.closed
        return (
            closed is not None
            and closed.count_for > 0
            and not (closed.count_against or closed.count_abstain or closed.count_none)
        )

    @property
    def no_casting(self) -> str:
        """Why no casting vote decided a tie, in words; empty unless that happened."""
        if self.casting is None or self.casting.choice is not None:
            return ""
        say = self._say
        return fill(
            say.no_casting if self.casting.has_none else say.casting_not_given, name=self.casting.name
        )

    @property
    def majority(self) -> str:
        """The majority that was needed, where it was not the simple one."""
        basis = self.opened.basis
        return "" if basis == DEFAULT else self._say.majorities.get(basis, METHODS[basis].label)

    @property
    def _say(self) -> Votes:
        return phrases(self.language).votes

    def reason(self) -> Declaration:
        """Why names are recorded without a choice."""
        text = fill(self._say.named, reason=self.opened.reason)
        return Declaration(id=f"named-{self.opened.vote_id}", text=text)

    def rule(self, outcome: Outcome) -> Declaration | None:
        """What a special majority came to, members behind weighted votes, or that nobody voted at all."""
        closed = self.closed
        assert closed is not None
        said = []
        if self.majority:
            tally = Tally(closed.count_for, closed.count_against, closed.count_abstain, closed.count_none)
            working = _working(self._say, self.opened.basis, METHODS[self.opened.basis].working(tally))
            said.append(fill(self._say.needed, majority=self.majority, working=working))
        if closed.heads:
            for_, against, abstained, no_vote = closed.heads
            counts = {"for_": for_, "against": against, "abstained": abstained, "no_vote": no_vote}
            said.append(fill(self._say.weights, **counts))
        if outcome is Outcome.UNDECIDED:
            said.append(self._say.undecided)
        return Declaration(id=f"rule-{self.opened.vote_id}", text=" ".join(said)) if said else None

    def result(self, at: datetime, outcome: Outcome, title: str, motion_kind: str) -> VoteResult:
        """The block. Names are there for a recorded vote and for no other: that was announced when it was opened."""
        recorded = self.method is VoteMethod.RECORDED
        casting = self.casting
        closed = self.closed
        assert closed is not None, "a vote is closed before it is declared"
        return VoteResult(
            id=f"vote-{self.opened.vote_id}",
            method="hands" if self.way is Way.HANDS else self.method.value,
            for_=closed.count_for,
            against=closed.count_against,
            abstain=closed.count_abstain,
            none=closed.count_none,
            for_names=self._names(Choice.FOR) if recorded else (),
            against_names=self._names(Choice.AGAINST) if recorded else (),
            abstain_names=self._names(Choice.ABSTAIN) if recorded else (),
            none_names=self._names(None) if recorded else (),
            casting=casting.choice.value if casting and casting.choice else None,
            casting_by=casting.name if casting and casting.choice else None,
            declared_at=at,
            result=outcome.value,
            title=title,
            # Where nothing was decided, what is declared in the end belongs to a later vote.
            motion_id="" if outcome is Outcome.UNDECIDED else f"motion-{self.opened.motion_id}",
            motion_kind=motion_kind,
            language=self.language,
        )

    def _names(self, choice: Choice | None) -> tuple[str, ...]:
        return tuple(
            fill(self._say.proxy, name=name) if self.holders.get(person_id) else name
            for person_id, name in self.roll.items()
            if self.ballots.get(person_id) is choice
        )


def _working(say: Votes, basis: str, english: str) -> str:
    """How a majority was worked out, with the figures that the method itself gives."""
    figures = re.findall(r"\d+", english.replace("Two-thirds", ""))
    key = basis if figures else ("nobody_against" if "against" in english else "nobody_for")
    return say.workings[key].format(*figures) if key in say.workings else english
