"""Rules of debate, pure: kinds of speeches, the clock of a speech, whose turn it is, what the chair is warned of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class SpeechKind(StrEnum):
    """As what somebody speaks."""

    SPEECH = "speech"
    REPLY = "reply"
    RESERVED = "reserved"
    POINT_OF_ORDER = "point_of_order"
    EXPLANATION = "explanation"
    QUESTION = "question"
    PUBLIC = "public"
    PETITIONER = "petitioner"
    OFFICER = "officer"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _LABELS[self]

    @property
    def interrupts(self) -> bool:
        """Whether it is heard at once, before whoever has the floor goes on."""
        return self in (SpeechKind.POINT_OF_ORDER, SpeechKind.EXPLANATION)

    @property
    def is_turn(self) -> bool:
        """Whether it is somebody's turn in the debate on a motion: of these each member has one."""
        return self in (SpeechKind.SPEECH, SpeechKind.RESERVED)

    @property
    def from_outside(self) -> bool:
        """Whether the speaker is one of the public."""
        return self in (SpeechKind.PUBLIC, SpeechKind.PETITIONER)


_LABELS = {
    SpeechKind.SPEECH: "Speech",
    SpeechKind.REPLY: "Mover’s reply",
    SpeechKind.RESERVED: "Seconder’s reserved speech",
    SpeechKind.POINT_OF_ORDER: "Point of order",
    SpeechKind.EXPLANATION: "Personal explanation",
    SpeechKind.QUESTION: "Question",
    SpeechKind.PUBLIC: "Public speaker",
    SpeechKind.PETITIONER: "Petitioner",
    SpeechKind.OFFICER: "Presents the item",
}
#: What a member can ask for on their own device.
MEMBERS_KINDS = (
    SpeechKind.SPEECH,
    SpeechKind.QUESTION,
    SpeechKind.POINT_OF_ORDER,
    SpeechKind.EXPLANATION,
    SpeechKind.REPLY,
    SpeechKind.RESERVED,
)


class SpeechState(StrEnum):
    """Where a speech stands."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"
    DONE = "done"
    WITHDRAWN = "withdrawn"

    @property
    def has_floor(self) -> bool:
        """Whether this is who speaks now, the clock running or not."""
        return self in (SpeechState.SPEAKING, SpeechState.PAUSED)


class Ruling(StrEnum):
    """What the chair ruled on a point of order."""

    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"
    NOTED = "noted"


class Step(StrEnum):
    """The ladder of disorder, lowest first."""

    WARNED = "warned"
    NOT_HEARD = "not_heard"
    LEFT = "left"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        """The step in words."""
        return {
            "warned": "Warned by the chair",
            "not_heard": "Not to be heard further",
            "left": "Required to leave",
            "removed": "Removed from the room",
        }[self.value]


class AtTheTime(StrEnum):
    """What becomes of the business that is left when the meeting's time is up."""

    VOTE = "vote"
    ROLL_OVER = "roll_over"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        """The choice in words."""
        return {
            "vote": "What remains is moved formally and voted on without debate",
            "roll_over": "What remains stands over to the next meeting",
            "nothing": "The meeting has no time limit",
        }[self.value]


@dataclass(frozen=True)
class Limits:
    """A body's limits, in seconds and minutes; 0: none. The usual ones of UK standing orders until it has its own."""

    mover: int = 600
    speech: int = 300
    reply: int = 300
    question: int = 60
    public: int = 180
    petitioner: int = 300
    officer: int = 0
    #: so long before the end the light is amber
    amber: int = 60
    #: what a vote to extend a speech gives
    more: int = 180
    #: how long a meeting lasts before it must be extended or end, in minutes
    sitting: int = 180
    extension: int = 30
    at_the_time: AtTheTime = AtTheTime.VOTE
    #: whether points of order are minuted with the ruling
    minute_points: bool = True

    def of(self, kind: SpeechKind, *, opens: bool = False) -> int:
        """The seconds for a speech of that kind; `opens`: the mover's first on the motion."""
        if opens and kind.is_turn:
            return self.mover
        return {
            SpeechKind.SPEECH: self.speech,
            SpeechKind.RESERVED: self.speech,
            SpeechKind.REPLY: self.reply,
            SpeechKind.QUESTION: self.question,
            SpeechKind.PUBLIC: self.public,
            SpeechKind.PETITIONER: self.petitioner,
            SpeechKind.OFFICER: self.officer,
        }.get(kind, 0)


@dataclass(frozen=True)
class Clock:
    """A speech's time: what was spoken before, and since when the clock runs (None: it stands)."""

    limit: int
    spoken_ms: int = 0
    running_since: datetime | None = None

    def spoken(self, now: datetime) -> int:
        """Milliseconds spoken up to a moment."""
        if self.running_since is None:
            return self.spoken_ms
        return self.spoken_ms + max(0, round((now - self.running_since).total_seconds() * 1000))

    @property
    def ends_at(self) -> datetime | None:
        """When the time is up; None while the clock stands or without a limit."""
        if self.running_since is None or not self.limit:
            return None
        return self.running_since + timedelta(milliseconds=self.limit * 1000 - self.spoken_ms)


# --- what the chair is warned of ---


@dataclass(frozen=True)
class Warned:
    """Something that the standing orders say against a speech. The chair may allow it all the same."""

    rule_id: str
    text: str


@dataclass(frozen=True)
class Turn:
    """What is judged of somebody who waits: who they are to the motion, and how often they spoke on it."""

    kind: SpeechKind
    is_member: bool = True
    spoke: int = 0
    is_mover: bool = False
    is_seconder: bool = False
    has_motion: bool = False
    on_amendment: bool = False
    closed: bool = False


ONE_SPEECH = "DB-1"
REPLY = "DB-2"
CLOSED = "SO-4"


def warnings_for(turn: Turn) -> tuple[Warned, ...]:
    """Everything the chair should know before giving the floor."""
    if not turn.is_member or not turn.has_motion:
        return ()
    found = []
    on = "amendment" if turn.on_amendment else "motion"
    if turn.kind.is_turn and turn.spoke:
        found.append(Warned(ONE_SPEECH, f"They have spoken on this {on}: each member speaks once on it."))
    if turn.kind is SpeechKind.REPLY and turn.on_amendment and turn.is_mover:
        found.append(Warned(REPLY, "The mover of an amendment has no right of reply."))
    elif turn.kind is SpeechKind.REPLY and not turn.is_mover:
        found.append(Warned(REPLY, "Only the mover of the motion replies."))
    if turn.kind is SpeechKind.RESERVED and not turn.is_seconder:
        found.append(Warned(ONE_SPEECH, f"Only the seconder of the {on} can reserve a speech."))
    if turn.closed and turn.kind in (SpeechKind.SPEECH, SpeechKind.RESERVED, SpeechKind.QUESTION):
        found.append(Warned(CLOSED, "The debate is closed: only the mover’s reply is left."))
    return tuple(found)


def by_groups(waiting: Sequence[tuple[str, str]], spoken: Mapping[str, int]) -> tuple[str, ...]:
    """A suggestion: the groups in turn, the one that has had least time first; within a group as they asked.

    `waiting`: id and group of each; `spoken`: milliseconds each group has had.
    """
    order: dict[str, list[str]] = {}
    for speech_id, group in waiting:
        order.setdefault(group, []).append(speech_id)
    place = {group: n for n, group in enumerate(order)}
    groups = sorted(order, key=lambda g: (spoken.get(g, 0), place[g]))
    rounds = max((len(ids) for ids in order.values()), default=0)
    return tuple(order[g][n] for n in range(rounds) for g in groups if n < len(order[g]))


@dataclass(frozen=True)
class Spoken:
    """How long somebody, or a group, has spoken."""

    name: str
    group: str
    speeches: int
    ms: int


def totals(rows: Iterable[tuple[str, str, int]]) -> tuple[tuple[Spoken, ...], tuple[Spoken, ...]]:
    """By person and by group, the longest first. `rows`: name, group and milliseconds of each speech."""
    people: dict[tuple[str, str], list[int]] = {}
    groups: dict[str, list[int]] = {}
    for name, group, ms in rows:
        people.setdefault((name, group), []).append(ms)
        groups.setdefault(group, []).append(ms)
    by_person = [Spoken(name, group, len(found), sum(found)) for (name, group), found in people.items()]
    by_group = [Spoken(group, group, len(found), sum(found)) for group, found in groups.items() if group]
    return (
        tuple(sorted(by_person, key=lambda s: (-s.ms, s.name))),
        tuple(sorted(by_group, key=lambda s: (-s.ms, s.name))),
    )


def next_step(step: Step | None) -> Step | None:
    """The next step of the ladder for a member; None: the meeting can only be adjourned."""
    ladder = (Step.WARNED, Step.NOT_HEARD, Step.LEFT)
    if step is None:
        return ladder[0]
    at = ladder.index(step) + 1 if step in ladder else len(ladder)
    return ladder[at] if at < len(ladder) else None
