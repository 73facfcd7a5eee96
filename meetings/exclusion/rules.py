"""The public excluded: how the exclusion stands, what must have stopped, and the words of the motion. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from meetings.agendas.exemptions import GROUNDS, schedule_of, sentence
from meetings.deadlines.rules.base import Profile
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
_ACTS = {
    Profile.ENGLAND_PRINCIPAL: "section 100A(4) of the Local Government Act 1972",
    Profile.WALES: "section 100A(4) of the Local Government Act 1972",
    Profile.NORTHERN_IRELAND: "section 42 of the Local Government Act (Northern Ireland) 2014",
    Profile.SCOTLAND: "section 50A(4) of the Local Government (Scotland) Act 1973",
    Profile.ENGLAND_PARISH: "section 1(2) of the Public Bodies (Admission to Meetings) Act 1960",
}
_MUST = {
    Profile.ENGLAND_PRINCIPAL: "section 100A(2) of the Local Government Act 1972",
    Profile.WALES: "section 100A(2) of the Local Government Act 1972",
    Profile.NORTHERN_IRELAND: "section 42 of the Local Government Act (Northern Ireland) 2014",
    Profile.SCOTLAND: "section 50A(2) of the Local Government (Scotland) Act 1973",
}


def act_of(profile: Profile) -> str:
    """The provision under which the public may be excluded; empty where none is held here."""
    return _ACTS.get(profile, "")


def motion_words(
    profile: Profile, numbers: Iterable[str], paragraphs: Collection[str], reason: str = ""
) -> str:
    """The motion to exclude the public, in the words of the nation's law. `reason`: where it has no paragraphs."""
    act, schedule = act_of(profile), schedule_of(profile)
    opening = f"That, under {act}, the" if act else "That the"
    said = f"{opening} press and public be excluded from the meeting for {items_words(numbers)}"
    if schedule is None or not paragraphs:
        why = reason.strip().rstrip(".")
        return f"{said}, because publicity would be prejudicial to the public interest{f': {why}' if why else ''}."
    said += (
        f", on the grounds that exempt information as described in {sentence(profile, paragraphs)} is likely to be "
        "disclosed"
    )
    if schedule.tested:
        said += (
            ", and that in all the circumstances the public interest in maintaining the exemption outweighs the public "
            "interest in disclosing the information"
        )
    return f"{said}."


def law_words(profile: Profile, numbers: Iterable[str], ground: str) -> str:
    """What is declared where the law itself excludes the public from confidential business."""
    act = _MUST.get(profile, "the law")
    why = GROUNDS.get(ground, "confidential information would be disclosed")
    return f"The press and public were excluded from the meeting for {items_words(numbers)}, as {act} requires: {why}."


def items_words(numbers: Iterable[str]) -> str:
    """`item 9`, `items 9, 10 and 11`."""
    listed = list(numbers)
    if len(listed) < 2:
        return f"item {''.join(listed)}".rstrip()
    return f"items {', '.join(listed[:-1])} and {listed[-1]}"


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
