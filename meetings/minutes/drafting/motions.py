"""Motions and what became of them, as blocks of the minute of the item they were moved on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from meetings.minutes import style_words, wording
from meetings.minutes.document import Declaration, Motion, Resolution
from meetings.minutes.drafting.votes import Poll
from meetings.minutes.drafting.words import declared, resolution_parts, rich
from meetings.minutes.phrases import fill, phrases
from meetings.minutes.phrases.shape import Motions as Phrasing
from meetings.minutes.style import PLAIN, Declared, HouseStyle, Moved, VoteLayout
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
    style: HouseStyle = PLAIN
    language: str = "en"
    #: of an amendment, where the body numbers them: "Amendment 2"
    label: str = ""
    poll: Poll | None = None
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
    def say(self) -> Phrasing:
        """The set phrases about motions."""
        return phrases(self.language).motions

    @property
    def it(self) -> str:
        """What sentences call it."""
        if self.fact.kind is MotionKind.AMENDMENT:
            return self.say.amendment
        return self.say.as_amended if self.amended else self.say.motion

    @property
    def subject(self) -> str:
        """The same with its article, or the number of an amendment."""
        return self.label or fill(phrases(self.language).votes.the, it=self.it)

    @property
    def is_resolved(self) -> bool:
        """Whether carrying it resolves something. An amendment only changes its motion, the order of business
        is agreed or not."""
        if self.fact.kind is MotionKind.AMENDMENT:
            return False
        return self.style.procedure_resolved or self.fact.effect not in _AGREED_ONLY

    @property
    def became_resolution(self) -> bool:
        """Whether a resolution stands below."""
        return self.is_resolved and self.outcome in ("carried", "carried_unanimously")

    @property
    def is_silent(self) -> bool:
        """Whether nothing is declared apart: the resolution says that it was carried."""
        in_sentence = self.poll is not None and self.style.votes is VoteLayout.SENTENCE
        brief = self.style.declared is Declared.NOTHING or self._led_in
        return brief and self.became_resolution and not in_sentence

    @property
    def _led_in(self) -> bool:
        """Whether the resolution alone has the text; not where an amendment changed it on the way."""
        changed = self.amended or self.altered
        return self.style.moved is not Moved.TEXT and self.became_resolution and not changed

    def block(self) -> Motion | None:
        """As it was moved: what was made of it stands below, in the order of events."""
        lead = ""
        if self._led_in:
            lead = style_words.lead(self.style, self.fact.mover, self.fact.seconder, self.language)
            if not lead:
                return None
        return Motion(
            id=f"motion-{self.fact.motion_id}",
            motion_kind=self.fact.kind.value,
            text=rich(self.fact.change or self.fact.text),
            mover=self.fact.mover or None,
            seconder=self.fact.seconder or None,
            outcome=self.outcome,
            sentence=self._said(),
            language=self.language,
            label=self.label,
            lead=lead,
            silent=self.is_silent,
        )

    def _said(self) -> str:
        """What was declared; with the figures, as they stand in the end, where the body's sentence has them."""
        closed = self.poll.closed if self.poll and self.outcome != "in_private" else None
        english = self.language == "en"
        if closed is None or self.style.votes is not VoteLayout.SENTENCE or not (self.sentence and english):
            return self.sentence
        carried = self.outcome in ("carried", "carried_unanimously")
        counts = (closed.count_for, closed.count_against, closed.count_abstain, closed.count_none)
        return style_words.counted(self.subject, *counts, carried=carried)


@dataclass
class Motions:
    """Every motion that was moved, and every vote."""

    resolved_word: str
    style: HouseStyle = PLAIN
    language: str = "en"
    moved: dict[str, Moving] = field(default_factory=dict)
    polls: dict[str, Poll] = field(default_factory=dict)
    #: by motion, the body to which carrying it recommends something
    recommends: dict[str, str] = field(default_factory=dict)

    def move(self, fact: MotionMoved) -> Moving:
        """A motion is before the meeting."""
        label = ""
        if fact.kind is MotionKind.AMENDMENT and self.style.number_amendments:
            before = (m for m in self.moved.values() if m.label and m.fact.parent_id == fact.parent_id)
            label = f"{'Amendment' if self.language == 'en' else 'Gwelliant'} {len(list(before)) + 1}"
        moving = self.moved[fact.motion_id] = Moving(fact, self.style, self.language, label)
        return moving

    def withdraw(self, motion_id: str) -> Declaration | None:
        """It no longer is; nothing is minuted of one that was never moved."""
        moving = self.moved.get(motion_id)
        if moving is None:
            return None
        moving.outcome = "withdrawn"
        return _declaration(motion_id, wording.declared(moving.fact.kind.value, "withdrawn", self.language))

    def amend(self, fact: MotionAmended) -> Declaration | None:
        """An amendment was carried: the motion reads differently from now on."""
        moving = self.moved.get(fact.motion_id)
        if moving is None:
            return None
        moving.text, moving.amended = fact.text, True
        sentence = moving.say.became_substantive
        return Declaration(id=f"amended-{fact.amendment_id}", text=sentence)

    def title_of(self, poll: Poll, motion_id: str) -> str:
        """What a vote is headed with: what it was on and how it was taken; nothing for the usual vote on a motion."""
        moving = self.moved[motion_id]
        together = len(poll.opened.also) + 1
        say = phrases(self.language).votes
        on = fill(say.together, number=together) if together > 1 else moving.subject
        if moving.it == moving.say.motion and together == 1 and poll.way is not Way.ROLL_CALL:
            return ""
        vote = say.recorded if poll.method is VoteMethod.RECORDED else say.vote
        return fill(say.on, vote=vote, how=say.ways[poll.way.value], what=on)

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

    def decide(self, fact: MotionDecided, at: datetime) -> tuple[Declaration | Resolution, ...]:
        """What is declared without a vote, and what is resolved: of a lost motion nothing."""
        moving = self.moved[fact.motion_id]
        poll = self.polls.get(fact.vote_id or "")
        unanimous = fact.carried and poll is not None and poll.is_unanimous
        moving.outcome = "carried_unanimously" if unanimous else "carried" if fact.carried else "lost"
        moving.poll = poll
        moving.sentence = _sentence(moving, poll, carried=fact.carried, unanimous=unanimous)
        said: list[Declaration | Resolution] = []
        if fact.private and not moving.fact.private:
            # Its own block stands in the public part, where only that much is said.
            moving.outcome, sentence = "in_private", moving.sentence
            moving.sentence = wording.declared(moving.fact.kind.value, "in_private", language=self.language)
            said.append(_declaration(fact.motion_id, sentence))
        elif (poll is None or fact.motion_id in poll.opened.also) and not moving.is_silent:
            said.append(_declaration(fact.motion_id, moving.sentence))
        if fact.carried and moving.is_resolved:
            said.append(self._resolution(moving, at, unanimous=unanimous))
        return tuple(said)

    def as_recommended(self, motion_id: str, block: Declaration | Resolution) -> Declaration | Resolution:
        """A resolution that recommends something to another body says so instead."""
        to = self.recommends.get(motion_id, "")
        if not to or not isinstance(block, Resolution):
            return block
        text = self.moved[motion_id].text
        word = style_words.recommended(self.style, text, to, self.language)
        return replace(block, word=word, parts=resolution_parts(text, word))

    def close(self) -> None:
        """The meeting is over: what was not decided was not put."""
        for moving in self.moved.values():
            moving.outcome = moving.outcome or "not_put"

    def _resolution(self, moving: Moving, at: datetime, *, unanimous: bool) -> Resolution:
        style, word = self.style, self.resolved_word
        if moving.poll is None and style.agreed_by_assent:
            word = style.agreed
        return Resolution(
            id=f"resolution-{moving.fact.motion_id}",
            word=word,
            unanimous=unanimous and style.say_unanimous,
            parts=resolution_parts(moving.text, word),
            language=self.language,
            at=at if style.time_before_resolution else None,
        )


def _sentence(moving: Moving, poll: Poll | None, *, carried: bool, unanimous: bool) -> str:
    if poll is None:
        return fill(moving.say.by_assent, it=moving.it)
    procedural = moving.fact.kind is MotionKind.PROCEDURAL
    usual = moving.style.declared in (Declared.DECLARED, Declared.NOTHING) and not moving.label
    if usual or moving.language != "en":
        sentence = declared(
            moving.it, carried=carried, unanimous=unanimous, agreed=procedural, language=moving.language
        )
    else:
        closed = poll.closed
        split = closed is not None and closed.count_against + closed.count_abstain > 0
        sentence = style_words.outcome(
            moving.subject,
            moving.style,
            carried=carried,
            unanimous=unanimous,
            agreed=procedural,
            majority=carried and split,
        )
    if poll.no_casting:
        return fill(moving.say.tied, why=poll.no_casting, declared=sentence)
    return sentence


def _declaration(motion_id: str, text: str) -> Declaration:
    return Declaration(id=f"declared-{motion_id}", text=text, motion_id=f"motion-{motion_id}")
