"""The set phrases of UK minutes as pure functions over plain values, in each language that has a catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from meetings.minutes.phrases import Phrases, fill, phrases

_HONOURS = {"bem", "mbe", "obe", "cbe", "kbe", "dbe", "kc", "qc", "jp", "dl", "mp", "ms", "mla", "phd", "jnr"}
#: Welsh "a" is "ac" before a vowel; an i before another vowel is none. 1, 8 and 11 are read with a vowel.
_VOWEL = re.compile(r"[aeouâêîôûAEOUÂÊÎÔÛ]|[iI](?![aeouwyAEOUWY])|(?:1|8|11)(?!\d)")
_ENGLISH_TITLE = "Councillor "


def urgent(by: str, reason: str, language: str = "en") -> str:
    """Why an item was taken as urgent business."""
    room = phrases(language).room
    who = room.chair_named.format(by=by) if by else room.the_chair
    text = fill(room.urgent, who=who, why=reason.rstrip(". "))
    return text[0].upper() + text[1:]


def long_date(on: date, language: str = "en", *, in_sentence: bool = False) -> str:
    """`Tuesday 9 February 2021`; in a sentence `on Tuesday 9 February 2021`."""
    calendar = phrases(language).calendar
    days = calendar.days_in_sentence if in_sentence else calendar.days
    return f"{days[on.weekday()]} {day(on, language)}"


def day(on: date, language: str = "en") -> str:
    """`9 February 2021`."""
    return f"{on.day} {phrases(language).calendar.months[on.month - 1]} {on.year}"


def clock(at: datetime, timezone: str, language: str = "en") -> str:
    """A time as minutes print it, in the council's own time: `6.30pm`, `7pm`, `12 noon`, `12 midnight`."""
    calendar = phrases(language).calendar
    here = at.astimezone(ZoneInfo(timezone))
    if here.minute == 0 and here.hour in (0, 12):
        return calendar.noon if here.hour else calendar.midnight
    hour = here.hour % 12 or 12
    half = calendar.am if here.hour < 12 else calendar.pm
    return f"{hour}.{here.minute:02d}{half}" if here.minute else f"{hour}{half}"


def joined(names: Sequence[str], language: str = "en") -> str:
    """`A`, `A and B`, `A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    before, last = ", ".join(names[:-1]), names[-1]
    and_ = phrases(language).calendar.and_
    if language != "cy":
        return f"{before} {and_} {last}"
    if last.startswith("y Cynghorydd "):
        return f"{before} {and_}’r {last.removeprefix('y ')}"
    return f"{before} {'ac' if _VOWEL.match(last) else and_} {last}"


def alphabetical(names: Iterable[str]) -> tuple[str, ...]:
    """By surname, which is the last word that is not an honour, then by the whole name."""
    return tuple(sorted(names, key=lambda name: (_surname(name), name.casefold())))


def _surname(name: str) -> str:
    words = [word.strip(",.").casefold() for word in name.split()]
    while len(words) > 1 and words[-1] in _HONOURS:
        words.pop()
    return words[-1] if words else ""


def titled(name: str, language: str = "en") -> str:
    """A name with its title in that language: `y Cynghorydd Ann Ash` for `Councillor Ann Ash`."""
    page = phrases(language).page
    if name == phrases("en").page.unnamed:
        return page.unnamed
    return page.councillor + name.removeprefix(_ENGLISH_TITLE) if name.startswith(_ENGLISH_TITLE) else name


def untitled(names: Sequence[str], language: str = "en") -> tuple[str, ...]:
    """The names without the title, for a list that says it once above. Empty if not all bear it."""
    title = phrases(language).page.councillor
    either = (title, title[0].upper() + title[1:])
    shared = bool(names) and all(name.startswith(either) for name in names)
    return tuple(name[len(title) :] for name in names) if shared else ()


def moved(motion_kind: str, mover: str | None, seconder: str | None, language: str = "en") -> str:
    """How a motion came before the meeting, without its end: `It was moved by A, seconded by B`."""
    say = phrases(language).motions
    start = say.amendment_moved if motion_kind == "amendment" else say.moved
    by = fill(say.by, name=mover) if mover else ""
    second = fill(say.seconded, name=seconder) if seconder else ""
    return start + by + second


def subject(motion_kind: str, language: str = "en") -> str:
    """What sentences call a motion: `motion`, `amendment`."""
    say = phrases(language).motions
    return say.amendment if motion_kind == "amendment" else say.motion


def declared(motion_kind: str, outcome: str, language: str = "en") -> str:
    """What the chair declared: `The motion was declared CARRIED.` Empty when nothing was declared."""
    sentence = phrases(language).motions.declared.get(outcome, "")
    return fill(sentence, it=subject(motion_kind, language))


def totals(for_: int, against: int, abstained: int, no_vote: int, language: str = "en") -> str:
    """The count in a line. Who chose to abstain is kept apart from who cast no vote at all."""
    say: Phrases = phrases(language)
    line = say.votes.totals_no_vote if no_vote else say.votes.totals
    return fill(line, for_=for_, against=against, abstained=abstained, no_vote=no_vote)


def casting(
    choice: str | None, by: str | None, motion_kind: str = "substantive", language: str = "en"
) -> str:
    """Who gave the second or casting vote, and which way. Empty when there was none."""
    if not choice:
        return ""
    say = phrases(language).votes
    side = {"for": say.casting_for, "against": say.casting_against}.get(choice, choice)
    return fill(say.casting, by=by or say.the_chair, choice=side, it=subject(motion_kind, language))


def word(chosen: str, language: str = "en") -> str:
    """The word before a decision in another language than the body chose it in; unknown ones stay."""
    bare = re.sub(r"(?:\s+that|\s*[:–-])+$", "", chosen, flags=re.IGNORECASE)
    found = phrases(language).motions.words.get(bare.upper())
    if language == "en" or found is None:
        return chosen
    return found if bare.isupper() else found.capitalize()


def resolved(word: str, unanimous: bool, language: str = "en") -> str:
    """The word a resolution begins with: `RESOLVED` or `RESOLVED (unanimously)`; a colon stays at the end."""
    bare = word.removesuffix(":")
    said = phrases(language).motions.unanimously
    return f"{bare} {said}{word[len(bare) :]}" if unanimous else word
