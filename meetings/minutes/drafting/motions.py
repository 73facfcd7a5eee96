"""Motions and what became of them, as blocks of the minute of the item they were moved on."""

from __future__ import annotations

from dataclasses import dataclass, field

from meetings.minutes import wording
from meetings.minutes.document import Declaration, Motion, Resolution
from meetings.minutes.drafting.votes import Poll
from meetings.minutes.drafting.words import declared, resolution_parts, rich
from meetings.motions.events import MotionAmended, MotionDecided, MotionMoved
from meetings.motions.rules import Effect, MotionKind
from meetings.voting.rules import VoteMethod, Way

#: Carrying these resolves nothing: the meeting agrees how it goes on.
_AGREED_ONLY = frozenset(
    (Effect.ORDER_OF_BUSINESS, Effect.QUESTION_BE_PUT, Effect.EXTEND_SPEECH, Effect.NOT_BE_HEARD)
)


@dataclass
class Moving:
    """A motion while it is read. `text` becomes what it reads once amendments to it are carried."""

    fact: MotionMoved
    text: str = ""
    amended: bool = False
    altered: bool = False
    outcome: str = ""
    sentence: str = ""
    reasons: str = ""
    reasons_said: bool = False

    def __post_init__(self) -> None:
        self.text = self.fact.text

    @property
    def it(self) -> str:
        """What sentences call it."""
        if self.fact.kind is MotionKind.AMENDMENT:
            return "amendment"
        return "motion as amended" if self.amended else "motion"

    @property
    def is_resolved(self) -> bool:
        """Whether carrying it resolves something. An amendment only changes its motion, the order of business
        is agreed or not."""
        if self.fact.kind is MotionKind.AMENDMENT:
            return False
        return self.fact.effect not in _AGREED_ONLY

    def block(self) -> Motion:
        """As it was moved: what was made of it stands below, in the order of events."""
        return Motion(
            id=f"motion-{self.fact.motion_id}",
            motion_kind=self.fact.kind.value,
            text=rich(self.fact.change or self.fact.text),
            mover=self.fact.mover or None,
            seconder=self.fact.seconder or None,
            outcome=self.outcome,
            sentence=self.sentence,
        )


@dataclass
class Motions:
    """Every motion that was moved, and every vote."""

    resolved_word: str
    moved: dict[str, Moving] = field(default_factory=dict)
    polls: dict[str, Poll] = field(default_factory=dict)

    def move(self, fact: MotionMoved) -> Moving:
        """A motion is before the meeting."""
        moving = self.moved[fact.motion_id] = Moving(fact)
        return moving

    def withdraw(self, motion_id: str) -> Declaration | None:
        """It no longer is; nothing is minuted of one that was never moved."""
        moving = self.moved.get(motion_id)
        if moving is None:
            return None
        moving.outcome = "withdrawn"
        return _declaration(motion_id, wording.declared(moving.fact.kind.value, "withdrawn"))

    def amend(self, fact: MotionAmended) -> Declaration | None:
        """An amendment was carried: the motion reads differently from now on."""
        moving = self.moved.get(fact.motion_id)
        if moving is None:
            return None
        moving.text, moving.amended = fact.text, True
        sentence = "The motion as amended became the substantive motion."
        return Declaration(id=f"amended-{fact.amendment_id}", text=sentence)

    def title_of(self, poll: Poll, motion_id: str) -> str:
        """What a vote is headed with: what it was on and how it was taken; nothing for the usual vote on a motion."""
        moving = self.moved[motion_id]
        together = len(poll.opened.also) + 1
        on = f"{together} motions together" if together > 1 else f"the {moving.it}"
        how = {Way.DEVICES: "", Way.HANDS: " by show of hands", Way.ROLL_CALL: " by roll call"}[poll.way]
        if moving.it == "motion" and together == 1 and poll.way is not Way.ROLL_CALL:
            return ""
        return f"{'Recorded vote' if poll.method is VoteMethod.RECORDED else 'Vote'}{how} on {on}"

    def reopen(self, motion_id: str) -> None:
        """The vote that decided it is void."""
        moving = self.moved.get(motion_id)
        if moving is not None:
            moving.outcome = moving.sentence = ""

    def restore(self, motion_id: str, text: str) -> None:
        """An amendment to it was carried by a void vote: it reads as before."""
        moving = self.moved.get(motion_id)
        if moving is not None:
            moving.text, moving.amended = text, text != moving.fact.text

    def decide(self, fact: MotionDecided) -> tuple[Declaration | Resolution, ...]:
        """What is declared without a vote, and what is resolved: of a lost motion nothing."""
        moving = self.moved[fact.motion_id]
        poll = self.polls.get(fact.vote_id or "")
        unanimous = fact.carried and poll is not None and poll.is_unanimous
        moving.outcome = "carried_unanimously" if unanimous else "carried" if fact.carried else "lost"
        moving.sentence = _sentence(moving, poll, carried=fact.carried, unanimous=unanimous)
        said: list[Declaration | Resolution] = []
        if poll is None or fact.motion_id in poll.opened.also:
            said.append(_declaration(fact.motion_id, moving.sentence))
        if fact.carried and moving.is_resolved:
            said.append(self._resolution(moving, unanimous=unanimous))
        return tuple(said)

    def close(self) -> None:
        """The meeting is over: what was not decided was not put."""
        for moving in self.moved.values():
            moving.outcome = moving.outcome or "not_put"

    def _resolution(self, moving: Moving, *, unanimous: bool) -> Resolution:
        return Resolution(
            id=f"resolution-{moving.fact.motion_id}",
            word=self.resolved_word,
            unanimous=unanimous,
            parts=resolution_parts(moving.text, self.resolved_word),
        )


def _sentence(moving: Moving, poll: Poll | None, *, carried: bool, unanimous: bool) -> str:
    if poll is None:
        return f"The {moving.it} was agreed by general assent."
    procedural = moving.fact.kind is MotionKind.PROCEDURAL
    sentence = declared(moving.it, carried=carried, unanimous=unanimous, agreed=procedural)
    if poll.no_casting:
        return f"The votes were equal and {poll.no_casting}. {sentence}"
    return sentence


def _declaration(motion_id: str, text: str) -> Declaration:
    return Declaration(id=f"declared-{motion_id}", text=text, motion_id=f"motion-{motion_id}")
