"""The desk's log: what was pressed, what the service said, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.conferencing.desk import events
from meetings.conferencing.desk.asking import Operation
from meetings.conferencing.desk.rules import Press, Rehearsal
from meetings.db.record import facts_of
from meetings.kernel.facts import Fact

TYPES: tuple[type[Fact], ...] = (
    events.DeskPressed,
    events.FeedSeen,
    events.FeedUnreadable,
    events.NotDone,
    events.HeldBack,
    events.Released,
    events.RehearsalChanged,
    events.StreamForgotten,
)
_PRESSED = {
    Press.TEST: "asked for a test run",
    Press.END_TEST: "ended the test run",
    Press.PICTURE: "asked for the picture to be started",
    Press.LIVE: "asked to go live",
    Press.HOLD: "asked to hold the broadcast and show the card",
    Press.GO_ON: "asked to go on",
    Press.END: "asked to end the broadcast",
    Press.CLOSE_ROOM: "asked to close the remote room",
}
_REHEARSED = {
    Rehearsal.STARTING: "A test run began; the public does not see it",
    Rehearsal.RUNNING: "Test run: the picture arrives",
    Rehearsal.ENDING: "The test run is being taken away",
    Rehearsal.PASSED: "The test run is over: it worked, and was taken away",
    Rehearsal.FAILED: "The test run is over: it did not work",
}


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    at: datetime
    words: str


def log_of(session: Session, meeting_id: str, most: int = 40) -> list[Line]:
    """The last things that happened, the newest first."""
    lines = [Line(e.at, sentence(e.fact)) for e in facts_of(session, meeting_id, types=TYPES)]
    return lines[-most:][::-1]


def sentence(fact: Fact) -> str:
    """What a fact of the desk says."""
    match fact:
        case events.DeskPressed():
            return f"{fact.by or 'Witan'} {_PRESSED[fact.press]}"
        case events.FeedSeen():
            return seen(fact)
        case events.FeedUnreadable():
            return f"It could not be read what the public sees: {fact.reason}"
        case events.NotDone():
            return f"Could not {Operation(fact.operation).words}: {fact.reason}"
        case events.HeldBack():
            return (
                "The broadcast came back by itself in private; it is stopped again"
                if fact.again
                else "The public is excluded: the broadcast is being stopped"
            )
        case events.Released():
            return "The public is back: the broadcast goes on"
        case events.RehearsalChanged():
            return _REHEARSED[fact.state] + (f": {fact.detail}" if fact.detail else "")
        case events.StreamForgotten():
            return f"Still being sent {fact.minutes} minutes after the meeting"
    return ""


def seen(fact: events.FeedSeen) -> str:
    """What was found, and who found it."""
    public = {True: "the public sees the meeting", False: "the public sees nothing", None: "not known"}
    picture = {True: ", a picture arrives", False: ", no picture arrives", None: ""}
    who = f"{fact.by} looked" if fact.by else "The service says"
    poor = " and is poor" if fact.receiving and fact.health in ("bad", "none") else ""
    return f"{who}: {public[fact.public]}{picture[fact.receiving]}{poor}"
