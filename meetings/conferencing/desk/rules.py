"""What the desk wishes, what the public sees, and which press comes next. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from meetings.ports.broadcast import Phase
from meetings.ports.providers import Can

#: Broadcasts that nobody reads for us: a person looks.
BY_HAND = frozenset({"", "manual"})


class Wish(StrEnum):
    """What was last asked for at the desk. What really is, the provider says."""

    NOTHING = "nothing"
    #: the picture is sent, the public does not see it yet
    PICTURE = "picture"
    LIVE = "live"
    #: the public sees the card
    HELD = "held"
    ENDED = "ended"


class Why(StrEnum):
    """Why the public is shown the card."""

    NONE = ""
    BREAK = "break"
    PRIVATE = "private"


class Rehearsal(StrEnum):
    """How a test run stands."""

    NONE = "none"
    STARTING = "starting"
    RUNNING = "running"
    ENDING = "ending"
    PASSED = "passed"
    FAILED = "failed"


class Press(StrEnum):
    """What can be pressed at the desk."""

    TEST = "test"
    END_TEST = "end_test"
    PICTURE = "picture"
    LIVE = "live"
    HOLD = "hold"
    GO_ON = "go_on"
    END = "end"
    CLOSE_ROOM = "close_room"

    @property
    def label(self) -> str:
        """The words on the button."""
        return _LABELS[self]


_LABELS = {
    Press.TEST: "Test run",
    Press.END_TEST: "End the test run",
    Press.PICTURE: "Start the picture",
    Press.LIVE: "Go live",
    Press.HOLD: "Hold: show the card",
    Press.GO_ON: "Go on",
    Press.END: "End the broadcast",
    Press.CLOSE_ROOM: "Close the remote room for everybody",
}


class Sitting(StrEnum):
    """How the meeting stands, as far as its broadcast is concerned."""

    AHEAD = "ahead"
    OPEN = "open"
    ADJOURNED = "adjourned"
    OVER = "over"


@dataclass(frozen=True)
class Able:
    """What room and broadcast do by themselves, and what they are called. A name is empty where there is none."""

    room: str = ""
    room_can: frozenset[Can] = frozenset()
    feed: str = ""
    feed_can: frozenset[Can] = frozenset()

    @property
    def starts_picture(self) -> bool:
        """Whether the room sends its picture when it is asked to."""
        return Can.STREAM_CONTROL in self.room_can

    @property
    def reads_feed(self) -> bool:
        """Whether the service says what the public gets."""
        return Can.FEED_STATE in self.feed_can

    @property
    def rehearses(self) -> bool:
        """Whether a broadcast that only officers see can be made and taken away."""
        return {Can.CREATE, Can.GO_LIVE, Can.PRIVACY} <= self.feed_can

    def kept(self) -> dict[str, Any]:
        """As it is written down."""
        return {
            "room": self.room,
            "room_can": sorted(c.value for c in self.room_can),
            "feed": self.feed,
            "feed_can": sorted(c.value for c in self.feed_can),
        }


def able_from(kept: Mapping[str, Any]) -> Able:
    """What was written down. What an adapter can no longer do is not known here and left out."""
    known = {c.value: c for c in Can}
    room = frozenset(known[c] for c in kept.get("room_can", ()) if c in known)
    feed = frozenset(known[c] for c in kept.get("feed_can", ()) if c in known)
    return Able(str(kept.get("room", "")), room, str(kept.get("feed", "")), feed)


@dataclass(frozen=True)
class Seen:
    """What was found when the broadcast was looked at. `public` None: it could not be told."""

    phase: Phase = Phase.UNKNOWN
    receiving: bool | None = None
    public: bool | None = None
    health: str = ""
    #: who looked; empty: the service itself said so
    by: str = ""
    at: datetime | None = None
    #: why the last look found nothing; empty: it was answered
    failed: str = ""
    asked_at: datetime | None = None


@dataclass(frozen=True)
class RoomSeen:
    """The remote room when it was last looked at."""

    live: bool | None = None
    streaming: bool | None = None
    people: int | None = None
    at: datetime | None = None
    failed: str = ""


@dataclass(frozen=True)
class Standing:
    """Everything the desk is judged by at one moment."""

    now: datetime
    sitting: Sitting
    private: bool = False
    wish: Wish = Wish.NOTHING
    wished_at: datetime | None = None
    why: Why = Why.NONE
    rehearsal: Rehearsal = Rehearsal.NONE
    able: Able = field(default_factory=Able)
    seen: Seen = field(default_factory=Seen)
    room: RoomSeen = field(default_factory=RoomSeen)
    record: bool = False
    closed_at: datetime | None = None
    #: the meeting begins in a few minutes, or should have begun: a test run is not what comes next
    due: bool = False

    @property
    def over(self) -> bool:
        """Whether nothing can be broadcast any more: it was ended, and complete is final."""
        return self.wish is Wish.ENDED or self.seen.phase is Phase.ENDED

    @property
    def stale(self) -> bool:
        """Whether what was found is too old to act upon."""
        return self.seen.at is None or self.now - self.seen.at > STALE


#: A look of a service is old after this; a person's, who does not look all the time, after longer.
STALE = timedelta(seconds=45)
STALE_BY_EYE = timedelta(minutes=15)
#: A stream that goes on after the end of its meeting is forgotten after this.
FORGOTTEN = timedelta(minutes=10)
#: A test run is over this long before the meeting.
TEST_ENDS_BEFORE = timedelta(minutes=5)


def next_press(at: Standing) -> Press | None:
    """The one button that stands out. None: there is nothing to press now."""
    if at.rehearsal in (Rehearsal.STARTING, Rehearsal.RUNNING):
        return Press.END_TEST
    if at.over and at.seen.public:
        return Press.END
    if at.over or at.private or at.rehearsal is Rehearsal.ENDING:
        return None
    if at.sitting is Sitting.OVER:
        return Press.END if at.wish is not Wish.NOTHING or at.seen.public else None
    return _next_on_air(at)


def _next_on_air(at: Standing) -> Press | None:
    if at.wish is Wish.HELD:
        return Press.GO_ON
    if at.wish is Wish.LIVE or at.seen.public:
        return Press.HOLD
    if at.wish is Wish.PICTURE or at.seen.receiving:
        return Press.LIVE
    if at.sitting is Sitting.AHEAD and at.rehearsal is Rehearsal.NONE and at.able.rehearses and not at.due:
        return Press.TEST
    return Press.PICTURE


def may_press(at: Standing, press: Press) -> str:
    """Why this cannot be pressed now; empty if it can."""
    if press is Press.END_TEST:
        running = at.rehearsal in (Rehearsal.STARTING, Rehearsal.RUNNING)
        return "" if running else "No test run is going on."
    if press is Press.CLOSE_ROOM:
        over = at.sitting is Sitting.OVER
        return "" if over else "The meeting is not closed yet: nobody is shown out of the room."
    if press is Press.END and (at.seen.public or at.seen.phase is not Phase.ENDED):
        return ""
    if at.over:
        return "The broadcast was ended. That is final: it cannot be started again."
    if at.rehearsal in (Rehearsal.STARTING, Rehearsal.RUNNING, Rehearsal.ENDING):
        return "A test run is going on: end it first."
    if press is Press.HOLD:
        return "" if not at.private else "The public is excluded: the broadcast is stopped already."
    if at.private:
        return "The public is excluded: the broadcast goes on when the public is let back in."
    return _may_start(at, press)


def _may_start(at: Standing, press: Press) -> str:
    if press is Press.TEST:
        if not at.able.rehearses:
            return "This broadcast cannot be tried out in private. Send a picture and look at it there."
        begun = at.wish is not Wish.NOTHING or bool(at.seen.public)
        return "The broadcast has begun: there is nothing to try out any more." if begun else ""
    if press is Press.GO_ON and at.wish is not Wish.HELD:
        return "The broadcast is not held."
    if press in (Press.PICTURE, Press.LIVE) and at.wish is Wish.HELD:
        return "The broadcast is held: press Go on."
    return ""


def others(at: Standing) -> tuple[Press, ...]:
    """What else can be pressed, less often wanted."""
    first = next_press(at)
    wanted = [p for p in Press if p is not first and not may_press(at, p) and _makes_sense(at, p)]
    return tuple(wanted)


def _makes_sense(at: Standing, press: Press) -> bool:
    """Whether it is worth a button: what was asked for and did not come about can be asked for again."""
    begun = at.wish is not Wish.NOTHING or bool(at.seen.public or at.seen.receiving)
    sitting, public = at.sitting is not Sitting.OVER, bool(at.seen.public)
    return {
        Press.TEST: at.sitting is Sitting.AHEAD and not begun,
        Press.PICTURE: sitting and at.wish is not Wish.HELD and not at.seen.receiving,
        Press.LIVE: sitting and at.wish is not Wish.HELD and not public,
        Press.HOLD: at.wish is Wish.LIVE or public,
        Press.END: begun,
        Press.CLOSE_ROOM: Can.END in at.able.room_can and at.room.live is not False,
    }.get(press, False)


def wish_of(press: Press) -> Wish | None:
    """What is wished for after the press. None: it is about the test run alone."""
    return {
        Press.PICTURE: Wish.PICTURE,
        Press.LIVE: Wish.LIVE,
        Press.HOLD: Wish.HELD,
        Press.GO_ON: Wish.LIVE,
        Press.END: Wish.ENDED,
    }.get(press)


def forgotten(at: Standing) -> bool:
    """Whether something still runs although the meeting is long over."""
    running = bool(at.seen.public or at.seen.receiving or at.room.streaming)
    return (
        at.sitting is Sitting.OVER
        and running
        and at.closed_at is not None
        and at.now - at.closed_at >= FORGOTTEN
    )
