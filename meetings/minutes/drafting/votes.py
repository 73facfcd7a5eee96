"""The votes of a meeting, counted again from its ballots as the record has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from meetings.minutes.document import VoteResult
from meetings.voting.events import CastingVoteGiven, VoteClosed, VoteOpened
from meetings.voting.rules import Choice, Outcome, VoteMethod


@dataclass
class Poll:
    """One vote while it is read."""

    opened: VoteOpened
    #: who may vote, with names
    roll: dict[str, str] = field(default_factory=dict)
    ballots: dict[str, Choice] = field(default_factory=dict)
    closed: VoteClosed | None = None
    casting: CastingVoteGiven | None = None

    def __post_init__(self) -> None:
        self.roll = {m.person_id: m.name for m in self.opened.roll}

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
    def declined_by(self) -> str:
        """Who would not give a casting vote on a tie; empty unless somebody did that."""
        return self.casting.name if self.casting and self.casting.choice is None else ""

    def result(self, at: datetime, outcome: Outcome, title: str, motion_kind: str) -> VoteResult:
        """The block. Names are there for a recorded vote and for no other: that was announced when it was opened."""
        recorded = self.opened.method is VoteMethod.RECORDED
        casting = self.casting
        closed = self.closed
        assert closed is not None, "a vote is closed before it is declared"
        return VoteResult(
            id=f"vote-{self.opened.vote_id}",
            method=self.opened.method.value,
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
            motion_id=f"motion-{self.opened.motion_id}",
            motion_kind=motion_kind,
        )

    def _names(self, choice: Choice | None) -> tuple[str, ...]:
        return tuple(name for person_id, name in self.roll.items() if self.ballots.get(person_id) is choice)
