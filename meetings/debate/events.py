"""Facts of the debate. Names of people outside the council stand in them only where those agreed to be named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from meetings.debate.rules import AtTheTime, Ruling, SpeechKind, Step
from meetings.kernel.facts import Fact, fact


@fact("debate.speech_asked")
@dataclass(frozen=True)
class SpeechAsked(Fact):
    """Somebody asked to speak, or was entered as a speaker. `name` is empty for one who is not to be named."""

    speech_id: str
    person_id: str | None
    name: str
    kind: SpeechKind
    item_id: str | None
    limit_seconds: int
    rule: str = ""
    on_behalf: str = ""
    by_clerk: bool = False
    #: of a public question or a petition: what it is about
    subject: str = ""


@fact("debate.speech_withdrawn")
@dataclass(frozen=True)
class SpeechWithdrawn(Fact):
    """Somebody no longer waits to speak."""

    speech_id: str
    reason: str = ""


@fact("debate.queue_reordered")
@dataclass(frozen=True)
class QueueReordered(Fact):
    """Who waits is called in this order."""

    order: tuple[str, ...]


@fact("debate.floor_given")
@dataclass(frozen=True)
class FloorGiven(Fact):
    """Somebody speaks from now on. `allowed`: the rules that the chair let pass for it."""

    speech_id: str
    person_id: str | None
    name: str
    kind: SpeechKind
    item_id: str | None
    motion_id: str | None
    limit_seconds: int
    rule: str = ""
    interrupts: str | None = None
    allowed: tuple[str, ...] = ()


@fact("debate.speech_paused")
@dataclass(frozen=True)
class SpeechPaused(Fact):
    """The clock stands."""

    speech_id: str
    spoken_ms: int
    reason: str = ""


@fact("debate.speech_resumed")
@dataclass(frozen=True)
class SpeechResumed(Fact):
    """The clock runs on."""

    speech_id: str


@fact("debate.speech_ended")
@dataclass(frozen=True)
class SpeechEnded(Fact):
    """A speech is over. `returned`: the interrupted speech that has the floor again, its clock standing."""

    speech_id: str
    spoken_ms: int
    returned: str | None = None


@fact("debate.speech_undone")
@dataclass(frozen=True)
class SpeechUndone(Fact):
    """A mistake taken back. `what`: given (they wait again), ended (they have the floor again, the clock standing)
    or withdrawn (they wait again)."""

    speech_id: str
    what: str


@fact("debate.speech_extended")
@dataclass(frozen=True)
class SpeechExtended(Fact):
    """A speaker was given more time."""

    speech_id: str
    seconds: int
    motion_id: str | None = None


@fact("debate.point_ruled")
@dataclass(frozen=True)
class PointRuled(Fact):
    """The chair ruled on a point of order."""

    speech_id: str
    ruling: Ruling
    text: str
    name: str
    rule: str
    minuted: bool = True


@fact("debate.debate_closed")
@dataclass(frozen=True)
class DebateClosed(Fact):
    """The debate on a motion is over by vote: only the mover's reply is left, or nothing."""

    motion_id: str | None
    item_id: str | None
    effect: str
    by_motion_id: str
    withdrawn: tuple[str, ...] = ()


@fact("debate.order_called")
@dataclass(frozen=True)
class OrderCalled(Fact):
    """A step of the ladder of disorder against somebody."""

    disorder_id: str
    step: Step
    person_id: str | None
    name: str
    reason: str
    item_id: str | None = None
    motion_id: str | None = None


@fact("debate.order_restored")
@dataclass(frozen=True)
class OrderRestored(Fact):
    """A step against somebody stands no longer."""

    disorder_id: str
    name: str
    reason: str


@fact("debate.time_was_up")
@dataclass(frozen=True)
class TimeWasUp(Fact):
    """The meeting's time was up: what remains is voted on without debate, or stands over."""

    ends_at: datetime
    choice: AtTheTime
    items: tuple[str, ...]
    numbers: tuple[str, ...]


@fact("debate.sitting_extended")
@dataclass(frozen=True)
class SittingExtended(Fact):
    """The meeting goes on until later."""

    until: datetime
    minutes: int
    motion_id: str | None = None


@fact("debate.limits_changed")
@dataclass(frozen=True)
class LimitsChanged(Fact):
    """A body has other time limits; on the council's own stream."""

    body_id: str
    changed: tuple[str, ...]
