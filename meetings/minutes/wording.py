"""The set phrases of UK minutes as pure functions over plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

SUBJECTS = {"substantive": "motion", "amendment": "amendment", "procedural": "motion"}

_DECLARED = {
    "carried": "The {it} was declared CARRIED.",
    "carried_unanimously": "The {it} was declared CARRIED unanimously.",
    "lost": "The {it} was declared LOST.",
    "tied": "The votes were equal, so the {it} was not carried.",
    "withdrawn": "The {it} was withdrawn with the consent of the meeting.",
    "accepted": "The {it} was accepted by the mover and seconder of the motion without a vote.",
    "fell": "The {it} fell.",
    "not_seconded": "The {it} was not seconded and was not put.",
    "not_put": "The {it} was not put to the vote.",
    "deferred": "The {it} was deferred.",
}

_HONOURS = {"bem", "mbe", "obe", "cbe", "kbe", "dbe", "kc", "qc", "jp", "dl", "mp", "ms", "mla", "phd", "jnr"}


def urgent(by: str, reason: str) -> str:
    """Why an item was taken as urgent business."""
    who = f"The Chair ({by})" if by else "The Chair"
    why = reason.rstrip(". ")
    return f"{who} was of the opinion that this item should be considered as a matter of urgency: {why}."


def long_date(on: date) -> str:
    """`Tuesday 9 February 2021`."""
    return f"{on:%A} {on.day} {on:%B %Y}"


def day(on: date) -> str:
    """`9 February 2021`."""
    return f"{on.day} {on:%B %Y}"


def clock(at: datetime, timezone: str) -> str:
    """A time as minutes print it, in the council's own time: `6.30pm`, `7pm`, `12 noon`, `12 midnight`."""
    here = at.astimezone(ZoneInfo(timezone))
    if here.minute == 0 and here.hour in (0, 12):
        return "12 noon" if here.hour else "12 midnight"
    hour = here.hour % 12 or 12
    half = "am" if here.hour < 12 else "pm"
    return f"{hour}.{here.minute:02d}{half}" if here.minute else f"{hour}{half}"


def joined(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def alphabetical(names: Iterable[str]) -> tuple[str, ...]:
    """By surname, which is the last word that is not an honour, then by the whole name."""
    return tuple(sorted(names, key=lambda name: (_surname(name), name.casefold())))


def _surname(name: str) -> str:
    words = [word.strip(",.").casefold() for word in name.split()]
    while len(words) > 1 and words[-1] in _HONOURS:
        words.pop()
    return words[-1] if words else ""


def untitled(names: Sequence[str], title: str = "Councillor ") -> tuple[str, ...]:
    """The names without the title, for a list that says it once above. Empty if not all bear it."""
    shared = bool(names) and all(name.startswith(title) for name in names)
    return tuple(name.removeprefix(title) for name in names) if shared else ()


def moved(motion_kind: str, mover: str | None, seconder: str | None) -> str:
    """How a motion came before the meeting, without its end: `It was moved by A, seconded by B`."""
    start = "An amendment was moved" if motion_kind == "amendment" else "It was moved"
    by = f" by {mover}" if mover else ""
    second = f", seconded by {seconder}" if seconder else ""
    return start + by + second


def declared(motion_kind: str, outcome: str) -> str:
    """What the chair declared: `The motion was declared CARRIED.` Empty when nothing was declared."""
    sentence = _DECLARED.get(outcome, "")
    return sentence.format(it=SUBJECTS.get(motion_kind, "motion"))


def totals(for_: int, against: int, abstained: int, no_vote: int) -> str:
    """The count in a line. Who chose to abstain is kept apart from who cast no vote at all."""
    line = f"For {for_}, against {against}, abstained {abstained}."
    return f"{line} Abstained (no vote cast) {no_vote}." if no_vote else line


def casting(choice: str | None, by: str | None, motion_kind: str = "substantive") -> str:
    """Who gave the second or casting vote, and which way. Empty when there was none."""
    if not choice:
        return ""
    on = SUBJECTS.get(motion_kind, "motion")
    return f"The votes being equal, {by or 'the person presiding'} gave a casting vote {choice} the {on}."


def resolved(word: str, unanimous: bool) -> str:
    """The word a resolution begins with: `RESOLVED` or `RESOLVED (unanimously)`; a colon stays at the end."""
    bare = word.removesuffix(":")
    return f"{bare} (unanimously){word[len(bare) :]}" if unanimous else word
