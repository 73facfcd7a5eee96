"""What the choices of a house style come to in words: times, what was declared, how a motion is led in to."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from meetings.minutes import wording
from meetings.minutes.style import ClockWords, Declared, HouseStyle, Moved

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ENDS = (":", " that", "–", "-")


def spelled(count: int) -> str:
    """`one` to `nine` in letters, others in figures."""
    return _SMALL[count] if 0 < count < len(_SMALL) else str(count)


def clock(at: datetime, timezone: str, style: HouseStyle, language: str = "en") -> str:
    """A time as the body writes it: `7.06pm`, `7:06 pm`, `19:06`."""
    if style.clock is ClockWords.POINT:
        return wording.clock(at, timezone, language)
    here = at.astimezone(ZoneInfo(timezone))
    if style.clock is ClockWords.TWENTY_FOUR:
        return f"{here:%H:%M}"
    return f"{here.hour % 12 or 12}:{here.minute:02d} {'am' if here.hour < 12 else 'pm'}"


def duration(start: datetime | None, end: datetime | None) -> str:
    """`1 hour 16 minutes`; empty where one of the two is not known."""
    if start is None or end is None or end < start:
        return ""
    minutes = round((end - start) / timedelta(minutes=1))
    hours, rest = divmod(minutes, 60)
    said = [_count(hours, "hour")] if hours else []
    if rest or not hours:
        said.append(_count(rest, "minute"))
    return " ".join(said)


def opening(word: str) -> str:
    """The word before a resolution with its dash, where it does not run on by itself."""
    return word if word.endswith(_ENDS) else f"{word} –"


def outcome(
    subject: str, style: HouseStyle, *, carried: bool, unanimous: bool, agreed: bool, majority: bool
) -> str:
    """What was declared after a count, where it is not said as usual; `subject` is such as "the motion".

    `agreed`: a motion on procedure; `majority`: some were for, some were not.
    """
    who = subject[:1].upper() + subject[1:]
    how = " unanimously" if unanimous else ""
    if style.declared is Declared.PUT:
        fate = f"CARRIED{how}" if carried else "LOST"
        return f"After being put to the meeting, and a vote taken, {subject} was declared {fate}."
    if style.declared in (Declared.DECLARED, Declared.NOTHING):
        return f"{who} was declared {f'CARRIED{how}' if carried else 'LOST'}."
    if agreed and style.declared is not Declared.BY_MAJORITY:
        return f"{who} was agreed{how}." if carried else f"{who} was not agreed."
    if majority and style.declared is Declared.BY_MAJORITY:
        how = " by a majority"
    return f"{who} was carried{how}." if carried else f"{who} was not carried."


def counted(subject: str, for_: int, against: int, abstain: int, none: int, *, carried: bool) -> str:
    """The figures as a sentence: `The motion was carried by 22 votes to one, with two abstentions.`"""
    who = subject[:1].upper() + subject[1:]
    others = spelled(against) if against else "none"
    if carried and not (against or abstain or none):
        return f"{who} was carried unanimously, {_votes(for_)} in favour."
    said = f"{who} was carried by {_votes(for_)} to {others}"
    if not carried:
        said = f"{who} was not carried: {_votes(for_)} for and {others} against"
    if abstain:
        said += f", with {spelled(abstain)} {'abstention' if abstain == 1 else 'abstentions'}"
    missed = f" {spelled(none).capitalize()} cast no vote." if none else ""
    return f"{said}.{missed}"


def lead(style: HouseStyle, mover: str, seconder: str, language: str = "en") -> str:
    """What stands above a resolution instead of its motion: `On a motion by A, seconded by B, it was –`."""
    if language != "en" and style.moved is not Moved.NOTHING:
        return f"{wording.moved('substantive', mover, seconder, language)}."
    by = f" by {mover}" if mover else ""
    if style.moved is Moved.ON_A_MOTION:
        return f"On a motion{by}{f', seconded by {seconder},' if seconder else ''} it was –"
    if style.moved is Moved.MOVED_AND:
        return f"It was moved{by}{f', seconded by {seconder}' if seconder else ''} and"
    if style.moved is Moved.PROPOSED_BY:
        return " ".join(
            f"{what}: {who}." for what, who in (("Proposed by", mover), ("Seconded by", seconder)) if who
        )
    return ""


def recommended(style: HouseStyle, text: str, to: str, language: str = "en") -> str:
    """The word before a recommendation, with the body it goes to unless the text names that itself."""
    word = style.recommended
    if language != "en":
        return f"ARGYMHELLWYD ({to})"
    bare = word.removesuffix(" that")
    opened = re.match(r"that\s+(the\s+)?", text, re.IGNORECASE)
    rest = text[opened.end() :] if opened else text
    if rest.casefold().startswith(to.removeprefix("the ").casefold()):
        return word
    colon = ":" if bare.endswith(":") else ""
    return f"{bare.rstrip(':')} to {to}{colon}{word[len(bare) :]}"


def _votes(count: int) -> str:
    return f"{spelled(count) if count else 'no'} {'vote' if count == 1 else 'votes'}"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
