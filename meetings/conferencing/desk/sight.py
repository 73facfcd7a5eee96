"""What an officer reads at a glance: one line on what the public sees, and five lights with what to do. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from meetings.conferencing.desk.rules import (
    STALE_BY_EYE,
    Rehearsal,
    Sitting,
    Standing,
    Wish,
    forgotten,
)
from meetings.ports.broadcast import Phase

_BAD = ("bad", "none")


class Colour(StrEnum):
    """Of a light; the shape and the words say the same. OFF: nothing is expected of it now."""

    GOOD = "good"
    WAITING = "waiting"
    BAD = "bad"
    OFF = "off"

    @property
    def word(self) -> str:
        """For whoever does not see the colour."""
        return {"good": "All right", "waiting": "Wait", "bad": "Act now", "off": "Not in use"}[self.value]


@dataclass(frozen=True)
class Light:
    """One thing that can go wrong. `do`: what a person does about it; empty: nothing."""

    key: str
    name: str
    colour: Colour
    words: str
    do: str = ""


@dataclass(frozen=True)
class Sight:
    """What the public sees now. `sure`: said by the service or seen by a person, and not long ago."""

    words: str
    colour: Colour
    sure: bool
    at: datetime | None
    by: str = ""


def sight_of(at: Standing) -> Sight:
    """The one line. It follows what was found, never what was pressed."""
    seen = at.seen
    sure = not _unsure(at)
    if not sure and (seen.public is None or seen.failed or at.able.reads_feed):
        return Sight(_not_known(at), Colour.BAD if _matters(at) else Colour.OFF, False, seen.at, seen.by)
    if seen.public:
        wrong = at.private or at.wish in (Wish.HELD, Wish.ENDED) or at.sitting is Sitting.OVER
        colour = Colour.BAD if wrong else (Colour.GOOD if sure else Colour.WAITING)
        words = "The public sees and hears the meeting"
        return Sight(f"{words}: that must stop" if at.private else words, colour, sure, seen.at, seen.by)
    return Sight(_nothing(at), _colour_of_nothing(at), sure, seen.at, seen.by)


def _unsure(at: Standing) -> bool:
    seen = at.seen
    if seen.public is None or seen.at is None:
        return True
    if seen.phase is Phase.ENDED and seen.public is False:
        # what is over stays over
        return False
    if seen.by:
        return at.now - seen.at > STALE_BY_EYE
    return bool(seen.failed) or at.stale


def _matters(at: Standing) -> bool:
    """Whether somebody must know now."""
    if at.private:
        return True
    return not at.over and (at.wish in (Wish.LIVE, Wish.HELD) or at.sitting is Sitting.OPEN)


def _not_known(at: Standing) -> str:
    if at.seen.failed:
        return f"Not known what the public sees: {at.seen.failed}"
    if not at.able.reads_feed:
        return "Not known what the public sees: look at the public page and say what is there"
    if at.sitting is Sitting.AHEAD and at.wish is Wish.NOTHING:
        return f"The broadcast has not begun. {at.able.feed} is asked from half an hour before the meeting"
    return "Not known yet what the public sees"


def _nothing(at: Standing) -> str:
    if at.seen.phase is Phase.ENDED:
        return "The public sees nothing: the broadcast is over"
    if at.over:
        return "The public sees nothing: the broadcast is being ended"
    if at.private:
        return "The public sees nothing: the meeting is in private"
    if at.wish is Wish.HELD or at.seen.phase is Phase.HELD:
        return "The public sees the card, nothing of the meeting"
    if at.wish is Wish.LIVE:
        return "The public sees nothing yet"
    return "The public sees nothing: the broadcast has not begun"


def _colour_of_nothing(at: Standing) -> Colour:
    if at.wish is Wish.LIVE and not at.private and not at.over:
        return Colour.WAITING if _fresh(at) else Colour.BAD
    if at.wish is Wish.HELD or at.private:
        return Colour.GOOD
    return Colour.WAITING if at.over and at.seen.phase is not Phase.ENDED else Colour.OFF


def _fresh(at: Standing) -> bool:
    return at.wished_at is not None and (at.now - at.wished_at).total_seconds() < 60


def lights_of(at: Standing) -> tuple[Light, ...]:
    """Room, picture, public, captions, recording."""
    return (_room(at), _picture(at), _public(at), _captions(at), _recording(at))


def worst(lights: tuple[Light, ...]) -> Colour:
    """The colour for all of them together."""
    order = (Colour.BAD, Colour.WAITING, Colour.GOOD)
    return next((c for c in order if any(light.colour is c for light in lights)), Colour.OFF)


def _room(at: Standing) -> Light:
    name, room = "Room", at.room
    if not at.able.room:
        return Light("room", name, Colour.OFF, "No remote room: the camera is in the chamber")
    if room.failed:
        do = "The meeting can go on: look into the room yourself."
        return Light("room", name, Colour.WAITING, f"{at.able.room} does not answer: {room.failed}", do)
    if room.live is None:
        return Light("room", name, Colour.OFF, "Whether anybody is in the room is not told")
    if room.live:
        people = f", {room.people} in it" if room.people is not None else ""
        return Light("room", name, Colour.GOOD, f"The room in {at.able.room} is open{people}")
    if at.sitting in (Sitting.OPEN, Sitting.ADJOURNED):
        do = "Open it with the host's link on the meeting's page, and let people in."
        return Light("room", name, Colour.BAD, f"The room in {at.able.room} is closed", do)
    return Light("room", name, Colour.OFF, f"The room in {at.able.room} is not open yet")


def _picture(at: Standing) -> Light:
    name, seen = "Picture", at.seen
    wanted = at.wish in (Wish.PICTURE, Wish.LIVE) and not at.private and not at.over
    if not at.able.feed:
        return Light("picture", name, Colour.OFF, "No broadcast is arranged")
    if seen.receiving and at.wish is Wish.HELD and not at.private and not at.over:
        return Light("picture", name, Colour.GOOD, f"The picture arrives at {at.able.feed}, behind the card")
    if seen.receiving and not wanted:
        busy = at.rehearsal in (Rehearsal.STARTING, Rehearsal.RUNNING)
        colour = Colour.BAD if at.private else Colour.WAITING
        do = "" if busy else _stop_words(at)
        words = f"A picture arrives at {at.able.feed}"
        return Light("picture", name, Colour.GOOD if busy else colour, words, do)
    if seen.receiving:
        if seen.health in _BAD:
            do = "Look at the network of the computer that sends it. The meeting can go on."
            words = f"A poor picture arrives at {at.able.feed}"
            return Light("picture", name, Colour.WAITING, words, do)
        return Light("picture", name, Colour.GOOD, f"The picture arrives at {at.able.feed}")
    if not wanted and seen.receiving is None and not at.able.reads_feed:
        return Light("picture", name, Colour.OFF, "Whether a picture is sent is not told")
    if not wanted:
        return Light("picture", name, Colour.OFF, "No picture is sent, and none should be")
    if seen.receiving is None:
        words = f"{at.able.feed} does not say whether a picture arrives"
        return Light("picture", name, Colour.OFF, words, "Look at the preview.")
    return _no_picture(at)


def _stop_words(at: Standing) -> str:
    return f"Stop the live stream in {at.able.room or 'the encoder'}." if at.private else ""


def _no_picture(at: Standing) -> Light:
    words = f"No picture arrives at {at.able.feed}"
    if _fresh(at):
        return Light("picture", "Picture", Colour.WAITING, f"{words} yet")
    do = (
        f"Press Start the picture again, or start the live stream in {at.able.room} by hand."
        if at.able.starts_picture
        else "Start sending from the computer with the camera: address and key are below."
    )
    return Light("picture", "Picture", Colour.BAD, words, do)


def _public(at: Standing) -> Light:
    sight = sight_of(at)
    return Light("public", "Public", sight.colour, sight.words, _what_to_do(at, sight))


def _what_to_do(at: Standing, sight: Sight) -> str:
    if sight.colour is not Colour.BAD:
        return ""
    if at.private:
        where = at.able.feed or "the broadcast"
        return (
            f"Say nothing that is private. Stop it by hand in {where}; "
            "it is tried again all the time. Two people can decide to go on without the confirmation."
        )
    if at.seen.public:
        return (
            "Press End the broadcast."
            if at.sitting is Sitting.OVER
            else "Press it again, or stop it by hand."
        )
    if at.seen.failed or at.seen.public is None:
        return "Look at the public page on another device and say what you see. The meeting can go on."
    return "Press Go live again, or start it by hand. The meeting can go on."


def _captions(at: Standing) -> Light:
    if not at.able.room:
        words = "No live captions from here: the text of the recording follows afterwards"
        return Light("captions", "Captions", Colour.OFF, words)
    words = f"They are made in the room, by {at.able.room}; whether they are on is not told"
    return Light("captions", "Captions", Colour.OFF, words, "Look for them in the picture.")


def _recording(at: Standing) -> Light:
    name = "Recording"
    if at.private and at.seen.receiving and at.able.reads_feed:
        words = f"What still arrives at {at.able.feed} may be recorded there"
        return Light("recording", name, Colour.BAD, words, "Stop the picture where it is sent from.")
    if at.wish is Wish.HELD and at.seen.receiving and at.able.reads_feed:
        words = f"What arrives at {at.able.feed} may be recorded there, behind the card too"
        return Light("recording", name, Colour.OFF, words)
    live = at.seen.public and not _unsure(at)
    if live and at.able.reads_feed:
        return Light("recording", name, Colour.GOOD, f"{at.able.feed} records what the public sees")
    if at.record and at.room.live:
        return Light("recording", name, Colour.GOOD, f"{at.able.room} was asked to record")
    if at.record:
        return Light("recording", name, Colour.OFF, f"{at.able.room} records once the room is open")
    if at.sitting is Sitting.OPEN and at.wish is Wish.LIVE:
        return Light("recording", name, Colour.WAITING, "It records once the public sees the meeting")
    if at.able.feed and not at.able.reads_feed:
        return Light(
            "recording", name, Colour.OFF, "Whether it is recorded is not told: look where it is run"
        )
    return Light("recording", name, Colour.OFF, "Nothing is recorded now")


def alarms_of(at: Standing) -> tuple[str, ...]:
    """What must not be overlooked, in sentences."""
    found = []
    if at.private and (at.seen.public or at.seen.public is None or at.seen.failed):
        found.append(
            "The public is excluded, and the public still gets the meeting."
            if at.seen.public and not at.seen.failed
            else "The public is excluded, and it is not confirmed that nothing reaches the public."
        )
    if forgotten(at):
        found.append("The meeting is over, and something is still being sent. End the broadcast.")
    return tuple(found)
