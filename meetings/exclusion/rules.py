"""The public excluded: how the exclusion stands, what must have stopped, and the words of the motion. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from meetings.deadlines.rules.base import Profile
from meetings.exclusion import wording
from meetings.exclusion.wording import Excluded
from meetings.exclusion.wording import act_of as act_of
from meetings.kernel.secrecy import Sensitivity


class State(StrEnum):
    """How an exclusion stands."""

    #: resolved; the surfaces that the public can see are being stopped
    STOPPING = "stopping"
    #: every surface is known to have stopped
    CONFIRMED = "confirmed"
    #: an item that the resolution names is being taken
    PRIVATE = "private"
    #: the public may return; the broadcast goes on at a set moment
    RETURNING = "returning"
    ENDED = "ended"


class SurfaceKind(StrEnum):
    """How it is known that a surface has stopped."""

    #: this server reads its own pages as the public would
    OWN = "own"
    #: a stream of another service: asked there, or looked at by a person
    STREAM = "stream"
    #: the room itself
    ROOM = "room"


#: What the public reads in place of everything else.
PUBLIC_WORDS = "The public is excluded for this item"


def motion_words(
    profile: Profile, numbers: Iterable[str], paragraphs: Collection[str], reason: str = ""
) -> str:
    """The motion to exclude the public, in the words of the nation's law. `reason`: where it has no paragraphs."""
    found = [Excluded(number, tuple(paragraphs), reason) for number in numbers]
    return wording.exclusion(profile, found).text


def law_words(profile: Profile, numbers: Iterable[str], ground: str) -> str:
    """What is declared where the law itself excludes the public from confidential business."""
    return wording.declared(profile, list(numbers), ground)


def items_words(numbers: Iterable[str]) -> str:
    """`item 9`, `items 9, 10 and 11`."""
    return wording.items_words(list(numbers))


def veiled(state: State) -> bool:
    """Whether the public sees nothing but that it is excluded."""
    return state is not State.ENDED


def why_not_take(
    state: State | None, named: Collection[str], item_id: str, sensitivity: Sensitivity, numbers: str
) -> str:
    """Why an item cannot be taken now; empty if it can. `state` None: the public is here."""
    if state is None or state is State.ENDED:
        if sensitivity is Sensitivity.PUBLIC:
            return ""
        return "This item is not public: the press and public must be excluded first."
    if state is State.RETURNING:
        return "The public is coming back: the meeting goes on in public when the broadcast does."
    if item_id not in named:
        return f"The public is excluded for {numbers} only: let the public return first."
    if state is State.STOPPING:
        return "It is not confirmed yet that everything public has stopped. Confirm it first."
    return ""
